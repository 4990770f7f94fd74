"""``datapackage.json``: the tables described under the Frictionless standard."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import polars as pl

from openasylum.facts import schema
from openasylum.facts.schema import Column, Table
from openasylum.facts.sources import declared_licences, declared_sources
from openasylum.facts.tidy import column_order


def field(name: str, column: Column, required: bool, minimum: int | None = None) -> dict[str, Any]:
    """A field of a table schema."""
    constraints: dict[str, Any] = {} if minimum is None else {"minimum": minimum}
    if required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    described = {
        "name": name,
        "type": column.type,
        "description": column.about.en,
        "description_fr": column.about.fr,
    }
    return {**described, "constraints": constraints} if constraints else described


def table_resource(name: str, table: Table, frame: pl.DataFrame, file: Path) -> dict[str, Any]:
    """The description of one table: schema, key, sources, licences, rounding, size and hash of its file."""
    key = list(table.key)
    unique = (
        bool(key)
        and not frame.select(key).is_duplicated().any()
        and not any(frame[k].has_nulls() for k in key)
    )
    fields = [
        field(
            column,
            schema.column_of(table, column),
            required=column in key and not frame[column].has_nulls(),
            minimum=0 if frame[column].dtype.is_numeric() and (frame[column] >= 0).all() else None,
        )
        for column in column_order(table)
    ]
    described: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if unique:
        described["primaryKey"] = key
    about = {"description": table.about.en, "descriptions": table.about.model_dump()} if table.about else {}
    used = sorted(set(frame["source"].drop_nulls()))
    described["foreignKeys"] = [
        {"fields": ["source"], "reference": {"resource": "sources", "fields": ["id"]}}
    ]
    publishers = dict.fromkeys(declared_sources()[source].publisher for source in used)
    return {
        **file_entry(name, file),
        "title": table.title.en,
        "titles": table.title.model_dump(),
        **about,
        "theme": table.theme,
        "rows": frame.height,
        **({"forecast": True} if table.forecast else {}),
        "schema": described,
        "key": key,
        "rounding": [rule.model_dump(exclude_defaults=True) for rule in table.rounding],
        "sources": [{"title": publisher} for publisher in publishers],
        "licenses": licences_of({declared_sources()[source].licence for source in used}),
    }


def made_resource(name: str, frame: pl.DataFrame, file: Path) -> dict[str, Any]:
    """The description of a table that the build makes itself."""
    made = schema.made_tables()[name]
    key = list(made.key)
    return {
        **file_entry(name, file),
        "title": made.title.en,
        "titles": made.title.model_dump(),
        "theme": "reference",
        "rows": frame.height,
        "schema": {
            "fields": [field(one, column, one in key) for one, column in made.columns.items()],
            "missingValues": [""],
            "primaryKey": key,
        },
        "key": key,
        "sources": [{"title": "OpenAsylum"}],
        "licenses": licences_of({"Apache-2.0"}),
    }


def package_descriptor(
    tables: dict[str, pl.DataFrame], made: dict[str, pl.DataFrame], folder: Path
) -> dict[str, Any]:
    """The description of the whole package, whose files stand in ``folder``."""
    declared = schema.tables()
    resources = [
        table_resource(name, declared[name], tables[name], folder / f"{name}.parquet")
        for name in sorted(tables)
    ]
    resources += [
        made_resource(name, frame, folder / f"{name}.parquet") for name, frame in sorted(made.items())
    ]
    return {
        "profile": "data-package",
        "name": "openasylum-facts",
        "title": "What is published about the Canada-U.S. asylum system",
        "description": "Tables, single figures and sources behind OpenAsylum; every row names its source.",
        "homepage": "https://openasylum.org",
        "licenses": licences_of({source.licence for source in declared_sources().values()}),
        "resources": resources,
    }


def file_entry(name: str, file: Path) -> dict[str, Any]:
    """Name, path, format, size and hash of a resource."""
    content = file.read_bytes()
    return {
        "name": name,
        "path": f"tables/{file.name}",
        "profile": "tabular-data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def licences_of(ids: set[str]) -> list[dict[str, str]]:
    """Licences in the form of the standard: ``name``, ``title``, ``path``."""
    found = []
    for name in sorted(ids):
        licence = declared_licences()[name]
        entry = {"name": name, "title": licence.title}
        found.append({**entry, "path": licence.url} if licence.url else entry)
    return found

"""``datapackage.json``: the tables described under the Frictionless standard."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

import polars as pl

from openasylum.facts import schema
from openasylum.facts.schema import Column, Table
from openasylum.facts.sources import declared_licences, declared_sources
from openasylum.facts.tidy import column_order
from openasylum.vocabulary import ORIGIN_GROUPS

#: Tables that the build makes itself, with the title of each.
MADE: Final = {
    "sources": {"en": "Sources of the tables and figures", "fr": "Sources des tableaux et des chiffres"},
    "figures": {"en": "Figure register", "fr": "Registre des chiffres"},
    "origin_groups": {
        "en": "Countries and their broad origin group",
        "fr": "Pays et leur grand groupe d’origine",
    },
}

MADE_KEYS: Final = {"sources": ["id"], "figures": ["id"], "origin_groups": ["name", "iso3"]}


def _text(about: str) -> Column:
    return Column(type="string", about=about)


#: Columns of the tables that the build makes itself.
MADE_COLUMNS: Final[dict[str, dict[str, Column]]] = {
    "sources": {
        "id": _text("Id of the source; the column source of every table holds it."),
        "title": _text("Title."),
        "url": _text("Address."),
        "copy": _text("The copy that was read, where it was not the page itself."),
        "publisher": _text("Who published it."),
        "licence": _text("Id of the licence under which its figures may be used again."),
        "published": Column(
            type="date",
            about="Day of publication; the last day of the month or year where only that is known.",
        ),
        "publication_rule": _text("Rule by which the figures of a growing series are dated."),
        "publication_lag_months": Column(
            type="integer", about="Months after the end of a period that the rule takes."
        ),
        "retrieved": Column(type="date", about="Day on which it was read, where known."),
        "tables": _text("Tables that rest on it, separated by spaces."),
    },
    "figures": {
        "id": _text("Id of the figure."),
        "theme": _text("Theme."),
        "title_en": _text("What the figure says, in English."),
        "title_fr": _text("What the figure says, in French."),
        "value": Column(type="number", about="The figure."),
        "low": Column(type="number", about="Lower end, where the source gives a range."),
        "high": Column(type="number", about="Upper end, where the source gives a range."),
        "text": _text("The statement, where it is no number."),
        "unit": _text("Unit."),
        "period": _text("Period, as in the tables."),
        "geography": _text("Place."),
        "organisation": _text("Organisation."),
        "stage": _text("Stage of the process."),
        "basis": _text("What kind of figure it is: cash, whole of claim, stock, rate; its price year."),
        "includes": _text("What it includes."),
        "excludes": _text("What it leaves out."),
        "source": _text("Title of the source."),
        "url": _text("Address of the source."),
        "publisher": _text("Publisher of the source."),
        "published": Column(type="date", about="Day of publication."),
        "licence": _text("Id of the licence."),
        "confidence": Column(type="string", about="As in the tables.", enum="confidences"),
        "note": _text("Remark."),
        "raw": _text("Row of the raw collection that the figure comes from."),
    },
    "origin_groups": {
        "name": _text("Name of a country in one of the spellings of the tables, or its code."),
        "iso3": _text("ISO 3166-1 alpha-3 code."),
        "origin": Column(type="string", about="Broad group of country of origin.", enum=ORIGIN_GROUPS),
    },
}


def field(name: str, column: Column, required: bool, minimum: int | None = None) -> dict[str, Any]:
    """A field of a table schema."""
    constraints: dict[str, Any] = {} if minimum is None else {"minimum": minimum}
    if required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    described = {"name": name, "type": column.type, "description": column.about}
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
    used = sorted(set(frame["source"].drop_nulls()))
    described["foreignKeys"] = [
        {"fields": ["source"], "reference": {"resource": "sources", "fields": ["id"]}}
    ]
    publishers = dict.fromkeys(declared_sources()[source].publisher for source in used)
    return {
        **file_entry(name, file),
        "title": table.title["en"],
        "titles": dict(table.title),
        **({"description": table.about["en"], "descriptions": dict(table.about)} if table.about else {}),
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
    key = MADE_KEYS[name]
    return {
        **file_entry(name, file),
        "title": MADE[name]["en"],
        "titles": MADE[name],
        "theme": "reference",
        "rows": frame.height,
        "schema": {
            "fields": [field(one, column, one in key) for one, column in MADE_COLUMNS[name].items()],
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

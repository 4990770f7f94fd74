"""The data package: rebuilt byte for byte, valid under the Frictionless standard, small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import frictionless
import polars as pl

from openasylum import facts
from openasylum.facts.package import descriptor
from openasylum.facts.schema import HERE

ROOT = Path(__file__).parents[2]


def test_a_rebuild_gives_the_same_bytes() -> None:
    done = subprocess.run(
        [sys.executable, "tools/build_facts.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_descriptor_is_a_valid_data_package() -> None:
    report = frictionless.Package.validate_descriptor(descriptor())
    assert report.valid, report.flatten(["message"])


def test_every_table_is_valid_under_its_own_schema(tmp_path: Path) -> None:
    """Frictionless reads each table, written out as CSV, against the fields, types, constraints and key that
    are declared.
    """
    resources = []
    for resource in descriptor()["resources"]:
        booleans = pl.selectors.boolean().cast(pl.String)
        pl.read_parquet(HERE / resource["path"]).with_columns(booleans).write_csv(
            tmp_path / f"{resource['name']}.csv"
        )
        resources.append(
            {
                "name": resource["name"],
                "path": f"{resource['name']}.csv",
                "format": "csv",
                "schema": resource["schema"],
            }
        )
    package = frictionless.Package.from_descriptor(
        {"name": "as-csv", "resources": resources}, basepath=str(tmp_path)
    )
    report = package.validate()
    assert report.valid, report.flatten(["title", "message"])[:5]


def test_a_table_that_breaks_its_schema_is_found(tmp_path: Path) -> None:
    """The check above can fail: the same table with a word for a number is refused."""
    resource = facts.describe("prra_hc")
    frame = facts.table("prra_hc").with_columns(pl.lit("many").alias("value"))
    frame.write_csv(tmp_path / "prra_hc.csv")
    described = {
        "name": "prra_hc",
        "path": "prra_hc.csv",
        "format": "csv",
        "schema": {**resource["schema"], "foreignKeys": []},
    }
    package = frictionless.Package.from_descriptor(
        {"name": "bad", "resources": [described]}, basepath=str(tmp_path)
    )
    assert not package.validate().valid


def test_the_package_is_small() -> None:
    """The wheel may be 15 MB in all; the facts keep to a fifth of it."""
    assert (
        sum(file.stat().st_size for file in HERE.rglob("*") if file.is_file() and file.suffix != ".pyc")
        < 3_000_000
    )


def test_every_field_is_described_and_every_table_titled_in_both_languages() -> None:
    for resource in descriptor()["resources"]:
        assert resource["titles"]["en"] and resource["titles"]["fr"]
        assert resource["licenses"] and resource["sources"]
        for field in resource["schema"]["fields"]:
            assert field["description"].strip() and field["description_fr"].strip(), (
                resource["name"],
                field["name"],
            )


def test_every_row_names_a_source_with_a_licence() -> None:
    licences = set(facts.licences()["licence"])
    sources = facts.table("sources")
    assert set(sources["licence"]) <= licences
    known = set(sources["id"])
    for name in facts.table_names():
        frame = facts.table(name)
        if "source" in frame.columns and name != "figures":
            unnamed = frame.filter(pl.col("source").is_null())
            assert set(unnamed["confidence"]) <= {"missing", "unverified"}, name
            assert set(frame["source"].drop_nulls()) <= known, name


def test_the_room_is_light_to_enter() -> None:
    """Importing the facts loads neither DuckDB nor any table."""
    code = "import sys, openasylum.facts; print('duckdb' in sys.modules, 'frictionless' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]

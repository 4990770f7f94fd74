"""Between two releases that differ in several parts, the steps are made: each part's share of a change is what it moves by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import yaml

import openasylum
from openasylum import facts, release
from openasylum.errors import UserError
from openasylum.release import components, steps
from openasylum.release.bundle import HEADLINE
from support.releases import published, with_changes

PACKAGE = Path(openasylum.__file__).parent
COMMAND = "from openasylum.cli import main; main()"
#: A small release: two draws, one simulated person for a thousand.
PUBLISH = """
import sys
from pathlib import Path
from openasylum.release import build
from openasylum.results.produce import produce
from openasylum.scenario import presets
scenarios = [presets()[name] for name in ("law-in-force", "us-not-designated")]
build(produce(scenarios, draws=2, seed=5, weight=1000.0, backend="serial"), Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> release.Bundle:
    return release.open_bundle(release.build(published(), tmp_path_factory.mktemp("release") / "sound.zip"))


def test_the_order_puts_method_first_or_last_as_the_code_is_the_newer_or_the_older() -> None:
    ours = components.digests()["method"]
    everything = list(components.COMPONENTS)
    assert steps._order(everything, "other", ours) == ["method", "data", "posterior", "law"]
    assert steps._order(everything, ours, "other") == ["data", "posterior", "law", "method"]
    assert steps._order(["law", "data"], ours, ours) == ["data", "law"]
    with pytest.raises(UserError, match="this is neither: install one"):
        steps._order(everything, "other", "another")


def test_a_step_takes_each_part_from_the_bundle_that_it_is_told_to(
    bundle: release.Bundle, tmp_path: Path
) -> None:
    name = next(name for name in bundle.files if name.startswith("law/law/provisions/"))
    older = release.Bundle(
        bundle.path, {**bundle.files, name: b"older: true\n", "data/overlay/new.csv": b"a\n"}
    )
    laid = steps._copy_package({"law": older, "data": bundle, "posterior": bundle}, tmp_path / "law")
    assert laid is None
    package = tmp_path / "law" / "openasylum"
    assert (package / name.removeprefix("law/")).read_bytes() == b"older: true\n"
    assert (package / "law" / "engine.py").read_bytes() == (PACKAGE / "law" / "engine.py").read_bytes()
    kept = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.*") if "__pycache__" not in path.parts}
    assert {
        path.relative_to(package) for path in package.rglob("*.*") if "__pycache__" not in path.parts
    } == kept
    laid = steps._copy_package({"law": bundle, "data": older, "posterior": bundle}, tmp_path / "data")
    assert laid is not None
    assert [path.name for path in laid.iterdir()] == ["new.csv"]


def test_tables_that_a_release_holds_are_laid_again_word_for_word(tmp_path: Path) -> None:
    """A table laid over the shipped one, as a bundle keeps it, gives the same part of the receipt once more."""
    from contextvars import copy_context

    new, kept = tmp_path / "new", tmp_path / "kept"
    new.mkdir()
    kept.mkdir()
    name = "consumer_price_index"
    row = "year,geography,product,value,unit\n2025,Canada,All-items,164.0,index 2002=100\n"
    (new / f"{name}.csv").write_text(row)
    with facts.overlay(new):
        digest = components.digests()["data"]
        (kept / f"{name}.csv").write_bytes(dict(components.contents_of("data"))[f"overlay/{name}.csv"])

    def again() -> str:
        facts.lay_finished(kept)
        return components.digests()["data"]

    assert copy_context().run(again) == digest != components.digests()["data"]


@pytest.mark.parametrize(
    "name", ["data/facts/tables/../../errors.py", "law/law/engine.py", "posterior/../x", "data/errors.py"]
)
def test_nothing_but_its_own_files_is_taken_from_a_bundle(
    bundle: release.Bundle, tmp_path: Path, name: str
) -> None:
    odd = release.Bundle(bundle.path, {**bundle.files, name: b"x"})
    with pytest.raises(UserError, match="is no file of"):
        steps._copy_package(dict.fromkeys(components.HELD, odd), tmp_path / "aside")


def test_a_bundle_that_is_not_sound_gives_no_steps(bundle: release.Bundle, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not as it was published"):
        release.make_steps(bundle, with_changes(bundle, by=2.0), tmp_path)


def _python(package: Path, folder: Path, program: str, *arguments: str) -> str:
    """What a program prints, run with ``package`` as its openasylum."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _publish(package: Path, folder: Path, target: str) -> release.Bundle:
    _python(package, folder, PUBLISH, target)
    return release.open_bundle(folder / target)


def _changed(newer: Path, folder: Path, *, method: bool) -> Path:
    """The package with other consumer prices and, if asked, dearer hearings."""
    package = folder / "openasylum"
    shutil.copytree(newer, package)
    prices = package / "facts" / "tables" / "consumer_price_index.parquet"
    frame = pl.read_parquet(prices)
    recent = pl.col("year") >= 2023
    frame.with_columns(pl.when(recent).then(pl.col("value") * 1.2).otherwise("value")).write_parquet(prices)
    if method:
        file = package / "costs" / "assumptions.yaml"
        text = file.read_text()
        before = "prior: {kind: triangular, low: 3000, mode: 3500, high: 5200}"
        assert text.count(before) == 1
        file.write_text(text.replace(before, "prior: {kind: triangular, low: 6000, mode: 7000, high: 9000}"))
        assert yaml.safe_load(file.read_text())
    return package


@pytest.mark.heavy
def test_the_share_of_each_part_is_what_it_moves_by_itself(tmp_path: Path) -> None:
    """An older release had other prices and dearer hearings; the step in between, made anew, is the one made by hand."""
    package = tmp_path / "newer" / "openasylum"
    shutil.copytree(PACKAGE, package)
    older = _publish(_changed(package, tmp_path / "older", method=True), tmp_path, "older.zip")
    newer = _publish(package, tmp_path, "newer.zip")
    by_hand = _publish(_changed(package, tmp_path / "between", method=False), tmp_path, "between.zip")
    asked = ["release", "compare", "older.zip", "newer.zip", "--steps", "--keep", "kept", "--json"]
    found = json.loads(_python(package, tmp_path, COMMAND, *asked))
    assert found["steps"] == ["method", "data"]
    made = release.open_bundle(tmp_path / "kept" / "step-1-method.zip")
    assert release.verify(made) == []
    assert made.files[HEADLINE] == by_hand.files[HEADLINE]
    assert made.receipt["components"] == by_hand.receipt["components"]
    # Prices and the cost of a hearing move dollars, and nobody.
    assert {row["measure"] for row in found["moved"]} == {"cost_federal", "cost_all_governments"}
    for row in found["moved"]:
        if row["change"] is None:
            continue
        assert row["step_1"] + row["step_2"] == pytest.approx(row["change"])
        assert {
            part for part, share in zip(found["steps"], (row["step_1"], row["step_2"]), strict=True) if share
        } <= set(row["why"].split("; "))
    assert older.receipt["components"]["law"] == newer.receipt["components"]["law"]

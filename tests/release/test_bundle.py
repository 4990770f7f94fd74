"""A release bundle is the same bytes each time, says what is wrong with a changed one, and tells what moved and why."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openasylum import facts, release
from openasylum.cli import main
from openasylum.code_version import code_version
from openasylum.errors import UserError
from openasylum.results import Manifest, Run
from openasylum.results.measures import measures
from support import made_up_run
from support.releases import published, with_changes


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release.build(published(), tmp_path_factory.mktemp("release") / "openasylum.zip")


def test_the_same_release_is_the_same_bytes_and_is_sound(bundle: Path, tmp_path: Path) -> None:
    again = release.build(published(), tmp_path / "again.zip")
    assert again.read_bytes() == bundle.read_bytes()
    opened = release.open_bundle(bundle)
    assert release.verify(opened) == []
    assert opened.receipt["code"] == code_version()
    assert opened.receipt["data_vintage"] == facts.data_vintage()
    folders = {name.split("/")[0] for name in opened.files}
    assert folders == {"receipt.json", "headline.csv", "errata.yaml", "runs", "data", "law", "posterior"}
    assert any(name.startswith("posterior/arrivals/calibration/posterior.") for name in opened.files)


def _changed(bundle: Path, target: Path, name: str, content: bytes | None) -> Path:
    """The bundle with one file replaced, added, or (None) left out."""
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        if content is not None:
            new.writestr(name, content)
    return target


def test_every_change_is_found(bundle: Path, tmp_path: Path) -> None:
    opened = release.open_bundle(bundle)
    for number, name in enumerate(sorted(opened.files)[::7]):
        if name == "receipt.json":
            continue
        less = release.open_bundle(_changed(bundle, tmp_path / f"less-{number}.zip", name, None))
        assert release.verify(less) == [f"{name} is missing"]
        other = release.open_bundle(
            _changed(bundle, tmp_path / f"other-{number}.zip", name, opened.files[name] + b" ")
        )
        assert release.verify(other) == [f"{name} is not the file that was published"]
    more = release.open_bundle(_changed(bundle, tmp_path / "more.zip", "notes.txt", b"mine"))
    assert release.verify(more) == ["notes.txt was added"]


def test_a_receipt_that_was_rewritten_does_not_help(bundle: Path, tmp_path: Path) -> None:
    """Whoever changes a figure and its hash in the receipt is found out by the run, and by the parts."""
    from hashlib import sha256

    opened = release.open_bundle(bundle)

    def forged(name: str, content: bytes) -> list[str]:
        receipt = json.loads(opened.files["receipt.json"])
        receipt["files"][name] = {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
        once = _changed(bundle, tmp_path / "once.zip", name, content)
        twice = _changed(once, tmp_path / "twice.zip", "receipt.json", json.dumps(receipt).encode())
        return release.verify(release.open_bundle(twice))

    headline = opened.files["headline.csv"].replace(b"claims_made", b"claims_lost", 1)
    assert forged("headline.csv", headline) == ["headline.csv is not what the run's yearly figures give"]
    table = next(name for name in opened.files if name.startswith("data/facts/tables/"))
    assert forged(table, b"other") == ["the files of data are not those that the receipt names"]
    name = next(name for name in opened.files if name.endswith("manifest.json"))
    manifest = json.loads(opened.files[name])
    manifest["seed"] += 1
    assert any(
        "not the hash of what the run was made from" in one
        for one in forged(name, json.dumps(manifest).encode())
    )


def test_a_run_of_other_code_or_tables_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"was made by 0\.0\.0\+test"):
        release.build(made_up_run.run(6), tmp_path / "x.zip")
    run = published()
    other = Run(run.manifest.model_copy(update={"data_vintage": "2020-01+00000000"}), run.frames)
    with pytest.raises(UserError, match="made from other tables"):
        release.build(other, tmp_path / "x.zip")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=40), st.booleans())
def test_damage_anywhere_is_one_sentence_or_a_fault(
    bundle: Path, tmp_path: Path, place: int, damage: bytes, cut: bool
) -> None:
    content = bundle.read_bytes()
    place %= len(content)
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content[:place] + (b"" if cut else damage + content[place + len(damage) :]))
    if damaged.read_bytes() == content:
        return
    try:
        opened = release.open_bundle(damaged)
    except UserError:
        return
    # Bytes of the archive's own bookkeeping may change; the files may not.
    if dict(opened.files) != dict(release.open_bundle(bundle).files):
        assert release.verify(opened)


def test_what_moved_and_why(bundle: Path) -> None:
    older = release.open_bundle(bundle)
    same = release.compare([older, with_changes(older, method="new")])
    assert (same.steps, same.moved.height) == (("method",), 0)
    newer = release.compare([older, with_changes(older, data="new", by=1.5)])
    assert newer.steps == ("data",)
    assert set(newer.moved["measure"]) == {"claims_made"}
    assert set(newer.moved["why"]) == {"data"}
    row = newer.moved.row(0, named=True)
    assert row["change"] == pytest.approx(0.5 * row["before"])


def test_steps_in_between_measure_the_share_of_each_cause(bundle: Path) -> None:
    older = release.open_bundle(bundle)
    between = with_changes(older, data="new", by=1.5)
    newest = with_changes(between, law="new", method="new", by=2.0)
    found = release.compare([older, between, newest])
    assert found.steps == ("data", "law + method")
    for row in found.moved.to_dicts():
        assert row["step_1"] + row["step_2"] == pytest.approx(row["change"])
        assert row["change"] == pytest.approx(2 * row["before"])
        assert row["step_1"] == pytest.approx(0.5 * row["before"])
        assert row["why"] == "data; law + method" or row["before"] == 0


def test_an_error_put_right_is_a_cause(bundle: Path) -> None:
    older = release.open_bundle(bundle)
    text = '{en: "x", fr: "y"}'
    entry = (
        f'\n  - {{id: "2031-01", found: 2031-01-05, versions: "0.1.0", fixed_in: "0.2.0", what: {text}, '
        f"effect: {text}, measures: [claims_made]}}\n"
    )
    log = older.files["errata.yaml"].decode().rstrip() + entry
    found = release.compare([older, with_changes(older, method="new", by=1.1, errata=log)])
    assert [one.id for one in found.errata] == ["2031-01"]
    assert set(found.moved["why"]) == {"error 2031-01; method"}


def test_the_errata_name_measures_that_there_are_and_are_in_order() -> None:
    log = release.errata()
    assert log
    assert all(set(entry.measures) <= set(measures()) for entry in log)
    assert [entry.id for entry in log] == sorted((entry.id for entry in log), reverse=True)


def test_every_file_that_a_number_depends_on_belongs_to_one_part() -> None:
    from openasylum.release.components import COMPONENTS, component_of, contents_of

    names = [name for component in COMPONENTS for name, _ in contents_of(component)]
    assert len(set(names)) == len(names)
    assert component_of("law/provisions/irpa/101-1-e.yaml") == "law"
    assert component_of("law/gates/kernel.py") == "method"
    assert component_of("facts/tables/figures.parquet") == "data"
    assert component_of("arrivals/calibration/posterior.parquet") == "posterior"
    assert component_of("pipeline/stages.yaml") == "method"
    assert component_of("report/page.py") is None


def test_a_bundle_is_read_without_unpacking_and_a_manifest_is_checked(bundle: Path) -> None:
    opened = release.open_bundle(bundle)
    manifest = Manifest.model_validate_json(opened.files[f"runs/{opened.receipt['run']}/manifest.json"])
    assert manifest.run_id == opened.receipt["run"]
    frame = pl.read_parquet(io.BytesIO(opened.files[f"runs/{manifest.run_id}/annual.parquet"]))
    assert frame.equals(published().frames["annual"])


def test_on_the_command_line(bundle: Path, tmp_path: Path) -> None:
    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from openasylum.cli import main; main()", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    sound = ask("verify", str(bundle), "--json")
    assert (sound.returncode, json.loads(sound.stdout)["sound"]) == (0, True)
    changed = _changed(bundle, tmp_path / "changed.zip", "headline.csv", b"scenario\n")
    found = ask("verify", str(changed))
    assert (found.returncode, found.stdout.strip()) == (1, "headline.csv is not the file that was published")
    wrong = ask("verify", __file__)
    assert wrong.returncode == 2
    assert "no release bundle" in wrong.stderr
    assert len(wrong.stderr.strip().splitlines()) == 1
    moved = ask("release", "compare", str(bundle), str(bundle), "--json")
    assert json.loads(moved.stdout) == {"steps": ["nothing that was recorded"], "errata": [], "moved": []}
    assert json.loads(ask("release", "errata", "--json").stdout)[-1]["id"] == "2026-01"


def test_what_moved_is_said_in_french_and_a_measure_of_another_time_does_not_stop_it(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = release.open_bundle(bundle)
    other = opened.files["headline.csv"].replace(b"claims_made", b"claims_of_old")
    older = _changed(bundle, tmp_path / "older.zip", "headline.csv", other)
    arguments = ["openasylum", "release", "compare", str(older), str(bundle), "--lang", "fr"]
    monkeypatch.setattr("sys.argv", arguments)
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "L'étape 1 change\u00a0: rien qui ait été noté" in said
    assert "claims_of_old" in said
    assert "Demandes d'asile présentées" in said

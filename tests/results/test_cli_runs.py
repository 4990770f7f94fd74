"""``openasylum runs`` as a user meets it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from openasylum.cli import main
from openasylum.results import save
from support import made_up_run


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    for seed in (7, 8):
        save(made_up_run.run(5, seed), {"report.html": b"page"}, str(folder))
    return folder


@pytest.fixture
def openasylum(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path):  # type: ignore[no-untyped-def]
    """Call the command line: returns exit code, output, errors."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setenv("OPENASYLUM_RUNS", str(root))
        monkeypatch.setenv("COLUMNS", "140")
        monkeypatch.setattr(sys, "argv", ["openasylum", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    return call


def test_list_names_every_run(openasylum, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = openasylum("runs", "list", "--json")
    assert code == 0
    assert {entry["run_id"] for entry in json.loads(output)} == {
        made_up_run.manifest(5, s).run_id for s in (7, 8)
    }
    code, output, _ = openasylum("runs", "list")
    assert made_up_run.manifest(5).run_id in output
    code, output, errors = openasylum("runs", "list", "--runs", str(tmp_path), "--lang", "fr")
    assert (code, output) == (0, "")
    assert "aucune exécution" in errors


def test_show_prints_the_screen_or_the_json_of_the_run(openasylum) -> None:  # type: ignore[no-untyped-def]
    run_id = made_up_run.manifest(5).run_id
    code, output, _ = openasylum("runs", "show", run_id[:8])
    assert code == 0
    assert "Claims made" in output
    code, output, _ = openasylum("runs", "show", run_id, "--json")
    found = json.loads(output)
    assert list(found) == ["run_id", "scenarios", "horizon", "draws", "law_date", "data_vintage", "headline"]
    assert found["horizon"] == ["2025-01", "2030-12"]


def test_compare_says_what_differs(openasylum) -> None:  # type: ignore[no-untyped-def]
    ids = [made_up_run.manifest(5, seed).run_id for seed in (7, 8)]
    code, output, _ = openasylum("runs", "compare", *ids)
    assert code == 0
    assert "Inputs that differ: seed" in output
    code, output, _ = openasylum("runs", "compare", ids[0], ids[0])
    assert "they are the same run" in output
    code, output, _ = openasylum("runs", "compare", *ids, "--json")
    assert json.loads(output)["inputs"] == {"seed": [7, 8]}


def test_verify_answers_with_its_exit_code(openasylum, root: Path) -> None:  # type: ignore[no-untyped-def]
    run_id = made_up_run.manifest(5, 8).run_id
    assert openasylum("runs", "verify", run_id)[0] == 0
    page = root / run_id / "report.html"
    page.write_bytes(b"PAGE")
    code, output, _ = openasylum("runs", "verify", run_id)
    page.write_bytes(b"page")
    assert code == 1
    assert "report.html is not the file that was written" in output


def test_sql_prints_csv(openasylum) -> None:  # type: ignore[no-untyped-def]
    run_id = made_up_run.manifest(5).run_id
    code, output, _ = openasylum("runs", "sql", run_id, "select count(*) as n from assumptions")
    assert (code, output) == (0, "n\n60\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "nothere"), "there is no run 'nothere' here"),
        (("verify", "nothere"), "nearest valid value"),
        (("sql", "", "select 1"), "runs begin with|there is no run"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_two(
    openasylum, words: tuple[str, ...], sentence: str
) -> None:  # type: ignore[no-untyped-def]
    code, output, errors = openasylum("runs", *words)
    assert code == 2
    assert output == ""
    assert len(errors.strip().splitlines()) == 1
    assert any(part in errors for part in sentence.split("|"))

"""``openasylum facts`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openasylum.cli import main


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str, str]:
    """Exit code, output and error output of ``openasylum`` with these words."""
    monkeypatch.setattr("sys.argv", ["openasylum", *words])
    with pytest.raises(SystemExit) as done:
        main()
    out, err = capsys.readouterr()
    return int(done.value.code or 0), out, err


def test_every_verb_answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["list"],
        ["list", "--theme", "costs", "--lang", "fr"],
        ["search", "rcmp"],
        ["show", "pbo.2018.average_cost.fy2017_18"],
        ["show", "rpd_rad_monthly", "--lang", "fr"],
        ["show", "rpd_rad_monthly.value"],
        ["sql", "select 1 as one"],
        ["reconcile"],
        ["licences"],
    ):
        code, out, err = run(monkeypatch, capsys, "facts", *words)
        assert (code, err) == (0, ""), words
        assert out.strip(), words


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["search", "grc"],
        ["show", "pbo.2018.average_cost.fy2017_18"],
        ["show", "rpd_rad_monthly"],
        ["sql", "select published from figures limit 2"],
        ["reconcile"],
        ["licences"],
    ],
)
def test_json_is_json(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys, "facts", *words, "--json")
    assert code == 0
    assert json.loads(out)


def test_a_figure_in_french(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(monkeypatch, capsys, "facts", "show", "pbo.2018.cohort_size", "--lang", "fr")
    assert "23\u202f755" in out and "personnes" in out and "vu à la source" in out


def test_names_are_whole_when_piped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(monkeypatch, capsys, "facts", "list")
    assert "ircc_claims_by_office_type_province_monthly" in out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["search", "zzzq"], 1, ""),
        (["show", "pbo.2018.average_cos.fy2017_18"], 2, "pbo.2018.average_cost.fy2017_18"),
        (["sql", "drop table figures"], 2, "SELECT"),
        (["list", "--theme", "cost"], 2, "costs"),
        (["validate", "nowhere"], 2, "nowhere"),
        (["show"], 2, ""),
        (["sql", "select 1", "--data", "nowhere"], 2, "nowhere"),
    ],
)
def test_exit_codes_and_plain_sentences(
    words: list[str],
    code: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found, out, err = run(monkeypatch, capsys, "facts", *words)
    assert found == code
    assert says in out + err
    assert "Traceback" not in out + err


def test_validate_and_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ircc_claims_by_office_type_province_monthly.csv"
    file.write_text("period,geography,claim_office_type,value\n2031-01,Quebec,Airport,1235\n")
    code, out, _ = run(monkeypatch, capsys, "facts", "validate", str(tmp_path))
    assert code == 0 and "rows +1" in out
    query = f"select value from {file.stem} where period = '2031-01'"
    code, out, _ = run(monkeypatch, capsys, "facts", "sql", query, "--csv", "--data", str(tmp_path))
    assert (code, out) == (0, "value\n1235.0\n")
    file.write_text("period,geography,claim_office_type,value\n2031-01,Kebek,Airport,1235\n")
    code, _, err = run(monkeypatch, capsys, "facts", "sql", query, "--data", str(tmp_path))
    assert code == 2 and "line 2" in err and "geography" in err and "Quebec" in err

"""What the command line says to someone who mistypes, or types nothing: one plain sentence, in the language asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from openasylum.cli.application import main


def said(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["openasylum", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_no_words_at_all_are_answered_with_the_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = said([], capsys, monkeypatch)
    assert (code, err) == (0, "")
    assert "Usage: openasylum" in out


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        (["run", "--draws", "x"], "input should be a valid integer.", "il faut ici un nombre entier."),
        (["run", "--draws", "0"], "greater than or equal to 1.", "il faut ici 1 ou plus."),
        (
            ["law", "show", "IRPR 159.3", "--as-of", "2023-02-30"],
            "'2023-02-30' is not a day such as 2024-03-25.",
            "'2023-02-30' n'est pas un jour comme 2024-03-25.",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_said_without_the_words_of_a_library(
    words: list[str],
    english: str,
    french: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for language, expected in (("en", english), ("fr", french)):
        code, _, err = said([*words, "--lang", language], capsys, monkeypatch)
        assert code == 2
        assert expected in err
        assert err.count("\n") == 1


def test_a_group_without_a_verb_speaks_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = said(["scenarios", "--lang", "fr"], capsys, monkeypatch)
    assert code == 0
    assert "Droit en vigueur" in out


def test_a_choice_among_words_shows_each_with_its_chance(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = said(["assumptions", "arrivals.undesignation_argument"], capsys, monkeypatch)
    assert code == 0
    assert "recovery 33%" in out and "choice 0%" in out


@pytest.mark.parametrize(
    ("words", "page"),
    [
        (["pipeline"], "openasylum pipeline --help"),
        (["law", "show"], "openasylum law show --help"),
        (["law", "shwo"], "openasylum law --help"),
        (["pipelin"], "openasylum --help"),
    ],
)
def test_the_help_that_is_named_is_that_of_the_command(
    words: list[str], page: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, lead in (("en", "See"), ("fr", "Voir")):
        code, _, err = said([*words, "--lang", language], capsys, monkeypatch)
        assert code == 2 and err.strip().endswith(f"{lead} {page}.")


def test_the_package_runs_as_the_command_does() -> None:
    """For those whose path does not hold the command."""
    ran = subprocess.run(
        [sys.executable, "-m", "openasylum", "--lang", "fr", "pipeline"], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Voir openasylum pipeline --help." in ran.stderr

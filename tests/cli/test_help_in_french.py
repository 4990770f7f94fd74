"""Help in French: every text has its twin, nothing has one too many, and both pages say the same options, defaults and examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import typer

from openasylum.cli import _help, application, output

Said = Callable[..., tuple[int, str, str]]

#: Sections of the file that are no command.
NO_COMMAND = {"words", "typer", "values", "kinds", "everywhere"}


@cache
def tree() -> Any:
    return typer.main.get_command(application.build())


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command with its path: ("openasylum", …), ("facts", …), ("facts list", …)."""
    command = command or tree()
    yield " ".join(path) or "openasylum", command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*path, name))


def parameters() -> Iterator[tuple[str, Any]]:
    for path, command in commands():
        for parameter in command.get_params(typer.Context(command)):
            yield path, parameter


PATHS = [path for path, _ in commands()]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    """The command run in this process, on a screen of 80 columns: exit code, output, errors."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv(output.VARIABLE, raising=False)

    def run(*words: str, environment: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["openasylum", *words])
        if environment:
            monkeypatch.setenv(output.VARIABLE, environment)
        with pytest.raises(SystemExit) as ended:
            application.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def test_every_help_text_has_a_french_twin_that_differs() -> None:
    texts = [(path, "help", command.help) for path, command in commands()]
    texts += [(path, parameter.opts[0], parameter.help) for path, parameter in parameters()]
    assert len(texts) > 400
    missing = [
        (path, name)
        for path, name, english in texts
        if not (french := _help.twin(path, name))
        or french.strip() == english.partition("\n\nExample:")[0].strip()
    ]
    assert missing == []


def test_no_french_stands_for_nothing() -> None:
    used = {(path, "help") for path in PATHS}
    for path, parameter in parameters():
        name = parameter.opts[0]
        places = (path, path.partition(" ")[0], "everywhere")
        used.add((next(place for place in places if name in _help.texts().get(place, {})), name))
    written = {(place, name) for place, of in _help.texts().items() for name in of if place not in NO_COMMAND}
    written |= {("everywhere", name) for name in _help.texts()["everywhere"]}
    assert written == used


def test_a_french_text_that_several_commands_share_stands_for_one_english_text() -> None:
    english: dict[str, set[str]] = {}
    for path, parameter in parameters():
        english.setdefault(str(_help.twin(path, parameter.opts[0])), set()).add(parameter.help)
    assert {french: told for french, told in english.items() if len(told) > 1} == {}


def test_what_stands_for_a_value_is_french_and_nothing_else_is_listed() -> None:
    stand_ins = {parameter.metavar for _, parameter in parameters() if parameter.metavar}
    words = {word for text in stand_ins for word in re.findall(r"\b[A-Z]+\b", text)}
    assert words == set(_help.texts()["values"])
    context = typer.Context(tree())
    kinds = {
        parameter.display_type(context)
        for _, parameter in parameters()
        if (parameter.metavar is None or parameter.param_type_name == "argument")
        and not parameter.type_descriptor.is_choice
    }
    assert kinds == set(_help.texts()["kinds"])
    assert _help.stand_in("SCENARIO|FILE") == "SCÉNARIO|FICHIER"


def test_arguments_are_named_by_a_word_and_not_by_the_code() -> None:
    assert [
        path for path, one in parameters() if one.param_type_name == "argument" and one.metavar is None
    ] == []


@pytest.mark.parametrize("path", PATHS)
def test_both_pages_tell_the_same_options_defaults_and_examples(path: str, said: Said) -> None:
    words = () if path == "openasylum" else tuple(path.split())
    (_, english, _), (code, french, errors) = (said(*words, "--help", "--lang", one) for one in ("en", "fr"))
    assert (code, errors) == (0, "")
    assert max(map(len, french.splitlines())) <= 80
    for typer_says in ("Usage:", "default:", "required", "env var", "Show this", "Commands", "<int", "<str"):
        assert typer_says not in french
    for pattern in (
        r"│ [ *]+(--[a-z-]+)",
        r"\[(?:default|par défaut\s): (.*?)\]",
        r"\[(?:env var|variable\s): (.*?)\]",
    ):
        assert re.findall(pattern, french) == re.findall(pattern, english)
    examples = [
        [
            " ".join(found.split())
            for found in re.findall(rf"^ {lead}: (.*?)\n *\n", page, re.DOTALL | re.MULTILINE)
        ]
        for lead, page in (("Example", english), ("Exemple\xa0", french))
    ]
    assert examples[0] == examples[1]
    assert bool(examples[0]) == (path not in GROUPS)
    # A line begins with no mark that French ties to the word before it, and ends with no opening one.
    assert not re.search(r"^[│ ]*[:;?!%»]|«[ \xa0]*│?$", french, re.MULTILINE)


GROUPS = {path for path, command in commands() if hasattr(command, "commands")}


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (["--lang", "fr", "run", "--help"], None),
        (["run", "--lang", "fr", "--help"], None),
        (["run", "--help", "--lang=FR"], None),
        (["run", "--help"], "fr"),
        (["--lang", "fr", "run", "--help"], "en"),
    ],
)
def test_french_is_asked_for_before_or_after_the_verb_or_once_and_for_all(
    words: list[str], environment: str | None, said: Said
) -> None:
    code, out, errors = said(*words, environment=environment)
    assert (code, errors) == (0, "")
    assert "Utilisation\xa0: openasylum run [OPTIONS] [SCÉNARIO]..." in out
    assert "Nombre de tirages." in out


def test_an_english_page_after_a_french_one_is_english(said: Said) -> None:
    before = said("run", "--help")
    assert said("run", "--help", "--lang", "fr") != before
    assert said("run", "--help") == before
    assert "[default: 200]" in before[1]


def test_a_group_without_a_verb_shows_its_help_and_says_no_more(said: Said) -> None:
    code, out, errors = said("release", environment="fr")
    assert "Les versions publiées" in out
    assert (code, errors) == (2, "")


def test_a_language_said_before_the_verb_holds_over_that_of_the_environment(said: Said) -> None:
    assert "pendant" in said("--lang", "fr", "scenarios", "list", environment="en")[1]
    assert "mirror" in said("scenarios", "--lang", "en", "list", environment="fr")[1]
    assert "mirror" in said("--lang", "fr", "scenarios", "list", "--lang", "en")[1]


def test_errors_name_a_value_as_the_page_does(said: Said) -> None:
    assert "Il manque l'argument 'MOIS'" in said("waits", "--lang", "fr")[2]
    assert "Missing argument 'MONTH'" in said("waits")[2]


def test_the_texts_are_read_for_a_page_and_for_nothing_else(said: Said) -> None:
    _help.texts.cache_clear()
    said("run", "--help")
    said("update", "steps", "--lang", "fr")
    assert _help.texts.cache_info().currsize == 0
    said("update", "steps", "--help", "--lang", "fr")
    assert _help.texts.cache_info().currsize == 1

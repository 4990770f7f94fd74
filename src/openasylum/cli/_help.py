"""Help pages in French. The texts lie in ``help.fr.yaml``, which is read when a page is asked for; nothing else waits for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import typer
from typer import core
from typer._click.formatting import HelpFormatter

from openasylum.typography import french_spaces

#: The texts of the root command, and those that mean the same in every command.
_ROOT, _EVERYWHERE = "openasylum", "everywhere"

_EXAMPLE: Final = re.compile(r"^(?:Example|Exemple\s): (?=`)")
_STAND_IN: Final = re.compile(r"\b[A-Z]+\b")

#: Rich breaks lines at every kind of space; French needs the ones that do not break.
_WORD: Final = re.compile(r"[ \t\n]*[^ \t\n]+[ \t\n]*")


def speak_french(command: Any) -> None:
    """Have every help page of a command, and of all below it, speak French."""
    command.context_class = _Context
    for below in getattr(command, "commands", {}).values():
        speak_french(below)


def twin(path: str, name: str) -> str | None:
    """The French of one text: ``name`` is "help", an option as it is typed, or an argument as the code names it.

    ``path`` is the command, such as "facts list". What it does not have is sought in its group, then among what means the same
    everywhere. ``None`` where there is no French.
    """
    places = [path] if name == "help" else [path, path.partition(" ")[0], _EVERYWHERE]
    found = (texts().get(place, {}).get(name) for place in places)
    return next((text for text in found if text is not None), None)


@cache
def texts() -> dict[str, dict[str, str]]:
    """Everything in ``help.fr.yaml``, with French spaces."""
    from openasylum.documents import shipped

    sections = shipped("openasylum.cli", "help.fr.yaml").data
    return {place: {name: french_spaces(text) for name, text in of.items()} for place, of in sections.items()}


class _Formatter(HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or texts()["words"]["usage"])


class _Context(typer.Context):
    formatter_class = _Formatter

    def get_help(self) -> str:
        _translate(self)
        with _typer_in_french():
            return super().get_help()


def _translate(context: typer.Context) -> None:
    """Put French into the page of a command: its help, its options, and the first lines of the commands below it."""
    command: Any = context.command
    path = context.command_path.partition(" ")[2] or _ROOT
    command.help = _help(path, command.help)
    for parameter in command.get_params(context):
        parameter.help = twin(path, parameter.opts[0]) or parameter.help
        if parameter.metavar is not None:
            parameter.metavar = stand_in(parameter.metavar)
    if isinstance(command, core.TyperGroup):
        command.subcommand_metavar = texts()["words"]["command"]
        for name, below in command.commands.items():
            below.help = _help(name if path == _ROOT else f"{path} {name}", below.help or "")


def _help(path: str, english: str) -> str:
    """The French paragraphs, and the examples of the English page: what is typed is the same."""
    examples = [part for part in english.split("\n\n") if _EXAMPLE.match(part)]
    lead = texts()["words"]["example"]
    french = (twin(path, "help") or english).rstrip()
    return "\n\n".join([french, *(_EXAMPLE.sub(lead, example) for example in examples)])


def stand_in(metavar: str) -> str:
    """What stands for a value: "FILE|DIR" as "FICHIER|DOSSIER"."""
    return _STAND_IN.sub(lambda word: texts()["values"].get(word[0], word[0]), metavar)


@contextmanager
def _typer_in_french() -> Iterator[None]:
    """Typer's own words, which it keeps in variables and offers no other way to change; afterwards they are as they were."""
    from rich import _wrap
    from typer import rich_utils

    kind = core._TyperParameter.display_type
    kinds, usage = texts()["kinds"], texts()["words"]["usage"]
    highlights = [pattern.replace("Usage: ", usage) for pattern in rich_utils.OptionHighlighter.highlights]
    changed: dict[tuple[Any, str], Any] = {
        **{(rich_utils, name): said for name, said in texts()["typer"].items()},
        (rich_utils.OptionHighlighter, "highlights"): highlights,
        (core._TyperParameter, "display_type"): lambda self, ctx: kinds.get(kind(self, ctx), kind(self, ctx)),
        (_wrap, "re_word"): _WORD,
    }
    before = {place: getattr(*place) for place in changed}
    try:
        for place, value in changed.items():
            setattr(*place, value)
        yield
    finally:
        for place, value in before.items():
            setattr(*place, value)

"""``@command``: a verb of the command line, with the options that every verb has."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import typer

from openasylum.cli import output

Function = TypeVar("Function", bound=Callable[..., Any])

LANGUAGE = typer.Option(
    output.Language.en,
    "--lang",
    envvar=output.VARIABLE,
    help="Language of what is printed.",
    case_sensitive=False,
)
_SHARED = {
    "data": (
        Path | None,
        typer.Option(
            None,
            "--data",
            metavar="DIR",
            help="Newer tables to lay over the shipped ones; `facts validate DIR` checks them.",
        ),
    ),
    "speak": (output.Language, LANGUAGE),
}


def command(app: typer.Typer, name: str | None = None) -> Callable[[Function], Function]:
    """Register a function as a verb of ``app``; its docstring is the help and should close with an example.

    Adds ``--data`` and ``--lang`` to its options. What the function returns, if an ``int``, is the exit code.
    """

    def register(function: Function) -> Function:
        own = inspect.signature(function)

        @functools.wraps(function)
        def verb(context: typer.Context, data: Path | None, speak: output.Language, **options: Any) -> None:
            with _shared_options(data, spoken(context, speak)):
                code = function(**options)
            if code:
                raise typer.Exit(code)

        first = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
        shared = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=option, annotation=kind)
            for name, (kind, option) in _SHARED.items()
        ]
        verb.__signature__ = own.replace(parameters=[*own.parameters.values(), first, *shared])  # type: ignore[attr-defined]
        verb.__annotations__ = {
            **function.__annotations__,
            "context": typer.Context,
            **{name: kind for name, (kind, _) in _SHARED.items()},
        }
        app.command(name)(verb)
        return function

    return register


def spoken(context: typer.Context, speak: output.Language) -> output.Language:
    """The language to speak: one said before the verb holds for the verb, over that of the environment.

    ``context`` is that of a command whose ``--lang`` is named ``speak``.
    """
    source = context.get_parameter_source("speak")
    if source is not None and source.name == "COMMANDLINE":
        context.meta[output.VARIABLE] = speak
    said: output.Language = context.meta.get(output.VARIABLE, speak)
    return said


def add_language(root: typer.Typer) -> None:
    """Give ``--lang`` to the groups that have no options of their own."""

    def group(context: typer.Context, speak: output.Language = LANGUAGE) -> None:
        spoken(context, speak)

    for found in root.registered_groups:
        if found.typer_instance is not None and found.typer_instance.registered_callback is None:
            found.typer_instance.callback()(group)


@contextmanager
def _shared_options(data: Path | None, language: output.Language) -> Iterator[None]:
    with output.speaking(language):
        if data is None:
            yield
            return
        from openasylum import facts

        with facts.overlay(data):
            yield

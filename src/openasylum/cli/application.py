"""The root command and the exit codes."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys

import typer

import openasylum
from openasylum import cli
from openasylum.cli import _help, _interruption, _usage, output
from openasylum.cli.command import LANGUAGE, add_language, spoken
from openasylum.errors import UserError

OK, FELL_SHORT, BAD_INPUT = 0, 1, 2

#: What Typer makes of Ctrl-C.
_INTERRUPTED = 130

_NOTHING_KEPT = {"en": "Interrupted; nothing was kept.", "fr": "Interrompu ; rien n'a été conservé."}

#: Modules of this package that are no verb; nor are those whose name begins with an underscore.
_SUPPORT = {"application", "command", "output"}


def main() -> None:
    """Run ``openasylum``. Exit code 0: done; 1: the answer is no, or a check fell short; 2: input that cannot be used."""
    language = output.asked_for(sys.argv[1:])
    try:
        _interruption.listen()
        command = typer.main.get_command(build())
        if language == "fr":
            _help.speak_french(command)
        code = command.main(standalone_mode=False, prog_name="openasylum")
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        if (
            "openasylum.check" in sys.modules and "duckdb" not in sys.modules
        ):  # which counts what is left over
            gc.freeze()  # what was read of texts is not gone through, as the program ends, for rings that could be freed
        sys.exit(code if isinstance(code, int) else OK)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except (Exception, KeyboardInterrupt) as error:
        if _interruption.is_interruption(error):
            said = _NOTHING_KEPT[language]
        elif isinstance(error, UserError):
            said = error.sentence(language)
        elif isinstance(error, typer.TyperException):
            said = _usage.sentence(error, language) if error.format_message() else ""
        else:
            raise
        if said:  # a group without a verb has shown its help and says no more
            print(said, file=sys.stderr)
        sys.exit(BAD_INPUT)


def build() -> typer.Typer:
    """The whole tree of commands: every module of this package that is a verb adds its own."""
    root = typer.Typer(
        help="The open, auditable model of the Canada-U.S. asylum system.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    root.callback(invoke_without_command=True)(_greet)
    for module in sorted(pkgutil.iter_modules(cli.__path__), key=lambda found: found.name):
        if module.name not in _SUPPORT and not module.name.startswith("_"):
            importlib.import_module(f"{cli.__name__}.{module.name}").register(root)
    add_language(root)
    return root


def _greet(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version."),
    speak: output.Language = LANGUAGE,
) -> None:
    """The open, auditable model of the Canada-U.S. asylum system."""
    spoken(context, speak)
    if version:
        print(f"openasylum {openasylum.__version__}")
    elif context.invoked_subcommand is None:
        print(context.get_help())

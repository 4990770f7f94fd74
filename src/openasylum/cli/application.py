"""The root command, the options that every command has, and the exit codes."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click
import typer

import openasylum
from openasylum import cli
from openasylum.cli.shared_options import add_shared_options
from openasylum.errors import UserError

OK, FELL_SHORT, BAD_INPUT = 0, 1, 2

#: Modules of this package that are no verb.
_SUPPORT = {"application", "output", "shared_options"}


def main() -> None:
    """Run ``openasylum``. Exit code 0: done; 1: the answer is no, or a check fell short; 2: input that cannot be used."""
    command = build()
    try:
        code = command.main(standalone_mode=False, prog_name="openasylum")
        sys.exit(code if isinstance(code, int) else OK)
    except UserError as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show(file=sys.stderr)
        sys.exit(BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        print("Interrupted; nothing was kept.", file=sys.stderr)
        sys.exit(BAD_INPUT)


def build() -> click.Command:
    """The whole tree of commands."""
    root = typer.Typer(
        help="The open, auditable model of the Canada-U.S. asylum system.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    root.callback()(_version)
    for module in sorted(pkgutil.iter_modules(cli.__path__), key=lambda found: found.name):
        if module.name not in _SUPPORT:
            importlib.import_module(f"{cli.__name__}.{module.name}").register(root)
    command = typer.main.get_command(root)
    add_shared_options(command)
    return command


def _version(
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
) -> None:
    """The open, auditable model of the Canada-U.S. asylum system."""
    if version:
        print(f"openasylum {openasylum.__version__}")
        raise typer.Exit

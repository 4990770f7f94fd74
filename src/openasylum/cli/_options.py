"""Options that mean the same in every verb that has them."""

from __future__ import annotations

import typer

from openasylum.errors import UserError

JSON = typer.Option(False, "--json", help="Machine output.")
RUNS = typer.Option(
    None, "--runs", metavar="DIR", envvar="OPENASYLUM_RUNS", help="Where runs are kept; default: ./runs."
)
RUN = typer.Argument(..., metavar="RUN", help="A run: its id, the beginning of one, or its folder.")

# Where work is done.
BACKEND = typer.Option("processes", "--backend", help="serial, threads, processes or dask.")
#: For verbs whose usual work is too short to be worth sending anywhere.
SERIAL = typer.Option("serial", "--backend", help="serial, threads, processes or dask.")
SCHEDULER = typer.Option(
    None,
    "--scheduler",
    metavar="ADDRESS",
    help="Of a Dask cluster (see `openasylum cluster`), such as tcp://127.0.0.1:8786.",
)
WORKERS = typer.Option(0, "--workers", min=0, help="Workers; 0: one per core.")


def power_of_two(size: int, option: str) -> None:
    """Sobol' sequences are balanced at powers of two only. Raises ``UserError`` for another ``size``."""
    if size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        raise UserError(
            f"the sample size {size} is not a power of two",
            f"la taille {size} de l'échantillon n'est pas une puissance de deux",
            field=option,
            nearest=str(below if size - below <= 2 * below - size else 2 * below),
        )

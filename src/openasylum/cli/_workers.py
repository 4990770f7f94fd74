"""The options that say where work is done, the same for every verb that can share it out."""

from __future__ import annotations

import typer

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

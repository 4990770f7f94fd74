"""``openasylum cluster``: a Dask cluster on this machine, for ``--backend dask --scheduler ADDRESS``."""

from __future__ import annotations

import typer

from openasylum.cli.command import command
from openasylum.cli.output import console, say

PORT = typer.Option(
    8786, "--port", min=0, max=65535, help="Port of the scheduler on loopback; 0: any free one."
)
WORKERS = typer.Option(0, "--workers", min=0, help="Worker processes; 0: one per core.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "cluster")(cluster)


def cluster(port: int = PORT, workers: int = WORKERS) -> None:
    """Start a Dask cluster on this machine and print its address; Ctrl-C ends it.

    It listens on loopback only. For several machines see docs/how-to/use-many-machines.md.

    Example: `openasylum cluster --workers 2`
    """
    import threading

    from openasylum.backends import available_cores
    from openasylum.backends.cluster import local_cluster
    from openasylum.errors import UserError

    try:
        started = local_cluster(workers or available_cores(), port)
    except ImportError as error:
        raise UserError(
            "a cluster needs Dask: pip install 'openasylum[dask]'",
            "une grappe demande Dask : pip install 'openasylum[dask]'",
        ) from error
    except (OSError, RuntimeError) as error:
        raise UserError(
            f"the port {port} cannot be used",
            f"le port {port} ne peut pas être utilisé",
            field="--port",
            nearest="0",
        ) from error
    with started:
        print(started.scheduler_address, flush=True)
        console(stderr=True).print(say("Ctrl-C ends it.", "Ctrl-C l'arrête."))
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return

"""``openasylum serve``: the web application and the API, on this machine."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from openasylum.cli._options import RUNS
from openasylum.cli.command import command
from openasylum.cli.output import console, language, say
from openasylum.errors import UserError, reason

if TYPE_CHECKING:
    import socket


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "serve")(serve)


def serve(
    port: int = typer.Option(8000, "--port", min=0, max=65535, help="The port; 0: any that is free."),
    no_browser: bool = typer.Option(False, "--no-browser", help="Do not open the browser."),
    runs: Path | None = RUNS,
    workers: int = typer.Option(
        0, "--workers", min=0, max=64, help="Processes that simulate; 0: one per core."
    ),
    no_cache: bool = typer.Option(
        False, "--no-cache", help="Keep no draws of the law in force between starts."
    ),
) -> None:
    """The web application and the API, on this machine only (127.0.0.1). Works without any network.

    Example: `openasylum serve --port 8080 --no-browser`
    """
    import signal

    import uvicorn

    from openasylum.backends import available_cores
    from openasylum.results import runs_root
    from openasylum.web.application import create_application
    from openasylum.web.cache import cache_folder
    from openasylum.web.settings import Settings

    bound = _bind(port)
    settings = Settings(
        runs=runs_root(str(runs) if runs else None),
        workers=workers or available_cores(),
        cache=None if no_cache else cache_folder(),
    )
    address = f"http://127.0.0.1:{bound.getsockname()[1]}/"
    console(stderr=True).print(
        say(
            f"OpenAsylum is at {address} (Ctrl-C to stop)",
            f"OpenAsylum est à {address} (Ctrl-C pour arrêter)",
        )
    )
    configured = uvicorn.Config(
        create_application(settings),
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
        # The last resort, in plain text; long before it the application itself refuses, in a sentence.
        limit_concurrency=1000,
        ws="none",
    )
    server = uvicorn.Server(configured)
    if not no_browser:
        _open_when_ready(address + language() + "/")
    # Ctrl-C is the usual way to end it, and a service manager's signal is the same: what is shared is given back.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[bound])


def _bind(port: int) -> socket.socket:
    """A socket on the loopback. Raises ``UserError`` where somebody else has the port."""
    import errno
    import socket

    # The protocol is named so that asyncio sends small answers at once (TCP_NODELAY).
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
        # From here on connections wait in the socket's queue until the server answers.
        bound.listen(128)
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            said = (
                f"port {port} is in use by another program; give another, or 0 for any that is free",
                f"le port {port} est pris par un autre programme ; donnez-en un autre, ou 0 pour n'importe quel port libre",
            )
        else:
            english, french = reason(error)
            said = (
                f"port {port} cannot be opened: {english}",
                f"le port {port} ne peut pas être ouvert : {french}",
            )
        raise UserError(*said, field="--port", nearest=str(port + 1) if port < 65535 else "0") from error
    return bound


def _open_when_ready(address: str) -> None:
    """Open the browser, in a moment."""
    import threading
    import webbrowser

    threading.Timer(1.0, webbrowser.open, [address]).start()

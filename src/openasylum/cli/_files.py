"""Files that a verb writes where the user asked."""

from __future__ import annotations

from pathlib import Path

from openasylum.cli.output import console, say
from openasylum.errors import unwritable


def write_file(path: Path, content: bytes) -> None:
    """Write, and say so on standard error. Raises ``UserError`` where the file cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise unwritable(path, error) from error
    console(stderr=True).print(say(f"Written: {path}", f"Écrit : {path}"), soft_wrap=True)

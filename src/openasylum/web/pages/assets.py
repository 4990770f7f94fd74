"""Addresses of the files that pages ask for: own scripts and styles, and those made by others."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def _hashes() -> dict[str, str]:
    """Each file by its path, with a hash of it."""
    return dict(_walk(files("openasylum.web").joinpath("static"), ""))


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        else:
            found.append((f"{prefix}{entry.name}", sha256(entry.read_bytes()).hexdigest()))
    return found


def address(name: str) -> str:
    """The address of a file; it changes with the file. Raises ``KeyError`` where there is none."""
    return f"/static/{name}?v={_hashes()[name][:10]}"

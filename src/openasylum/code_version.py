"""What code this is: the version, and a hash of every file of the package."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

import openasylum


@cache
def code_version() -> str:
    """The package's version and eight digits of a hash of its code and data, "0.1.0+1a2b3c4d"."""
    return f"{openasylum.__version__}+{digest_of(package_files())[:8]}"


def digest_of(contents: list[tuple[str, bytes]]) -> str:
    """SHA-256 over names and contents, in that order."""
    digest = sha256()
    for name, content in contents:
        digest.update(f"{name}\x1f{len(content)}\x1f".encode() + content)
    return digest.hexdigest()


def package_files() -> list[tuple[str, bytes]]:
    """Name and content of every file of the package, caches left out, by name."""
    return _files_below(files("openasylum"), "")


def _files_below(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                found += _files_below(entry, f"{name}/")
        elif not entry.name.endswith((".pyc", ".nbi", ".nbc")):
            found.append((name, entry.read_bytes()))
    return found

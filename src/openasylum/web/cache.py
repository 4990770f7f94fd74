"""The private folder in which draws of the law in force are kept between starts. No claim ever comes here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "OPENASYLUM_CACHE"


def cache_folder() -> Path:
    """``$OPENASYLUM_CACHE``, or the place that the system has for such files."""
    if VARIABLE in os.environ:
        return Path(os.environ[VARIABLE])
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "openasylum"

"""Run a command where there is no network but loopback, and nothing can be written but what the test hands over."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from openasylum.cli import main; main()"]


@cache
def why_not() -> str | None:
    """Why namespaces cannot be made here, or None."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return "unshare and ip (util-linux, iproute2) are not installed"
    done = subprocess.run(
        ["unshare", "-rnm", "sh", "-c", "ip link set lo up && mount -o remount,ro,bind /"],
        capture_output=True,
        text=True,
        check=False,
    )
    return None if done.returncode == 0 else f"this system permits no namespaces: {done.stderr.strip()}"


class Isolated:
    """A network namespace with loopback alone, and a read-only file system but for ``out``, a home and a folder for temporary
    files. ``left`` holds what lies in the last two.
    """

    def __init__(self, folder: Path) -> None:
        if (reason := why_not()) is not None:
            pytest.skip(reason)
        self.out, self.home, self.temporary = (folder / name for name in ("out", "home", "temporary"))
        for one in (self.out, self.home, self.temporary):
            one.mkdir()

    def run(
        self, command: list[str], typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command there, in ``out``."""
        binds = [f"mount --bind {shlex.quote(str(one))} {shlex.quote(str(one))}" for one in self._writable()]
        script = " && ".join(
            [
                "ip link set lo up",
                *binds,
                "mount -o remount,ro,bind /",
                f"cd {shlex.quote(str(self.out))}",
                f"exec {shlex.join(command)}",
            ]
        )
        places = {
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "XDG_CACHE_HOME": str(self.home / "cache"),
        }
        return subprocess.run(
            ["unshare", "-rnm", "sh", "-c", script],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **places, **environment},
        )

    def _writable(self) -> list[Path]:
        return [self.out, self.home, self.temporary]

    @property
    def left(self) -> list[str]:
        """Files that were left in the home and among the temporary files, Numba's compiled code apart: it holds no fact."""
        return sorted(
            str(path.relative_to(self.out.parent))
            for one in (self.home, self.temporary)
            for path in one.rglob("*")
            if path.is_file() and not {"numba", "__pycache__"} & set(path.parts)
        )

"""Draws that are done before the run is: kept beside the runs until it is, so that an interrupted run can go on.

``runs/.unfinished-<run id>/`` is private to its owner (0700). The run's id is a hash of all that its numbers depend on, the code
among it, so draws found there are the draws that would be made again. Each piece is written aside, flushed and renamed; its name
carries the hash of its content, and a piece that does not match is made again.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl

from openasylum.ensemble import FRAMES, Parts, Task
from openasylum.errors import unwritable
from openasylum.results.folder import locked, plain_errors

UNFINISHED = ".unfinished-"


class KeptDraws:
    """The finished pieces of one run, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kept(self, task: Task) -> Parts | None:
        """The frames of these draws, if an earlier attempt kept them whole."""
        for path in self.folder.glob(f"{_name(task)}-*.draws"):
            content = path.read_bytes()
            if path.name == f"{_name(task)}-{_digest(content)}.draws":
                stream = io.BytesIO(content)
                return {name: _next_frame(stream) for name in FRAMES}
        return None

    def keep(self, task: Task, parts: Parts) -> None:
        """Keep the frames of these draws. Raises ``UserError`` where the disk is full."""
        content = b"".join(_framed(parts[name]) for name in FRAMES)
        path = self.folder / f"{_name(task)}-{_digest(content)}.draws"
        aside = path.with_suffix(".part")
        with plain_errors(self.folder, len(content)):
            with aside.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            aside.rename(path)


@contextmanager
def unfinished(root: Path, *, resume: bool) -> Iterator[Callable[[str], KeptDraws | None]]:
    """Hands out, by run id, the place where a run's finished draws are kept: emptied first unless ``resume``, and removed when all
    went well.

    None is handed out where another process is making the same run: each then works for itself.
    """
    opened: list[Path] = []
    with ExitStack() as locks:

        def keeper(run_id: str) -> KeptDraws | None:
            folder = root / f"{UNFINISHED}{run_id}"
            with plain_errors(root, 0):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not locks.enter_context(locked(folder)):
                return None
            if not resume:
                _empty(folder)
            opened.append(folder)
            return KeptDraws(folder)

        try:
            yield keeper
        except BaseException:
            for folder in opened:
                with suppress(OSError):
                    folder.rmdir()  # only where nothing was finished
            raise
        for folder in opened:
            shutil.rmtree(folder, ignore_errors=True)


def draws_kept(root: Path, run_id: str) -> int:
    """How many draws of a run lie there, finished."""
    names = (path.name.split("-") for path in (root / f"{UNFINISHED}{run_id}").glob("*.draws"))
    return sum(int(last) - int(first) + 1 for first, last, *_ in names)


@dataclass(frozen=True)
class LeftOver:
    """What an interrupted run left: ``in_use`` where a process is going on with it."""

    run_id: str
    draws: int
    bytes: int
    in_use: bool


def left_overs(root: Path) -> list[LeftOver]:
    """The interrupted runs among the runs in ``root``, by id."""
    found = []
    for folder in sorted(root.glob(f"{UNFINISHED}*")):
        with suppress(FileNotFoundError), locked(folder) as free:
            run_id = folder.name.removeprefix(UNFINISHED)
            size = sum(path.stat().st_size for path in folder.iterdir())
            found.append(LeftOver(run_id, draws_kept(root, run_id), size, not free))
    return found


def remove_left_overs(root: Path) -> list[LeftOver]:
    """Remove what interrupted runs left in ``root``, but for those that a process is going on with; returns what was removed.

    Raises ``UserError`` where the system does not let us.
    """
    removed = []
    for one in left_overs(root):
        folder = root / f"{UNFINISHED}{one.run_id}"
        try:
            with locked(folder) as free:
                if free:
                    shutil.rmtree(folder)
                    removed.append(one)
        except FileNotFoundError:  # someone else was quicker
            continue
        except OSError as error:
            raise unwritable(folder, error) from error
    return removed


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        with suppress(OSError):
            path.unlink()


def _name(task: Task) -> str:
    return f"{task.draws[0]:06d}-{task.draws[-1]:06d}"


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]


def _framed(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="lz4")
    return len(buffer.getvalue()).to_bytes(8, "big") + buffer.getvalue()


def _next_frame(stream: io.BytesIO) -> pl.DataFrame:
    return pl.read_ipc(stream.read(int.from_bytes(stream.read(8), "big")))

"""Run folders: written aside, hashed, and renamed when complete, so that half a run is never taken for a run.

A run is written to a hidden sibling folder, every file is flushed to the disk, the manifest with their hashes
is written last, and one rename makes the folder appear under the run's id. Interrupt it anywhere and there is
either the whole run or none. The writer holds a lock on its hidden folder; one whose lock is free was left
over by a process that died, and the next writer removes it.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

import polars as pl

from openasylum.errors import UserError, reason
from openasylum.results.manifest import FileEntry, Manifest

MANIFEST = "manifest.json"
WRITING = ".writing-"

#: A hidden folder this young may belong to a writer that has not locked it yet.
_SECONDS_TO_LOCK = 60.0

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_ALREADY_THERE = {errno.ENOTEMPTY, errno.EEXIST}


def write_run(
    root: Path,
    manifest: Manifest,
    frames: Mapping[str, pl.DataFrame],
    extras: Mapping[str, bytes] | None = None,
    is_run: Callable[[Path], bool] | None = None,
) -> Path:
    """Write a run to ``root/<run id>`` and return that folder.

    ``frames`` become Parquet files, ``extras`` maps relative paths ("charts/claims.svg") to contents.
    ``is_run`` says whether a folder already there is sound; if it is, it is left as it stands, since a run
    never changes, and otherwise it is moved aside to ``<run id>.damaged-N``. Two processes that write the
    same run both succeed; one folder remains. Raises ``UserError`` where the disk is full or the folder
    cannot be written; nothing is left behind.
    """
    contents = {
        **{f"{name}.parquet": parquet_bytes(frame) for name, frame in frames.items()},
        **(extras or {}),
    }
    needed = sum(map(len, contents.values()))
    target = root / manifest.run_id
    with plain_errors(root, needed):
        root.mkdir(parents=True, exist_ok=True)
        remove_left_overs(root)
        with _aside(root, manifest.run_id) as aside:
            entries = {name: _write(aside, name, content) for name, content in contents.items()}
            complete = manifest.model_copy(update={"files": entries})
            _write(aside, MANIFEST, complete.to_json().encode())
            for folder in {aside, *((aside / name).parent for name in contents)}:
                _flush_folder(folder)
            _publish(aside, target, is_run or (lambda folder: (folder / MANIFEST).is_file()))
            _flush_folder(root)
    return target


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet.

    The same rows in the same order are the same bytes: one row group a chunk of fixed size.
    """
    buffer = io.BytesIO()
    frame.rechunk().write_parquet(
        buffer, compression="zstd", compression_level=3, statistics=True, row_group_size=1 << 18
    )
    return buffer.getvalue()


def remove_left_overs(root: Path) -> list[Path]:
    """Remove the hidden folders of writers that died, and return which."""
    removed = []
    for folder in sorted(root.glob(f"{WRITING}*")):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < _SECONDS_TO_LOCK:
                continue
            with locked(folder) as ours:
                if ours:
                    shutil.rmtree(folder)
                    removed.append(folder)
    return removed


@contextmanager
def _aside(root: Path, run_id: str) -> Iterator[Path]:
    """A hidden, locked folder beside the runs; removed on the way out unless it was renamed."""
    folder = Path(tempfile.mkdtemp(prefix=f"{WRITING}{run_id}-", dir=root))
    try:
        with locked(folder):
            folder.chmod(0o777 & ~_umask())
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold an exclusive lock on ``folder``; yields whether it was free.

    Where the system has no such locks: always free.
    """
    try:
        import fcntl
    except ImportError:
        yield True
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _write(folder: Path, name: str, content: bytes) -> FileEntry:
    """Write and flush one file below ``folder``; its hash and size."""
    path = folder.joinpath(*PurePosixPath(name).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return FileEntry(sha256=sha256(content).hexdigest(), bytes=len(content))


def _publish(aside: Path, target: Path, is_run: Callable[[Path], bool]) -> None:
    """Rename ``aside`` to ``target``, unless a sound run stands there already."""
    while True:
        try:
            aside.rename(target)
            return
        except OSError as error:
            if error.errno not in _ALREADY_THERE:
                raise
        if is_run(target):
            return
        _move_damaged(target)


def _move_damaged(target: Path) -> None:
    number = 1
    while (away := target.with_name(f"{target.name}.damaged-{number}")).exists():
        number += 1
    with suppress(FileNotFoundError):
        target.rename(away)


def _flush_folder(folder: Path) -> None:
    """Make a folder's entries durable; systems that cannot open folders keep them durable by themselves."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def plain_errors(root: Path, needed: int) -> Iterator[None]:
    """Turn a full disk and a folder that cannot be written into one plain sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            megabytes = max(1, round(needed / 1e6))
            why = f"the disk is full: the run needs about {megabytes} MB and was not kept: free some space, or give"
            cause = (
                f"le disque est plein : l'exécution demande environ {megabytes} Mo et n'a pas été gardée : "
                "libérez de la place, ou donnez"
            )
        else:
            english, french = reason(error)
            why = f"the run cannot be written here ({english}) and was not kept: give"
            cause = f"l'exécution ne peut pas être écrite ici ({french}) et n'a pas été gardée : donnez"
        raise UserError(
            f"{why} another folder with --runs",
            f"{cause} un autre dossier par --runs",
            file=root,
        ) from error

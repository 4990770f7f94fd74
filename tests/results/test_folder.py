"""Never a half run that is taken for a run: full disks, interruptions, kills, two writers."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from openasylum.errors import UserError
from openasylum.results import Run, list_runs, load_run, save, verify_run
from openasylum.results import folder as folder_module
from openasylum.results.folder import parquet_bytes, remove_left_overs
from support import made_up_run

EXTRAS = {"charts/claims.svg": b"<svg/>", "report.html": b"<!doctype html>"}


@pytest.fixture(scope="module")
def run() -> Run:
    return made_up_run.run(5)


def test_what_is_written_is_what_is_read(run: Run, tmp_path: Path) -> None:
    kept = save(run, EXTRAS, str(tmp_path))
    assert kept.folder == tmp_path / run.manifest.run_id
    assert verify_run(kept.folder) == []
    assert set(kept.manifest.files) == {*(f"{name}.parquet" for name in run.frames), *EXTRAS}
    for name, frame in run.frames.items():
        assert kept.frames[name].equals(frame), name
    assert kept.headline == run.headline
    assert [entry.run_id for entry in list_runs(tmp_path)] == [run.manifest.run_id]


def test_the_same_run_is_the_same_bytes_with_one_thread_or_many(tmp_path: Path) -> None:
    for threads in ("1", "2"):
        assert _writer("once", tmp_path / threads, POLARS_MAX_THREADS=threads).wait() == 0
    one, two = (
        {
            path.relative_to(tmp_path / threads): path.read_bytes()
            for path in (tmp_path / threads).rglob("*.*")
        }
        for threads in ("1", "2")
    )
    assert one == two


def test_the_id_depends_on_what_the_numbers_depend_on_and_on_nothing_else() -> None:
    first = made_up_run.manifest()
    assert made_up_run.manifest().run_id == first.run_id
    assert made_up_run.manifest(seed=8).run_id != first.run_id
    assert made_up_run.manifest(draws=41).run_id != first.run_id
    assert first.model_copy(update={"command": "something else"}).run_id == first.run_id


def test_a_second_writing_leaves_the_first_run_as_it_is(run: Run, tmp_path: Path) -> None:
    first = save(run, {"report.html": b"first"}, str(tmp_path))
    second = save(run, {"report.html": b"second"}, str(tmp_path))
    assert first.folder == second.folder
    assert (tmp_path / run.manifest.run_id / "report.html").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == [run.manifest.run_id]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_plain_sentence_and_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    calls = 0

    def fsync(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(folder_module.os, "fsync", fsync)
    with pytest.raises(UserError, match=r"the disk is full: the run needs about \d+ MB and was not kept"):
        save(run, EXTRAS, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_plain_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written here"):
        save(run, EXTRAS, str(tmp_path / "file"))


@pytest.mark.parametrize("stop_at", range(0, 14, 3))
def test_control_c_anywhere_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    calls = 0
    real = os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal calls
        if calls == stop_at:
            raise KeyboardInterrupt
        calls += 1
        real(descriptor)

    monkeypatch.setattr(folder_module.os, "fsync", fsync)
    with pytest.raises(KeyboardInterrupt):
        save(run, EXTRAS, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def _writer(how: str, root: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start ``support.writer`` in a process of its own (Polars' threads do not survive a fork)."""
    paths = {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, "-m", "support.writer", how, str(root)], env={**os.environ, **paths, **environment}
    )


def _check_kills(folder: Path, numbers: range) -> None:
    for number in numbers:
        root = folder / str(number)
        root.mkdir()
        writer = _writer("for-ever", root)
        while not (root / "ready").exists():
            time.sleep(0.002)
        time.sleep(random.Random(number).uniform(0, 0.06))
        writer.kill()
        writer.wait()
        for manifest in list_runs(root):
            assert verify_run(root / manifest.run_id) == []
        again = save(made_up_run.run(5), EXTRAS, str(root))
        assert verify_run(str(again.folder)) == []


def test_a_writer_killed_at_any_moment_leaves_a_run_or_no_run(tmp_path: Path) -> None:
    _check_kills(tmp_path, range(5))


@pytest.mark.heavy
def test_a_hundred_writers_killed_leave_a_run_or_no_run(tmp_path: Path) -> None:
    _check_kills(tmp_path, range(5, 105))


def test_left_overs_of_the_dead_are_removed_and_those_of_the_living_are_not(run: Run, tmp_path: Path) -> None:
    dead, young = tmp_path / ".writing-abc-1", tmp_path / ".writing-abc-2"
    for folder in (dead, young):
        folder.mkdir()
        (folder / "annual.parquet").write_bytes(b"half")
    os.utime(dead, (0, 0))
    with folder_module._aside(tmp_path, "abc") as living:
        os.utime(living, (0, 0))
        assert remove_left_overs(tmp_path) == [dead]
        assert living.is_dir()
    assert young.is_dir()
    assert list_runs(tmp_path) == []


def test_processes_writing_the_same_run_leave_one_sound_run(tmp_path: Path) -> None:
    run = made_up_run.run(5)
    writers = [_writer("many-at-once", tmp_path) for _ in range(2)]
    (tmp_path / "go").touch()
    assert [writer.wait() for writer in writers] == [0, 0]
    for number in range(20):
        root = tmp_path / str(number)
        assert [path.name for path in root.iterdir()] == [run.manifest.run_id]
        assert verify_run(root / run.manifest.run_id) == []


def test_a_damaged_run_is_not_a_run_and_is_moved_aside_by_the_next_writing(run: Run, tmp_path: Path) -> None:
    kept = save(run, EXTRAS, str(tmp_path))
    assert kept.folder is not None
    (kept.folder / "annual.parquet").write_bytes(b"cut")
    assert list_runs(tmp_path) == []
    with pytest.raises(UserError, match=r"not whole: annual\.parquet"):
        load_run(run.manifest.run_id, tmp_path)
    again = save(run, EXTRAS, str(tmp_path))
    assert verify_run(str(again.folder)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        run.manifest.run_id,
        f"{run.manifest.run_id}.damaged-1",
    ]
    assert [entry.run_id for entry in list_runs(tmp_path)] == [run.manifest.run_id]


def test_verify_names_what_was_changed(run: Run, tmp_path: Path) -> None:
    kept = save(run, EXTRAS, str(tmp_path))
    assert kept.folder is not None
    report = kept.folder / "report.html"
    report.write_bytes(report.read_bytes().swapcase())
    (kept.folder / "notes.txt").write_text("mine")
    assert verify_run(kept.folder) == [
        "report.html is not the file that was written",
        "notes.txt was added later",
    ]
    manifest = kept.folder / "manifest.json"
    changed = json.loads(manifest.read_text())
    changed["seed"] += 1
    manifest.write_text(json.dumps(changed))
    assert any("what the manifest says gives" in fault for fault in verify_run(kept.folder))


def test_the_same_rows_are_the_same_bytes() -> None:
    frame = pl.DataFrame({"a": range(1000), "b": ["x", "y"] * 500})
    parts = pl.concat([frame[:300], frame[300:]], rechunk=False)
    assert parquet_bytes(frame) == parquet_bytes(parts)

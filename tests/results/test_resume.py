"""An interrupted run goes on from the draws it finished, and comes out the same to the bit."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from openasylum.cli.run import WEIGHT
from openasylum.ensemble import FRAMES, Task, run_ensemble
from openasylum.results.rerun import differences_of, rerun
from openasylum.results.unfinished import KeptDraws, left_overs, remove_left_overs, unfinished
from openasylum.scenario import presets
from openasylum.simulate import build_world

TASK = Task((4, 5, 6, 7))
PARTS = {name: pl.DataFrame({"draw": [4, 5], name: ["a", "b"]}) for name in FRAMES}
COMMAND = [sys.executable, "-c", "from openasylum.cli import main; main()", "run"]


def test_what_was_kept_is_found_again_to_the_bit_and_is_private(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), unfinished(tmp_path, resume=False) as keeper:
        kept = keeper("abc")
        assert kept is not None
        kept.keep(TASK, PARTS)
        raise KeyboardInterrupt
    folder = tmp_path / ".unfinished-abc"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with unfinished(tmp_path, resume=True) as keeper:
        again = keeper("abc")
        assert again is not None
        found = again.kept(TASK)
        assert found is not None
        assert all(found[name].equals(PARTS[name]) for name in FRAMES)
        assert again.kept(Task((0, 1, 2, 3))) is None
    assert not folder.exists(), "a run that is whole leaves no draws behind"


@pytest.mark.parametrize("cut", [1, 100, -1])
def test_a_piece_cut_short_or_changed_is_made_again(tmp_path: Path, cut: int) -> None:
    kept = KeptDraws(tmp_path)
    kept.keep(TASK, PARTS)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:cut])
    assert kept.kept(TASK) is None


def test_without_resume_a_run_begins_anew_and_two_at_once_do_not_share(tmp_path: Path) -> None:
    with unfinished(tmp_path, resume=False) as first:
        kept = first("abc")
        assert kept is not None
        kept.keep(TASK, PARTS)
        with unfinished(tmp_path, resume=True) as second:
            assert second("abc") is None, "another process is at it"
    (tmp_path / ".unfinished-abc").mkdir()
    KeptDraws(tmp_path / ".unfinished-abc").keep(TASK, PARTS)
    with unfinished(tmp_path, resume=False) as keeper:
        kept = keeper("abc")
        assert kept is not None
        assert kept.kept(TASK) is None


def test_what_interrupted_runs_left_is_told_and_removed_but_not_under_the_hands_of_one_that_goes_on(
    tmp_path: Path,
) -> None:
    for name in ("abc", "def"):
        (tmp_path / f".unfinished-{name}").mkdir()
        KeptDraws(tmp_path / f".unfinished-{name}").keep(TASK, PARTS)
    with unfinished(tmp_path, resume=True) as keeper:
        assert keeper("abc") is not None
        assert [(one.run_id, one.draws, one.in_use) for one in left_overs(tmp_path)] == [
            ("abc", 4, True),
            ("def", 4, False),
        ]
        listed = _runs("list", tmp_path)
        assert "Interrupted runs here: 1, with 4 finished draws" in " ".join(listed.stderr.split())
        assert json.loads(_runs("clean", tmp_path, "--json").stdout)[0]["run_id"] == "def"
        assert (tmp_path / ".unfinished-abc").is_dir()
    assert left_overs(tmp_path) == remove_left_overs(tmp_path) == []
    assert _runs("list", tmp_path, "--json").stderr == ""


def _runs(verb: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND[:-1], "runs", verb, "--runs", str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.mark.heavy
def test_any_chunks_and_a_resumed_ensemble_give_the_same_frames(tmp_path: Path) -> None:
    scenarios = [presets()["law-in-force"], presets()["us-not-designated"]]
    world = build_world(scenarios, 5, 1000.0)
    whole = run_ensemble(world, scenarios, 7, backend="serial")
    for size, backend, workers in ((1, "threads", 3), (3, "processes", 2), (2, "dask", 2)):
        kept = KeptDraws(tmp_path / str(size))
        kept.folder.mkdir()
        first = Task(tuple(range(size)))
        part = run_ensemble(world, scenarios, size, backend="serial", draws_per_chunk=size)
        kept.keep(first, {name: part[name] for name in FRAMES})
        told: list[int] = []
        found = run_ensemble(
            world,
            scenarios,
            7,
            backend=backend,  # type: ignore[arg-type]
            workers=workers,
            draws_per_chunk=size,
            keeper=kept,
            on_progress=told.append,
        )
        assert sum(told) == 7
        for name, frame in whole.items():
            assert frame.equals(found[name]), (name, size)


@pytest.mark.heavy
def test_a_run_killed_and_resumed_is_the_run_that_was_not_killed(tmp_path: Path) -> None:
    options = ["--draws", "24"]
    killed = subprocess.Popen(
        [*COMMAND, *options, "--runs", "killed"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + 120
    while not list((tmp_path / "killed").glob(".unfinished-*/*.draws")):
        assert time.monotonic() < end
        assert killed.poll() is None
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not [path for path in (tmp_path / "killed").iterdir() if not path.name.startswith(".")]
    finished = {path.name for path in (tmp_path / "killed").glob(".unfinished-*/*.draws")}
    assert finished
    subprocess.run([*COMMAND, *options, "--runs", "killed", "--resume"], cwd=tmp_path, check=True)
    subprocess.run([*COMMAND, *options, "--runs", "whole"], cwd=tmp_path, check=True)
    assert _bytes(tmp_path / "killed") == _bytes(tmp_path / "whole")
    assert not list((tmp_path / "killed").glob(".*"))


def _bytes(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in root.rglob("*.parquet")
    }


@pytest.mark.heavy
def test_a_run_made_again_is_the_same_and_a_changed_one_is_told(tmp_path: Path) -> None:
    from openasylum.results import load_run, save
    from openasylum.results.produce import produce

    chosen = [presets()["law-in-force"], presets()["rpd-capacity-plus-25"]]
    kept = save(produce(chosen, draws=3, seed=5, weight=10 * WEIGHT, backend="serial"), {}, str(tmp_path))
    manifest = load_run(kept.manifest.run_id, tmp_path).manifest
    again = rerun(manifest, backend="serial")
    assert again.manifest.run_id == manifest.run_id
    assert differences_of(manifest, again) == []
    other = rerun(manifest.model_copy(update={"seed": 6}), backend="serial")
    assert any(
        "annual.parquet comes out with other numbers" in fault for fault in differences_of(manifest, other)
    )

"""Folders of claims: the same decisions as file by file, on every back-end, and interrupted at any moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from openasylum.backends import working
from openasylum.cli import main
from openasylum.errors import UserError
from openasylum.law.batch import folders
from openasylum.law.batch.files import decide_file
from openasylum.law.batch.folders import claim_files, decide_folder
from support.random_facts import random_facts

COMMAND = [sys.executable, "-c", "from openasylum.cli import main; main()", "decide"]


def _write(folder: Path, files: int = 4, rows: int = 60) -> None:
    for number in range(files):
        path = folder / f"claim_year={2023 + number % 2}" / f"part-{number}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        facts = random_facts(rows, seed=number)
        ids = pl.Series("id", [f"{number}-{row}" for row in range(rows)])
        facts.insert_column(0, ids).write_parquet(path)


def _bytes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and folders.NOTES not in path.parts
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claims")
    _write(folder)
    return folder


@pytest.fixture(scope="module")
def one_by_one(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decisions")
    for name in claim_files(source):
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        decide_file(source / name, target, target.with_name(f"{target.stem}.rejects.jsonl"))
    return folder


def test_a_folder_is_decided_as_its_files_are(source: Path, one_by_one: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    tally = decide_folder(source, tmp_path / "out", progress=lambda *done: told.append(done))
    assert _bytes(tmp_path / "out") == _bytes(one_by_one)
    assert tally.decided + tally.rejected == 240
    assert sum(claims for claims, _ in told) == 240
    assert sum(files for _, files in told) == 4


@pytest.mark.heavy
@pytest.mark.parametrize("backend", ["threads", "processes", "dask"])
def test_the_same_on_every_back_end(
    source: Path, one_by_one: Path, tmp_path: Path, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "BYTES_PER_CHUNK", 1)
    with working(backend, 2):
        decide_folder(source, tmp_path / "out")
    assert _bytes(tmp_path / "out") == _bytes(one_by_one)


def test_what_is_decided_already_is_left_and_what_changed_is_decided_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "claims", tmp_path / "out"
    _write(source, files=3)
    first = decide_folder(source, out)
    whole = _bytes(out)
    with pytest.raises(UserError, match="not empty"):
        decide_folder(source, out)
    decided: list[str] = []
    real = decide_file

    def noticed(source: Path, *rest: object, **named: object) -> object:
        decided.append(source.name)
        return real(source, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(folders, "decide_file", noticed)
    again = decide_folder(source, out, resume=True)
    assert (decided, again.counts, again.rejected) == ([], first.counts, first.rejected)
    (out / "claim_year=2023" / "part-0.parquet").unlink()
    os.utime(source / "claim_year=2024" / "part-1.parquet", (1, 1))
    decide_folder(source, out, resume=True)
    assert sorted(decided) == ["part-0.parquet", "part-1.parquet"]
    assert _bytes(out) == whole


def test_notes_hold_no_fact(source: Path, tmp_path: Path) -> None:
    decide_folder(source, tmp_path / "out")
    for path in (tmp_path / "out" / folders.NOTES).iterdir():
        assert set(json.loads(path.read_text())) == {"stamp", "counts", "rejected"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("readme.txt", "no file of claims"),
        ("age=30/part.parquet", "is a fact of the claim"),
        (".x/a.parquet", "no file"),
    ],
)
def test_folders_that_cannot_be_decided(tmp_path: Path, name: str, says: str) -> None:
    path = tmp_path / "claims" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    with pytest.raises(UserError, match=says):
        decide_folder(tmp_path / "claims", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.heavy
def test_killed_at_any_moment_and_resumed_it_is_the_same(tmp_path: Path) -> None:
    source, whole = tmp_path / "claims", tmp_path / "whole"
    _write(source, files=12, rows=40_000)
    decide_folder(source, whole)
    for number in range(4):
        out = tmp_path / f"killed-{number}"
        run = subprocess.Popen([*COMMAND, str(source), "--out", str(out)], stdout=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not list(out.glob(f"{folders.NOTES}/*.json")) and run.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.05 * number)
        run.send_signal(signal.SIGKILL)
        run.wait()
        done = subprocess.run(
            [*COMMAND, str(source), "--out", str(out), "--resume", "--json"], capture_output=True
        )
        assert done.returncode in (0, 1), done.stderr
        assert _bytes(out) == _bytes(whole)


def test_ctrl_c_says_what_is_kept(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folders, "decide_file", interrupted)
    monkeypatch.setattr("sys.argv", ["openasylum", "decide", str(source), "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "the same command with --resume goes on" in " ".join(capsys.readouterr().err.split())

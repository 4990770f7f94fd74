"""What is built from the same sources is the same to the byte, and the locks hold what the two commands of the README need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("src", "tests", "tools", "docs")
FILES = ("pyproject.toml", "README.md", "LICENSE", "CITATION.cff", "CONTRIBUTING.md")


def test_the_locks_hold_what_is_asked_for_each_with_a_hash() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "lock.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    for name in ("run", "dev"):
        entries = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements" / f"{name}.txt").read_text())[1:]
        assert all("--hash=sha256:" in entry for entry in entries)


def test_library_users_are_free() -> None:
    """The wheel asks for least versions only; no exact pin reaches a user of the library."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    assert not [requirement for requirement in wanted if "==" in requirement or "<" in requirement]


@pytest.mark.heavy
def test_wheel_and_sdist_are_the_same_bytes_wherever_and_whenever_they_are_built(tmp_path: Path) -> None:
    hashes = []
    source = ROOT
    for number, mask in ((1, 0o022), (2, 0o077)):
        copy = tmp_path / f"somewhere-{'else' * number}"
        _copy(source, copy, mask)
        source = copy  # the checkout may change between the two
        when = 1_600_000_000 * number // 2
        for path in copy.rglob("*"):
            os.utime(path, (when, when))
        out = tmp_path / f"out-{number}"
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "TZ": f"UTC+{number}"}
        )
        hashes.append({path.name: sha256(path.read_bytes()).hexdigest() for path in out.iterdir()})
    assert len(hashes[0]) == 2
    assert hashes[0] == hashes[1]
    (wheel,) = (tmp_path / "out-1").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".nbi"))]


def _copy(source: Path, target: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        target.mkdir()
        for part in PARTS:
            shutil.copytree(
                source / part,
                target / part,
                ignore=shutil.ignore_patterns("__pycache__"),
                copy_function=shutil.copyfile,
            )
        for file in FILES:
            shutil.copyfile(source / file, target / file)
    finally:
        os.umask(before)

"""Ctrl-C at awkward moments: one sentence and exit code 2, whatever a library makes of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: A command whose work is interrupted, and what then happens inside a library.
SCRIPT = """
import os, signal, sys, typer
from openasylum.cli import application
from openasylum.cli._interruption import unless_heard

def interrupted():
    os.kill(os.getpid(), signal.SIGINT)
    sum(range(100_000))

def work():
{work}

def build():
    app = typer.Typer()
    app.command()(work)
    return app

application.build = build
sys.argv = ["openasylum"]
application.main()
"""
TRANSLATED = """
    try:
        interrupted()
    except BaseException:
        raise TypeError("'<unprintable str object>' is not a data type") from None
"""
SWALLOWED = """
    try:
        interrupted()
    except BaseException:
        pass
    unless_heard(print)("a step")
    print("went on")
"""
EVALUATED = """
    eval("interrupted()")
"""


@pytest.mark.parametrize("work", [TRANSLATED, SWALLOWED, EVALUATED])
def test_an_interruption_is_one_sentence(work: str, tmp_path: Path) -> None:
    (tmp_path / "awkward.py").write_text(SCRIPT.replace("{work}", work))
    # As a module: Python itself ends what is run so by the signal, where it thinks that nobody heard it.
    done = subprocess.run(
        [sys.executable, "-m", "awkward"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "Interrupted; nothing was kept.\n")


def test_an_error_that_nobody_interrupted_is_told_as_such() -> None:
    script = SCRIPT.replace("{work}", "    raise TypeError('a fault of ours')")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert "TypeError: a fault of ours" in done.stderr

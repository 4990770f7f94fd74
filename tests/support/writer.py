"""A process that writes the made-up run: ``python -m support.writer once|for-ever|many-at-once FOLDER``."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from openasylum.results import save
from support import made_up_run

EXTRAS = {"charts/claims.svg": b"<svg/>", "report.html": b"<!doctype html>"}


def for_ever(root: Path) -> None:
    """Write the run, move it away, write it again, until killed."""
    run = made_up_run.run(5)
    (root / "ready").touch()
    while True:
        folder = save(run, EXTRAS, str(root)).folder
        assert folder is not None
        shutil.rmtree(folder.rename(root / ".gone"))


def many_at_once(root: Path) -> None:
    """Write twenty runs, each in a folder of its own, in step with another process that does the same."""
    run = made_up_run.run(5)
    while not (root / "go").exists():
        time.sleep(0.001)
    for number in range(20):
        time.sleep(-time.time() % 0.05)
        save(run, EXTRAS, str(root / str(number)))


if __name__ == "__main__":
    how, folder = sys.argv[1], Path(sys.argv[2])
    if how == "once":
        save(made_up_run.run(8), {}, str(folder))
    else:
        {"for-ever": for_ever, "many-at-once": many_at_once}[how](folder)

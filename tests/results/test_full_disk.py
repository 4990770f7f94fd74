"""A disk that is really full: a small file system in memory, in a namespace of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.isolated import why_not

TESTS = Path(__file__).resolve().parents[1]
PROGRAM = """
import sys
from openasylum.errors import UserError
from openasylum.results import save, list_runs
from support import made_up_run
from pathlib import Path
root = Path(sys.argv[1])
try:
    save(made_up_run.run(int(sys.argv[2])), {"report.html": b"x" * 3_000_000}, str(root))
    print("kept")
except UserError as error:
    print(error)
print(sorted(path.name for path in root.iterdir()), len(list_runs(root)))
"""


@pytest.mark.parametrize("megabytes", [1, 2, 3])
def test_a_disk_that_is_really_full(tmp_path: Path, megabytes: int) -> None:
    if (reason := why_not()) is not None:
        pytest.skip(reason)
    script = f"mount -t tmpfs -o size={megabytes}m tmpfs {tmp_path} && exec {sys.executable} -c '{PROGRAM}' {tmp_path} 5"
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin:/usr/sbin", "PYTHONPATH": str(TESTS)},
    )
    assert done.returncode == 0, done.stderr
    said, left = done.stdout.splitlines()
    assert "the disk is full: the run needs about" in said
    assert left == "[] 0"

"""Build the wheel, install it alone in an empty environment, and ask it the central question.

Fails where the wheel is over 15 MB, does not install, or does not answer ``openasylum run --draws 5`` from outside the checkout.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 15_000_000


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        size = wheel.stat().st_size
        print(f"{wheel.name}: {size / 1e6:.2f} MB")
        if size > LARGEST:
            print(f"The wheel is over {LARGEST / 1e6:.0f} MB.", file=sys.stderr)
            return 1
        answer = ask(wheel, Path(folder))
    print(f"From the wheel: run {answer['run_id']}, {len(answer['headline'])} headline rows.")
    return 0 if answer["draws"] == 5 and answer["headline"] else 1


def build(folder: Path) -> Path:
    """The wheel, built from this checkout."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def ask(wheel: Path, folder: Path) -> dict[str, object]:
    """Install the wheel in an empty environment and run it there."""
    python = bootstrap.create(folder / "environment")
    bootstrap.install(python, ["--constraint", str(ROOT / "constraints.txt"), str(wheel)])
    command = [python.parent / "openasylum", "run", "--draws", "5", "--json"]
    done = subprocess.run(command, check=True, cwd=folder, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main())

"""Make the project's own virtual environment with nothing but the standard library.

Usage: ``python3 tools/bootstrap.py VENV [run|dev]`` installs the package (editable) and everything that
``requirements/run.txt`` or ``requirements/dev.txt`` holds, each file checked against its hash (``tools/lock.py``).
Debian and Ubuntu ship Python without ``ensurepip`` unless ``python3-venv`` is installed; where it is missing, pip's own
wheel is fetched from the package index, checked against its hash too, and run from the file.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import urllib.parse
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The package index, asked in the form of PEP 691.
PIP_INDEX = "https://pypi.org/simple/pip/"
PIN = re.compile(r"^pip==([0-9.]+)", re.MULTILINE)
QUIET = ["--quiet", "--disable-pip-version-check"]
#: What has to be there before the rest: pip itself, and what builds packages that come as source.
BUILDERS = {"pip", "setuptools", "wheel"}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python is told, not surprised)
        print("OpenAsylum needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    lock = ROOT / "requirements" / f"{arguments[1] if arguments[1:] else 'run'}.txt"
    python = create(Path(arguments[0]))
    with tempfile.TemporaryDirectory() as folder:
        builders = Path(folder) / "builders.txt"
        builders.write_text(only(lock, BUILDERS))
        install(python, ["--require-hashes", "--no-deps", "--requirement", str(builders)])
    install(python, ["--require-hashes", "--no-build-isolation", "--requirement", str(lock)])
    install(python, ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    if run_pip(python, ["check"]).returncode:
        print("The lock lacks something: python tools/lock.py writes it anew.", file=sys.stderr)
        return 1
    return 0


def only(lock: Path, names: set[str]) -> str:
    """The part of a lock that holds these packages."""
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text())
    return "\n".join(entry for entry in entries if entry.split("==")[0] in names) + "\n"


def create(folder: Path) -> Path:
    """An empty virtual environment (pip in it only where this Python can put it there); returns its interpreter."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=importlib.util.find_spec("ensurepip") is not None, symlinks=True)
    return python


def requirements(groups: list[str]) -> list[str]:
    """The requirements of dependency groups, their includes followed."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    found: list[str] = []
    for group in groups:
        for entry in table[group]:
            found += requirements([entry["include-group"]]) if isinstance(entry, dict) else [entry]
    return found


def install(python: Path, what: list[str]) -> None:
    """``pip install`` into the environment of ``python``, which gets pip itself first where it has none."""
    if run_pip(python, ["--version"]).returncode:
        with tempfile.TemporaryDirectory() as folder:
            wheel = fetch_pip(Path(folder))
            subprocess.run([python, f"{wheel}/pip", "install", *QUIET, str(wheel)], check=True)
    if run_pip(python, ["install", *QUIET, *what], show=True).returncode:
        raise SystemExit(f"pip could not install: {' '.join(what)}")


def run_pip(python: Path, arguments: list[str], show: bool = False) -> subprocess.CompletedProcess[bytes]:
    """Run the environment's own pip."""
    return subprocess.run([python, "-m", "pip", *arguments], capture_output=not show, check=False)


def fetch_pip(folder: Path) -> Path:
    """Download pip's wheel at the locked version and check it against the locked hash."""
    entry = only(ROOT / "requirements" / "run.txt", {"pip"})
    locked = PIN.search(entry)
    if locked is None:
        raise SystemExit("requirements/run.txt does not hold pip.")
    question = urllib.request.Request(
        PIP_INDEX,
        headers={"Accept": "application/vnd.pypi.simple.v1+json", "User-Agent": "openasylum-bootstrap"},
    )
    with urllib.request.urlopen(question) as answer:
        files = {file["filename"]: file for file in json.load(answer)["files"]}
    name = f"pip-{locked[1]}-py3-none-any.whl"
    wheel = folder / name
    with urllib.request.urlopen(urllib.parse.urljoin(PIP_INDEX, files[name]["url"])) as answer:
        wheel.write_bytes(answer.read())
    if f"sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}" not in entry:
        raise SystemExit("The downloaded pip does not match its locked hash.")
    return wheel


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

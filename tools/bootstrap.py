"""Make the project's own virtual environment with nothing but the standard library.

Usage: ``python3 tools/bootstrap.py VENV GROUP...`` installs the package (editable) and the named dependency groups, at the
versions in ``constraints.txt``. Debian and Ubuntu ship Python without ``ensurepip`` unless ``python3-venv`` is installed;
where it is missing, pip's own wheel is fetched from the package index and run from the file.
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
PIP_WHEEL = re.compile(r"pip-(\d+(?:\.\d+)*)-py3-none-any\.whl")


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python is told, not surprised)
        print("OpenAsylum needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    folder, groups = Path(arguments[0]), arguments[1:]
    install(create(folder), ["--editable", str(ROOT), *requirements(groups)])
    return 0


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
    """``pip install`` into the environment of ``python``."""
    options = [
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--constraint",
        str(ROOT / "constraints.txt"),
    ]
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        subprocess.run([python, "-m", "pip", *options, *what], check=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        wheel = fetch_pip(Path(folder))
        subprocess.run([python, f"{wheel}/pip", *options, "pip", *what], check=True)


def fetch_pip(folder: Path) -> Path:
    """Download pip's newest wheel and check it against the hash that the index gives."""
    question = urllib.request.Request(
        PIP_INDEX,
        headers={"Accept": "application/vnd.pypi.simple.v1+json", "User-Agent": "openasylum-bootstrap"},
    )
    with urllib.request.urlopen(question) as answer:
        files = {file["filename"]: file for file in json.load(answer)["files"] if not file.get("yanked")}
    releases = {name: match[1] for name in files if (match := PIP_WHEEL.fullmatch(name))}
    newest = files[max(releases, key=lambda name: [int(part) for part in releases[name].split(".")])]
    wheel = folder / newest["filename"]
    with urllib.request.urlopen(urllib.parse.urljoin(PIP_INDEX, newest["url"])) as answer:
        wheel.write_bytes(answer.read())
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != newest["hashes"]["sha256"]:
        raise SystemExit("The downloaded pip does not match its published hash.")
    return wheel


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

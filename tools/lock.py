"""Write the locks of the two commands of the README: every dependency, of every platform and Python, with its hashes.

python tools/lock.py            # writes requirements/run.txt and requirements/dev.txt
python tools/lock.py --check    # fails where they do not hold what pyproject.toml asks for

``run`` is the package, what builds it, and pip itself; ``dev`` adds the group ``dev``. Versions are those of
``constraints.txt``. Library users are free: ``pyproject.toml`` states only what is needed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
INDEX = "https://pypi.org/simple"
#: The oldest Python that the locks serve; they serve every later one too.
OLDEST = "3.11"
#: What a build without network or isolation needs beside the package's own requirements.
TOOLS = ["pip", "editables", "setuptools", "wheel"]
LOCKS: dict[str, list[str]] = {"run": [], "dev": ["dev"]}
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def main(arguments: list[str]) -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    if arguments == ["--check"]:
        faults = [fault for name, groups in LOCKS.items() for fault in missing(name, asked(project, groups))]
        print("\n".join(faults) or "The locks hold what is asked for.")
        return 1 if faults else 0
    FOLDER.mkdir(exist_ok=True)
    for name, groups in LOCKS.items():
        lock(asked(project, groups), FOLDER / f"{name}.txt")
        print(f"{name}: {len(pins(FOLDER / f'{name}.txt'))} packages")
    return 0


def asked(project: dict[str, dict[str, list[str]]], groups: list[str]) -> list[str]:
    """The requirements of the package, of what builds it, and of dependency groups."""
    own = [*project["build-system"]["requires"], *project["project"]["dependencies"], *TOOLS]
    return own + bootstrap.requirements(groups)


def lock(requirements: list[str], target: Path) -> None:
    """Resolve for every platform and Python, with hashes, from the public index alone."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.in"
        wanted.write_text("\n".join(requirements) + "\n")
        command = [
            *(
                sys.executable,
                "-m",
                "uv",
                "pip",
                "compile",
                str(wanted),
                "--output-file",
                str(target),
                "--upgrade",
            ),
            *("--universal", "--python-version", OLDEST, "--generate-hashes", "--no-annotate", "--quiet"),
            *("--constraint", str(ROOT / "constraints.txt"), "--default-index", INDEX, "--no-config"),
            *("--custom-compile-command", "python tools/lock.py"),
        ]
        subprocess.run(command, check=True)


def pins(path: Path) -> dict[str, str]:
    """Name -> version of everything that a lock holds."""
    lines = [line for line in path.read_text().splitlines() if re.match(r"[a-z0-9]", line)]
    return dict(re.split(r"==", line.split(" ")[0].rstrip("\\"), maxsplit=1) for line in lines)


def missing(name: str, requirements: list[str]) -> list[str]:
    """What is asked for and a lock does not hold, or holds at another version than ``constraints.txt``."""
    held = pins(FOLDER / f"{name}.txt")
    chosen = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split())
    chosen = {normal(package): version for package, version in chosen.items()}
    names = {normal(match[0]) for text in requirements if (match := NAME.match(text))}
    faults = [f"{package} is not in requirements/{name}.txt" for package in sorted(names - set(held))]
    faults += [
        f"requirements/{name}.txt holds {package} {version}, constraints.txt {chosen[package]}"
        for package, version in held.items()
        if chosen.get(package, version) != version
    ]
    return [f"{fault}: run python tools/lock.py" for fault in faults]


def normal(package: str) -> str:
    """The name as indexes spell it."""
    return re.sub(r"[-_.]+", "-", package).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

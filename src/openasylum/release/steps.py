"""The bundles between two releases, each with one more part changed, made where nobody kept them.

A bundle holds its tables, law and posterior draws as files, so this code can be run with those of the older release in place of
its own, and theirs given back one by one. The order is method, data, posterior, law where this code is the newer release's, and
method last where it is the older's: what two changes do only together is counted with the later one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath

from openasylum import facts
from openasylum.errors import UserError
from openasylum.release.bundle import Bundle, build, open_bundle
from openasylum.release.compare import changed_parts
from openasylum.release.components import HELD, Component, component_of, digests
from openasylum.release.verify import run_of, verify

_PARTS: tuple[Component, ...] = ("data", "posterior", "law")
_OVERLAY = "overlay/"
#: What the process that makes a step is asked to do: the newer bundle, where to write, tables laid over (or "-"), workers.
_REMAKE = "import sys; from openasylum.release.steps import remake; remake(*sys.argv[1:])"


@dataclass(frozen=True)
class Steps:
    """``bundles``: the older release, the steps that could be made, the newer; ``faults``: why one could not."""

    bundles: tuple[Bundle, ...]
    faults: tuple[str, ...]


def make_steps(
    older: Bundle,
    newer: Bundle,
    folder: Path,
    *,
    workers: int = 0,
    on_step: Callable[[str], None] = lambda part: None,
) -> Steps:
    """Make the bundles between two releases in ``folder`` (which must exist); ``on_step`` hears the part that each changes.

    A step that cannot be made, such as older tables that newer code no longer reads, is left out: its part is then counted with
    the next one. Raises ``UserError`` where a bundle is not sound, or this code is that of neither.
    """
    for bundle in (older, newer):
        if wrong := verify(bundle):
            raise UserError(
                f"this bundle is not as it was published: {wrong[0]}",
                f"cette version n'est pas telle que publiée : {wrong[0]}",
                file=bundle.path,
            )
    parts = [bundle.receipt["components"] for bundle in (older, newer)]
    order = _order(changed_parts(*parts), parts[0]["method"], parts[1]["method"])
    made: list[Bundle] = []
    faults: list[str] = []
    given: set[Component] = set()
    for part in order[:-1]:
        on_step(part)
        given.add(part)
        sources = {name: newer if name in given else older for name in HELD}
        target = folder / f"step-{len(given)}-{part}.zip"
        if fault := _make(sources, newer, target, folder / f"step-{len(given)}", workers):
            faults.append(f"{part}: {fault}")
        else:
            made.append(open_bundle(target))
    return Steps((older, *made, newer), tuple(faults))


def _order(changed: Sequence[Component], older: str, newer: str) -> list[Component]:
    ours = digests()["method"]
    if ours not in (older, newer):
        raise UserError(
            "the steps between two releases are made with the code of one of them, and this is neither: install one",
            "les étapes entre deux versions se font avec le code de l'une d'elles, et celui-ci n'est ni l'un ni l'autre : "
            "installez l'un des deux",
        )
    method = [name for name in changed if name == "method"]
    rest = [name for name in _PARTS if name in changed]
    return [*method, *rest] if ours == newer else [*rest, *method]


def _make(
    sources: Mapping[Component, Bundle], newer: Bundle, target: Path, aside: Path, workers: int
) -> str | None:
    """Run the newer release's scenarios with these parts; what went wrong, if anything."""
    try:
        laid = _copy_package(sources, aside)
        done = subprocess.run(
            [sys.executable, "-c", _REMAKE, str(newer.path), str(target), str(laid or "-"), str(workers)],
            env={**os.environ, "PYTHONPATH": str(aside)},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if done.returncode == 0:
        return None
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return lines[-1] if lines else f"exit code {done.returncode}"


def _copy_package(sources: Mapping[Component, Bundle], aside: Path) -> Path | None:
    """This package in ``aside``, with tables, law and draws from the bundles; the folder of tables laid over, if there are any."""
    package = aside / "openasylum"
    shutil.copytree(Path(str(files("openasylum"))), package)  # caches too: nothing is compiled again
    for path in [path for path in package.rglob("*") if path.is_file()]:
        name = path.relative_to(package).as_posix()
        if "__pycache__" not in name and component_of(name) in sources:
            path.unlink()
    laid = aside / "laid"
    for component, bundle in sources.items():
        for name, content in bundle.files.items():
            if not name.startswith(f"{component}/"):
                continue
            inside = name[len(component) + 1 :]
            overlay = component == "data" and inside.startswith(_OVERLAY)
            if ".." in PurePosixPath(inside).parts or not (overlay or component_of(inside) == component):
                raise UserError(
                    f"{name} is no file of {component}",
                    f"{name} n'est pas un fichier de {component}",
                    file=bundle.path,
                )
            path = laid / inside.removeprefix(_OVERLAY) if overlay else package / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return laid if laid.is_dir() else None


def remake(bundle: str, target: str, laid: str, workers: str) -> None:
    """In the process of a step: the run of ``bundle`` again, by the code and parts at hand, as a bundle of its own."""
    from openasylum.results.rerun import rerun

    if laid != "-":
        facts.lay_finished(Path(laid))
    manifest = run_of(open_bundle(Path(bundle))).manifest
    build(rerun(manifest, workers=int(workers) or None), Path(target))

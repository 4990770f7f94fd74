"""With no route to any network, every command works."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import typer
from click import Command

from openasylum.cli.application import build
from support.isolated import Isolated

ROOT = Path(__file__).resolve().parents[2]
#: Every verb -> how it is asked here. RUN is the run that the first command makes, BUNDLE the bundle of the one before it.
COMMANDS: dict[str, list[str]] = {
    "run": ["us-not-designated", "--draws", "2", "--backend", "serial", "--json"],
    "runs list": [],
    "runs clean": [],
    "runs show": ["RUN"],
    "runs compare": ["RUN", "RUN"],
    "runs verify": ["RUN"],
    "runs sql": ["RUN", "select count(*) from annual"],
    "brief": ["RUN", "--out", "brief.pdf"],
    "export": ["RUN", "--format", "csv", "--out", "exported"],
    "check": [str(ROOT / "docs/explanation/model.md")],
    "waits": ["2024-03"],
    "update steps": [],
    "release build": ["--run", "RUN", "--out", "BUNDLE"],
    "release compare": ["BUNDLE", "BUNDLE"],
    "release errata": [],
    "verify": ["BUNDLE"],
    "decide": [str(ROOT / "docs/tutorials/claim.yaml")],
    "interview": [],
    "law list": ["--as-of", "2023-03-24"],
    "law show": ["IRPA 101(1)(e)"],
    "law coverage": [],
    "facts list": [],
    "facts search": ["rcmp interceptions"],
    "facts show": ["pbo.2018.average_cost.fy2017_18"],
    "facts sql": ["select count(*) from sources"],
    "facts reconcile": [],
    "facts licences": [],
    "scenarios list": [],
    "scenarios show": ["us-not-designated"],
    "levers": [],
    "assumptions": [],
    "population methods": [],
    "population us": [],
    "population canada": [],
    "population at-risk": [],
    "costs": ["--cohort", "2017-18"],
    "cost-analysis calibration": ["--json"],
    "calibrate": ["--shipped"],
    "replicate": ["pbo-2018"],
    "pipeline": [
        str(ROOT / "docs/how-to/tribunal.yaml"),
        "--arrivals",
        str(ROOT / "docs/how-to/tribunal-arrivals.csv"),
    ],
    "backtest foresight": [],
    "sensitivity": ["us-not-designated", "--sample", "16", "--json"],
}
#: Verbs that need a table of the user's, that serve until they are stopped, or that take minutes: tried elsewhere, for the reason given.
ELSEWHERE = {
    "facts validate": "tests/facts, on folders of newer tables",
    "update drift": "tests/release, on folders of newer tables",
    "population residual": "tests/population, on users' tables",
    "population ratio": "tests/population, on users' tables",
    "population capture-recapture": "tests/population, on users' tables",
    "population power-law": "tests/population, on users' tables",
    "population multiple-systems": "tests/population, on users' tables",
    "population stock-flow": "tests/population, on users' tables",
    "backtest mechanism": "the same engine as run; minutes long",
    "cost-analysis drivers": "the same engine as run; minutes long",
    "cost-analysis waiting": "the same engine as run; minutes long",
    "cost-analysis difference": "the same engine as run; minutes long",
    "serve": "tests/web, on loopback",
    "cluster": "below",
}
#: Asks every verb in one process and writes what came of each.
PROGRAM = """
import contextlib, io, json, sys, traceback
from openasylum.cli import main
found, run = {}, ""
sys.stdin = io.StringIO("quit\\n")
for verb, options in json.loads(sys.argv[1]).items():
    said, remarks = io.StringIO(), io.StringIO()
    words = [{"RUN": run, "BUNDLE": "bundle.zip"}.get(word, word) for word in options]
    sys.argv = ["openasylum", *verb.split(), *words]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(remarks):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code
        except BaseException:
            code = traceback.format_exc()
    if verb == "run":
        run = json.loads(said.getvalue())["run_id"]
    found[verb] = [code, len(said.getvalue()), remarks.getvalue()[-300:]]
print(json.dumps(found))
"""


def verbs(command: Command | None = None, name: str = "") -> list[str]:
    """Every verb of the command line, groups followed."""
    command = command or typer.main.get_command(build())
    inside = getattr(command, "commands", None)
    if inside is None:
        return [name]
    return [leaf for word, one in inside.items() for leaf in verbs(one, f"{name} {word}".strip())]


def test_every_verb_is_tried() -> None:
    assert sorted(verbs()) == sorted([*COMMANDS, *ELSEWHERE])


@pytest.mark.heavy
def test_every_verb_works_without_a_network(tmp_path: Path) -> None:
    place = Isolated(tmp_path)
    done = place.run([sys.executable, "-c", PROGRAM, json.dumps(COMMANDS)])
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    failed = {verb: what for verb, what in found.items() if what[0] not in (0, 1) or not (what[1] or what[2])}
    assert failed == {}
    assert set(found) == set(COMMANDS)
    written = {path.relative_to(place.out).parts[0] for path in place.out.rglob("*") if path.is_file()}
    assert written == {"runs", "bundle.zip", "brief.pdf", "exported"}
    assert place.left == []


@pytest.mark.heavy
def test_a_cluster_works_on_loopback_alone(tmp_path: Path) -> None:
    place = Isolated(tmp_path)
    program = "from openasylum.backends import map_reduce; print(map_reduce(abs, [-1, -2, -3], backend='dask', workers=2))"
    done = place.run([sys.executable, "-c", f"if __name__ == '__main__':\n    {program}"])
    assert (done.returncode, done.stdout.strip()) == (0, "[1, 2, 3]"), done.stderr

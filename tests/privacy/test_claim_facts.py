"""With claim facts in flight nothing is written but what was asked for, and no remark holds a fact."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest

from support.isolated import COMMAND, Isolated

#: Words that stand for facts of one person; nothing but the asked-for answer may hold them.
SECRETS = ("K7Q9-canary-id", "1987-03-21", "2025-06-17")
CLAIM = f"""\
id: {SECRETS[0]}
claim: {{date: 2025-07-14, place: inland, received_in_person: true, decision_date: 2026-04-10}}
entries:
  - {{date: {SECRETS[2]}, date_established: true, from: US, via: [], location: between_ports_of_entry}}
claimant:
  nationalities: [HT]
  stateless: false
  birth_date: {SECRETS[1]}
  refugee_protection_conferred: false
  subject_to_removal_order: false
  prior_claims_in_canada: []
  claims_elsewhere: []
  protection_elsewhere: []
  inadmissibility: []
  offences: []
relatives: []
"""


@pytest.fixture
def place(tmp_path: Path) -> Isolated:
    return Isolated(tmp_path)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_a_claim_is_read_and_nothing_is_written(place: Isolated, tmp_path: Path) -> None:
    (tmp_path / "claim.yaml").write_text(CLAIM)
    for options in ([], ["--format", "json"], ["--with", "us-not-designated"], ["--lang", "fr"]):
        done = place.run([*COMMAND, "decide", str(tmp_path / "claim.yaml"), *options])
        assert done.returncode in (0, 1), done.stderr
        assert _told(done.stderr) == []
        assert _files(place.out) == []
        assert place.left == []


def test_a_wrong_claim_is_told_without_keeping_it(place: Isolated, tmp_path: Path) -> None:
    (tmp_path / "claim.yaml").write_text(CLAIM.replace("inland", "inlnd"))
    done = place.run([*COMMAND, "decide", str(tmp_path / "claim.yaml")])
    assert done.returncode == 2
    assert _told(done.stderr) == []
    assert (_files(place.out), place.left) == ([], [])


def test_many_claims_write_the_two_files_that_were_asked_for(place: Isolated, tmp_path: Path) -> None:
    rows = [
        {
            "id": f"{SECRETS[0]}-{row}",
            "claim_date": "2025-07-14",
            "entry_date": SECRETS[2],
            "birth_date": SECRETS[1],
        }
        for row in range(50)
    ]
    rows.append({**rows[0], "entry_date": "2026-01-01"})
    pl.DataFrame(rows).write_csv(tmp_path / "claims.csv")
    done = place.run([*COMMAND, "decide", str(tmp_path / "claims.csv"), "--out", "decisions.csv"])
    assert done.returncode == 1, done.stderr
    assert _told(done.stdout + done.stderr) == []
    assert _files(place.out) == ["decisions.csv", "decisions.rejects.jsonl"]
    assert place.left == []
    folder = tmp_path / "claims"
    folder.mkdir()
    (tmp_path / "claims.csv").rename(folder / "claims.csv")
    done = place.run([*COMMAND, "decide", str(folder), "--out", "many", "--backend", "processes"])
    assert done.returncode == 1, done.stderr
    assert _told(done.stdout + done.stderr) == []
    notes = [name for name in _files(place.out / "many") if name.startswith(".decided/")]
    assert _files(place.out / "many") == [*notes, "claims.csv", "claims.rejects.jsonl"]
    assert not [name for name in notes if _told((place.out / "many" / name).read_text())]
    assert place.left == []


def test_an_interview_keeps_nothing_unless_asked_and_then_for_the_owner_alone(place: Isolated) -> None:
    typed = f"{SECRETS[2]}\n?\nquit\n"
    done = place.run([*COMMAND, "interview"], typed)
    assert done.returncode in (0, 1), done.stderr
    assert (_files(place.out), place.left, done.stderr) == ([], [], "")
    done = place.run([*COMMAND, "interview", "--save", "answers.json"], typed)
    assert done.returncode in (0, 1), done.stderr
    assert (_files(place.out), place.left) == (["answers.json"], [])
    assert SECRETS[2] in (place.out / "answers.json").read_text()
    assert stat.S_IMODE((place.out / "answers.json").stat().st_mode) == 0o600


def test_what_is_being_written_is_for_the_owner_alone_and_goes_when_interrupted(tmp_path: Path) -> None:
    """The file under way beside the decisions is 0600; Ctrl-C takes it away."""
    claim = {"claim": {"date": "2025-07-14"}, "id": SECRETS[0]}
    (tmp_path / "claims.jsonl").write_text((json.dumps(claim) + "\n") * 60_000)
    out = tmp_path / "out"
    out.mkdir()
    run = subprocess.Popen(
        [*COMMAND, "decide", str(tmp_path / "claims.jsonl"), "--out", str(out / "d.jsonl")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONFAULTHANDLER": ""},
    )
    end = time.monotonic() + 60
    while not (under_way := list(out.iterdir())) and run.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in under_way if path.exists()}
    run.send_signal(2)
    _, remarks = run.communicate()
    assert modes <= {0o600}
    assert modes or run.returncode == 0
    assert _told(remarks) == []
    assert not [path for path in out.iterdir() if path.name.startswith(".")]


def test_no_module_logs_or_calls_out() -> None:
    """Nothing in the package writes logs, and only the server and the cluster open a connection."""
    package = Path(__file__).resolve().parents[2] / "src" / "openasylum"
    allowed = {"backends/cluster.py", "web", "cli/serve.py"}
    for path in package.rglob("*.py"):
        name = path.relative_to(package).as_posix()
        if name.split("/")[0] in allowed or name in allowed:
            continue
        text = path.read_text()
        for word in (
            "getLogger(__name__)",
            "import socket",
            "import requests",
            "urllib.request",
            "import httpx",
            "http.client",
        ):
            assert word not in text, f"{name}: {word}"

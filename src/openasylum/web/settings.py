"""What the server may use, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

#: Draws, seed and people per simulated person of a full answer: those of ``openasylum run``.
DRAWS, SEED, WEIGHT = 200, 20241231, 40.0

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Limits:
    """What one client, and all of them together, may ask of the server."""

    #: Bytes of a request's body. A claim is a few kilobytes, a scenario less.
    body: int = 1 << 20
    #: Bytes of an address.
    address: int = 8 << 10
    #: Seconds in which a body has to arrive.
    body_seconds: float = 10.0
    #: Requests of all clients together that may be under way.
    at_once: int = 200
    #: Requests of one client: so many at once, and so many a second after that.
    burst: int = 400
    rate: float = 200.0
    #: Jobs that one client, and all together, may have under way.
    jobs_each: int = 4
    jobs: int = 16
    #: Draws of one job.
    draws: int = 1000
    #: Questions (scorecards, costs, waits) that may wait for their answer.
    questions: int = 8
    #: SQL queries at a time, and seconds and rows of one.
    queries: int = 2
    query_seconds: float = 5.0
    query_rows: int = 10_000
    #: Seconds in which a text has to be checked.
    text_seconds: float = 20.0


@dataclass(frozen=True)
class Settings:
    """How one server is set up. ``cache`` keeps the draws of the law in force between starts; None: memory only."""

    runs: Path = Path("runs")
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    workers: int = 2
    cache: Path | None = None
    #: Start the workers with the server, so that the first answer is quick; off in tests that need none.
    warm: bool = True
    #: Draws of the law in force that are made while nobody asks for anything.
    ahead: int = DRAWS
    limits: Limits = field(default_factory=Limits)

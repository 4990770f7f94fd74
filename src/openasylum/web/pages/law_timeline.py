"""The law on a day: which provisions stand, what changed last, and what becomes of a few typical people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from openasylum.bilingual import Text
from openasylum.documents import merged, shipped
from openasylum.law import decide_claim, explain
from openasylum.law.provisions import Provision, provisions

#: Days that the slider can show: from the Act's coming into force to the end of the projections.
FIRST, LAST = date(2002, 6, 28), date(2027, 12, 31)


What = Literal["began", "ended", "changed_wording"]


@dataclass(frozen=True)
class Change:
    """A provision that begins or ends on a day, or is changed: one wording ends and the next begins."""

    day: date
    provision: Provision
    what: What


@cache
def changes() -> tuple[Change, ...]:
    """Every day on which a provision begins, or is no longer in force, in order of time."""
    found = []
    for provision in provisions().values():
        periods = [period for period in provision.in_force if period.first is not None]
        begun = {period.first for period in periods}
        ended = {period.last + timedelta(days=1) for period in periods if period.last is not None}
        for day in begun | ended:
            assert day is not None
            what: What = "changed_wording" if day in begun & ended else "began" if day in begun else "ended"
            found.append(Change(day, provision, what))
    return tuple(sorted(found, key=lambda change: change.day))


def change_days() -> list[date]:
    """The days of the changes that the slider can reach."""
    return sorted({change.day for change in changes() if FIRST <= change.day <= LAST})


def holds(provision: Provision, day: date) -> bool:
    """Whether a provision is in force on a day."""
    return any(
        period.first is not None and period.first <= day and (period.last is None or day <= period.last)
        for period in provision.in_force
    )


def last_changes(day: date) -> list[Change]:
    """What changed on the last day of change up to ``day``."""
    before = [change for change in changes() if change.day <= day]
    return [change for change in before if change.day == before[-1].day] if before else []


@dataclass(frozen=True)
class Vignette:
    """A typical person: who, and the reading of the claim on a day."""

    id: str
    title: Text
    summary: str
    follows: str
    pathway: str


def vignettes(day: date, language: str) -> list[Vignette]:
    """What the law of ``day`` makes of each typical person who claims on it."""
    found = []
    for entry in _declared()["vignettes"]:
        claim = _on(merged(_declared()["known"], entry["facts"]), day)
        decision = decide_claim(claim)
        said = explain(decision, language)
        found.append(
            Vignette(entry["id"], Text(**entry["title"]), said["summary"], said["follows"], decision.pathway)
        )
    return found


@cache
def _declared() -> Mapping[str, Any]:
    found: Mapping[str, Any] = shipped("openasylum.web.pages", "vignettes.yaml").data
    return found


def _on(part: Any, day: date) -> Any:
    """The document with "D" and "D-3" as days."""
    if isinstance(part, dict):
        return {key: _on(value, day) for key, value in part.items()}
    if isinstance(part, list):
        return [_on(value, day) for value in part]
    if part == "D":
        return day.isoformat()
    if isinstance(part, str) and part.startswith("D-"):
        return (day - timedelta(days=int(part[2:]))).isoformat()
    return part

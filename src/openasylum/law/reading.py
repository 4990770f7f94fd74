"""The law's reading of claim documents: the batch engine's answers, taken apart gate by gate for people to
read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from openasylum.documents import shipped
from openasylum.law.amendments import Amendment
from openasylum.law.engine import complete_table, refuse_conflicts
from openasylum.law.flat_facts import NEVER, flat_facts
from openasylum.law.flatten import flatten
from openasylum.law.gates.columns import Table
from openasylum.law.gates.planes import Planes, Truth
from openasylum.law.plan import OUTCOMES, Plan, plan_for
from openasylum.law.schemas import schema
from openasylum.timeline import date_of, day_number
from openasylum.vocabulary import PATHWAYS

_NEVER = day_number(NEVER)


@cache
def flag_texts() -> dict[str, dict[str, str]]:
    """Every flag with its text in English (of the decision schema) and French."""
    english = {
        item["const"]: item["description"]
        for item in schema("decision")["properties"]["flags"]["items"]["oneOf"]
    }
    return {entry["flag"]: {"en": english[entry["flag"]], "fr": entry["fr"]} for entry in _flags()}


@cache
def _flags() -> list[dict[str, Any]]:
    return list(shipped("openasylum.law", "flags.yaml").data)


@dataclass
class FullPlan:
    """A plan with, beyond the decision itself, the gate of every flag and of every provision."""

    plan: Plan
    flags: dict[str, int]
    order: list[int]


@lru_cache(maxsize=32)
def full_plan(amendments: tuple[Amendment, ...] = ()) -> FullPlan:
    """The full plan under the law as amended, wired once."""
    plan = plan_for(amendments)
    book = plan.book
    flags = {}
    for entry in _flags():
        gate = book.read(entry["when"])
        direction = entry.get("direction", "northbound")
        flags[entry["flag"]] = plan.circuit.all([gate, book.going(direction)])
    wanted = [*plan.order, *flags.values(), *book.met.values(), *book.in_force.values()]
    return FullPlan(plan, flags, plan.circuit.needed_for(wanted))


class Reading:
    """One claim as read: its document, the decision's parts, and the truth of every gate of the circuit."""

    def __init__(
        self,
        claim: Mapping[str, Any],
        full: FullPlan,
        table: Table,
        row: int,
        truths: Mapping[int, Truth],
    ) -> None:
        self.claim = claim
        self.plan = full.plan
        self.full = full
        self.table = table
        self.row = row
        self._truths = truths
        plan = full.plan
        self.outcome = self._first(OUTCOMES, plan.outcome)
        self.pathway = self._first(PATHWAYS, plan.pathway)
        bites = {citation: self.truth(gate) for citation, gate in plan.bites.items()}
        self.grounds = [citation for citation, found in bites.items() if found]
        self.possible_grounds = [citation for citation, found in bites.items() if found is None]
        self.exceptions = [citation for citation, gate in plan.listed.items() if self.truth(gate)]

    def _first(self, names: Sequence[str], gates: Sequence[int]) -> str:
        """The first that is known to hold; the last name stands for none."""
        return next((name for name, gate in zip(names, gates, strict=False) if self.truth(gate)), names[-1])

    def truth(self, gate: int) -> bool | None:
        """True, false, or None for unknown."""
        return at(self._truths[gate], self.row)

    def met(self, citation: str) -> bool | None:
        """Whether a provision is in force and met."""
        return self.truth(self.plan.book.met[citation])

    def in_force(self, citation: str) -> bool | None:
        """Whether a provision is in force for this claim."""
        return self.truth(self.plan.book.in_force[citation])

    def fact(self, name: str) -> Any:
        """A flat fact as a plain value: a truth, a number, a word or a day; None where unknown. Never is
        ``NEVER``.
        """
        fact = flat_facts()[name]
        if fact.kind == "truth":
            return at(self.table.truth(name), self.row)
        column = self.table.number(name)
        if column is None or (column.known is not None and not _bit(column.known, self.row)):
            return None
        value = int(column.values[self.row if len(column.values) > 1 else 0])
        if fact.words:
            return fact.words[value]
        return self._day(value) if fact.is_day else value

    def fact_or_law(self, name: str) -> Any:
        """A flat fact, or the day whose law is asked for."""
        return self.law_date if name == "law_date" else self.fact(name)

    def number(self, citation: str, name: str) -> Any:
        """A provision's number, as amended for a claim made on this day."""
        claimed, value = self.fact("claim_date"), self.plan.book.provisions[citation].parameters[name]
        for change in self.plan.book.amendments:
            days = change.first <= claimed <= (change.last or NEVER) if claimed else False
            if (change.provision, change.parameter) == (citation, name) and days:
                value = change.value
        return value

    @staticmethod
    def _day(value: int) -> date:
        return NEVER if value >= _NEVER else date_of(value)

    @cached_property
    def law_date(self) -> date | None:
        """The day whose law was applied."""
        column = self.table.number("law_date")
        if column is None or (column.known is not None and not _bit(column.known, self.row)):
            return None
        return date_of(int(column.values[self.row if len(column.values) > 1 else 0]))

    @property
    def flags(self) -> list[str]:
        """The unsettled points that the answer touches."""
        return [flag for flag, gate in self.full.flags.items() if self.truth(gate)]

    def ends(self, name: str) -> date | None:
        """A day fact that has happened: None where unknown or never."""
        value = self.fact(name)
        return None if value in (None, NEVER) else value


def at(truth: Truth, row: int) -> bool | None:
    """The truth in one row."""
    if not isinstance(truth, Planes):
        return {"TRUE": True, "FALSE": False}.get(truth.name)
    if _bit(truth.true, row):
        return True
    return False if truth.false is None or _bit(truth.false, row) else None


def _bit(plane: Any, row: int) -> bool:
    return bool(int(plane[row >> 6]) >> (row & 63) & 1)


def read_claims(
    claims: Sequence[Mapping[str, Any]], amendments: tuple[Amendment, ...] = (), *, answer_only: bool = False
) -> list[Reading]:
    """The reading of each claim document, in order. The documents must satisfy ``claim.schema.json``.

    ``answer_only`` leaves out the flags and every provision that the answer does not rest on.
    """
    if not claims:
        return []
    full = full_plan(amendments)
    table = complete_table(flatten(claims, amendments))
    truths = full.plan.circuit.evaluate(table, full.plan.order if answer_only else full.order)
    refuse_conflicts(full.plan, truths, 0, table.height)
    return [Reading(claim, full, table, row, truths) for row, claim in enumerate(claims)]

"""What was known when the costing of 2018 was made, and every set of it that may be drawn.

The report's own capacities could not be read. So none is chosen: each setting is one set of what was known,
with one of the sets of unit costs that meet the published figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from openasylum.bilingual import Text
from openasylum.costs.calibration import components, solutions
from openasylum.documents import shipped, validate
from openasylum.keyed_random import uniform_scalar
from openasylum.pipeline.definition.capacity import CapacityChange, CapacityLever

#: How capacity goes on: one for all the years, or Budget 2018 as it was voted, for two years.
Family = Literal["one_capacity", "as_voted"]
FAMILIES: Final[tuple[Family, ...]] = ("one_capacity", "as_voted")

#: The two years of Budget 2018.
BUDGET_2018: Final = (date(2018, 4, 1), date(2020, 3, 31))

_CANDIDATES: Final = 40_000


class _Range(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    low: float
    high: float
    title: Text
    why: Text


class _Known(BaseModel):
    """The content of ``known_2018.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    common: dict[str, _Range]
    one_capacity: dict[str, _Range]
    as_voted: dict[str, _Range]
    other_inputs: dict[str, Text]


@cache
def _document() -> _Known:
    return validate(_Known, shipped("openasylum.scorecard.replication", "known_2018.yaml"))


def known(family: Family) -> dict[str, _Range]:
    """What was known, by name, with the capacities of a family."""
    document = _document()
    own: dict[str, _Range] = getattr(document, family)
    return {**document.common, **own}


def title(family: Family, name: str) -> Text:
    """What an input of a setting is called: one of what was known, or a unit cost of the calibration."""
    ranges = known(family)
    return ranges[name].title if name in ranges else components()[name].title


def input_name(name: str, language: str) -> str:
    """What an input of a replication is called; the id of a figure or an assumption stays, to be looked up by."""
    document = _document()
    for words in (document.common, document.one_capacity, document.as_voted):
        if name in words:
            return words[name].title[language]
    if name in document.other_inputs:
        return document.other_inputs[name][language]
    parts = components()
    return parts[name].title[language] if name in parts else name


@dataclass(frozen=True)
class Setting:
    """One set of what was known and one of the possible sets of unit costs."""

    family: Family
    known: dict[str, float]
    costs: dict[str, float]

    def levers(self) -> list[CapacityLever]:
        """How capacity changes after 2017-18: not at all, or up for the two years of Budget 2018 and down
        again by what is not renewed.
        """
        if self.family == "one_capacity":
            return []
        found: list[CapacityLever] = []
        first, last = BUDGET_2018
        for stage in ("rpd", "rad"):
            before = self.known[f"{stage}_per_year"]
            funded = max(self.known[f"{stage}_with_budget_2018"], before)
            after = before + self.known["renewed"] * (funded - before)
            found += [
                (stage, CapacityChange(first, per_year=funded, until=last)),
                (stage, CapacityChange(last, per_year=after)),
            ]
        return found


def settings(number: int, seed: int, family: Family) -> list[Setting]:
    """``number`` sets drawn evenly from what was known, each with a solution of the calibration."""
    found = solutions(_CANDIDATES, seed)
    drawn = []
    for draw in range(number):
        values = {
            name: one.low + (one.high - one.low) * uniform_scalar(seed, draw, f"cohort_2018.{name}")
            for name, one in known(family).items()
        }
        row = int(uniform_scalar(seed, draw, "cohort_2018.solution") * found.height)
        drawn.append(Setting(family, values, found.row(row, named=True)))
    return drawn

"""From people and their visits to monthly series: flows, stocks and waits, by breakdown, as ``measures.yaml`` defines them."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, RootModel

from openasylum.documents import shipped, validate
from openasylum.simulate.waits import monthly_waits
from openasylum.timeline import month_number
from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS, PROVINCES

#: The words of each breakdown; ``total`` has one.
BREAKDOWNS = {"total": ("all",), "channel": CHANNELS, "province": PROVINCES, "origin": ORIGIN_GROUPS}

Counts = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]


class MeasureRule(BaseModel):
    """How one measure is counted.

    ``of`` is a flow of claimants in the month in which they claim (``claims``), a flow of people into or out of a stage (``entries``,
    ``exits``), or the people in it on the last day of a month (``stock``). ``by`` names breakdowns beside the total.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    measure: str
    of: Literal["claims", "entries", "exits", "stock"]
    stage: str | None = None
    exits: list[str] | None = None
    channel: str | None = None
    by: list[Literal["channel", "province", "origin"]] = []


class _Rules(RootModel[list[MeasureRule]]):
    """The content of ``measures.yaml``."""


@cache
def measure_rules() -> tuple[MeasureRule, ...]:
    """The rules that ship with the package."""
    return tuple(validate(_Rules, shipped("openasylum.simulate", "measures.yaml")).root)


class _Rows:
    """A frame as arrays: months since the first month of the horizon (-1 where before, ``months`` where after or never)."""

    def __init__(self, frame: pl.DataFrame, first_month: int, months: int) -> None:
        self.frame = frame
        self.first_month = first_month
        self.months = months
        self._arrays: dict[str, Codes] = {}

    def month(self, column: str) -> Codes:
        if column not in self._arrays:
            since = (
                pl.col(column).dt.year().cast(pl.Int32) * 12
                + pl.col(column).dt.month()
                - 1
                - self.first_month
            )
            bounded = since.clip(-1, self.months).fill_null(self.months)
            self._arrays[column] = self.frame.select(bounded).to_series().to_numpy()
        return self._arrays[column]

    def codes(self, column: str) -> Codes:
        if column not in self._arrays:
            self._arrays[column] = self.frame[column].to_physical().to_numpy()
        return self._arrays[column]

    def having(self, column: str, words: list[str]) -> _Rows:
        """The rows whose ``column`` is one of ``words``."""
        return _Rows(self.frame.filter(pl.col(column).is_in(words)), self.first_month, self.months)


def monthly_series(
    claimants: pl.DataFrame, visits: pl.DataFrame, months: pl.Series, weight: float
) -> pl.DataFrame:
    """Every measure by month and breakdown: columns ``measure, breakdown, category, month, value``.

    ``claimants`` has ``claim_date``; ``visits`` has ``stage, date_in, date_out, exit``; both have the breakdown columns, as Enums of
    ``vocabulary``. ``months`` are the first days of the months to report; ``weight`` is the people a row stands for.
    """
    first = month_number(months[0])
    people = _Rows(claimants, first, len(months))
    # Split once by stage: every rule of the pipeline looks at one stage only.
    moves = {
        str(stage): _Rows(rows, first, len(months))
        for (stage,), rows in visits.partition_by("stage", as_dict=True).items()
    }
    nobody = _Rows(visits.clear(), first, len(months))
    counted = [
        (rule.measure, breakdown, _count(rule, people, moves.get(str(rule.stage), nobody), breakdown))
        for rule in measure_rules()
        for breakdown in ("total", *rule.by)
    ]
    rows = [(measure, breakdown, word) for measure, breakdown, _ in counted for word in BREAKDOWNS[breakdown]]
    values = np.concatenate([counts for *_, counts in counted]) * weight
    series = pl.DataFrame(rows, schema=["measure", "breakdown", "category"], orient="row").with_columns(
        month=pl.lit(months.implode()).first(), value=pl.Series(values)
    )
    return pl.concat([series.explode("month", "value"), monthly_waits(visits, months)])


def _count(rule: MeasureRule, people: _Rows, moves: _Rows, breakdown: str) -> Counts:
    """Rows counted, category x month; ``moves`` are the visits to the rule's stage."""
    if rule.of == "claims":
        return _tally(
            people if rule.channel is None else people.having("channel", [rule.channel]),
            "claim_date",
            breakdown,
        )
    if rule.of == "entries":
        return _tally(moves, "date_in", breakdown)
    if rule.of == "exits":
        return _tally(
            moves if rule.exits is None else moves.having("exit", rule.exits), "date_out", breakdown
        )
    came = _tally(moves, "date_in", breakdown, with_earlier=True)
    left = _tally(moves, "date_out", breakdown, with_earlier=True)
    return np.cumsum(came - left, axis=1)


def _tally(rows: _Rows, day: str, breakdown: str, *, with_earlier: bool = False) -> Counts:
    """Rows, category x month; ``with_earlier`` counts what was before the horizon in its first month."""
    month = rows.month(day)
    if with_earlier:
        month = np.maximum(month, 0)
    kept = (month >= 0) & (month < rows.months)
    cells = month[kept].astype(np.int64)
    if breakdown != "total":
        cells += rows.codes(breakdown)[kept].astype(np.int64) * rows.months
    counts = np.bincount(cells, minlength=len(BREAKDOWNS[breakdown]) * rows.months)
    return counts.reshape(-1, rows.months)

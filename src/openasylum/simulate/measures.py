"""From people and their visits to monthly series: flows, stocks and waits, by breakdown, as ``measures.yaml`` defines them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, RootModel

from openasylum.documents import parse_document, validate
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
    text = files("openasylum.simulate").joinpath("measures.yaml").read_text(encoding="utf-8")
    return tuple(validate(_Rules, parse_document(text, "measures.yaml")).root)


class _Rows:
    """A frame as arrays: months since the first month of the horizon (-1 where before, ``months`` where after or never)."""

    def __init__(self, frame: pl.DataFrame, first_month: int, months: int) -> None:
        self.frame = frame
        self.first_month = first_month
        self.months = months
        self._arrays: dict[str, Codes] = {}

    def month(self, column: str) -> Codes:
        if column not in self._arrays:
            since = pl.col(column).dt.year().cast(pl.Int32) * 12 + pl.col(column).dt.month() - 1 - self.first_month
            bounded = since.clip(-1, self.months).fill_null(self.months)
            self._arrays[column] = self.frame.select(bounded).to_series().to_numpy()
        return self._arrays[column]

    def codes(self, column: str) -> Codes:
        if column == "total":
            return np.zeros(self.frame.height, np.uint8)
        if column not in self._arrays:
            self._arrays[column] = self.frame[column].to_physical().fill_null(0).to_numpy()
        return self._arrays[column]

    def is_one_of(self, column: str, words: list[str]) -> NDArray[np.bool_]:
        known = self.frame.schema[column].categories.to_list()  # type: ignore[attr-defined]
        wanted = np.zeros(256, np.bool_)
        wanted[[known.index(word) for word in words]] = True
        # Null has no code: where the column has nulls, its physical values are masked out by validity.
        chosen = wanted[self.codes(column)]
        return chosen & self.frame[column].is_not_null().to_numpy() if self.frame[column].null_count() else chosen


def monthly_series(claimants: pl.DataFrame, visits: pl.DataFrame, months: pl.Series, weight: float) -> pl.DataFrame:
    """Every measure by month and breakdown: columns ``measure, breakdown, category, month, value``.

    ``claimants`` has ``claim_date``; ``visits`` has ``stage, date_in, date_out, exit``; both have the breakdown columns, as Enums of
    ``vocabulary``. ``months`` are the first days of the months to report; ``weight`` is the people a row stands for.
    """
    first = month_number(months[0])
    people, moves = _Rows(claimants, first, len(months)), _Rows(visits, first, len(months))
    counted = [
        (rule.measure, breakdown, _count(rule, people, moves, breakdown))
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
    """Rows counted, category x month."""
    if rule.of == "claims":
        everyone = np.ones(people.frame.height, np.bool_)
        chosen = everyone if rule.channel is None else people.is_one_of("channel", [rule.channel])
        return _tally(people, "claim_date", chosen, breakdown)
    inside = moves.is_one_of("stage", [str(rule.stage)])
    if rule.of == "entries":
        return _tally(moves, "date_in", inside, breakdown)
    if rule.of == "exits":
        chosen = inside if rule.exits is None else inside & moves.is_one_of("exit", rule.exits)
        return _tally(moves, "date_out", chosen, breakdown)
    came = _tally(moves, "date_in", inside, breakdown, with_earlier=True)
    left = _tally(moves, "date_out", inside, breakdown, with_earlier=True)
    return np.cumsum(came - left, axis=1)


def _tally(
    rows: _Rows, day: str, chosen: NDArray[np.bool_], breakdown: str, *, with_earlier: bool = False
) -> Counts:
    """Chosen rows, category x month; ``with_earlier`` counts what was before the horizon in its first month."""
    month = rows.month(day)
    if with_earlier:
        month = np.maximum(month, 0)
    kept = chosen & (month >= 0) & (month < rows.months)
    size = len(BREAKDOWNS[breakdown]) * rows.months
    cells = rows.codes(breakdown)[kept].astype(np.int64) * rows.months + month[kept]
    return np.bincount(cells, minlength=size).reshape(-1, rows.months)

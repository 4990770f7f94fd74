"""Values of a flow added up over the months or years that a text names together: "in 2017 and 2018", "from January to
August 2018".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from openasylum.check.figures.observations import FACTORS, Observation
from openasylum.check.figures.rounding import COUNTED_ANEW
from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern

#: The grains of which a period can be made up, the longest first.
_GRAINS = ("year", "fiscal_year", "month")


#: Before a month up to which a text counts from the beginning of its year.
_AS_OF = plain_pattern(
    r"\b(?:as (?:of|at)|by|until|up to|through|en date d[eu]|au|jusqu'(?:a|au|en)|a la)(?: the| la)?"
    r"(?: end| fin)?(?: of| de| d')? ?(?:\d{1,2}(?:st|nd|th|er)? )?$"
)


def added_over(when: When, words: str) -> When | None:
    """The span that a count of a flow in a sentence can be the sum over: the one named, or the year up to "as of September"."""
    if when.grain == "span":
        return when
    so_far = (
        when.grain in ("month", "day") and 1 < when.last.month < 12 and _AS_OF.search(words[: when.start])
    )
    return when._replace(first=when.last.replace(month=1, day=1), grain="span") if so_far else None


def added_up(observations: Iterable[Observation], when: When) -> Iterator[Observation]:
    """The sums of a flow over a span, one from each of its series that has a value for every part of the span.

    ``observations`` are of one place and origin. Nothing where the span is itself a single month or year.
    """
    if when.grain != "span" or (when.last - when.first).days < 45:
        return
    series: dict[tuple[int, str, str], dict[date, Observation]] = {}
    for one in observations:
        if (
            one.grain in _GRAINS
            and one.value is not None
            and when.first <= one.first
            and one.last <= when.last
        ):
            series.setdefault((id(one.values), one.place, one.grain), {})[one.first] = one
    for grain in _GRAINS:
        for (_, _, of_grain), parts in series.items():
            if of_grain == grain and len(parts) > 1 and (whole := _cover(parts, when)):
                yield _sum(whole, when)


#: How many days before a text was published the newest month of a sum in it may have ended.
_FRESH = 150


def added_up_since(
    observations: Iterable[Observation],
    when: When,
    said: float,
    published: date | None = None,
    above: float = 0.0,
) -> Iterator[Observation]:
    """The sums from a day on that are the very number stated: texts of some past day say "since January 2017". Where
    that day is known, only sums of months that had then just ended, which may since have been counted anew, and which may lie
    ``above`` what is said.
    """
    series: dict[tuple[int, str], list[Observation]] = {}
    for one in observations:
        if one.grain == "month" and one.value is not None and one.first >= when.first.replace(day=1):
            series.setdefault((id(one.values), one.place), []).append(one)
    for parts in series.values():
        total, at, taken = 0.0, when.first.replace(day=1), []
        for one in sorted(parts, key=lambda one: one.first):
            if one.first != at:
                break
            at, total = one.last + timedelta(days=1), total + (one.value or 0.0)
            taken.append(one)
            timely = published is None or 0 <= (published - one.last).days <= _FRESH
            reach = 0 if published is None or said < 1000 else COUNTED_ANEW * total
            more = above if published is not None and said >= 1000 else 0.0
            if -max(reach, 0.5) <= total - said <= max(reach, more, 0.5) and len(taken) > 1 and timely:
                yield _sum(taken, when._replace(first=taken[0].first, last=one.last, grain="since"))


def _cover(parts: dict[date, Observation], when: When) -> list[Observation]:
    """The parts from the first day to the last without a gap, or none."""
    taken: list[Observation] = []
    at = when.first
    while at <= when.last:
        if at not in parts:
            return []
        taken.append(parts[at])
        at = parts[at].last + timedelta(days=1)
    return taken


def _sum(parts: list[Observation], when: When) -> Observation:
    value = sum(one.value or 0.0 for one in parts)
    low, high = sum(one.low for one in parts), sum(one.high for one in parts)
    newest = parts[-1]
    return replace(
        newest, value=value, low=low, high=high, first=when.first, last=when.last, grain="span", figure=False,
        row=_row(newest, value, low, high, when),
    )  # fmt: skip


def _row(one: Observation, value: float, low: float, high: float, when: When) -> dict[str, Any]:
    """What a report shows of the sum: the newest row with its numbers and its period."""
    scale = one.values.scale * (FACTORS.get(one.row.unit, 1.0) if one.figure else 1.0)
    period = f"{when.first:%Y-%m}/{when.last:%Y-%m}"
    if one.figure:
        known = {"source": one.row.source, "unit": one.row.unit, "confidence": one.row.confidence}
    else:
        known = dict(one.row)
    return known | {
        one.values.column: value / scale,
        "low": low / scale,
        "high": high / scale,
        "period": period,
    }

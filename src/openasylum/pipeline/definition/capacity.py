"""Capacity: decisions a day of a stage, from funding, from members, or by a rule, and the levers that change
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.pipeline.definition.quantities import Quantity
from openasylum.pipeline.definition.stage_file import CapacityRule, Members
from openasylum.timeline import day_number

DAYS_A_YEAR = 365.25
_DAYS_A_MONTH = DAYS_A_YEAR / 12

Array = NDArray[np.float64]


class Change(Protocol):
    """What a lever does: multiply by ``factor`` or set to ``per_year``, from a day on and, where given, until
    a day (included).
    """

    @property
    def factor(self) -> float | None: ...
    @property
    def per_year(self) -> float | None: ...
    @property
    def from_(self) -> date: ...
    @property
    def until(self) -> date | None: ...


class CapacityChange(NamedTuple):
    """A ``Change`` for those who write their own."""

    from_: date
    factor: float | None = None
    per_year: float | None = None
    until: date | None = None


class Hiring(NamedTuple):
    """So many members more (or, below zero, fewer) from a day on, and where given until a day: people who have to be
    found, are trained, and leave.

    They are hired evenly over ``hiring_months``; whoever is new, a replacement too, works up evenly to full output over
    ``training_months``; ``attrition_per_year`` of them leave and are replaced. Members who go, go at once.
    """

    from_: date
    members: float
    decisions_per_member: float
    hiring_months: float = 0.0
    training_months: float = 0.0
    attrition_per_year: float = 0.0
    until: date | None = None


class Following(NamedTuple):
    """Capacity that follows intake: never below what it would otherwise be, it is at least ``share`` of the intake of
    ``lag_days`` ago, averaged over ``window_days``, from a day on and, where given, until a day (included).

    The rule that the Auditor General (2019) asks for in place of fixed funding, with the lag that finding and training
    people takes. Intake before the run is not seen.
    """

    from_: date
    share: float = 1.0
    lag_days: int = 365
    window_days: int = 365
    until: date | None = None


#: A lever on a capacity: the id of a stage, and what changes.
CapacityLever = tuple[str, Change | Hiring | Following]


def hiring(
    stage: str,
    from_: date,
    until: date | None,
    values: Mapping[str, Any],
    *,
    persons: float | None,
    factor: float | None,
) -> CapacityLever:
    """The lever that moves the members of a stage by so many ``persons`` or by a ``factor`` of those there are, with
    what the assumptions ``pipeline.<stage>_…`` say of a member.
    """
    members = persons
    if members is None:
        members = (1.0 if factor is None else factor) * float(values[f"pipeline.{stage}_members"])
        members -= float(values[f"pipeline.{stage}_members"])
    return stage, Hiring(
        from_,
        members,
        float(values[f"pipeline.{stage}_decisions_per_member"]),
        float(values["pipeline.member_hiring_months"]),
        float(values["pipeline.member_training_months"]),
        float(values["pipeline.member_attrition"]),
        until,
    )


def output_of(change: Hiring, days: NDArray[np.int64]) -> Array:
    """What a hiring adds to the decisions of a year, on each of ``days`` (day numbers, one after the other)."""
    since = days - day_number(change.from_)
    months = since / _DAYS_A_MONTH
    hired = np.clip(months / change.hiring_months, 0.0, 1.0) if change.hiring_months > 0 else months >= 0
    if change.members < 0:
        hired = since >= 0
    aimed = np.asarray(abs(change.members) * hired, np.float64)
    if change.until is not None:
        aimed[days > day_number(change.until)] = 0.0
    if change.members < 0:
        return -aimed * change.decisions_per_member
    return working(aimed, change.attrition_per_year / DAYS_A_YEAR, change.training_months) * (
        change.decisions_per_member
    )


def daily_capacity(
    rule: CapacityRule, resolve: Callable[[Quantity], Array], period_of_day: NDArray[np.int32]
) -> Array:
    """Decisions a day, one entry per day (the base only, where capacity follows intake)."""
    if rule.members is not None:
        yearly = decisions_from_members(rule.members, resolve, period_of_day)
    else:
        quantity = next(
            (amount for amount in (rule.per_year, rule.quota) if amount is not None),
            rule.follows_intake and rule.follows_intake.base,
        )
        assert quantity
        yearly = resolve(quantity)[:, 0, 0][period_of_day]
    return yearly * resolve(rule.open)[:, 0, 0][period_of_day] / DAYS_A_YEAR


def at_the_start_of_the_year(daily: Array, days: NDArray[np.int64]) -> Array:
    """A yearly quota, given as what comes evenly day by day: all of it on the first day of each calendar year, and on the
    first of ``days`` (day numbers, one after the other) for what is left of that year.

    Where it changes within a year, the difference for the rest of the year comes on that day; less than zero takes away
    of what is not used yet.
    """
    dates = days.astype("datetime64[D]")
    years = dates.astype("datetime64[Y]")
    first, next_first = years.astype("datetime64[D]"), (years + 1).astype("datetime64[D]")
    left = (next_first - dates) / (next_first - first)
    before = np.append(0.0, daily[:-1])
    before[dates == first] = 0.0
    return (daily - before) * DAYS_A_YEAR * left


def first_days_of_years(days: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of ``days`` (day numbers) begin a calendar year."""
    dates = days.astype("datetime64[D]")
    return np.asarray(dates == dates.astype("datetime64[Y]"))


def decisions_from_members(
    members: Members, resolve: Callable[[Quantity], Array], period_of_day: NDArray[np.int32]
) -> Array:
    """Decisions a year, per day: members in post x productivity x share of hearings that go ahead.

    ``members`` is the complement aimed at on each day. Attrition is replaced as it happens, and everyone who
    is new, whether a replacement or an addition, works up evenly to full output over ``ramp_months``
    (training); members who are no longer wanted leave at once.
    """
    aimed = resolve(members.members)[:, 0, 0][period_of_day]
    attrition = resolve(members.attrition_per_year)[:, 0, 0][period_of_day] / DAYS_A_YEAR
    able = working(aimed, attrition, members.ramp_months)
    productivity = resolve(members.decisions_per_member)[:, 0, 0][period_of_day]
    return able * productivity * (1.0 - resolve(members.postponed)[:, 0, 0][period_of_day])


def working(aimed: Array, attrition: Array | float, training_months: float) -> Array:
    """How many fully trained members do as much as those in post on each day, where ``aimed`` are wanted."""
    attrition = np.broadcast_to(attrition, aimed.shape)
    ramp = training_months * _DAYS_A_MONTH
    joined = np.maximum(np.diff(aimed, prepend=aimed[0]), 0.0) + aimed * attrition
    # What is still missing of a newcomer's output k days after joining.
    missing = np.clip(1.0 - np.arange(int(np.ceil(ramp))) / ramp, 0.0, 1.0) if ramp > 0 else np.zeros(0)
    lost = np.convolve(joined, missing)[: len(joined)] if len(missing) else np.zeros(len(joined))
    # Replacements were being trained before the first day too.
    before = attrition[0] * aimed[0] * (missing.sum() - np.cumsum(missing)) if len(missing) else np.zeros(0)
    lost[: len(before)] += before[: len(lost)]
    return np.maximum(aimed - lost, 0.0)


def following(stage: str, levers: Sequence[CapacityLever]) -> Following | None:
    """The rule that a lever gives a stage, the last where there are several. Raises ``UserError`` for a share below 0."""
    found = None
    for name, change in levers:
        if name == stage and isinstance(change, Following):
            if not change.share >= 0:
                raise UserError(
                    f"the capacity of {stage!r} cannot follow {change.share} of its intake",
                    f"la capacité de « {stage} » ne peut pas suivre {change.share} de ses entrées",
                    field="capacity",
                )
            found = change
    return found


def levered(
    daily: Array, stage: str, levers: Sequence[CapacityLever], days: NDArray[np.int64], year: float | None
) -> Array:
    """``daily`` after the levers that name ``stage``, in their order; ``year`` turns a yearly number into
    this unit.

    With ``year`` None only factors count (the share of a rule). Raises ``UserError`` for a lever that says
    both or neither of factor and yearly number, or a negative one.
    """
    found = daily.copy()
    for name, change in levers:
        if name != stage:
            continue
        if isinstance(change, Following):
            continue
        if isinstance(change, Hiring):
            if year is not None:
                found = np.maximum(found + output_of(change, days) / year, 0.0)
            continue
        if (change.factor is None) == (change.per_year is None):
            raise UserError(
                f"the lever on {stage!r} needs either a factor or a number a year",
                f"le levier sur « {stage} » a besoin d'un facteur ou d'un nombre par an",
                field="capacity",
            )
        amount = change.factor if change.factor is not None else change.per_year
        assert amount is not None
        if not amount >= 0:
            raise UserError(
                f"the capacity of {stage!r} cannot be {amount}",
                f"la capacité de « {stage} » ne peut pas être {amount}",
                field="capacity",
            )
        reached = days >= day_number(change.from_)
        if change.until is not None:
            reached &= days <= day_number(change.until)
        if change.factor is not None:
            found[reached] *= change.factor
        else:
            found[reached] = 0.0 if year is None else amount / year
    return found

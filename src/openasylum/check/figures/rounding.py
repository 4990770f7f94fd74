"""Whether a stated number is ours, ours rounded, or neither."""

from __future__ import annotations

from functools import lru_cache
from math import inf

from openasylum.check.language.quantities import Quantity

#: How far a rounded number may lie from ours, in proportion: as written, and where it is hedged ("about").
AS_WRITTEN, HEDGED, ONE_DIGIT = 0.035, 0.08, 0.12
#: How far a number that is "nearly" reached may lie above ours.
NEARLY = 0.05
#: How far a count of months may lie, in proportion, from the same count made anew: early prints are revised.
COUNTED_ANEW = 0.013
#: "More than" reaches to 0.002 of a value, which may itself be a seventh larger.
_ABOVE = 0.0025
#: How near a number comes, in proportion, to one that it stands for; and how narrow a width is that says nothing.
CLOSE, TIGHT = 0.03, 0.01


def agreement(quantity: Quantity, value: float | None, low: float, high: float) -> str | None:
    """ "agrees", "agrees_rounded" or None: a stated quantity held against our value and the width that our own
    rounding or range leaves it.
    """
    if quantity.value_to is not None:
        return _range(quantity, value, low, high)
    return _single(quantity, quantity.value, value, low, high)


def furthest(quantity: Quantity) -> float:
    """How far from a value, in proportion, a stated number can lie and still agree with it, at the most."""
    if quantity.value_to is not None or quantity.dimension in ("share", "points"):
        return 0.2  # a share is held by points, not in proportion
    if quantity.hedge is None and quantity.dimension not in ("duration", "ratio"):
        return 1.01 * AS_WRITTEN
    return 1.01 * ONE_DIGIT


def open_above(quantity: Quantity) -> float:
    """How far above a stated number the true one may lie: "over 42,000" tells of anything under 43,000."""
    return quantity.step if quantity.hedge in ("above", "at_least") else 0.0


def stretch(quantity: Quantity) -> tuple[float, float]:
    """Between which numbers a value lies, or its own width reaches, that a stated number can be ours rounded by how the text
    tells it (``reach``): everywhere for a range, which is held by its ends.
    """
    said, step = quantity.value, quantity.step
    if quantity.value_to is not None:
        return -inf, inf
    if quantity.dimension in ("share", "points"):
        gap = 0.03 if quantity.hedge else max(0.00501, 0.5 * step)
    elif quantity.hedge:
        gap = max(step, _ABOVE * abs(said))
    else:
        gap = 0.5 * step
    gap = 1.001 * gap + 2e-6 * abs(said)
    return said - gap, said + gap


def _single(quantity: Quantity, said: float, value: float | None, low: float, high: float) -> str | None:
    if value is None:
        return _end(quantity, said, low, high)
    width = max(high - value, value - low, 0.0)
    narrow = width <= TIGHT * abs(value)
    if abs(said - value) <= 1e-6 * abs(value) or (
        narrow and low <= said <= high and quantity.step < abs(value) * 0.01
    ):
        return "agrees"
    if _rounds(quantity, said, value) or (
        narrow and quantity.hedge is None and ours_rounds(said, quantity.step, value)
    ):
        return "agrees_rounded"
    return None


def ours_rounds(said: float, step: float, value: float) -> bool:
    """Whether ours is the stated number rounded: 71,380 in a text, 71,000 in the register."""
    worth = worth_of(value)
    return (
        value >= 1000 * step
        and step < worth < value / 9.5
        and abs(said - value) <= 0.5 * worth <= AS_WRITTEN * value
    )


def worth_of(value: float) -> float:
    """What the last digit of a whole number that is no zero is worth: 1,000 in 71,000."""
    worth = 1.0
    while value >= 10 * worth and value % (worth * 10) == 0:
        worth *= 10
    return worth


def _rounds(quantity: Quantity, said: float, value: float) -> bool:
    step, hedge = quantity.step, quantity.hedge
    if quantity.dimension in ("share", "points"):
        step = max(step, 0.01) if step >= 0.01 else step
    gap = abs(said - value)
    one_digit = said > 0 and said / step < 9.5
    if hedge == "below" and value > said * 1.004:
        return False
    if hedge == "at_most" and value > said * 1.004:
        return False
    if hedge in ("above", "at_least") and value < said * 0.996:
        return False
    if hedge is None:
        share = ONE_DIGIT if one_digit and quantity.dimension in ("duration", "ratio") else AS_WRITTEN
        if quantity.dimension in ("share", "points") and step <= 0.01:
            return gap <= 0.00501
        return gap <= 0.5 * step * 1.0001 and gap <= share * abs(value)
    if quantity.dimension in ("share", "points"):
        return gap <= 0.03
    if hedge in ("above", "at_least"):
        # "more than 39,000": the true number lies in the step above, or not far.
        return gap <= max(step, 0.002 * value) * 1.0001 and gap <= 0.12 * abs(value)
    if hedge == "at_most":
        return gap <= step * 1.0001 and gap <= 0.05 * abs(value)
    if hedge == "below" and quantity.dimension in ("count", "money"):
        return gap <= step * 1.0001 and gap <= (HEDGED if one_digit else NEARLY) * abs(value)
    return gap <= step * 1.0001 and gap <= (ONE_DIGIT if one_digit else HEDGED) * abs(value)


def _end(quantity: Quantity, said: float, low: float, high: float) -> str | None:
    """A single number against a range: the upper end where the text says "up to", the lower for "at least"."""
    if quantity.hedge in ("at_most", "below") and _as_written(quantity, said, high):
        return "agrees"
    if quantity.hedge in ("at_least", "above") and _as_written(quantity, said, low):
        return "agrees"
    if high - low <= 2 * CLOSE * high and low * 0.99 <= said <= high * 1.01:
        return "agrees_rounded" if not (low <= said <= high) else "agrees"
    return None


def _as_written(quantity: Quantity, said: float, end: float) -> bool:
    """Whether one end of a range is the number told, rounded as it is told."""
    return close(said, end) and abs(said - end) <= 0.5 * quantity.step * 1.0001


def _range(quantity: Quantity, value: float | None, low: float, high: float) -> str | None:
    bottom, top = quantity.value, quantity.value_to
    assert top is not None
    if high > low * 1.03 and close(bottom, low) and close(top, high):
        return "agrees" if same(bottom, low) and same(top, high) else "agrees_rounded"
    if value is not None and bottom <= value <= top and top - bottom <= 0.2 * top:
        return "agrees_rounded"
    return None


def close(said: float, ours: float) -> bool:
    """Within three parts in a hundred."""
    return abs(said - ours) <= CLOSE * abs(ours)


def same(said: float, ours: float) -> bool:
    """Equal but for what floating point loses."""
    return abs(said - ours) <= 1e-6 * max(abs(ours), 1e-9)


@lru_cache(maxsize=20_000)
def significant_digits(value: float, step: float) -> int:
    """How many digits of a number count: 14,321 has five, 40,000 one."""
    return len(str(max(1, round(abs(value) / step)))) if step else 1

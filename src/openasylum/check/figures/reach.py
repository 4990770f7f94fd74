"""The numbers that the values of a measure can be told as: one that is none of them need not be held against each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from openasylum.check.figures.rounding import AS_WRITTEN, CLOSE, COUNTED_ANEW, TIGHT, worth_of

if TYPE_CHECKING:
    from openasylum.check.figures.observations import Observation

#: How far, in proportion, a number lies at most from a value that it is taken for, with some to spare: where any number of
#: another place is; and where an earlier or a later print of a value of the very time is too.
HARDLY: Final = 0.0031
PRINTED_ANEW: Final = 1.01 * COUNTED_ANEW


class Reach:
    """Stretches of the number line, none of which touch: what the values of a measure can be told as, of whatever place,
    origin or time, before the stated number is rounded itself (``rounding.stretch``). ``apart``: how far from a value a number
    may lie, in proportion, that is taken for it though it is not rounded so.
    """

    def __init__(self, observations: Iterable[Observation], apart: float) -> None:
        self._lows: list[float] = []
        self._highs: list[float] = []
        values = {(one.value, one.low, one.high) for one in observations}  # tables repeat one another
        for low, high in sorted(one for each in values for one in _told_as(*each, apart)):
            if self._highs and low <= self._highs[-1]:
                self._highs[-1] = max(high, self._highs[-1])
            else:
                self._lows.append(low)
                self._highs.append(high)

    def meets(self, low: float, high: float) -> bool:
        """Whether any value can be told as a number of a stretch."""
        last = bisect_right(self._lows, high)
        return last > 0 and self._highs[last - 1] >= low


def _told_as(value: float | None, low: float, high: float, apart: float) -> Iterator[tuple[float, float]]:
    if value is None:  # either end, or a number within a range that is next to one
        yield low - CLOSE * abs(low), low + CLOSE * abs(low)
        yield high - CLOSE * abs(high), high + CLOSE * abs(high)
        if high - low <= 2 * CLOSE * high:
            yield 0.99 * low, 1.01 * high
        return
    spare = max(apart * abs(value), min(0.5 * worth_of(value), AS_WRITTEN * abs(value)))
    narrow = max(high - value, value - low) <= TIGHT * abs(value)
    yield (min(low, value - spare), max(high, value + spare)) if narrow else (value - spare, value + spare)

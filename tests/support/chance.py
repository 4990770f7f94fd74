"""Where the choices of made-up input come from: from Hypothesis, which finds the smallest case, or from a seed, ten times as fast."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from random import Random
from typing import Any, Protocol

from hypothesis import strategies as st

NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 2**63, -(2**63), 10**400, 1e308, -1e308, float("inf"), float("nan"), 0.1, 1e-320,
    "", " ", "\x00", "\n", "\t", "null", "yes", "no", "~", "é", "\u202e", "\ud7ff", "𝔘", "a" * 3000, "0", "-0", "1e3",
    "2024-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "2025-07-14", "2025-7-4", "24:00", "NaN", "inf", "IRPR 159.3",
    "../../etc/passwd", "file:///etc/passwd", "{{7*7}}", "%s%n", "'; drop table x; --", "!!python/object:os.system",
    [], {}, [None], {"": None}, {"a": {"b": [1]}}, [[[[[]]]]], ["x"] * 50,
]  # fmt: skip


class Chance(Protocol):
    """A source of choices."""

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count`` − 1."""
        ...

    def letters(self, at_most: int) -> str:
        """Any text so short."""
        ...

    def value(self) -> Any:
        """What no field expects: one of ``NASTY``, or any number, text or day."""
        ...


_VALUES = st.sampled_from(range(len(NASTY))).map(lambda place: copy.deepcopy(NASTY[place])) | (
    st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str)
)


class Drawn:
    """Choices of Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count`` − 1."""
        return self._draw(st.integers(0, count - 1))

    def letters(self, at_most: int) -> str:
        """Any text so short."""
        return self._draw(st.text(max_size=at_most))

    def value(self) -> Any:
        """One of ``NASTY``, or any number, text or day."""
        return self._draw(_VALUES)


#: Ranges of characters, each as likely as the others: ASCII, control characters, Latin, any plane.
_LETTERS = ((32, 127), (0, 32), (127, 0x250), (0x250, 0xD800), (0xE000, 0x110000))


class Seeded:
    """Choices of a generator with a seed."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count`` − 1."""
        return int(self._random.random() * count)

    def letters(self, at_most: int) -> str:
        """Any text so short."""
        return "".join(
            chr(self._random.randrange(*self._random.choice(_LETTERS)))
            for _ in range(self.below(at_most + 1))
        )

    def value(self) -> Any:
        """One of ``NASTY``, or any number, text or day."""
        kind = self.below(8)
        if kind < 4:
            return copy.deepcopy(self._random.choice(NASTY))
        if kind == 4:
            return self._random.choice((1, -1)) * self._random.getrandbits(1 + self.below(80))
        if kind == 5:
            return self._random.gauss(0, 1) * 10.0 ** (self.below(600) - 300)
        if kind == 6:
            return self.letters(12)
        return (date.min + timedelta(self.below((date.max - date.min).days))).isoformat()

"""How far an answer moves when its inputs move: the interval of a method that is arithmetic, not a fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

Figures = Mapping[str, float]


def swing(answer: Callable[[Figures], float], figures: Figures, name: str, relative: float) -> float:
    """Change of ``answer`` when the figure ``name`` changes by the share ``relative`` (0.1 is +10 %)."""
    moved = {**figures, name: figures[name] * (1 + relative)}
    return answer(moved) - answer(figures)


def combined_half_width(
    answer: Callable[[Figures], float], figures: Figures, relative_half_widths: Figures, further: float = 0.0
) -> float:
    """Root of the sum of squared swings (independent inputs), with a ``further`` half-width in units of the
    answer.
    """
    parts = [
        swing(answer, figures, name, relative)
        for name, relative in relative_half_widths.items()
        if name in figures
    ]
    return math.sqrt(sum(part**2 for part in parts) + further**2)

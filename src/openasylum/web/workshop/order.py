"""The order in which draws are made, so that the first few already show the range of all."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from openasylum.web.workshop.store import Slim

#: The measure by whose value at the end of the horizon draws are told apart: it gathers intake, capacity and waits.
_TOLD_BY = "rpd_pending"


def spread(slims: Sequence[Slim]) -> list[int]:
    """The numbers of the draws, so that any first few are spread evenly over their ranks by ``rpd_pending`` at the end.

    Ranks are taken in the order of van der Corput's sequence, base 2 (Niederreiter 1992, Random Number Generation and Quasi-Monte Carlo
    Methods, section 3.1), which is a permutation of them: all draws together are the same draws.
    """
    scores = []
    for draw, slim in enumerate(slims):
        annual = slim.frame("annual").filter(pl.col("measure") == _TOLD_BY)
        scores.append((float(annual.sort("period")["value"][-1]), draw))
    ranked = [draw for _, draw in sorted(scores)]
    bits = max(1, (len(ranked) - 1).bit_length())
    order = sorted(range(len(ranked)), key=lambda rank: _reversed((rank << bits) // len(ranked), bits))
    # An eighth further on, so that the first four lie in the middle of the four quarters.
    return [ranked[(rank + len(ranked) // 8) % len(ranked)] for rank in order]


def _reversed(number: int, bits: int) -> int:
    return int(f"{number:0{bits}b}"[::-1], 2)

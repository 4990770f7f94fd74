"""Made-up claims for tests of costs: visits written as short stories, and random ones for properties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

Step = tuple[str, int, str | None]

#: The longest way a refused claim can go, by (stage, exit).
REFUSED = (
    ("eligibility", "referred"), ("rpd", "rejected"), ("rad", "dismissed"), ("federal_court_leave", "leave_granted"),
    ("federal_court_hearing", "dismissed"), ("removal", "removed"),
)  # fmt: skip


def claims(stories: Sequence[tuple[date, str, Sequence[Step]]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``(visits, people)`` from (day of claim, channel, steps); a step is (stage, days, exit), exit None
    where still there.
    """
    rows = []
    for row, (claimed, _, steps) in enumerate(stories):
        day = claimed
        for sequence, (stage, days, way) in enumerate(steps):
            out = None if way is None else day + timedelta(days=days)
            rows.append((row, sequence, stage, day, out, way))
            day += timedelta(days=days)
    visits = pl.DataFrame(
        rows,
        schema={
            "row": pl.UInt32, "sequence": pl.UInt16, "stage": pl.String, "date_in": pl.Date, "date_out": pl.Date,
            "exit": pl.String,
        },
        orient="row",
    )  # fmt: skip
    people = pl.DataFrame(
        {
            "person": pl.Series(range(len(stories)), dtype=pl.UInt64),
            "enter_date": pl.Series([claimed for claimed, _, _ in stories], dtype=pl.Date),
            "channel": pl.Series([channel for _, channel, _ in stories], dtype=pl.String),
        }
    )
    return visits, people


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[date, str, list[Step]]]:
    """Random stories along the longest way, broken off anywhere."""
    people = draw(st.integers(0, 6))
    told = []
    for _ in range(people):
        claimed = date(2017, 1, 1) + timedelta(days=draw(st.integers(0, 3000)))
        length = draw(st.integers(1, len(REFUSED)))
        steps: list[Step] = [(stage, draw(st.integers(0, 900)), way) for stage, way in REFUSED[:length]]
        if draw(st.booleans()):
            steps[-1] = (steps[-1][0], 0, None)
        told.append((claimed, draw(st.sampled_from(["between_ports", "land_port", "inland"])), steps))
    return told

"""While the first draws are made: how far that has come, and what was observed, which needs no computing."""

from __future__ import annotations

from typing import Any

import polars as pl

from openasylum import arrivals
from openasylum.report.tongue import Language, Tongue
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.words import Speaker
from openasylum.web.settings import SEED
from openasylum.web.workshop import Workshop

#: Pages that show something at once.
_AT_ONCE = ("claim", "law", "facts", "check", "limits")

#: The steps to a first answer, in their order.
STEPS = ("history", "ensemble")


def context(workshop: Workshop, language: Language) -> dict[str, Any]:
    """What the page shows: the step at hand, the claims observed, and pages to read meanwhile."""
    return {
        "steps": STEPS,
        "step": step_of(workshop),
        "observed": _observed(language),
        "meanwhile": [BY_ID[name] for name in _AT_ONCE],
    }


def step_of(workshop: Workshop) -> str:
    """Whether the observed years are still replayed, or the years to come are simulated."""
    return STEPS[(workshop.folder() / f"opening-{SEED}.parquet").is_file()]


def _observed(language: Language) -> dict[str, Any]:
    """Claims made a month, as published: a chart of what was observed."""
    say, tongue = Speaker(language), Tongue(language)
    months = arrivals.history_series().group_by("month").agg(pl.col("claims").sum())
    rows = months.sort("month").rows()
    first, last = tongue.month(rows[0][0]), tongue.month(rows[-1][0])
    most = max(rows, key=lambda row: row[1])
    summary = say("waiting.observed_summary", first=first, last=last, most=tongue.month(most[0]))
    return {
        "kind": "time",
        "id": "observed",
        "title": say("waiting.observed_title", first=first, last=last),
        "subtitle": say("waiting.observed_units"),
        "summary": summary,
        "notes": [say("waiting.observed_note")],
        "unit": "persons",
        "axis": say("waiting.axis"),
        "from": rows[-1][0],
        "observed": [list(row) for row in rows],
        "series": [],
        "differences": [],
        "marks": [],
    }

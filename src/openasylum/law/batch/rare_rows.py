"""The few claims of a nested table that a column cannot settle: hours and time zones, and claims that are known to
be still undecided. They are read one by one, as documents are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from openasylum.law import entry_times, referral
from openasylum.law.batch.arrow_parts import Lists, flags_truth, part, series, valid
from openasylum.law.flat_facts import NEVER
from openasylum.law.gates.planes import Truth

Refuse = Callable[[int, str, Any], None]

_HOURS = ("entry_time", "entry_timezone", "time", "timezone")


def rare_facts(claims: pa.StructArray, entries: Lists | None, refuse: Refuse) -> dict[str, Truth]:
    """The facts about hours, zones and deemed referral, null where the row says nothing of them.

    A row with an hour or a zone that is none is refused. ``claim.decision_date`` of 9999-12-31 means still
    undecided.
    """
    told = np.flatnonzero(_told(claims, entries))
    if not len(told):
        return {}
    rows = _texts(claims.take(pa.array(told))).with_columns(row=pl.Series(told))
    said = {name: np.zeros((2, len(claims)), dtype=np.bool_) for name in _FACTS}
    for row in rows.iter_rows(named=True):
        try:
            facts = _facts_of({key: value for key, value in row.items() if value is not None})
        except (ValueError, ZoneInfoNotFoundError):
            hours = [row[name] for name in _HOURS if row.get(name) is not None]
            refuse(row["row"], "entries.time", ", ".join(hours))
            continue
        for name, value in facts.items():
            said[name][:, row["row"]] = value, True
    return {name: flags_truth(values, known) for name, (values, known) in said.items()}


def _told(claims: pa.StructArray, entries: Lists | None) -> NDArray[np.bool_]:
    """The rows that say an hour of entry, or that they are still undecided."""
    told = np.zeros(len(claims), dtype=np.bool_)
    hours = None if entries is None else part(entries.items, "time")
    if entries is not None and hours is not None and hours.null_count < len(hours):
        told |= valid(part(entries.last_items(), "time"))
    decided = part(claims, _PATHS["decision_date"])
    if decided is not None and decided.null_count < len(decided):
        days = series(decided)
        never = days == str(NEVER) if days.dtype == pl.String else days.cast(pl.Date) == NEVER
        told |= never.fill_null(False).to_numpy()
    return told


def _texts(claims: pa.StructArray) -> pl.DataFrame:
    """What such rows say of days, hours and zones, as text."""
    given = {name: column for name, path in _PATHS.items() if (column := part(claims, path)) is not None}
    entries = part(claims, "entries")
    if entries is not None:
        last = Lists.of(entries).last_items()
        for name in ("date", "time", "timezone"):
            if (column := part(last, name)) is not None:
                given[f"entry_{name}"] = column
    return pl.DataFrame({name: series(column).cast(pl.String) for name, column in given.items()})


_PATHS = {
    "date": "claim.date", "time": "claim.time", "timezone": "claim.timezone",
    "decision_date": "claim.decision_date", "as_of": "as_of",
}  # fmt: skip
_FACTS = (
    "entered_between_commencement_readings",
    "day_count_depends_on_zone",
    "deemed_referred",
    "deemed_referral_depends_on_count",
)


def _facts_of(row: Mapping[str, Any]) -> dict[str, bool]:
    claim = {key: row[key] for key in ("date", "time", "timezone") if key in row}
    entry = {key: row[f"entry_{key}"] for key in ("date", "time", "timezone") if f"entry_{key}" in row}
    facts = {
        "entered_between_commencement_readings": entry_times.between_readings(entry),
        "day_count_depends_on_zone": entry_times.depends_on_zone(entry, claim),
    }
    if row.get("decision_date") == str(NEVER):
        asked = {"as_of": row["as_of"]} if "as_of" in row and date.fromisoformat(row["as_of"]) < NEVER else {}
        facts |= referral.deemed_facts({"claim": {**claim, "decision_date": None}, **asked})
    return facts

"""The few claims of a nested table that a column cannot settle: hours and time zones, and claims that are known to
be still undecided. They are read one by one, as documents are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import polars as pl

from openasylum.law import entry_times, referral
from openasylum.law.flat_facts import NEVER, flat_facts

Part = Callable[[pl.DataFrame, str], pl.Series | None]
Refuse = Callable[[int, str, Any], None]

_HOURS = ("entry_time", "entry_timezone", "time", "timezone")


def rare_facts(frame: pl.DataFrame, part: Part, refuse: Refuse) -> dict[str, pl.Series]:
    """The facts about hours, zones and deemed referral, null where the row says nothing of them.

    A row with an hour or a zone that is none is refused. ``part`` finds a column by dotted
    path. ``claim.decision_date`` of 9999-12-31 means still undecided.
    """
    told = _told(frame, part)
    if told is None or not told.any():
        return {}
    rows = _texts(frame.filter(told), part).with_columns(row=told.arg_true().cast(pl.Int64))
    found: dict[str, list[bool | None]] = {name: [None] * frame.height for name in _FACTS}
    for row in rows.iter_rows(named=True):
        try:
            facts = _facts_of({key: value for key, value in row.items() if value is not None})
        except (ValueError, ZoneInfoNotFoundError):
            hours = [row[name] for name in _HOURS if row.get(name) is not None]
            refuse(row["row"], "entries.time", ", ".join(hours))
            continue
        for name, value in facts.items():
            found[name][row["row"]] = value
    return {name: pl.Series(name, values, dtype=flat_facts()[name].dtype) for name, values in found.items()}


def _told(frame: pl.DataFrame, part: Part) -> pl.Series | None:
    """The rows that say an hour of entry, or that they are still undecided; None where no column could."""
    signs = []
    last = _last_entry(frame, part, ("time",))
    if last is not None and "time" in last.columns:
        signs.append(last.get_column("time").is_not_null())
    decided = part(frame, _PATHS["decision_date"])
    if decided is not None:
        never = pl.lit(NEVER if decided.dtype == pl.Date else str(NEVER))
        signs.append(pl.select((pl.lit(decided) == never).fill_null(False)).to_series())
    return pl.select(pl.any_horizontal(signs)).to_series() if signs else None


def _last_entry(frame: pl.DataFrame, part: Part, wanted: Sequence[str]) -> pl.DataFrame | None:
    """Some fields of each claim's last entry, as far as the table has them."""
    entries = part(frame, "entries")
    if entries is None or not isinstance(entries.dtype, pl.List):
        return None
    inner = entries.dtype.inner
    if not isinstance(inner, pl.Struct) or not set(wanted) & {field.name for field in inner.fields}:
        return None
    last = pl.DataFrame({"e": entries.list.last()})
    found = {name: column for name in wanted if (column := part(last, f"e.{name}")) is not None}
    return pl.DataFrame(found)


def _texts(frame: pl.DataFrame, part: Part) -> pl.DataFrame:
    """What such rows say of days, hours and zones, as text."""
    given = {name: column for name, path in _PATHS.items() if (column := part(frame, path)) is not None}
    last = _last_entry(frame, part, ("date", "time", "timezone"))
    if last is not None:
        given |= {f"entry_{column.name}": column for column in last.iter_columns()}
    return pl.DataFrame({name: column.cast(pl.String) for name, column in given.items()})


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

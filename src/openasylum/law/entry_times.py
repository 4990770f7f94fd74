"""Where hours and time zones matter: the first hours of the Additional Protocol, and days counted across
zones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: First day of the Additional Protocol, as the regulations have it, and its first instant, as announced
#: (12:01 a.m. EDT).
FIRST_DAY: Final = date(2023, 3, 25)
FIRST_INSTANT: Final = datetime(2023, 3, 25, 4, 1, tzinfo=UTC)
_DAYS: Final = 14


def instant(moment: Mapping[str, Any]) -> datetime | None:
    """The instant of an entry or a claim, None unless its day, its time and its zone are all given.

    Raises ``ValueError`` for a time and ``ZoneInfoNotFoundError`` for a zone that is none.
    """
    if not all(moment.get(key) for key in ("date", "time", "timezone")):
        return None
    at = time.fromisoformat(moment["time"])
    return datetime.combine(date.fromisoformat(moment["date"]), at, ZoneInfo(moment["timezone"]))


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def between_readings(entry: Mapping[str, Any]) -> bool:
    """Whether the day and the announced instant of commencement put this entry on different sides."""
    at = instant(entry) if str(entry.get("date"))[:7] == "2023-03" else None
    return at is not None and (at >= FIRST_INSTANT) != (date.fromisoformat(entry["date"]) >= FIRST_DAY)


def depends_on_zone(entry: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    """Whether the claim is inside the 14 days by one place's local date and outside by the other's."""
    entered = instant(entry) if entry.get("timezone") != claim.get("timezone") else None
    claimed = instant(claim) if entered is not None else None
    if entered is None or claimed is None:
        return False
    entry_day, claim_day = date.fromisoformat(entry["date"]), date.fromisoformat(claim["date"])
    counts = {
        (claim_day - entry_day).days,
        (claimed.astimezone(entered.tzinfo).date() - entry_day).days,
        (claim_day - entered.astimezone(claimed.tzinfo).date()).days,
    }
    return len({count < _DAYS for count in counts}) > 1

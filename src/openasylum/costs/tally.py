"""The inner loop: one pass over visits that counts entries, exits and days. Compiled by Numba at the first
call, not at import.
"""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(nogil=True, cache=True)
def tally(
    person: Any,
    stage: Any,
    way: Any,
    first: Any,
    enters: Any,
    leaves: Any,
    gone: Any,
    group: Any,
    channel: Any,
    claimed: Any,
    day_zero: int,
    year_of: Any,
    new_years: Any,
    tables: Any,
    entries: Any,
    exits: Any,
    days: Any,
) -> None:
    """Add every visit to ``entries`` and ``exits`` (group, year, stage or way out, channel, first visit) and
    ``days`` (profile, group, …).

    One element a visit: ``person`` to ``gone``; one a person: ``group``, ``channel``, ``claimed``.
    ``year_of[day - day_zero]`` is the number of a day's fiscal year and ``new_years`` the day each begins on.
    ``tables`` (profile, days since the claim) holds cumulative milli-days.
    """
    profiles = tables.shape[0]
    for visit in range(person.size):
        who, where = person[visit], stage[visit]
        g, c, day, last = group[who], channel[who], enters[visit], leaves[visit]
        year = year_of[day - day_zero]
        entries[g, year, where, c, first[visit]] += 1
        if gone[visit]:
            exits[g, year_of[last - day_zero], way[visit], c, first[visit]] += 1
        since = claimed[who]
        while day < last:
            end = min(last, new_years[year + 1])
            begin = max(day - since, 0)
            for profile in range(profiles):
                days[profile, g, year, where, c] += (
                    tables[profile, max(end - since, 0)] - tables[profile, begin]
                )
            day, year = end, year + 1

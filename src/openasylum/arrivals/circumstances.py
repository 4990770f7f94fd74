"""What the law asks of each person: flat facts drawn from published shares and named assumptions, keyed by
person.

Only facts that vary between simulated people are set here; every other fact is known not to be so
(``law.fill_known``). Each fact has its own keyed uniform, so changing one share leaves every other fact of
everyone as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.arrivals.persons import Persons
from openasylum.keyed_random import uniform
from openasylum.law import FLAT_FACTS, NEVER
from openasylum.timeline import day_number
from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS, PROVINCES

LAND_PORT, BETWEEN_PORTS, AIRPORT, INLAND, UNDETECTED = range(len(CHANNELS))

#: Entries up to this day never start the year of IRPA 101(1)(b.1).
LAST_UNCOUNTED_ENTRY: Final = day_number(date(2020, 6, 24))

#: Kinds of exception (IRPR 159.5) that simulated people meet, each with the flat fact that makes it so and its
#: value: five kinds of family anchor, an unaccompanied minor, a document holder.
FAMILY_EXCEPTIONS: Final[dict[str, bool | int]] = {
    "family_citizen": True,
    "family_permanent_resident": True,
    "family_protected": True,
    "family_claimant_age": 35,
    "family_permit_age": 35,
}
EXCEPTIONS: Final[dict[str, bool | int]] = {**FAMILY_EXCEPTIONS, "age": 16, "holds_canadian_document": True}

_ENTRY_LOCATIONS: Final = (
    "land_port_of_entry",
    "between_ports_of_entry",
    "airport",
    "airport",
    "between_ports_of_entry",
)
_CLAIM_PLACES: Final = ("port_of_entry", "inland", "port_of_entry", "inland", "inland")
_ALL_LOCATIONS: Final = (
    "land_port_of_entry",
    "closed_port_of_entry",
    "between_ports_of_entry",
    "airport",
    "harbour_port",
    "coast",
)
_YEAR: Final = 365

Values = Mapping[str, float | str]
Floats = NDArray[np.float64]


def claimants(
    persons: Persons, values: Values, seed: int, draw: int, *, us_citizens: Floats, port_exceptions: Floats
) -> pl.DataFrame:
    """The table of claimants: one row a person, in the order of ``persons``.

    ``us_citizens`` is, for each person, the share of U.S. citizens among ``other_americas``;
    ``port_exceptions`` the share of those at a land port who meet an exception (IRPR 159.5). Columns:
    ``person``, ``claim_date``, ``entry_date``, ``channel``, ``province``, ``origin``, and flat facts of the
    law. An inland claimant is taken to have come by air, unless undetected between ports.
    """

    def chance(fact: str) -> Floats:
        return uniform(seed, draw, f"arrivals.{fact}", persons.person)

    claim = persons.claim_days(seed, draw)
    entry = claim - days_since_entry(persons.channel, values, chance("days_since_entry"))
    by_land = _comes_by_land(persons.channel)
    exception = by_land & (
        chance("exception")
        < np.where(
            persons.channel == LAND_PORT,
            port_exceptions,
            float(values["arrivals.between_ports_exception_share"]),
        )
    )
    kind = np.searchsorted(np.cumsum(list(exception_shares(values).values())), chance("exception_kind"))
    kind = np.where(exception, np.minimum(kind, len(EXCEPTIONS) - 1), -1)
    us_citizen = (persons.origin == ORIGIN_GROUPS.index("other_americas")) & (
        chance("us_citizen") < us_citizens
    )
    claimed_before = chance("claimed_in_sharing_country") < np.where(
        by_land, float(values["arrivals.claimed_in_sharing_country_share"]), 0.0
    )
    counted = np.where(entry > LAST_UNCOUNTED_ENTRY, entry, day_number(NEVER)).astype(np.int32)
    return pl.DataFrame(
        {
            "person": persons.person,
            "claim_date": pl.Series(claim).cast(pl.Date),
            "entry_date": pl.Series(entry.astype(np.int32)).cast(pl.Date),
            "first_entry_date": pl.Series(counted).cast(pl.Date),
            "channel": _enum(persons.channel, CHANNELS),
            "province": _enum(persons.province, PROVINCES),
            "origin": _enum(persons.origin, ORIGIN_GROUPS),
            **place_facts(persons.channel),
            "us_national": us_citizen,
            **{name: _exception(kind == place, name) for place, name in enumerate(EXCEPTIONS)},
            "claimed_in_sharing_country": claimed_before,
        }
    )


def exception_shares(values: Values) -> dict[str, float]:
    """Share of each kind among those who meet an exception; the kinds of family anchor are taken alike."""
    family, minor = (
        float(values["arrivals.exception_family_share"]),
        float(values["arrivals.exception_minor_share"]),
    )
    shares = dict.fromkeys(FAMILY_EXCEPTIONS, family / len(FAMILY_EXCEPTIONS))
    return {
        **shares,
        "age": (1.0 - family) * minor,
        "holds_canadian_document": (1.0 - family) * (1.0 - minor),
    }


def _exception(meets: NDArray[np.bool_], name: str) -> pl.Series:
    """The flat fact of one kind of exception: as it must be for those who meet it, known not to be so for others."""
    fact = FLAT_FACTS[name]
    if isinstance(EXCEPTIONS[name], bool):
        return pl.Series(meets)
    return pl.Series(np.where(meets, EXCEPTIONS[name], fact.known).astype(np.int16))


def place_facts(channel: NDArray[np.int8]) -> dict[str, pl.Series]:
    """What the channel alone settles: ``claim_place``, ``entry_location`` and ``came_from_us``, for each of
    ``channel`` (positions).
    """
    return {
        "claim_place": _recode(channel, _CLAIM_PLACES, ("port_of_entry", "inland", "online")),
        "entry_location": _recode(channel, _ENTRY_LOCATIONS, _ALL_LOCATIONS),
        "came_from_us": pl.Series(_comes_by_land(channel)),
    }


def _comes_by_land(channel: NDArray[np.int8]) -> NDArray[np.bool_]:
    return np.isin(channel, (LAND_PORT, BETWEEN_PORTS, UNDETECTED))


def days_since_entry(channel: NDArray[np.int8], values: Values, u: Floats) -> NDArray[np.int32]:
    """Days from the entry to the claim: none at ports and between them, a lag inland and after undetected
    entry.

    Inland, a share ``arrivals.inland_over_one_year_share`` entered more than a year before (exponential
    beyond the year), the others within it (exponential, cut off at the year). Undetected entry: 14 days or
    more. ``u`` is one uniform per person.
    """
    late = float(values["arrivals.inland_over_one_year_share"])
    within = _truncated_exponential(
        u / (1.0 - late), float(values["arrivals.inland_within_year_days"]), _YEAR
    )
    beyond = (
        _YEAR + 1 + _exponential((u - (1.0 - late)) / late, float(values["arrivals.inland_beyond_year_days"]))
    )
    inland = np.where(u < 1.0 - late, within, beyond)
    hidden = 14 + _exponential(u, float(values["arrivals.undetected_lag_days"]))
    lag = np.where(channel == INLAND, inland, np.where(channel == UNDETECTED, hidden, 0.0))
    return lag.astype(np.int32)


def _exponential(u: Floats, mean: float) -> Floats:
    return -mean * np.log1p(-np.clip(u, 0.0, 1.0 - 1e-9))


def _truncated_exponential(u: Floats, mean: float, end: float) -> Floats:
    return -mean * np.log1p(-np.clip(u, 0.0, 1.0) * -np.expm1(-end / mean))


def _enum(codes: NDArray[np.int8], words: tuple[str, ...]) -> pl.Series:
    return pl.Series(words, dtype=pl.Enum(words)).gather(codes)


def _recode(codes: NDArray[np.int8], by_code: tuple[str, ...], words: tuple[str, ...]) -> pl.Series:
    return _enum(np.array([words.index(word) for word in by_code], dtype=np.int8)[codes], words)

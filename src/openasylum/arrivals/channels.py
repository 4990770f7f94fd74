"""Claims by channel: the splice of claims by office, interceptions between ports, and claims after
undetected entry.

Two breaks are mended here and nowhere else.

* **Coding break.** To February 2018 most claims made after crossing between ports were coded *Inland*
  (Quebec, August 2017: Border 290, Inland 5,635, interceptions 5,530), from March 2018 on *Border*. Up to
  the break, interceptions are taken out of what *Inland* exceeds its own course by, then out of what
  *Border* exceeds the claims usually made at ports.
* **Two meanings of "irregular".** RCMP interceptions are persons caught between ports. IRCC's *irregular*
  mode counts claims by people who crossed between ports, caught or not. The difference is the claims after
  undetected entry, which are made inland.

Every published claim is in exactly one channel, so the channels add up to the published total.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from openasylum.arrivals.interceptions import row_of, rows_of
from openasylum.arrivals.published import OFFICES, PROVINCE_INDEX
from openasylum.arrivals.reconcile import Counts, apportion
from openasylum.vocabulary import CHANNELS

CHANNEL_INDEX: Final = {channel: position for position, channel in enumerate(CHANNELS)}

#: The first month in which claims after crossing between ports are coded *Border* everywhere.
BREAK_ROW: Final = row_of(2018, 3)

#: The first full month in which the Agreement reached people who cross between ports (Additional Protocol,
#: 25 March 2023).
PROTOCOL_ROW: Final = row_of(2023, 4)


def claims_by_channel(offices: Counts, interceptions: Counts, undetected: Counts) -> Counts:
    """Claims, channel x month x province, in the order of ``CHANNELS``.

    ``offices`` is ``office_claims()``, ``interceptions`` and ``undetected`` are month x province.
    Interceptions are kept exactly; where fewer claims were made than persons intercepted, the persons
    intercepted count.
    """
    airport, border, inland = (
        offices[OFFICES.index(office)].copy() for office in ("Airport", "Border", "Inland")
    )
    from_inland = coded_inland(border, inland, interceptions)
    inland -= from_inland
    from_border = np.minimum(interceptions - from_inland, border)
    border -= from_border
    short = interceptions - from_inland - from_border
    inland -= np.minimum(short, inland)
    hidden = np.minimum(undetected, inland)
    by_name = {
        "land_port": border,
        "between_ports": interceptions,
        "airport": airport,
        "inland": inland - hidden,
        "undetected": hidden,
    }
    return np.stack([by_name[channel] for channel in CHANNELS])


def coded_inland(border: Counts, inland: Counts, interceptions: Counts) -> Counts:
    """The interceptions whose claims were coded *Inland*, month x province: none from March 2018 on.

    What *Inland* exceeds its course by, its course being the line between its mean of 2016 and its mean
    from March to August 2018; and what *Border* cannot hold without falling below the claims usually made
    at ports (mean of March to December 2018).
    """
    found = np.zeros_like(inland)
    before = slice(0, BREAK_ROW)
    year_2016, after = rows_of((2016, 1), (2016, 12)), rows_of((2018, 3), (2018, 8))
    at = np.array([row_of(2016, 7), row_of(2018, 5)], dtype=float)
    levels = np.stack([inland[year_2016].mean(axis=0), inland[after].mean(axis=0)])
    place = np.clip((np.arange(BREAK_ROW) - at[0]) / (at[1] - at[0]), 0.0, 1.0)[:, None]
    course = levels[0] + place * (levels[1] - levels[0])
    spring_on = rows_of((2018, 3), (2018, 12))
    at_ports = np.maximum((border[spring_on] - interceptions[spring_on]).mean(axis=0), 0.0)
    above_course = np.maximum(inland[before] - course, 0.0)
    beyond_border = interceptions[before] - np.maximum(border[before] - at_ports, 0.0)
    wanted = np.minimum(interceptions[before], np.maximum(above_course, beyond_border))
    found[before] = np.minimum(np.rint(wanted), inland[before]).astype(np.int64)
    return found


def undetected_claims(
    irregular: dict[int, float], clandestine: int, interceptions: Counts, inland: Counts, ontario_share: float
) -> Counts:
    """Claims made inland after an entry between ports that nobody detected, month x province.

    ``irregular`` is IRCC's claims a year of *irregular* mode; less the year's interceptions they are the
    claims after undetected entry (2018-2022: 390 to 610 a year; about 3,000 from April to December 2023).
    ``clandestine`` is CBSA's own count of them from April to September 2023. Years before 2018, when the
    modes were being recoded, and years without a published mode take the mean of 2018-2022, or the latest
    year's number after the Protocol. ``ontario_share`` go to Ontario ("mostly Greater Toronto Area", CBSA),
    the rest by the other provinces' inland claims.
    """
    by_month = np.zeros(len(inland), dtype=np.int64)
    caught = interceptions.sum(axis=1)
    difference = {
        year: n - caught[rows_of((year, 1), (year, 12))].sum()
        for year, n in irregular.items()
        if year >= 2018
    }
    usual = float(np.mean([difference[year] for year in range(2018, 2023)]))
    for first in range(0, len(inland), 12):
        year = 2015 + first // 12
        rows = slice(first, min(first + 12, len(inland)))
        spread = inland[rows].sum(axis=1).astype(np.float64)
        if year == 2023:
            winter = round(usual / 4)
            autumn = max(round(difference[year]) - winter - clandestine, 0)
            for part, total in ((slice(0, 3), winter), (slice(3, 9), clandestine), (slice(9, 12), autumn)):
                by_month[rows][part] = apportion(total, spread[part])
        else:
            of_year = difference.get(year, usual if year < 2018 else difference[max(difference)])
            by_month[rows] = apportion(round(max(of_year, 0.0) * len(spread) / 12), spread)
    ontario = PROVINCE_INDEX["ON"]
    share = inland.astype(np.float64)
    share[:, ontario] = 0.0
    elsewhere = np.maximum(share.sum(axis=1, keepdims=True), 1.0)
    share = share / elsewhere * (1.0 - ontario_share)
    share[:, ontario] = ontario_share
    return np.stack([apportion(int(total), row) for total, row in zip(by_month, share, strict=True)])

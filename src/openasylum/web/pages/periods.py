"""Periods as a reader writes them."""

from __future__ import annotations

import re

from openasylum.report.tongue import Language, Tongue
from openasylum.typography import unbroken

_FISCAL = re.compile(r"FY(\d{4})(-\d{2})?")
_ENDS = re.compile(r"/|\.\.")


def period_name(period: str, language: Language) -> str:
    """ "FY2017-18" as "fiscal year 2017-18", "exercice 2017-2018"; two ends as "… to …"; months by their name;
    "2018-12 for 2023-12" as "December 2023 seen from December 2018".
    """
    tongue = Tongue(language)
    if _ENDS.search(period):
        ends = [period_name(end, language) for end in _ENDS.split(period, maxsplit=1)]
        return tongue(" to ", " à ").join(ends)
    seen, foreseen, at = period.partition(" for ")
    if foreseen:
        return tongue(" seen from ", " vu de ").join(period_name(end, language) for end in (at, seen))
    found = _FISCAL.fullmatch(period)
    if found is None:
        return unbroken(tongue.month_of(period))
    year = int(found[1])
    return unbroken(
        tongue(
            f"fiscal year {year}{found[2] or ''}",
            f"exercice {year}-{year + 1}" if found[2] else f"exercice {year}",
        )
    )

"""Units of assumptions in both languages: registers write them in English."""

from __future__ import annotations

import re
from functools import cache

from openasylum.documents import shipped

_DOLLARS = re.compile(r"CAD of (\d{4}(?:-\d{2})?) per (.+)")


def unit_name(unit: str, language: str) -> str:
    """ "share of claimants" -> "part des demandeurs"; "CAD of 2024 per month" -> "$ de 2024 par mois".

    A unit that is not listed stays as it is; a test holds the list against the register.
    """
    dollars = _DOLLARS.fullmatch(unit)
    if dollars:
        year, each = dollars.groups()
        return f"$ de {year} par {_french()[each]}" if language == "fr" else f"$ of {year} per {each}"
    return _french().get(unit, unit) if language == "fr" else unit


def choice_name(value: str, language: str) -> str:
    """A value of an assumption that is a choice among words: "weak" -> "faible"."""
    return _french().get(value, value) if language == "fr" else value


@cache
def _french() -> dict[str, str]:
    found: dict[str, str] = shipped("openasylum.report", "units.yaml").data
    return found

"""Figures in words, English and French: numbers, money, shares, times."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from openasylum.bilingual import MONTHS

if TYPE_CHECKING:
    from openasylum.check.figures.measures import Measure
    from openasylum.check.figures.observations import Observation


def number(value: float, language: str) -> str:
    """A number as it is printed: 39,540 or 39 540, 1.5 or 1,5."""
    rounded = round(value, 2 if abs(value) < 1000 else 0)
    text = f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0").rstrip(".")
    if language == "en":
        return text
    return text.replace(",", "\u00a0").replace(".", ",")


@lru_cache(maxsize=20_000)
def amount(value: float, dimension: str, language: str, currency: str = "$") -> str:
    """A value in base units with its unit: money, a share, a length of time (in months; "days": shown in days), or a count."""
    if dimension == "money":
        if abs(value) >= 1e9:
            large, scale = (
                number(value / 1e9, language),
                ("billion", "milliard" + ("s" if value >= 2e9 else "")),
            )
        elif abs(value) >= 1e6:
            large, scale = (
                number(value / 1e6, language),
                ("million", "million" + ("s" if value >= 2e6 else "")),
            )
        else:
            large, scale = number(value, language), ("", "")
        if language == "en":
            return f"{currency}{large} {scale[0]}".rstrip()
        return f"{large}\u00a0{scale[1] + ' de ' if scale[1] else ''}{'dollars' if scale[1] else currency}"
    if dimension in ("share", "points"):
        percent = number(value * 100, language)
        if dimension == "points":
            return f"{percent} percentage points" if language == "en" else f"{percent} points de pourcentage"
        return f"{percent}%" if language == "en" else f"{percent}\u00a0%"
    if dimension in ("duration", "days"):
        if value < 2 or dimension == "days":
            days = number(round(value * 365.25 / 12), language)
            return f"{days} days" if language == "en" else f"{days} jours"
        months = number(round(value, 1), language)
        return f"{months} months" if language == "en" else f"{months} mois"
    if value >= 1e6:
        millions = number(value / 1e6, language)
        return (
            f"{millions} million"
            if language == "en"
            else f"{millions}\u00a0million{'s' if value >= 2e6 else ''}"
        )
    return number(value, language)


@lru_cache(maxsize=20_000)
def period(first: date, last: date, grain: str, language: str) -> str:
    """A period in words."""
    if grain == "undated":
        return ""
    if grain in ("fiscal_year",):
        return f"{first.year}-{last.year % 100:02d}"
    if grain == "us_fiscal_year":
        return f"U.S. fiscal {last.year}" if language == "en" else f"exercice américain {last.year}"
    if grain == "year":
        return str(first.year)
    if grain == "day" or first == last:
        return day(first, language)
    if grain == "month":
        return f"{first:%B %Y}" if language == "en" else f"{MONTHS['fr'][first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}–{last.year}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        begin, close = (
            period(first, last, "month", language),
            period(last.replace(day=1), last, "month", language),
        )
        return f"{begin} {'to' if language == 'en' else 'à'} {close}"
    begin, close = day(first, language), day(last, language)
    return f"{begin} to {close}" if language == "en" else f"du {begin} au {close}"


def of_period(first: date, last: date, grain: str, language: str) -> str:
    """A period in words, after "of": in French with its article, or elided before a vowel."""
    told = period(first, last, grain, language)
    if not told or language == "en" or told.startswith("du "):
        return f"of {told}" if told and language == "en" else told
    if grain == "day" or first == last:
        return f"du {told}"
    if told.startswith("exercice"):
        return f"de l'{told}"
    return f"d'{told}" if told[0] in "ao" else f"de {told}"


def day(one: date, language: str) -> str:
    """A day in words."""
    if language == "en":
        return f"{one.day} {one:%B} {one.year}"
    return f"{'1er' if one.day == 1 else one.day} {MONTHS['fr'][one.month - 1]} {one.year}"


def value_of(observation: Observation, dimension: str, language: str) -> str:
    """The value of an observation, or its range."""
    currency = "US$" if observation.place == "United States" and dimension == "money" else "$"
    if observation.figure and observation.row.unit and observation.row.unit.startswith("GBP"):
        currency = "£"
    if dimension == "duration" and observation.figure and observation.row.unit == "days":
        dimension = "days"  # a stay told in days is shown in days, however long
    if observation.value is not None:
        return amount(observation.value, dimension, language, currency)
    low, high = (amount(end, dimension, language, currency) for end in (observation.low, observation.high))
    if low == high:
        return low
    return f"{low} to {high}" if language == "en" else f"{low} à {high}"


def shown(observation: Observation, measure: Measure) -> dict[str, str]:
    """Value, period and place in both languages, for a line of a report."""
    told = {}
    for language in ("en", "fr"):
        parts = [value_of(observation, measure.dimension, language)]
        when = period(observation.first, observation.last, observation.grain, language)
        told[language] = f"{parts[0]} ({when})" if when else parts[0]
    return told

"""Why a verdict: one sentence in each language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from string import Formatter
from typing import Any, Final

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures import showing
from openasylum.check.figures.observations import Observation
from openasylum.check.figures.rounding import ours_rounds
from openasylum.check.figures.standing import Standing
from openasylum.check.language.quantities import Quantity
from openasylum.documents import shipped
from openasylum.vocabulary import PROVINCE_LABELS


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return dict(shipped(__package__, "reasons.yaml").data)


@cache
def _parts_of(name: str) -> frozenset[str]:
    """The parts that a sentence asks for, in either language: no other need be worked out."""
    return frozenset(
        part for told in _sentences()[name].values() for _, part, _, _ in Formatter().parse(told) if part
    )


def filled(name: str, **parts: Any) -> Bilingual:
    """A sentence of ``reasons.yaml`` with its parts; a part is a text or a pair of texts by language."""
    told = {}
    for language in ("en", "fr"):
        known = {key: value[language] if isinstance(value, dict) else value for key, value in parts.items()}
        told[language] = _sentences()[name][language].format(**known)
    return Bilingual(en=_tidy(told["en"]), fr=_tidy(told["fr"]))


def _tidy(sentence: str) -> str:
    sentence = sentence.strip().replace("..", ".")
    return sentence[0].upper() + sentence[1:]


#: Parts that hang on our value alone, whatever the figure that is held against it.
_OF_OURS: Final = frozenset({"title", "value", "period"})


def reason(quantity: Quantity, standing: Standing) -> Bilingual:
    """The sentence for a figure that was held against a measure."""
    name = standing.why
    if name == "same" and standing.verdict == "agrees_rounded":
        ours = standing.observations[0].value
        finer = (
            quantity.hedge is None and ours is not None and ours_rounds(quantity.value, quantity.step, ours)
        )
        name = "rounded_by_us" if finer else "rounded"
    if name == "nearest" and standing.observations[0].value == quantity.value:
        name = "the_number"
    if not _parts_of(name) <= _OF_OURS:
        return _told(name, quantity, standing)
    told, key = standing.observations[0].told, (name, standing.measure.id)
    if key not in told:
        told[key] = _told(name, quantity, standing)
    return told[key]


def _told(name: str, quantity: Quantity, standing: Standing) -> Bilingual:
    measure, observations = standing.measure, standing.observations
    first, last = observations[0], observations[-1]
    other = standing.other or last
    parts: dict[str, Callable[[], Any]] = {
        "title": lambda: {language: _title(first, standing, language) for language in ("en", "fr")},
        "value": lambda: _each(first, measure.dimension),
        "value2": lambda: _each(other, measure.dimension),
        "period": lambda: _of_period(first, name == "period_of_source"),
        "period2": lambda: _of_period(other, name == "other_period"),
        "said": lambda: {language: said(quantity, language) for language in ("en", "fr")},
        "because": lambda: standing.trap.because.model_dump() if standing.trap else "",
        "change": lambda: _ratio(first, last, 1.0),
        "part": lambda: _ratio(first, last, 0.0),
        "list": lambda: {language: _list(standing, language) for language in ("en", "fr")},
    }
    return filled(name, **{part: parts[part]() for part in _parts_of(name)})


def _title(one: Observation, standing: Standing, language: str) -> str:
    if standing.why == "rivals" or standing.why.startswith(("change", "part")):
        place = "" if one.place == standing.measure.country else f" ({_place(one.place, language)})"
        return f"{standing.measure.title[language]}{place}"
    title = one.row.title[language] if one.figure else (one.values.title or standing.measure.title)[language]
    where = [] if one.figure or one.place in ("Canada", "United States") else [_place(one.place, language)]
    if one.origin and not one.figure:
        where.append(one.origin)
    return f"{title} ({', '.join(where)})" if where else str(title)


_PROVINCES: Final = {label["en"]: label for label in PROVINCE_LABELS.values()}


def _place(name: str, language: str) -> str:
    return _PROVINCES[name][language] if name in _PROVINCES else name


def _each(one: Observation, dimension: str) -> dict[str, str]:
    return {language: showing.value_of(one, dimension, language) for language in ("en", "fr")}


def _ratio(first: Observation, second: Observation, base: float) -> dict[str, str]:
    """The second value as a share of the first, or (``base`` 1) how far it lies from it."""
    if not first.value or second.value is None:
        return {"en": "", "fr": ""}
    share = second.value / first.value - base
    sign = "+" if base and share > 0 else "\u2212" if share < 0 else ""
    return {
        language: sign + showing.amount(abs(round(share, 3)), "share", language) for language in ("en", "fr")
    }


def _of_period(one: Observation, bare: bool) -> dict[str, str]:
    """The period in brackets, or (``bare``) after the word whose period it is."""
    told = {}
    for language in ("en", "fr"):
        words = showing.of_period if bare else showing.period
        when = words(one.first, one.last, one.grain, language)
        told[language] = "" if not when else f" {when}" if bare else f" ({when})"
    return told


def _list(standing: Standing, language: str) -> str:
    parts = []
    for one in standing.observations:
        who = one.row.source if one.figure else (one.values.title or standing.measure.title)[language]
        if one.figure and one.row.organisation:
            who = one.row.organisation
        when = showing.period(one.first, one.last, one.grain, language)
        parts.append(
            f"{who} {showing.value_of(one, standing.measure.dimension, language)}"
            + (f" ({when})" if when else "")
        )
    return "; ".join(dict.fromkeys(parts))


def said(quantity: Quantity, language: str) -> str:
    """The stated figure in words."""
    value = showing.amount(quantity.value, quantity.dimension, language)
    if quantity.value_to is None:
        return value
    to = showing.amount(quantity.value_to, quantity.dimension, language)
    return f"{value} to {to}" if language == "en" else f"{value} à {to}"

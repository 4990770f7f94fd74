"""Whether a sentence tells a count so plainly that nothing in it could make it the count of a part: every word of it is explained by
the measure, a time, a number, or stands on a list of words that limit nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from openasylum.check.figures.measures import Measure
from openasylum.check.language.little_words import LITTLE_WORDS
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.documents import shipped, validate

#: Concepts that may be named beside those of the measure, and limit nothing.
_LIMIT_NOTHING: Final = frozenset(
    {"people", "countable", "place.Canada", "rcmp", "request", "migrant", "asylum"}
)


#: How many counts a sentence may tell beside one, each of a time of its own: "63,830 in 2019, 55,040 in 2018, 50,390 in 2017".
_OTHERS: Final = 3


class _Words(BaseModel):
    """Words that limit nothing, in their plain form; ``*`` at the end stands for any ending."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: tuple[str, ...]
    fr: tuple[str, ...]


def plainly_told(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether every word of the sentence of a count is explained, and any other count there is of a time of its own."""
    when, _ = context.when(quantity)
    others = [
        one for one in context.quantities if one.dimension == quantity.dimension and one is not quantity
    ]
    told = [when, *(context.when(one)[0] for one in others)]
    times = {(one.first, one.last) for one in told if one is not None}
    if len(others) > _OTHERS or (others and len(times) < len(told)):
        return False
    own = (
        {name for group in (*measure.needs, *measure.about) for name in group}
        | {*measure.near}
        | _LIMIT_NOTHING
    )
    explained = [(one.start, one.end) for one in context.times]
    explained += [(one.start, one.end) for one in context.quantities]
    explained += [
        (one.start, one.end)
        for one in context.mentions
        if one.concept in own or one.concept.startswith("place.")  # the value is that of the place
    ]
    return all(
        any(first < end and start < last for first, last in explained) or _limits_nothing(word)
        for word, start, end in _words(context)
    )


def _words(context: Context) -> Iterator[tuple[str, int, int]]:
    """The words of a sentence with their places."""
    for word, end in zip(context.said.words, context.said.ends, strict=True):
        yield word, end - len(word), end


def _limits_nothing(word: str) -> bool:
    whole, beginnings = _listed()
    return word in LITTLE_WORDS or word in whole or len(word) == 1 or word.startswith(beginnings)


@cache
def _listed() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words listed, and the beginnings of words."""
    listed = validate(_Words, shipped(__package__, "plain_words.yaml"))
    words = (*listed.en, *listed.fr)
    return (
        frozenset(one for one in words if not one.endswith("*")),
        tuple(one[:-1] for one in words if one.endswith("*")),
    )

"""Figures of the register that no measure covers, recognised by their very number and the words of their title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from openasylum import facts
from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.another_time import tells_of_a_print
from openasylum.check.figures.measures import Measure, Values
from openasylum.check.figures.observations import FACTORS, Observation
from openasylum.check.figures.rounding import significant_digits
from openasylum.check.figures.standing import Standing
from openasylum.check.language.dates import When
from openasylum.check.language.folding import fold
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.own_of_lists import counts_as_the_first

_DIMENSIONS: Final = {
    "CAD": "money", "GBP": "money", "share": "share", "percent": "share", "months": "duration", "years": "duration",
    "weeks": "duration", "days": "duration", "persons": "count", "claims": "count", "cases": "count", "appeals": "count",
    "decisions": "count", "applications": "count", "rooms": "count", "spaces": "count",
}  # fmt: skip
#: Units of what is no number of anything.
_COUNT_NOTHING: Final = frozenset({"ratio", "date", "ranking", "list", "method", "month", "statement"})
#: Words of titles that say little.
_COMMON: Final = frozenset(
    [
        "cost",
        "costs",
        "coût",
        "cout",
        "person",
        "personne",
        "personnes",
        "people",
        "year",
        "years",
        "annee",
        "part",
        "share",
        "total",
        "first",
        "federal",
        "canada",
        "which",
        "were",
        "have",
        "that",
        "this",
        "from",
        "with",
        "their",
        "pour",
        "dans",
        "avec",
        "entre",
        "selon",
        "leur",
        "plus",
        "upper",
        "lower",
        "mean",
        "average",
        "moyen",
        "moyenne",
        "income",
        "claims",
        "demandes",
        "claim",
        "demande",
    ]
)
_THEMES_LEFT_OUT: Final = frozenset({"forecasts", "foresight", "reconciliation", "cost_studies"})


@dataclass(frozen=True)
class Entry:
    """A figure, its value in base units, and the stems of its title."""

    observation: Observation
    stems: frozenset[str]
    measure: Measure

    def names(self, word: str) -> bool:
        """Whether the title names what is counted."""
        return not self.stems.isdisjoint(stems((word,)))


def stems(words: Iterable[str]) -> frozenset[str]:
    """Words cut to their first six letters, without the common ones."""
    return frozenset(
        word[:6] for word in words if len(word) > 3 and word not in _COMMON and not word.isdigit()
    )


@facts.remembered
def entries() -> dict[str, tuple[tuple[Entry, ...], tuple[float, ...]]]:
    """The figures by dimension, the smallest first, and their values."""
    found: dict[str, list[Entry]] = {}
    for one in facts.figures():
        if one.theme in _THEMES_LEFT_OUT or one.id.startswith("benchmark.") or one.value is None:
            continue
        head = re.split(r"[ /]", one.unit)[0]
        if head in _COUNT_NOTHING:
            continue
        dimension = _DIMENSIONS.get(head, "count")  # beds, nights, whatever a user counts
        factor = FACTORS.get(one.unit, 1e6 if one.unit.startswith("CAD million") else 1.0)
        value = one.value * factor
        span = facts.parse_period(one.period) if one.period else None
        if span is None:
            continue
        observation = Observation(
            value, value, value, span.first_day, span.last_day, span.grain, one.geography or "Canada", None, None, one.published,
            one, Values(), True,
        )  # fmt: skip
        title = Bilingual(en=one.title["en"], fr=one.title["fr"])
        measure = Measure(id=one.id, title=title, dimension=dimension, needs=(), values=())  # type: ignore[arg-type]
        words = re.findall(
            r"[a-z]+", fold(f"{title.en} {title.fr} {one.organisation or ''} {one.geography or ''}")
        )
        found.setdefault(dimension, []).append(Entry(observation, stems(words), measure))
    listed = {dimension: tuple(sorted(entries, key=_value)) for dimension, entries in found.items()}
    return {dimension: (entries, tuple(map(_value, entries))) for dimension, entries in listed.items()}


def _value(entry: Entry) -> float:
    assert entry.observation.value is not None
    return entry.observation.value


def match_words(quantity: Quantity, context: Context) -> Standing | None:
    """The figure with this very number whose title shares at least two telling words with the sentence."""
    if (
        quantity.value_to is not None
        or significant_digits(quantity.value, quantity.step) < 3
        or quantity.value < 0.01
        or counts_as_the_first(context, quantity)
    ):
        return None
    when, here = context.when(quantity)
    listed, values = entries().get(quantity.dimension, ((), ()))
    reach = max(0.5 * quantity.step, 0.006 * quantity.value)
    first = bisect_left(values, quantity.value - reach)
    spoken: frozenset[str] = frozenset()
    origins = spoken
    best: Standing | None = None
    for place in range(first, len(listed)):
        entry, value = listed[place], values[place]
        if value > quantity.value + reach:
            break
        if not spoken:
            spoken = _stems_of(context.plain)
            origins = _origins(quantity, context)
        if abs(value - quantity.value) > 0.5 * quantity.step or abs(value - quantity.value) > 0.006 * value:
            continue
        if context.published is not None and entry.observation.first > context.published:
            continue  # no text tells of what came after it
        if context.counts_something_else(quantity, entry.names):
            continue
        if origins and origins.isdisjoint(entry.stems):
            continue  # another country's, or all
        shared = len(spoken & entry.stems)
        if (
            shared == 1
            and significant_digits(quantity.value, quantity.step) >= 4
            and len(entry.stems & spoken.union(*(_stems_of(one.plain) for one in context.before))) >= 3
        ):
            shared = 2  # the rest of the title stands in the sentences before
        if shared < 2 or (when is not None and here and not _near(when, entry.observation)):
            continue
        exact = abs(value - quantity.value) <= 1e-6 * value
        if when is not None and here and _of_another_time(when, entry.observation, context):
            continue
        if best is None or shared > best.score:
            best = Standing(
                "agrees" if exact else "agrees_rounded",
                entry.measure,
                (entry.observation,),
                "same",
                float(shared),
            )
    return best


@lru_cache(maxsize=64)  # asked of every figure of a sentence, and of those after it
def _stems_of(sentence: str) -> frozenset[str]:
    return stems(re.findall(r"[a-z]+", sentence))


def _origins(quantity: Quantity, context: Context) -> frozenset[str]:
    """The stems of the country whose nationals a count is said to be of; nothing where it is of none."""
    if quantity.dimension != "count":
        return frozenset()
    close = [
        name
        for name in context.nearest("origin.", quantity)
        if context.close_to(quantity, {f"origin.{name}"}, 40)
    ]
    return stems(re.findall(r"[a-z]+", fold(" ".join(close[:1]))))


def _of_another_time(when: When, one: Observation, context: Context) -> bool:
    """Whether a value is of a time that shares no day with any that is named, which is no day of a report either."""
    if any(one.last >= named.first and named.last >= one.first for named in (when, *context.times)):
        return False
    return when.grain == one.grain == "month" or not tells_of_a_print(context.plain, when)


def _near(when: When, one: Observation) -> bool:
    """Within a year of its period; or of its publication, if that came soon after."""
    soon = one.published is not None and (one.published - one.last).days <= 1000
    return abs((when.last - one.last).days) <= 400 or bool(
        soon and one.published and abs((when.last - one.published).days) <= 400
    )

"""Lines of an explanation as people read them: facts by name, days in words, citations in the language's own form."""

from __future__ import annotations

import re
from datetime import date

from openasylum.law.citations import cited
from openasylum.report.tongue import Language, Tongue
from openasylum.web.pages.words import Speaker

#: A place in a claim document in brackets, after a question that says it in words already.
_AFTER_QUESTION = re.compile(r"(?<=\?) \([a-z_.\[\]0-9]+\)$")

#: Places after "facts:", the last part of a line of the trace.
_FACTS = re.compile(r"(?<=; )(facts:|faits\s:) (\S+(?:, \S+)*)$")

_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def readable(text: str, language: Language) -> str:
    """A line of an explanation, without the codes that only machines need."""
    text = _FACTS.sub(lambda found: f"{found[1]} {_named(found[2], language)}", _AFTER_QUESTION.sub("", text))
    text = _DAY.sub(lambda day: _in_words(day[0], language), text)
    return cited(text, language)


def _named(places: str, language: Language) -> str:
    return ", ".join(dict.fromkeys(fact_name(place, language) for place in places.split(", ")))


def fact_name(place: str, language: Language) -> str:
    """ "entries[1].date" as "day of entry (2)"; the place itself where it has no name."""
    say, key = Speaker(language), f"fact_name.{re.sub(r'[0-9]+', '', place)}"
    if not say.has(key):
        return place
    numbers = [int(number) + 1 for number in re.findall(r"\[(\d+)\]", place)]
    return say(key) + (f" ({'.'.join(map(str, numbers))})" if any(number > 1 for number in numbers) else "")


def _in_words(text: str, language: Language) -> str:
    try:
        return Tongue(language).day(date.fromisoformat(text))
    except ValueError:
        return text

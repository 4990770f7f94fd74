"""Statements of law in a text, held against the rulebook with its dates (``statements.yaml``, ``time_limits.yaml``,
``turned_round.yaml``).

A statement is recognised by its words and by what the sentence names; whether it is so is read off the days on which
it is so. The provisions behind it are those of the rulebook; the tests put the same question to the law engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from openasylum.bilingual import Text as Bilingual
from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.numbers import numbers_in_words
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import bits
from openasylum.check.statutes.days_of_events import date_of, points_back
from openasylum.check.statutes.days_of_the_text import tells_a_day
from openasylum.check.statutes.forms import (
    Sentence,
    Statement,
    Told,
    concepts_of_law,
    events_by_concept,
    statements_by_concept,
)
from openasylum.check.statutes.judged import Judged, provisions_of
from openasylum.check.statutes.manner import (
    BILL,
    CONDITIONAL,
    HYPOTHESIS,
    OTHER_CLAUSE,
    RULE,
    SIGNED,
    SUPPOSED,
    WISH,
    in_the_past,
    of_procedure,
    with_its_verb,
)

#: Places and borders of other countries, and what makes a sentence one about Canada all the same.
_OTHERS = ("place.Other", "elsewhere", "origin.Mexico")
_OURS = (
    "place.Canada", "place.Quebec", "place.Ontario", "place.Manitoba", "place.British Columbia", "place.Toronto",
    "roxham", "c12", "federal_court", "irb",
)  # fmt: skip


#: What follows the number of a length of time that is not read as one: "14 or more days", "under 18".
_OF_TIME = plain_pattern(
    r"(?: or more| ou plus)? (?:days?|jours?|months|mois|years?|ans?)\b|(?<=\bunder 18)\b(?! \w+ (?:were|was))|"
    r"(?<=\bage of 18)\b"
)


def speaks_of_law(context: Context) -> bool:
    """Whether a sentence names what some statement of law or event is recognised by."""
    named = context.bits | context.under.bits if context.under else context.bits
    return bool(named & concepts_of_law())


def judge(context: Context, today: date) -> Iterator[Judged]:
    """The statements of law that a sentence makes, each with its verdict."""
    if (
        not speaks_of_law(context)
        or context.plain.rstrip(" \"'»”").endswith("?")
        or _of_other_countries(context)
    ):
        return
    sentence = Sentence(context)
    dated = bool(context.times) or tells_a_day(context)
    events = sentence.may_tell(events_by_concept().of(context.bits)) if dated else []
    stated = sentence.may_tell(statements_by_concept().of(sentence.concepts))
    if not events and not stated:
        return
    happened = [
        judged
        for one in events
        if (match := one.found(sentence)) and (judged := date_of(one, match, context))
    ]
    found = {one.id: (one, told) for one in stated if (told := one.found(sentence)) is not None}
    if not happened and not found:
        return
    right = {one.when for one in happened if one.verdict == "agrees"}
    happened = [
        one for one in happened if one.verdict == "agrees" or one.when not in right
    ]  # the day of something else
    taken = frozenset(one.when.start for one in happened if one.when is not None)
    dates = {one.id for one in happened}
    contradicted = [(one.start, one.end) for one in happened if one.verdict == "differs"]
    spans = [*contradicted]
    if found and HYPOTHESIS.search(context.plain):
        found = {}
    for statement, told in sorted(found.values(), key=lambda one: one[1].loosely):
        rivals = [found[name][1] for name in statement.yields_to if name in found]
        yields = any(
            not statement.stands_apart or _overlap(told, other, statement.apart_by) for other in rivals
        )
        if yields or dates & set(statement.dated_by):
            continue
        others = contradicted if statement.alongside else spans
        if told.loosely and (
            (_counts(context, told) and not statement.counts_no_one)
            or any(told.start < b and a < told.end for a, b in others)
            or _of_no_subject(context)
        ):
            continue
        judged = _judge(statement, told, context, today, taken)
        if judged is None and not told.loosely and (named := statement.by_words(sentence)):
            judged = _judge(statement, named, context, today, taken)
        if judged and not (told.loosely and judged.verdict == "differs"):
            spans.append((judged.start, judged.end))
            yield judged
    yield from happened


def _of_other_countries(context: Context) -> bool:
    """Whether a sentence and those before it speak of a border of others, and nowhere of Canada."""
    around, (others, ours) = context.around_bits, _others_and_ours()
    return bool(around & others) and not around & ours


@cache
def _others_and_ours() -> tuple[int, int]:
    return bits(_OTHERS), bits(_OURS)


def _of_no_subject(context: Context) -> bool:
    """Whether neither the sentence nor one in mind speaks of asylum: "fixed illegal characters and expanded names"."""
    return context.under is None and not context.around_bits & _of_asylum()


@cache
def _of_asylum() -> int:
    """Concepts that only texts on this subject name, as bits: a "claim" may be one of a token or an insurer."""
    return bits(
        (
            "asylum",
            "claimant",
            "refugee",
            "stca",
            "roxham",
            "irb",
            "port_of_entry",
            "place.Canada",
            "c12",
            "prra",
            "bill",
        )
    )


def _counts(context: Context, told: Told) -> bool:
    """Whether people are counted there: "1,992 were turned back" tells what happened, not what the law is; the number of an item,
    that of "four exceptions" and the year of a day count no one.
    """
    return any(
        one.dimension == "count"
        and told.start - 40 <= one.start <= told.end
        and one.start > len("(3")
        and one.start != told.start
        and not _OF_TIME.match(context.plain, one.end)
        and not any(when.start < one.start and one.end <= when.end for when in context.times)
        for one in context.quantities
    )


def _overlap(one: Told, other: Told, reach: int) -> bool:
    return one.start < other.end + reach and other.start < one.end + reach


def _judge(
    statement: Statement, match: Told, context: Context, today: date, taken: frozenset[int]
) -> Judged | None:
    if statement.number:
        number = _number(match.number)
        if number is None and not match.loosely:
            return None
        if number is not None and number != next(iter(statement.number.values())):
            if not context.around_bits & bits(("stca", "protocol")) or of_procedure(match, context.plain):
                return None
            return _judged(statement, match, "differs", statement.now, None)
    when = None if statement.timeless else _named_time(context, match, taken)
    if statement.bill and statement.law_since and _told_as_bill(statement.law_since, context):
        told_since = context.published is not None and context.published >= statement.law_since
        if today >= statement.law_since and not told_since:
            return _judged(statement, match, "was_so_has_changed", statement.bill, when)
        return _judged(statement, match, "agrees", statement.now, when)
    lead = OTHER_CLAUSE.split(context.plain[max(0, match.start - 60) : match.start])[-1]
    lead += "" if statement.asks else context.plain[match.start : match.end]
    lead = RULE.sub("", lead)
    if statement.conditional:
        lead = re.sub(r"\b(?:if|si|would|could|might|may|pourrai(?:t|ent)|serai(?:t|ent))\b", "", lead)
    if (
        not statement.court
        and (SUPPOSED if match.loosely else WISH).search(lead)
        and statement.id != "after_fourteen_days_free"
    ):
        return None
    if not statement.so:
        return _judged(statement, match, "differs", statement.now, when)
    since = None if statement.timeless or statement.so[-1].last else _since(context, match)
    if since is not None and since.first.replace(month=12, day=31) < statement.so[0].first:
        return _judged(statement, match, "differs", statement.now, since)
    so = when is not None and any(days.holds(when.first, when.last) for days in statement.so)
    if when is not None and (so or not points_back(when, context.plain)):
        if so:
            return _judged(
                statement,
                match,
                "agrees",
                statement.now if _is_so(statement, today) else statement.then,
                when,
            )
        return _judged(
            statement,
            match,
            "differs",
            statement.now if when.first >= statement.so[0].first else statement.then,
            when,
        )
    if _is_so(statement, today):
        return _judged(statement, match, "agrees", statement.now, None)
    if statement.event or in_the_past(with_its_verb(match, context.plain), context.plain):
        return _judged(statement, match, "agrees", statement.then, None)
    return _judged(statement, match, "was_so_has_changed", statement.now, None)


def _told_as_bill(law_since: date, context: Context) -> bool:
    """Whether a sentence, or what opens the list of which it is an item, speaks of a rule as of a bill: "would" alone only where
    one is spoken of, or the text is older than the law ("you would be ineligible" may be told of what is). A text that is older
    and has a bill in mind speaks of it in any tense.
    """
    told = [context.plain, context.under.plain] if context.under else [context.plain]
    if any(BILL.search(words) for words in told):
        return True
    older = context.published is not None and context.published < law_since
    spoken_of = bool(context.around_bits & bits(("bill", "c12")))
    return (older and spoken_of) or (
        (older or spoken_of) and any(CONDITIONAL.search(words) for words in told)
    )


def _is_so(statement: Statement, today: date) -> bool:
    return any(days.holds(today, today) for days in statement.so)


def _named_time(context: Context, match: Told, taken: frozenset[int]) -> When | None:
    """The time that the sentence is about, where it names one that is not the day of something else."""
    fixed = [
        one for one in context.times if one.grain != "since" and not one.relative and one.start not in taken
    ]
    if len(fixed) != 1 or fixed[0].grain not in ("year", "month", "day"):
        return None
    if SIGNED.search(context.plain[: fixed[0].start]):
        return None
    gap = max(fixed[0].start - match.end, match.start - fixed[0].end)
    opens = fixed[0].start < 16
    return fixed[0] if gap <= 40 or opens else None


def _since(context: Context, match: Told) -> When | None:
    """The day since which the sentence says that it is so, where that is its only time."""
    if len(context.times) != 1 or context.times[0].grain != "since":
        return None
    gap = max(context.times[0].start - match.end, match.start - context.times[0].end)
    return context.times[0] if gap <= 60 else None


def _number(word: str | None) -> int | None:
    if word is None:
        return None
    if word.isdigit():
        return int(word)
    found = next(numbers_in_words(word), None)
    return int(found.value) if found else None


def _judged(statement: Statement, match: Told, verdict: str, why: Bilingual, when: When | None) -> Judged:
    title = statement.title
    if not (verdict == "agrees" and why is statement.now) and not (statement.court or statement.event):
        title = Bilingual(
            en=f"“{title.en}”", fr=f"« {title.fr} »"
        )  # what was said, which is not so as it stands
    told = Bilingual(en=f"{title.en}: {_small(why.en)}", fr=f"{title.fr} : {_small(why.fr)}")
    if not statement.so:
        told = why  # never so: what is so is all there is to say
    return Judged(
        match.start,
        match.end,
        statement.id,
        "law",
        verdict,
        told,
        provisions_of(statement.provisions),
        when,
    )


def _small(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    return (
        sentence
        if first in ("Bill", "On", "Le", "L’Entente", "The") and first != "The"
        else sentence[0].lower() + sentence[1:]
    )

"""Statements of law in a text, held against the rulebook with its dates (``statements.yaml``).

A statement is recognised by its words and by what the sentence names; whether it is so is read off the days on which
it is so. The provisions behind it are those of the rulebook; the tests put the same question to the law engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.showing import day as shown_day
from openasylum.check.findings import Ours
from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.numbers import numbers_in_words
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import bits
from openasylum.check.statutes.forms import (
    Event,
    Sentence,
    Statement,
    Told,
    concepts_of_law,
    events_by_concept,
    statements_by_concept,
)


@dataclass(frozen=True)
class Judged:
    """A statement of law found in a sentence: where, its verdict, the reason and the provisions behind it."""

    start: int
    end: int
    id: str
    kind: str
    verdict: str
    reason: Bilingual
    ours: tuple[Ours, ...]
    when: When | None


#: Words that wish, plan, ask or doubt: no statement of what is so.
_WISH = plain_pattern(
    r"\b(?:should|ought|wants?|wanted|call(?:s|ed|ing)? (?:for|on)|asks?(?! for (?:asylum|refugee|protection))|asked|asking|urg\w+|"
    r"demand(?:s|ed|ing)|propos\w+|whether|if|wish\w*|hop\w+|"
    r"pressur\w+|push\w*|negotiat\w+|seek(?:s|ing)? to|trying to|talks|suggest\w*|could|would|might|"
    r"pledg\w+|promis\w+|vow\w*|(?:he|she|they|it) will|may soon|considering|plans?|reportedly|devrait|"
    r"devraient|veu\w+|voulait|souhait\w+|reclam\w+|exig\w+|demand(?:e|ait|ent) (?:a|que|"
    r"l'elargissement)|propos\w+|pourrait|serait|negoci\w+|si)\b"
)
#: "If" and "could" where a rule is told, not a wish.
_RULE = plain_pattern(
    r"\bif (?=(?:they|he|she|someone|people|you|caught|crossing|passing|(?:a|the) (?:person|claimant|migrant))\b)|"
    r"\b(?:hop(?:e|es|ed|ing)|seek(?:s|ing)?) (?=to (?:get around|avoid|bypass|circumvent|claim|seek|cross|enter|make|come)\b)|"
    r"\bcould (?=(?:still|then|now)\b)"
)
_BILL = plain_pattern(
    r"\b(?:would|proposed|proposes|proposal|if passed|introduced|tabled|serait|seraient|propose\w*|"
    r"depose\w* (?:a ottawa|au parlement|aux communes|par (?:le|la) (?:gouvernement|ministre))|prevoit|rendrait)\b"
)
_PAST_SENSE = plain_pattern(
    r"\b(?:applied|did not|didn't|used to|until|before|previously|prior to|at the time|then|had|was|"
    r"were|covered|allowed|could|"
    r"s'appliquait|s'appliquaient|jusqu'|avant|auparavant|a l'epoque|etait|etaient|visait|concernait|"
    r"permettait|alors)\b"
)

_NOW = plain_pattern(
    r"\b(?:(?<!did not )(?<!didn't )appl(?:y|ies)|is|are|covers?|concerns?|does not|doesn't|do not|don't|can|may|remains?|"
    r"works?|s'appliquent?|vise|concerne|touche|couvre|est|"
    r"sont|peuvent|reste|demeure)\b"
)
_ENDED = plain_pattern(
    r"\b(?:until|prior to|used to|jusqu'en|jusqu'au|jusqu'a|auparavant|previously|a l'epoque|at the time)\b"
)


#: What makes a time before the words of an event the time of something else: "after the attacks of 11 September 2001".
_AFTERMATH = plain_pattern(r"\b(?:after|following|since|apres|suite aux?|a la suite d\w+) (?:\w+ ){1,6}$")

#: What stands before a day that something happened on.
_DATED = plain_pattern(
    r"(?:^|[,(:-]|\b(?:on|in|of|since|from|until|dated|early|late|mid|le|en|du|au|depuis|debut|fin|days?|jours?)) ?$"
)

#: What makes a time the day of a signature and not of what is said beside it.
_SIGNED = plain_pattern(
    r"\b(?:sign\w*|conclu\w*|adopt\w*|creat\w*|cree\w*|establish\w*|negotiat\w*)\b[^.;,]{0,24}$"
)

#: What parts a clause from the next.
_PARTED = plain_pattern(
    r"[,;:]|\((?![a-z]{2,6}\))|(?<!\([a-z]{2})(?<!\([a-z]{3})(?<!\([a-z]{4})\)|"
    r" (?:that|which|who|qui|que|dont) | and (?!the (?:united states|u\.s)|canada|washington|ottawa)| et (?!les etats|le canada)"
)


def speaks_of_law(context: Context) -> bool:
    """Whether a sentence names what some statement of law or event is recognised by."""
    return bool(context.bits & concepts_of_law())


def judge(context: Context, today: date) -> Iterator[Judged]:
    """The statements of law that a sentence makes, each with its verdict."""
    if not speaks_of_law(context):
        return
    sentence = Sentence(context)
    events = events_by_concept().of(context.named, context.bits) if context.times else []
    dated = [
        judged for one in events if (match := one.found(sentence)) and (judged := _date(one, match, context))
    ]
    right = {one.when for one in dated if one.verdict == "agrees"}
    dated = [
        one for one in dated if one.verdict == "agrees" or one.when not in right
    ]  # the day of something else
    taken = frozenset(one.when.start for one in dated if one.when is not None)
    dates = {one.id for one in dated}
    stated = statements_by_concept().of(context.named, context.bits)
    found = {one.id: (one, told) for one in stated if (told := one.found(sentence)) is not None}
    spans = [(one.start, one.end) for one in dated]
    for statement, told in sorted(found.values(), key=lambda one: one[1].loosely):
        rivals = [found[name][1] for name in statement.yields_to if name in found]
        yields = any(not statement.stands_apart or _overlap(told, other) for other in rivals)
        if yields or dates & set(statement.dated_by):
            continue
        if told.loosely and (
            _counts(context, told) or any(told.start < b and a < told.end for a, b in spans)
        ):
            continue
        judged = _judge(statement, told, context, today, taken)
        if judged and not (told.loosely and judged.verdict == "differs"):
            spans.append((told.start, told.end))
            yield judged
    yield from dated


def _counts(context: Context, told: Told) -> bool:
    """Whether people are counted there: "1,992 were turned back" tells what happened, not what the law is."""
    return any(
        one.dimension == "count" and told.start - 40 <= one.start <= told.end for one in context.quantities
    )


def _overlap(one: Told, other: Told) -> bool:
    return one.start < other.end and other.start < one.end


def _judge(
    statement: Statement, match: Told, context: Context, today: date, taken: frozenset[int]
) -> Judged | None:
    if statement.number:
        number = _number(match.number)
        if number is None:
            return None
        if number != next(iter(statement.number.values())):
            if not context.around_bits & bits(("stca", "protocol")):
                return None
            return _judged(statement, match, "differs", statement.now, None)
    when = None if statement.timeless else _named_time(context, match, taken)
    if statement.bill and statement.law_since and _BILL.search(context.plain):
        told_since = context.published is not None and context.published >= statement.law_since
        if today >= statement.law_since and not told_since:
            return _judged(statement, match, "was_so_has_changed", statement.bill, when)
        return _judged(statement, match, "agrees", statement.now, when)
    lead = context.plain[max(0, match.start - 60) : match.start if statement.asks else match.end]
    lead = _RULE.sub("", lead)
    if match.loosely:
        lead = re.sub(r"\b(?:if|si)\b", "", lead)
    if statement.conditional:
        lead = re.sub(r"\b(?:if|si|would|could|might|may)\b", "", lead)
    if not statement.court and _WISH.search(lead) and statement.id != "after_fourteen_days_free":
        return None
    if not statement.so:
        return _judged(statement, match, "differs", statement.now, when)
    since = None if statement.timeless or statement.so[-1].last else _since(context, match)
    if since is not None and since.first.replace(month=12, day=31) < statement.so[0].first:
        return _judged(statement, match, "differs", statement.now, since)
    if when is not None:
        so = any(days.holds(when.first, when.last) for days in statement.so)
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
    if statement.event or _in_the_past(_with_its_verb(match, context.plain), context.plain):
        return _judged(statement, match, "agrees", statement.then, None)
    return _judged(statement, match, "was_so_has_changed", statement.now, None)


def _with_its_verb(told: Told, sentence: str) -> str:
    """The words of a statement with what stands just before them: "are forced to cross between ports"."""
    return sentence[max(0, told.start - (24 if told.loosely else 4)) : told.end]


def _in_the_past(words: str, sentence: str) -> bool:
    """Whether a statement speaks of what was: by its own verb, or by "until" and the like beside it."""
    if _ENDED.search(sentence):
        return True
    return bool(_PAST_SENSE.search(sentence)) and not _NOW.search(words)


def _is_so(statement: Statement, today: date) -> bool:
    return any(days.holds(today, today) for days in statement.so)


def _named_time(context: Context, match: Told, taken: frozenset[int]) -> When | None:
    """The time that the sentence is about, where it names one that is not the day of something else."""
    fixed = [
        one for one in context.times if one.grain != "since" and not one.relative and one.start not in taken
    ]
    if len(fixed) != 1 or fixed[0].grain not in ("year", "month", "day"):
        return None
    if _SIGNED.search(context.plain[: fixed[0].start]):
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


def _date(event: Event, match: Told, context: Context) -> Judged | None:
    """The nearest time to the words of the event, within its sentence and not beyond another figure of time."""
    named = [one for one in context.times if not one.relative or one.grain in ("since", "day", "month")]
    named = [one for one in named if one.grain in ("year", "month", "day", "since")]
    if not named:
        return None
    days = [one for one in (event.day, event.or_day) if one]
    nearest = min(
        named,
        key=lambda one: (_parted(one, match, context), not _in_reach(one, match, days), _gap(one, match)),
    )
    gap = _gap(nearest, match)
    opens = nearest.start < 16
    reach = 40 if not event.far or _PARTED.search(context.plain, match.end, nearest.start) else 110
    if gap > (140 if opens else reach) or _WISH.search(context.plain[max(0, match.start - 30) : match.start]):
        return None
    last = _end_of(nearest)
    right = any(nearest.first <= one <= last for one in days)
    if not right and not _is_its_day(event, nearest, match, context):
        return None
    if not right and (gap > reach or (event.differs_if and context.named.isdisjoint(event.differs_if))):
        return None
    day = next((one for one in days if nearest.first <= one <= last), event.day) if event.far else event.day
    told = Bilingual(
        en=f"{event.title.en} {'' if event.date_after else 'on '}{shown_day(day, 'en')}.",
        fr=f"{event.title.fr} le {shown_day(day, 'fr')}.",
    )
    start, end = min(match.start, nearest.start), max(match.end, nearest.end)
    return Judged(
        start,
        end,
        event.id,
        "date",
        "agrees" if right else "differs",
        told,
        _provisions(event.provisions),
        nearest,
    )


def _is_its_day(event: Event, one: When, match: Told, context: Context) -> bool:
    """Whether a time that is not the day of an event is given as its day all the same: "took effect in 2005", not "after the
    attacks of 2001" nor "set aside the court's 2020 decision".
    """
    lead = context.plain[: one.start]
    if (one.relative and one.grain != "since") or not context.named.isdisjoint(event.differs_unless):
        return False
    if not event.date_after and _AFTERMATH.search(lead):
        return False
    return event.date_after or _DATED.search(lead) is not None


def _gap(one: When, match: Told) -> int:
    return min(abs(one.start - match.end), abs(match.start - one.end))


def _parted(one: When, match: Told, context: Context) -> bool:
    """Whether a mark or a word that parts clauses stands between a time and the words of an event."""
    first, last = (match.end, one.start) if one.start >= match.end else (one.end, match.start)
    return _PARTED.search(context.plain, first, max(first, last)) is not None


def _end_of(one: When) -> date:
    return one.last if one.grain != "since" else date(one.first.year, 12, 31)


def _in_reach(one: When, match: Told, days: list[date]) -> bool:
    """Whether a time close to the words of an event is its day: in a sentence of several days, the one that is meant."""
    return _gap(one, match) <= 60 and any(one.first <= day <= _end_of(one) for day in days)


def _judged(statement: Statement, match: Told, verdict: str, why: Bilingual, when: When | None) -> Judged:
    told = Bilingual(
        en=f"{statement.title.en}: {_small(why.en)}", fr=f"{statement.title.fr} : {_small(why.fr)}"
    )
    if not statement.so:
        told = why  # never so: what is so is all there is to say
    return Judged(
        match.start,
        match.end,
        statement.id,
        "law",
        verdict,
        told,
        _provisions(statement.provisions),
        when,
    )


def _small(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    return (
        sentence
        if first in ("Bill", "On", "Le", "L’Entente", "The") and first != "The"
        else sentence[0].lower() + sentence[1:]
    )


@cache
def _provisions(citations: tuple[str, ...]) -> tuple[Ours, ...]:
    """The provisions of the rulebook, for a report."""
    return tuple(_provision(citation) for citation in citations)


def _provision(citation: str) -> Ours:
    from openasylum.law.provisions import provisions

    one: Any = provisions()[citation]
    first = next((period.first for period in one.in_force if period.first), None)
    shown = {
        "en": f"{citation}, in force {shown_day(first, 'en')}" if first else citation,
        "fr": f"{citation}, en vigueur le {shown_day(first, 'fr')}" if first else citation,
    }
    return Ours(
        citation,
        {"en": one.title.en, "fr": one.title.fr},
        shown,
        period=first.isoformat() if first else None,
        source=citation,
        url=one.source,
    )

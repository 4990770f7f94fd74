"""What one sentence states and how it stands to ours, with the sentences kept in mind before it.

A sentence is read by itself: places are counted from its beginning. So the same sentence after the same sentences says
the same, and is read once: texts repeat themselves and one another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from openasylum import facts
from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.candidates import Candidates
from openasylum.check.figures.changes import change
from openasylum.check.figures.holding import hold, hold_further, nearest
from openasylum.check.figures.misnamed import rightly_named
from openasylum.check.figures.observations import held_measures
from openasylum.check.figures.one_province import of_one_province
from openasylum.check.figures.own_changes import own_change
from openasylum.check.figures.parts import part
from openasylum.check.figures.showing import amount
from openasylum.check.figures.standing import Standing
from openasylum.check.figures.word_match import match_words
from openasylum.check.findings import Finding
from openasylum.check.gone_on import carried, told_before
from openasylum.check.language.dates import When
from openasylum.check.language.folding import Said, fold, plain_pattern
from openasylum.check.language.lengths_of_time import says_when
from openasylum.check.language.quantities import NUMBER_WORDS, Quantity, quantities
from openasylum.check.language.times import tells_a_year, times
from openasylum.check.language.without_noun import counts_without_noun, is_item, tells_a_sum
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import lexicon, topical_bits
from openasylum.check.meaning.other_subjects import of_business
from openasylum.check.meaning.own_misfits import misfits
from openasylum.check.meaning.own_shares import OwnShare, own_shares
from openasylum.check.meaning.predictions import foretells
from openasylum.check.meaning.sums import Sum, sums
from openasylum.check.reasons import filled, reason
from openasylum.check.statutes.judged import Judged
from openasylum.check.statutes.lists import heading_of
from openasylum.check.statutes.statements import judge, speaks_of_law

#: How many sentences are remembered: some ten megabytes.
REMEMBERED: Final = 4_000
#: Verdicts of a number that is one of ours.
_RECOGNISED: Final = frozenset({"agrees", "agrees_rounded", "was_so_has_changed", "another_thing"})
_DIGIT = plain_pattern(r"[0-9]")
#: A sum that is only supposed: "for example, based on an inventory of 100,000 claims".
_SUPPOSED = plain_pattern(
    r"^(?:for (?:example|instance)|par exemple|suppose|supposons)\b[^.;]{0,20}\b(?:if|based on|assuming|that|si|que)\b"
)
_OVER = plain_pattern(r",? ?(?:over|for|in|across|sur|pour|pendant|en)? ?(?:the next |les prochains? )?")


class Read(NamedTuple):
    """A sentence as read: what was found in it, and what of it the sentences after it keep in mind. ``topical``: it names
    this subject itself; ``sets_the_scene``: it does not, but says where or when the next one is. ``key``: all of it on which the
    sentences after it depend, with what it carries on from those before it.
    """

    key: tuple[object, ...]
    findings: tuple[Finding, ...]
    context: Context | None
    on_subject: bool
    topical: bool
    sets_the_scene: bool


class Memory:
    """The sentences read last; all are forgotten when there are too many."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates = candidates
        self.read: dict[tuple[object, ...], Read] = {}

    def keep(self, read: Read, key: tuple[object, ...]) -> Read:
        """Remember a sentence."""
        if len(self.read) >= REMEMBERED:
            self.read.clear()
        self.read[key] = read
        return read


@facts.remembered
def _memory() -> Memory:
    return Memory(Candidates(held_measures()))


def reader(
    language: str, published: date | None, today: date
) -> Callable[[str, tuple[Read, ...], Read | None], Read]:
    """What reads the sentences of one text: a sentence, those before it on this subject, oldest first, and the first of them all."""
    memory = _memory()

    def read(sentence: str, before: tuple[Read, ...], lead: Read | None) -> Read:
        key = (sentence, language, published, today, lead and lead.key, *(one.key for one in before))
        found = memory.read.get(key)
        return found or memory.keep(
            _read(sentence, before, lead, language, published, today, memory.candidates), key
        )

    return read


def _read(
    sentence: str,
    before: tuple[Read, ...],
    lead: Read | None,
    language: str,
    published: date | None,
    today: date,
    candidates: Candidates,
) -> Read:
    plain = fold(sentence).replace("\n", " ")
    said = Said(plain)
    in_mind = [one.context for one in before if one.context is not None]
    context = Context(plain, said, lexicon(language).mentions(said), [], [], in_mind, published)
    if in_mind and context.goes_on:
        named = [*carried(in_mind, is_item(plain)), *context.mentions]
        context = Context(plain, said, named, [], [], in_mind, published)
    context.under = heading_of(context)
    on_subject = topical = _on_the_subject(context)
    spoken, digits = said.spoken, _DIGIT.search(plain) is not None
    has_figures = digits or not spoken.isdisjoint(NUMBER_WORDS)
    nameless = digits and bool(in_mind) and not on_subject and counts_without_noun(plain)
    elsewhere = has_figures and bool(in_mind) and not on_subject and of_business(spoken)
    sums_told = bool(in_mind) and not on_subject and tells_a_sum(plain) and not elsewhere
    findings: tuple[Finding, ...] = ()  # what names nothing that could be held against anything has none
    counts = (
        on_subject or nameless or sums_told or (has_figures and not elsewhere and candidates.any(context))
    )
    if counts or speaks_of_law(context):
        if has_figures or context.months or tells_a_year(spoken):
            context.times = times(plain, 0, len(plain), spoken, published, today, _named_last(in_mind))
            context.quantities = quantities(plain, 0, len(plain), language == "fr", spoken)
        opened = lead.context if lead is not None else None
        findings = _findings(sentence, context, candidates, today, nameless or sums_told, opened, counts)
        if nameless:  # what it counts was said before or here; what is not recognised then was not meant
            context, findings = _gone_on(sentence, context, in_mind, findings, candidates, today)
        if not on_subject and any(one.verdict in _RECOGNISED for one in findings):
            on_subject, context.time_before = True, _named_last(in_mind)
    scene = bool(in_mind) and not on_subject and not sums_told and context.says_where_or_when
    if scene and not context.times:
        context.times = times(plain, 0, len(plain), spoken, published, today, _named_last(in_mind))
    context.before, context.wider = [], None  # what it remembers itself is not remembered with it
    kept = context if on_subject or scene else None
    key = (sentence, context.bits, context.time_before, context.under and context.under.plain, *context.times)
    return Read(key, findings, kept, on_subject, topical, scene)


def _gone_on(
    sentence: str, context: Context, in_mind: list[Context], plainly: tuple[Finding, ...], candidates: Candidates, today: date
) -> tuple[Context, tuple[Finding, ...]]:  # fmt: skip
    """What a sentence that counts without a noun states of what the one before named; failing that, by itself."""
    with_noun = context.naming(carried(in_mind, False))
    found = [
        one
        for one in _findings(sentence, with_noun, candidates, today, recognised=True)
        if one.verdict in _RECOGNISED
    ]
    taken = {one.start for one in found}
    alone = [one for one in plainly if one.verdict in _RECOGNISED and one.start not in taken]
    return with_noun if found else context, tuple(sorted((*found, *alone), key=lambda one: one.start))


def _findings(
    sentence: str,
    context: Context,
    candidates: Candidates,
    today: date,
    recognised: bool,
    lead: Context | None = None,
    counts: bool = True,
) -> tuple[Finding, ...]:
    """What a sentence states of what it names; ``recognised``: figures of which nothing is known are left out. ``lead`` is the
    sentence that opens the text. One that does not ``count`` names nothing that its figures could be of.
    """
    law = [_of_law(sentence, one) for one in judge(context, today)]
    if not context.quantities:
        return tuple(law)
    found = []
    left = not counts or _SUPPOSED.match(context.plain) is not None
    for place, quantity in enumerate(() if left else context.quantities):
        told = quantity.dimension == "duration" and (
            any(one.start < quantity.end and quantity.start < one.end for one in law)
            or _spends(context, place)
            or says_when(context.plain, quantity.start, quantity.end)
        )
        if told:
            continue
        finding = _of_quantity(sentence, context, quantity, candidates, today, recognised, lead)
        if finding is not None:
            found.append(finding)
    stated = list(sums(context))
    if totals := {one.total.start for one in stated if one.right}:
        found = [one for one in found if one.start not in totals or one.verdict != "not_in_register"]
    known = {one.start for one in found if one.verdict in _RECOGNISED or one.verdict == "differs"}
    own = [_of_own_share(sentence, one) for one in own_shares(context) if one.share.start not in known]
    wrong = [] if own else [one for one in misfits(context) if one.share.start not in known]
    own += [_of_own_share(sentence, one, right=False) for one in wrong]
    taken = {one.start for one in own}
    found = [one for one in found if one.start not in taken]
    return (*found, *own, *(_of_sum(sentence, one) for one in stated), *law)


def _spends(context: Context, place: int) -> bool:
    """Whether a length of time is that of the money before it: "$74 million over two years"."""
    before, quantity = context.quantities[place - 1], context.quantities[place]
    return (
        place > 0
        and before.dimension == "money"
        and _OVER.fullmatch(context.plain, before.end, quantity.start) is not None
    )


def _named_last(kept: list[Context]) -> When | None:
    """The time that the sentences kept in mind named last."""
    return next((last for context in reversed(kept) if (last := context.time_left) is not None), None)


@cache
def _nothing() -> Bilingual:
    return filled("nothing")


def _of_quantity(
    sentence: str, context: Context, quantity: Quantity, candidates: Candidates, today: date, recognised: bool,
    lead: Context | None,
) -> Finding | None:  # fmt: skip
    standing = _by_itself(quantity, context, candidates, today)
    if standing is None and (other := context.in_the_other_year) is not None:
        standing = _by_itself(quantity, other, candidates, today)
        context = other if standing is not None else context
    if standing is None and context.before:
        here = context
        further = told_before(
            quantity, here, lead, lambda one, wider: hold_further(one, here, wider, candidates, today)
        )
        if further is not None:
            standing, context = further
    standing = rightly_named(standing, quantity, context)
    if standing is None or standing.why == "near" or standing.verdict == "differs":
        standing = of_one_province(quantity, context, candidates, lead) or standing
    if standing is None and (recognised or _left_alone(context, quantity)):
        return None
    shown = standing or nearest(quantity, context, candidates)
    when, _ = context.when(quantity)
    return _finding(
        sentence,
        quantity.start,
        quantity.end,
        quantity.dimension,
        standing.verdict if standing else "not_in_register",
        reason(quantity, shown) if shown else _nothing(),
        ours=tuple([one.ours(shown.measure) for one in shown.observations]) if shown else (),
        measure=standing.measure.id if standing else None,
        value=quantity.value,
        value_to=quantity.value_to,
        period=when.shown if when else None,
    )


def _by_itself(quantity: Quantity, context: Context, candidates: Candidates, today: date) -> Standing | None:
    """How a figure stands by what its own sentence names."""
    return (
        change(quantity, context, candidates, today)
        or part(quantity, context, candidates)
        or own_change(quantity, context, candidates, today)
        or hold(quantity, context, candidates, today)
        or match_words(quantity, context)
    )


def _left_alone(context: Context, quantity: Quantity) -> bool:
    """Whether a figure that is none of ours states nothing that could be: too little, of something else, or to come."""
    if quantity.bare or not _on_the_subject(context) or foretells(context, quantity):
        return True
    return quantity.dimension == "duration" and not context.close_to(quantity, {"wait", "pending"})


def whole_words(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a sentence, to the ends of the words in which it begins and ends: patterns end where a stem does."""
    while start > 0 and sentence[start - 1].isalnum() and sentence[start].isalnum():
        start -= 1
    while 0 < end < len(sentence) and sentence[end - 1].isalnum() and sentence[end].isalnum():
        end += 1
    return start, end


def _of_law(sentence: str, judged: Judged) -> Finding:
    start, end = whole_words(sentence, judged.start, judged.end)
    return _finding(
        sentence,
        start,
        end,
        judged.kind,
        judged.verdict,
        judged.reason,
        ours=judged.ours,
        measure=judged.id,
        period=judged.when.shown if judged.when else None,
    )


def _of_sum(sentence: str, one: Sum) -> Finding:
    start = min(part.start for part in (one.total, *one.parts))
    end = max(part.end for part in (one.total, *one.parts))
    parts = {
        language: " + ".join(amount(part.value, part.dimension, language) for part in one.parts)
        for language in ("en", "fr")
    }
    total = {language: amount(one.total.value, one.total.dimension, language) for language in ("en", "fr")}
    made = {language: amount(one.made, one.total.dimension, language) for language in ("en", "fr")}
    verdict, name = ("agrees", "sum_right") if one.right else ("differs", "sum_wrong")
    told = filled(name, parts=parts, total=total, made=made)
    return _finding(sentence, start, end, "sum", verdict, told, value=one.total.value)


def _of_own_share(sentence: str, one: OwnShare, right: bool = True) -> Finding:
    """A share that the text's own counts make, or do not make: nothing of ours is held against it."""
    parts = {
        name: {language: amount(value, dimension, language) for language in ("en", "fr")}
        for name, value, dimension in (
            ("first", one.first.value, one.first.dimension),
            ("second", one.second.value, one.second.dimension),
            ("made", round(one.made, 3), "share"),
        )
    }
    told = filled(f"own_{'change' if one.change else 'share'}{'' if right else '_wrong'}", **parts)
    share = one.share
    rounded_right = abs(one.made - share.value) <= share.step / 2 * 1.0001
    verdict = "agrees" if rounded_right else "agrees_rounded"  # "5.4%" for 5.49 is cut, not rounded
    verdict = verdict if right else "differs"
    return _finding(sentence, share.start, share.end, "sum", verdict, told, value=share.value)


def _finding(
    sentence: str, start: int, end: int, kind: str, verdict: str, told: Bilingual, **more: Any
) -> Finding:
    """A finding at its place in its sentence, told in no text yet."""
    return Finding(0, start, end, kind, sentence[start:end].strip(), sentence, verdict, told, **more)


def _on_the_subject(context: Context) -> bool:
    return bool(context.bits & topical_bits())

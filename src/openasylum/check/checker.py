"""Checking texts: sentences, the figures and statements of law in them, and what the register and rulebook
say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from openasylum import facts
from openasylum.check.changes import change, part
from openasylum.check.contexts import Context
from openasylum.check.dates import When, times
from openasylum.check.findings import Finding, Report
from openasylum.check.folding import fold
from openasylum.check.holding import Candidates, hold, nearest
from openasylum.check.law_statements import Judged, judge
from openasylum.check.lexicon import lexicon, topical
from openasylum.check.observations import held_measures
from openasylum.check.predictions import foretells
from openasylum.check.quantities import Quantity, quantities
from openasylum.check.reasons import filled, reason
from openasylum.check.segments import Quotations, sentences
from openasylum.check.showing import amount
from openasylum.check.sums import Sum, sums
from openasylum.check.texts import Text
from openasylum.check.together import compare
from openasylum.check.tongue import language_of
from openasylum.check.word_match import match_words

_WORTH_READING = re.compile(
    r"\d|\b(?:doubl\w+|tripl\w+|quadrupl\w+|halved|twofold|threefold|fourfold|million|billion|milliard|thousand|mille|hundred|half|third|quarter|moitie|tiers|"
    r"quart|fifth|dozen|"
    r"one in|two in|out of|sur dix|cent|year|month|week|mois|jours|days)\b"
)
#: How many sentences on the subject a reader is taken to keep in mind.
KEPT_IN_MIND = 3


def check_texts(texts: Sequence[Text], language_of_output: str = "en", as_of: date | None = None) -> Report:
    """Check texts against the register and the rulebook.

    ``language_of_output`` ("en" or "fr") is kept in the report for its readers; every reason is in both. The
    present tense is read by ``as_of``, today if None. Several texts are compared with each other too. Raises
    ``UserError`` for a text that is in neither English nor French.
    """
    today = as_of or date.today()
    spoken = tuple(text.language or language_of(text.content, text.name) for text in texts)
    findings: list[Finding] = []
    for number, (text, language) in enumerate(zip(texts, spoken, strict=True)):
        findings.extend(check_text(text, number, language, today))
    comparison = compare(texts, findings) if len(texts) > 1 else None
    return Report(texts, tuple(findings), language_of_output, today, comparison, facts.data_vintage(), spoken)


def check_text(text: Text, number: int, language: str, today: date) -> list[Finding]:
    """The findings in one text, in the order of their places."""
    candidates = _candidates()
    plain = fold(text.content)
    quotations = Quotations(text.content)
    found: list[Finding] = []
    for context in contexts(text, plain, language, today):
        law = [_of_law(text, number, context, one) for one in judge(context, today)]
        for quantity in context.quantities:
            if not any(
                one.start < quantity.end and quantity.start < one.end
                for one in law
                if quantity.dimension == "duration"
            ):
                finding = _of_quantity(text, number, context, quantity, candidates, today)
                if finding is not None:
                    found.append(finding)
        stated = list(sums(context))
        if totals := {one.total.start for one in stated if one.right}:
            found = [one for one in found if one.start not in totals or one.verdict != "not_in_register"]
        found += [_of_sum(text, number, context, one) for one in stated]
        found += law
    placed = (replace(one, in_quotation=quotations.holds(one.start)) for one in found)
    return sorted(placed, key=lambda one: (one.start, one.end))


@facts.remembered
def _candidates() -> Candidates:
    return Candidates(held_measures())


def contexts(text: Text, plain: str, language: str, today: date) -> Iterator[Context]:
    """The sentences that hold something to check, each with what stands around it."""
    words = lexicon(language)
    on_subject = topical()
    kept: list[Context] = []
    for sentence in sentences(text.content):
        reading = bool(_WORTH_READING.search(plain, sentence.start, sentence.end))
        mentions = words.mentions(plain, sentence.start, sentence.end)
        about = not on_subject.isdisjoint([one.concept for one in mentions])
        if not (reading or about):
            continue
        context = Context(
            plain, sentence, mentions,
            times(plain, sentence.start, sentence.end, text.published, today, _named_last(kept)) if reading else [],
            quantities(plain, sentence.start, sentence.end, language == "fr") if reading else [],
            list(kept[-KEPT_IN_MIND:]), text.published,
        )  # fmt: skip
        if about:
            kept.append(context)
            context.before = [replace_before(one) for one in context.before]
        yield context


def _named_last(kept: list[Context]) -> When | None:
    """The time that the sentences kept in mind named last."""
    return next((context.times[-1] for context in reversed(kept[-KEPT_IN_MIND:]) if context.times), None)


def replace_before(context: Context) -> Context:
    """The same context without what it remembers itself, so that memory does not grow with the text."""
    context.before = []
    return context


def _basis(text: Text, number: int, context: Context, start: int, end: int, kind: str) -> Finding:
    quoted = text.content[start:end].strip()
    sentence = text.content[context.sentence.start : context.sentence.end]
    return Finding(number, start, end, kind, quoted, sentence, "not_in_register", filled("nothing"))


def _of_quantity(
    text: Text, number: int, context: Context, quantity: Quantity, candidates: Candidates, today: date
) -> Finding | None:
    standing = (
        change(quantity, context, candidates, today)
        or part(quantity, context, candidates)
        or hold(quantity, context, candidates, today)
        or match_words(quantity, context)
    )
    when, _ = context.when(quantity)
    basis = replace(
        _basis(text, number, context, quantity.start, quantity.end, quantity.dimension),
        value=quantity.value,
        value_to=quantity.value_to,
        period=when.shown if when else None,
    )
    if standing is not None:
        ours = tuple(one.ours(standing.measure) for one in standing.observations)
        return replace(
            basis,
            verdict=standing.verdict,
            reason=reason(quantity, standing),
            ours=ours,
            measure=standing.measure.id,
        )
    if quantity.bare or not _on_the_subject(context) or foretells(context, quantity):
        return None
    if quantity.dimension == "duration" and not context.close_to(quantity, {"wait", "pending"}):
        return None
    near = nearest(quantity, context, candidates)
    if near is None:
        return basis
    return replace(
        basis, reason=reason(quantity, near), ours=tuple(one.ours(near.measure) for one in near.observations)
    )


def _of_law(text: Text, number: int, context: Context, judged: Judged) -> Finding:
    basis = _basis(text, number, context, judged.start, judged.end, judged.kind)
    period = judged.when.shown if judged.when else None
    return replace(
        basis,
        verdict=judged.verdict,
        reason=judged.reason,
        ours=judged.ours,
        measure=judged.id,
        period=period,
    )


def _of_sum(text: Text, number: int, context: Context, one: Sum) -> Finding:
    start = min(part.start for part in (one.total, *one.parts))
    end = max(part.end for part in (one.total, *one.parts))
    parts = {
        language: " + ".join(amount(part.value, part.dimension, language) for part in one.parts)
        for language in ("en", "fr")
    }
    total = {language: amount(one.total.value, one.total.dimension, language) for language in ("en", "fr")}
    made = {language: amount(one.made, one.total.dimension, language) for language in ("en", "fr")}
    basis = _basis(text, number, context, start, end, "sum")
    verdict, name = ("agrees", "sum_right") if one.right else ("differs", "sum_wrong")
    return replace(
        basis,
        verdict=verdict,
        reason=filled(name, parts=parts, total=total, made=made),
        value=one.total.value,
    )


def _on_the_subject(context: Context) -> bool:
    return not topical().isdisjoint(context.named)

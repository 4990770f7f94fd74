"""Checking texts: sentences, the figures and statements of law in them, and what the register and rulebook
say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from openasylum import facts
from openasylum.check.contexts import Context
from openasylum.check.dates import times
from openasylum.check.findings import Finding, Report
from openasylum.check.folding import fold
from openasylum.check.holding import Candidates, hold
from openasylum.check.lexicon import lexicon
from openasylum.check.observations import held_measures
from openasylum.check.quantities import Quantity, quantities
from openasylum.check.reasons import filled, reason
from openasylum.check.segments import Quotations, Sentence, sentences
from openasylum.check.texts import Text
from openasylum.check.tongue import language_of

_WORTH_READING = re.compile(
    r"\d|\b(?:million|billion|milliard|thousand|mille|hundred|half|third|quarter|moitie|tiers|"
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
    return Report(texts, tuple(findings), language_of_output, today, None, facts.data_vintage(), spoken)


def check_text(text: Text, number: int, language: str, today: date) -> Iterator[Finding]:
    """The findings in one text, in the order of their places."""
    candidates = _candidates()
    plain = fold(text.content)
    quotations = Quotations(text.content)
    for context in contexts(text, plain, language, today):
        for quantity in context.quantities:
            finding = _finding(text, number, context, quantity, candidates, today)
            if finding is not None:
                yield replace(finding, in_quotation=quotations.holds(quantity.start))


@facts.remembered
def _candidates() -> Candidates:
    return Candidates.of(held_measures())


def contexts(text: Text, plain: str, language: str, today: date) -> Iterator[Context]:
    """The sentences that hold something to check, each with what stands around it."""
    words = lexicon()
    kept: list[Context] = []
    for sentence in sentences(text.content):
        reading = bool(_WORTH_READING.search(plain, sentence.start, sentence.end))
        mentions = words.mentions(plain, sentence.start, sentence.end)
        topical = any(words.topical(one.concept) for one in mentions)
        if not (reading or topical):
            continue
        context = Context(
            plain, sentence, mentions,
            times(plain, sentence.start, sentence.end, text.published, today) if reading else [],
            quantities(plain, sentence.start, sentence.end, language == "fr") if reading else [],
            list(kept[-KEPT_IN_MIND:]), text.published,
        )  # fmt: skip
        if topical:
            kept.append(context)
            context.before = [replace_before(one) for one in context.before]
        yield context


def replace_before(context: Context) -> Context:
    """The same context without what it remembers itself, so that memory does not grow with the text."""
    context.before = []
    return context


def _finding(
    text: Text, number: int, context: Context, quantity: Quantity, candidates: Candidates, today: date
) -> Finding | None:
    standing = hold(quantity, context, candidates, today)
    quoted = text.content[quantity.start : quantity.end].strip()
    sentence = text.content[context.sentence.start : context.sentence.end]
    when, _ = context.when(quantity)
    basis = Finding(
        number, quantity.start, quantity.end, quantity.dimension, quoted, sentence, "not_in_register", filled("nothing"),
        value=quantity.value, value_to=quantity.value_to, period=when.shown if when else None,
    )  # fmt: skip
    if standing is not None:
        ours = tuple(one.ours(standing.measure) for one in standing.observations)
        return replace(
            basis,
            verdict=standing.verdict,
            reason=reason(quantity, standing),
            ours=ours,
            measure=standing.measure.id,
        )
    if quantity.bare or not _on_the_subject(context):
        return None
    return basis


def _on_the_subject(context: Context) -> bool:
    words = lexicon()
    return any(words.topical(name) for name in context.named)


def sentence_of(content: str, sentence: Sentence) -> str:
    """The words of a sentence."""
    return content[sentence.start : sentence.end]

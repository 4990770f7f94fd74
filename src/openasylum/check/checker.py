"""Checking texts: sentence by sentence, each with the sentences on this subject before it in mind."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from openasylum import facts
from openasylum.check.comparison.together import compare
from openasylum.check.findings import Finding, Report
from openasylum.check.language.datelines import REACH, behind_dateline, dateline
from openasylum.check.sentence_findings import Read, reader
from openasylum.check.texts.segments import Quotations, sentences
from openasylum.check.texts.text import Text
from openasylum.check.texts.tongue import language_of, tongue_of

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
    with _collector_at_rest():
        for number, (text, language) in enumerate(zip(texts, spoken, strict=True)):
            findings.extend(check_text(text, number, language, today))
        comparison = compare(texts, findings) if len(texts) > 1 else None
    return Report(texts, tuple(findings), language_of_output, today, comparison, facts.data_vintage(), spoken)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Without the collector of rings: what is read of a text is kept and makes none, so going through all of it again and
    again would free nothing. At the end it is put with what is old, or the collector would go through it at once.
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def check_text(text: Text, number: int, language: str, today: date) -> list[Finding]:
    """The findings in one text, in the order of their places."""
    quotations = Quotations(text.content)
    return sorted(
        (
            one._replace(
                text=number, start=start + one.start, end=start + one.end,
                in_quotation=quotations.holds(start + one.start),
            )
            for start, one in _found(text, language, today)
        ),
        key=lambda one: (one.start, one.end),
    )  # fmt: skip


def _found(text: Text, language: str, today: date) -> Iterator[tuple[int, Finding]]:
    """Every finding with the place of its sentence; its own places are counted from there."""
    published = text.published or dateline(text.content)
    read = {tongue: reader(tongue, published, today) for tongue in ("en", "fr")}
    kept: tuple[Read, ...] = ()
    lead: Read | None = None  # what the text opens with on this subject says what it is about
    scene: tuple[Read, int] | None = (
        None  # "Yet Quebec saw a jump in July": where and when of the sentence after it
    )
    for sentence in sentences(text.content):
        start = sentence.start
        if start < REACH:
            start += behind_dateline(text.content[start : sentence.end])
        words = text.content[start : sentence.end]
        if text.language is None:
            language = tongue_of(words, language)
        beside = scene is not None and scene[1] == sentence.paragraph
        one = read[language](words, (*kept, scene[0]) if scene and beside else kept, lead)
        for finding in one.findings:
            yield start, finding
        if one.on_subject:
            kept = _in_mind((*kept, one))
            lead = lead or one
        scene = (one, sentence.paragraph) if one.sets_the_scene else None


def _in_mind(kept: tuple[Read, ...]) -> tuple[Read, ...]:
    """The last sentences on this subject, with those between them that only went on counting."""
    while sum(one.topical for one in kept) > KEPT_IN_MIND or len(kept) > 2 * KEPT_IN_MIND:
        kept = kept[1:]
    return kept

"""Checking texts: what is found in each, and what they say of each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from openasylum import facts
from openasylum.backends.processes import WorkerProcesses
from openasylum.check.comparison.together import compare
from openasylum.check.findings import Finding, Report
from openasylum.check.language.datelines import dateline
from openasylum.check.many_readers import LONG_ENOUGH, Helpers, helpers, read_together
from openasylum.check.reading_on import InMind, Reader, Reading, words_of
from openasylum.check.texts.segments import Quotations
from openasylum.check.texts.text import Text
from openasylum.check.texts.tongue import language_of


def check_texts(
    texts: Sequence[Text],
    language_of_output: str = "en",
    as_of: date | None = None,
    workers: int = 1,
    ahead: Sequence[WorkerProcesses] = (),
) -> Report:
    """Check texts against the register and the rulebook.

    ``language_of_output`` ("en" or "fr") is kept in the report for its readers; every reason is in both. The
    present tense is read by ``as_of``, today if None. Several texts are compared with each other too. Long texts are read
    by as many processes as there may be ``workers``, with the same findings; they start the program that is running anew, which has
    to guard its main module. Those started ``ahead`` (``backends.ahead``) read with it too. Raises ``UserError`` for a text that is in
    neither English nor French.
    """
    today = as_of or date.today()
    spoken = tuple(text.language or language_of(text.content, text.name) for text in texts)
    findings: list[Finding] = []
    longest = max((len(text.content) for text in texts), default=0)
    with _collector_at_rest(), helpers(workers, longest, ahead) as others:
        for number, (text, language) in enumerate(zip(texts, spoken, strict=True)):
            findings.extend(check_text(text, number, language, today, others))
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


def check_text(
    text: Text, number: int, language: str, today: date, others: Helpers | None = None
) -> list[Finding]:
    """The findings in one text, in the order of their places."""
    quotations = Quotations(text.content)
    return sorted(
        (
            one._replace(
                text=number, start=start + one.start, end=start + one.end,
                in_quotation=quotations.holds(start + one.start),
            )
            for start, found in _found(text, language, today, others)
            for one in found
        ),
        key=lambda one: (one.start, one.end),
    )  # fmt: skip


def _found(
    text: Text, language: str, today: date, others: Helpers | None
) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """Where each sentence starts, and what it states; the places of that are counted from there."""
    said = words_of(text)
    one = Reader(Reading(text.language, text.published or dateline(text.content), today), InMind(language))
    findings: Iterator[tuple[Finding, ...]] = map(one.read, said)
    if others is not None and len(text.content) >= LONG_ENOUGH:
        findings = read_together(said, one, others)
    return zip((words.start for words in said), findings, strict=True)

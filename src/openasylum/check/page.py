"""The HTML page of a check: each text marked up, and the same as a table. No script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from openasylum.check.findings import KIND_LABELS, VERDICT_LABELS, VERDICTS, Finding, Report
from openasylum.check.texts.segments import paragraphs
from openasylum.templates import environment


@dataclass(frozen=True)
class Piece:
    """A run of text; ``findings`` are the numbers (from 1) of what begins in it, ``verdict`` is what colours it."""

    words: str
    findings: tuple[int, ...] = ()
    verdict: str = ""


def page(report: Report, language: str | None = None) -> str:
    """A self-contained page in English or French (that of the report if None)."""
    spoken = language or report.language
    return (
        environment("openasylum.check", spoken)
        .get_template("check.html.j2")
        .render(
            report=report,
            language=spoken,
            t=lambda english, french: french if spoken == "fr" else english,
            verdicts=VERDICTS,
            labels=VERDICT_LABELS,
            kinds=KIND_LABELS,
            marked=[list(marked_paragraphs(report, number)) for number in range(len(report.texts))],
            numbered=[
                [(place + 1, one) for place, one in enumerate(report.findings) if one.text == number]
                for number in range(len(report.texts))
            ],
        )
    )


def marked_paragraphs(report: Report, text: int) -> Iterator[list[Piece]]:
    """The paragraphs of a text, each cut into pieces at the ends of what is found in it."""
    content = report.texts[text].content
    found = [(place + 1, one) for place, one in enumerate(report.findings) if one.text == text]
    for start, end in paragraphs(content):
        inside = [(number, one) for number, one in found if one.start < end and one.end > start]
        yield list(_pieces(content, start, end, inside))


def _pieces(content: str, start: int, end: int, inside: list[tuple[int, Finding]]) -> Iterator[Piece]:
    cuts = sorted(
        {start, end, *(min(max(place, start), end) for _, one in inside for place in (one.start, one.end))}
    )
    for left, right in pairwise(cuts):
        over = [(number, one) for number, one in inside if one.start < right and one.end > left]
        over.sort(key=lambda pair: pair[1].end - pair[1].start)
        opened = tuple(number for number, one in over if max(one.start, start) == left)
        yield Piece(content[left:right], opened, over[0][1].verdict if over else "")

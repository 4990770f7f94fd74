"""The HTML page of a check: each text marked up, and the same as a table. No script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator

from openasylum.check.figures.showing import day
from openasylum.check.findings import GROUP_LABELS, KIND_LABELS, VERDICT_LABELS, VERDICTS, Report, by_text
from openasylum.check.marks import Piece, pieces
from openasylum.check.texts.segments import paragraphs
from openasylum.templates import environment


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
            groups=GROUP_LABELS,
            by_text=by_text,
            as_of=day(report.as_of, spoken),
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
        yield list(pieces(content, start, end, found))

"""Check a text, or several on one event: paste them, see each figure marked by what the sources say, and what the texts say of
one thing side by side. Nothing of them is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from openasylum.errors import UserError
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.frame import render
from openasylum.web.pages.words import Speaker
from openasylum.web.settings import Settings

if TYPE_CHECKING:
    from openasylum.check import Report
    from openasylum.check.marks import Piece

PAGE = BY_ID["check"]

#: Characters of a text, and how many texts there is room for.
LONGEST, MOST = 50_000, 3


def add(router: APIRouter, settings: Settings) -> None:
    """The page, and the checked text."""
    for language in LANGUAGES:
        _add(router, language)


def _add(router: APIRouter, language: Language) -> None:
    @router.get(PAGE.path(language))
    def empty(request: Request) -> Response:
        return render(request, PAGE, language, _asked([], ""))

    @router.post(PAGE.path(language))
    async def checked(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode(errors="replace"), max_num_fields=5)
        texts = [text.replace("\r\n", "\n") for text in sent.get("text", []) if text.strip()]
        context = await run_in_threadpool(_checked, texts[:MOST], language)
        return render(request, PAGE, language, context)


def _asked(texts: list[str], problem: str) -> dict[str, Any]:
    """The form, with what was written into it."""
    shown = [text[:LONGEST] for text in texts]
    return {"report": None, "texts": shown + [""] * (MOST - len(shown)), "problem": problem}


def _checked(texts: list[str], language: Language) -> dict[str, Any]:
    from openasylum.check import GROUP_LABELS, KIND_LABELS, VERDICT_LABELS, Text, by_text, check_texts
    from openasylum.check.texts.files import plain_text

    say = Speaker(language)
    if not texts or any(len(text) > LONGEST for text in texts):
        return _asked(texts, say("check.long" if texts else "check.empty"))
    names = [say("check.text_number", number=number) for number in range(1, len(texts) + 1)]
    names = names if len(texts) > 1 else [say("check.text")]
    try:
        named = zip(names, texts, strict=True)
        report = check_texts([Text(name, plain_text(text)[0]) for name, text in named], language)
    except UserError as error:
        return _asked(texts, error.sentence(language))
    return {
        "report": report,
        "by_text": by_text,
        "marked": [_marked(report, number) for number in range(len(texts))],
        "numbered": [
            [(place, one) for place, one in enumerate(report.findings, start=1) if one.text == number]
            for number in range(len(texts))
        ],
        "verdicts": {name: label[language] for name, label in VERDICT_LABELS.items()},
        "kinds": {name: label[language] for name, label in KIND_LABELS.items()},
        "relations": {name: label[language] for name, label in GROUP_LABELS.items()},
        "counts": {name: count for name, count in report.counts().items() if count},
    }


def _marked(report: Report, number: int) -> list[Piece]:
    """A text cut where what is found in it begins and ends."""
    from openasylum.check.marks import pieces

    read = report.texts[number].content
    found = [(place, one) for place, one in enumerate(report.findings, start=1) if one.text == number]
    return list(pieces(read, 0, len(read), found))

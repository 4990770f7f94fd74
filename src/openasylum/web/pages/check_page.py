"""Check a text: paste it, see each figure marked by what the sources say. Nothing of the text is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from openasylum.errors import UserError
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.frame import render
from openasylum.web.pages.words import Speaker
from openasylum.web.settings import Settings

PAGE = BY_ID["check"]

#: Characters of a text.
LONGEST = 50_000


def add(router: APIRouter, settings: Settings) -> None:
    """The page, and the checked text."""
    for language in LANGUAGES:
        _add(router, language)


def _add(router: APIRouter, language: Language) -> None:
    @router.get(PAGE.path(language))
    def empty(request: Request) -> Response:
        return render(request, PAGE, language, {"report": None, "text": "", "problem": ""})

    @router.post(PAGE.path(language))
    async def checked(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode(errors="replace"), max_num_fields=5)
        text = sent.get("text", [""])[0].replace("\r\n", "\n")
        context = await run_in_threadpool(_checked, text, language)
        return render(request, PAGE, language, context)


def _checked(text: str, language: Language) -> dict[str, Any]:
    from openasylum.check import KIND_LABELS, VERDICT_LABELS, Text, check_texts
    from openasylum.check.marks import pieces
    from openasylum.check.texts.files import plain_text

    say = Speaker(language)
    shown: dict[str, Any] = {"report": None, "text": text[:LONGEST], "problem": ""}
    if not text.strip() or len(text) > LONGEST:
        return shown | {"problem": say("check.long" if text.strip() else "check.empty")}
    try:
        report = check_texts([Text(say("check.text"), plain_text(text)[0])], language)
    except UserError as error:
        return shown | {"problem": error.sentence(language)}
    read = report.texts[0].content
    return shown | {
        "report": report,
        "pieces": list(pieces(read, 0, len(read), list(enumerate(report.findings, start=1)))),
        "verdicts": {name: label[language] for name, label in VERDICT_LABELS.items()},
        "kinds": {name: label[language] for name, label in KIND_LABELS.items()},
        "counts": {name: count for name, count in report.counts().items() if count},
    }

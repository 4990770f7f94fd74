"""Read a claim: an interview one question at a time, then the reading. The page itself carries the answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response

from openasylum.errors import UserError, nearest
from openasylum.law import Amendment, explain
from openasylum.law.interview import decision_of
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.scenario import LAW_IN_FORCE, presets
from openasylum.web.pages import interview
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.frame import render
from openasylum.web.pages.words import Speaker
from openasylum.web.settings import Settings

PAGE = BY_ID["claim"]

#: Sections of an explanation that the page shows before the trace, and in which order.
_FIRST = ("possible", "missing", "exceptions", "dates", "consequences", "relief", "flags")


def add(router: APIRouter, settings: Settings) -> None:
    """The page, and each step of the interview."""
    for language in LANGUAGES:
        _add(router, language)


def _add(router: APIRouter, language: Language) -> None:
    @router.get(PAGE.path(language))
    def start(request: Request) -> Response:
        return render(request, PAGE, language, {"asked": None, "reading": None})

    @router.post(PAGE.path(language))
    async def step(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode(errors="replace"), max_num_fields=200)
        if "keep" in sent:
            return _file(_one(sent, "trail"))
        return render(request, PAGE, language, _step(sent, language))


def _one(sent: dict[str, list[str]], name: str) -> str:
    return sent.get(name, [""])[0]


def _step(sent: dict[str, list[str]], language: Language) -> dict[str, Any]:
    """What comes after what was sent: the next question, or the reading."""
    law = _one(sent, "law") or LAW_IN_FORCE
    amendments = _amendments(law)
    trail = interview.read_trail(_one(sent, "trail"))
    if "to" in sent:
        trail = trail[: int(_one(sent, "to"))] if _one(sent, "to").isdigit() else ()
    path, problem = _one(sent, "path"), ""
    if path and ("answered" in sent or "unknown" in sent):
        trail, problem = _with_reply(trail, path, sent, amendments, language)
    state = interview.replay(trail, amendments)
    if "now" in sent or not state.open:
        return _reading(state, amendments, law, language)
    put = interview.asked(path if problem else state.open[0], language)
    return {
        "asked": put,
        "state": state,
        "law": law,
        "problem": problem,
        "reading": None,
    }


def _amendments(law: str) -> tuple[Amendment, ...]:
    if law not in presets():
        raise UserError(
            f"there is no scenario {law[:40]!r}",
            f"il n'y a pas de scénario « {law[:40]} »",
            nearest=nearest(law[:40], presets()),
        )
    return presets()[law].law


def _with_reply(
    trail: tuple[tuple[str, str], ...],
    path: str,
    sent: dict[str, list[str]],
    amendments: tuple[Amendment, ...],
    language: Language,
) -> tuple[tuple[tuple[str, str], ...], str]:
    """The trail with the reply, or as it was with what is wrong with the reply."""
    try:
        reply = interview.UNKNOWN if "unknown" in sent else interview.reply_of(sent, path)
    except KeyError as error:
        raise UserError("this is not a list of answers", "ce n'est pas une liste de réponses") from error
    if reply == interview.UNKNOWN and "unknown" not in sent:
        return trail, Speaker(language)("claim.unanswered")
    longer = (*trail, (path, reply))
    try:
        interview.replay(longer, amendments)
    except UserError as error:
        return trail, error.sentence(language)
    return longer, ""


def _reading(
    state: interview.Interview, amendments: tuple[Amendment, ...], law: str, language: Language
) -> dict[str, Any]:
    shown: dict[str, Any] = {"asked": None, "state": state, "law": law, "reading": {}, "sections": {}}
    if "date" in state.claim.get("claim", {}):
        explanation = explain(decision_of(state.claim, amendments), language)
        sections = {section["key"]: section for section in explanation["sections"]}
        shown |= {"reading": explanation, "sections": sections}
    given = [
        (number, interview.question_text(path, language), interview.reply_text(path, reply, language))
        for number, (path, reply) in enumerate(state.trail)
    ]
    laws = [preset for preset in presets().values() if preset.law or preset.id == LAW_IN_FORCE]
    return {**shown, "given": given, "laws": laws, "first": _FIRST, "problem": ""}


def _file(trail: str) -> Response:
    """The claim document, as the browser's own download."""
    import yaml

    claim = interview.replay(interview.read_trail(trail)).claim
    text = yaml.safe_dump(claim, allow_unicode=True, sort_keys=False)
    headers = {"Content-Disposition": 'attachment; filename="claim.yaml"', "Cache-Control": "no-store"}
    return Response(text, media_type="application/yaml", headers=headers)

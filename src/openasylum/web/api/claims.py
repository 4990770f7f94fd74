"""``/decide``, ``/explain``, ``/interview``: how the published rules read for one claim. Nothing of it is stored or logged."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from openasylum import law
from openasylum.documents import Document
from openasylum.web.pages.interview import LONGEST, replay
from openasylum.web.scenario_text import read_ref
from openasylum.web.settings import Settings

Language = Literal["en", "fr"]

_Under = Field(
    default=None,
    alias="with",
    description="Read under a scenario's law (a preset, or a line of text as in a link), or under amendments.",
)


class Claim(BaseModel):
    """A claim document, and under which law it is read."""

    model_config = ConfigDict(extra="forbid")
    claim: dict[str, Any]
    under: Annotated[str | list[dict[str, Any]] | None, _Under] = None


class ClaimToExplain(Claim):
    """The same, and the language of the explanation."""

    language: Language = "en"


class Answered(BaseModel):
    """The answers given so far, in order: the path of the fact, and the reply ("" where it is not known)."""

    model_config = ConfigDict(extra="forbid")
    answers: list[tuple[str, str]] = Field(default=[], max_length=LONGEST)
    language: Language = "en"
    under: Annotated[str | list[dict[str, Any]] | None, _Under] = None


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["claims"])
    resource.post("/decide")(decide)
    resource.post("/explain")(explain)
    resource.post("/interview")(interview)
    return resource


def decide(asked: Claim) -> dict[str, Any]:
    """The reading of a claim: what ``openasylum decide --json`` prints."""
    return _decision(asked).data


def explain(asked: ClaimToExplain) -> dict[str, Any]:
    """The reading in words: summary, trace, what is missing, what would change it."""
    return law.explain(_decision(asked), asked.language)


def interview(asked: Answered) -> dict[str, Any]:
    """The next question, and the reading of what has been said; the caller keeps the answers, the server none.

    ``open`` are the facts that can still change the answer, ``question`` the one to ask next (null when the case is settled or
    nobody knows the rest), ``reading`` what ``/decide`` says of ``claim`` (null until the day of the claim is known).
    """
    from openasylum.law.questions import answers
    from openasylum.web.pages.interview import question_text

    amendments = amendments_of(asked.under)
    so_far = replay(tuple(asked.answers), amendments)
    question = None
    if so_far.open:
        path = so_far.open[0]
        allowed = answers(path)
        question = {
            "path": path,
            "text": question_text(path, asked.language),
            "kind": allowed.kind,
            "words": list(allowed.words),
            "none": allowed.none,
        }
    dated = "date" in so_far.claim.get("claim", {})
    reading = law.decide_claim(so_far.claim, amendments).data if dated else None
    return {"open": so_far.open, "question": question, "claim": so_far.claim, "reading": reading}


def amendments_of(under: str | list[dict[str, Any]] | None) -> tuple[law.Amendment, ...]:
    """The amendments that a request names. Raises ``UserError``."""
    if under is None:
        return ()
    if isinstance(under, str):
        return read_ref(under).scenario().law
    return law.parse_amendments(under, Document(under, ""))


def _decision(asked: Claim) -> law.Decision:
    claim = law.check_claim(asked.claim, Document(asked.claim, ""))
    return law.decide_claim(claim, amendments_of(asked.under))

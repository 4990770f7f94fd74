"""``/check``: the figures and statements of law in a text, held against the register and the rulebook. Nothing is stored."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from openasylum.web.settings import Settings
from openasylum.web.workshop import Workshop, errands

#: Characters of one text, and texts of one request: a long report, beside three others.
LONGEST, MOST = 60_000, 4


class TextToCheck(BaseModel):
    """One text; without a language it is found out from the words."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(default="text", max_length=200)
    content: str = Field(max_length=LONGEST)
    language: Literal["en", "fr"] | None = None
    published: date | None = None


class ToCheck(BaseModel):
    """Texts to check, and the day as of which the present tense is read (today if none is given)."""

    model_config = ConfigDict(extra="forbid")
    texts: Annotated[list[TextToCheck], Field(min_length=1, max_length=MOST)]
    language: Literal["en", "fr"] = "en"
    as_of: date | None = None


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["texts"])
    resource.post("/check")(check)
    return resource


def check(asked: ToCheck, request: Request) -> dict[str, Any]:
    """What ``openasylum check --json`` prints. A text that takes too long is refused with a sentence."""
    workshop: Workshop = request.app.state.workshop
    texts = [one.model_dump() for one in asked.texts]
    return dict(workshop.aside.do(str(workshop.folder()), errands.check, texts, asked.language, asked.as_of))

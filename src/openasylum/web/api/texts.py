"""``/check``: the figures and statements of law in a text, held against the register and the rulebook. Nothing is stored."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from openasylum.web.settings import Settings

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


def check(asked: ToCheck) -> dict[str, Any]:
    """What ``openasylum check --json`` prints."""
    from openasylum.check import Text, check_texts

    texts = [Text(one.name, one.content, one.language, one.published) for one in asked.texts]
    return check_texts(texts, asked.language, asked.as_of).as_dict()

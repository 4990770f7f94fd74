"""A text in both official languages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Text(BaseModel):
    """A text in English and in French, as equals: ``text[language]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    fr: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))

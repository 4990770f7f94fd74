"""What figures are written with, in French: units, places, organisations, stages, basis and scope."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from openasylum.documents import read_document, validate
from openasylum.facts.schema import HERE


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    words: dict[str, str]


@cache
def declared_words() -> dict[str, str]:
    """Every declared word and phrase with its French."""
    return validate(_Words, read_document(HERE / "declarations" / "words.yaml")).words


def french(english: str) -> str:
    """The French of a word or phrase of ``words.yaml``; the text itself where none is declared."""
    return declared_words().get(english, english)

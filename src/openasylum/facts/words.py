"""The short words of figures in French: units, places, confidences."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from openasylum.documents import read_document, validate
from openasylum.facts.schema import HERE


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    words: dict[str, str]


@cache
def _words() -> dict[str, str]:
    return validate(_Words, read_document(HERE / "declarations" / "words.yaml")).words


def french(english: str) -> str:
    """The French of a unit, a place or a confidence; the word itself where none is declared."""
    return _words().get(english, english)

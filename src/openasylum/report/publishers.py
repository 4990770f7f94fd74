"""Institutions that publish, by their official names in both languages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from openasylum.documents import parse_document


@cache
def publishers() -> dict[str, str]:
    """Official names of institutions, English to French."""
    text = files("openasylum.report").joinpath("publishers.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = parse_document(text, "report/publishers.yaml").data
    return found


def publisher_name(english: str, language: str) -> str:
    """A publisher in the language; one that is no institution of the list, or only copied by someone, as it is written."""
    return publishers().get(english, english) if language == "fr" else english

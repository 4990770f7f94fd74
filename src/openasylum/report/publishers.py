"""Institutions that publish, by their official names in both languages."""

from __future__ import annotations

from functools import cache

from openasylum.documents import shipped


@cache
def publishers() -> dict[str, str]:
    """Official names of institutions, English to French."""
    found: dict[str, str] = shipped("openasylum.report", "publishers.yaml").data
    return found


def publisher_name(english: str, language: str) -> str:
    """A publisher in the language; one that is no institution of the list, or only copied by someone, as it is written."""
    return publishers().get(english, english) if language == "fr" else english

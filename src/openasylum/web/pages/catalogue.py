"""The pages: their addresses in both languages, and their place in the menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openasylum.report.tongue import LANGUAGES, Language


@dataclass(frozen=True)
class Page:
    """One page: its id, its slug in each language, the group of the menu in which it stands."""

    id: str
    en: str
    fr: str
    group: str

    def path(self, language: str) -> str:
        """The address of the page, "/fr/scenarios"."""
        return f"/{language}/{getattr(self, language)}"


PAGES: Final = (
    Page("answer", "answer", "reponse", "questions"),
    Page("scenarios", "scenarios", "scenarios", "questions"),
    Page("claim", "claim", "demande", "questions"),
    Page("law", "law", "droit", "evidence"),
    Page("waits", "waits", "attentes", "evidence"),
    Page("costs", "costs", "couts", "evidence"),
    Page("facts", "facts", "faits", "evidence"),
    Page("assumptions", "assumptions", "hypotheses", "trust"),
    Page("scorecard", "scorecard", "bulletin", "trust"),
    Page("runs", "runs", "executions", "trust"),
    Page("check", "check", "verifier", "trust"),
    Page("limits", "limits", "limites", "trust"),
    Page("api", "api", "api", "trust"),
)

BY_ID: Final = {page.id: page for page in PAGES}

GROUPS: Final = ("questions", "evidence", "trust")


def page_at(slug: str) -> Page | None:
    """The page with that slug in either language."""
    return next((page for page in PAGES if slug in (page.en, page.fr)), None)


def other(language: str) -> Language:
    """The other official language."""
    return LANGUAGES[1 - LANGUAGES.index(language)]

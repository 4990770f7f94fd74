"""A statement of law as judged: its verdict, the reason, and the provisions of the rulebook behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.showing import day as shown_day
from openasylum.check.findings import Ours
from openasylum.check.language.dates import When


@dataclass(frozen=True)
class Judged:
    """A statement of law found in a sentence: where, its verdict, the reason and the provisions behind it."""

    start: int
    end: int
    id: str
    kind: str
    verdict: str
    reason: Bilingual
    ours: tuple[Ours, ...]
    when: When | None


@cache
def provisions_of(citations: tuple[str, ...]) -> tuple[Ours, ...]:
    """The provisions of the rulebook, for a report."""
    return tuple(_provision(citation) for citation in citations)


def _provision(citation: str) -> Ours:
    from openasylum.law.citations import cited
    from openasylum.law.provisions import provisions

    one: Any = provisions()[citation]
    first = next((period.first for period in one.in_force if period.first), None)
    since = {"en": ", in force {}", "fr": ", en vigueur le {}"}
    shown = {
        language: cited(citation, language) + (words.format(shown_day(first, language)) if first else "")
        for language, words in since.items()
    }
    return Ours(
        citation,
        {"en": one.title.en, "fr": one.title.fr},
        shown,
        period=first.isoformat() if first else None,
        source=urlsplit(one.source).netloc,  # where its wording stands; which it is, is in what is shown
        url=one.source,
    )

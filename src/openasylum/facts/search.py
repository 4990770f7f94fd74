"""Words in the tables, their columns and the figures, in English or French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from openasylum.facts.package import resources
from openasylum.facts.register import figures
from openasylum.facts.schema import columns, tables


@dataclass(frozen=True)
class Hit:
    """Something that the words were found in: ``name`` is what ``openasylum facts show`` takes."""

    kind: Literal["table", "column", "figure"]
    name: str
    title_en: str
    title_fr: str
    score: float

    def record(self) -> dict[str, object]:
        """What machines are told of it."""
        return {"kind": self.kind, "name": self.name, "title": {"en": self.title_en, "fr": self.title_fr}}


def folded(text: str) -> str:
    """Text without accents and capitals, words apart by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


@cache
def _index() -> tuple[tuple[Hit, str, str], ...]:
    """Every thing that can be found: itself, its name and titles, and the rest of its words."""
    return tuple(
        (hit, folded(f"{hit.name} {hit.title_en} {hit.title_fr}"), folded(rest)) for hit, rest in _things()
    )


def _things() -> Iterator[tuple[Hit, str]]:
    meanings = {**columns().derived, **columns().printed}
    for name, resource in resources().items():
        titles = resource["titles"]
        publishers = " ".join(source["title"] for source in resource["sources"])
        about = " ".join(resource.get("descriptions", {}).values())
        yield Hit("table", name, titles["en"], titles["fr"], 0), f"{publishers} {about} {resource['theme']}"
    for name, table in tables().items():
        for column in table.columns:
            meaning = table.types.get(column) or meanings[column]
            yield Hit("column", f"{name}.{column}", meaning.about.en, meaning.about.fr, 0), ""
    for one in figures():
        rest = " ".join(
            filter(
                None, (one.organisation, one.stage, one.basis, one.note, one.source, one.geography, one.raw)
            )
        )
        yield Hit("figure", one.id, one.title["en"], one.title["fr"], 0), rest


def search(words: str, limit: int | None = None) -> list[Hit]:
    """What has all the words, the best first: words in a name or title count more than words elsewhere, whole
    words more than parts.

    Accents and capitals do not matter. ``limit`` cuts the list.
    """
    wanted = folded(words).split()
    hits = []
    for hit, titles, rest in _index():
        scores = [_score(word, titles, rest) for word in wanted]
        if wanted and all(scores):
            weight = {"figure": 1.0, "table": 1.2, "column": 0.5}[hit.kind]
            hits.append(Hit(hit.kind, hit.name, hit.title_en, hit.title_fr, weight * sum(scores)))
    hits.sort(key=lambda hit: (-hit.score, hit.name))
    return hits[:limit]


def _score(word: str, titles: str, rest: str) -> float:
    if word in titles.split():
        return 3
    if word in titles:
        return 2
    return 1 if word in rest.split() else 0.5 if len(word) > 3 and word in rest else 0

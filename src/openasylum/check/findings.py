"""What a check finds: every statement with its place, verdict, reason and the sourced figure beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from openasylum.bilingual import Text as Bilingual
from openasylum.check.texts.text import Text

#: What a statement can be found to be; the order is that of every list. Codes are stable.
VERDICTS: Final = (
    "agrees",
    "agrees_rounded",
    "was_so_has_changed",
    "another_thing",
    "differs",
    "disputed",
    "not_in_register",
)

VERDICT_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "agrees": {"en": "agrees", "fr": "concorde"},
    "agrees_rounded": {"en": "agrees, rounded", "fr": "concorde, arrondi"},
    "was_so_has_changed": {"en": "was so, has changed", "fr": "était vrai, a changé"},
    "another_thing": {"en": "another thing", "fr": "autre chose"},
    "differs": {"en": "differs", "fr": "diffère"},
    "disputed": {"en": "disputed between sources", "fr": "les sources divergent"},
    "not_in_register": {"en": "not in the register", "fr": "pas au registre"},
}

#: Kinds of statement.
KINDS: Final = ("money", "count", "share", "points", "duration", "ratio", "date", "sum", "law")

KIND_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "money": {"en": "money", "fr": "argent"},
    "count": {"en": "count", "fr": "nombre"},
    "share": {"en": "share", "fr": "part"},
    "points": {"en": "percentage points", "fr": "points de pourcentage"},
    "duration": {"en": "length of time", "fr": "durée"},
    "ratio": {"en": "ratio", "fr": "rapport"},
    "date": {"en": "date", "fr": "date"},
    "sum": {"en": "sum", "fr": "somme"},
    "law": {"en": "law", "fr": "droit"},
}

#: What several texts can say of one thing, the gravest first.
GROUP_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "disagree": {"en": "they disagree", "fr": "ils se contredisent"},
    "rounded": {"en": "one rounds the other", "fr": "l'un arrondit l'autre"},
    "same": {"en": "the same", "fr": "la même chose"},
    "only": {"en": "only one says it", "fr": "un seul le dit"},
}


#: How near to its publisher a figure was read, where it was not in the publisher's own table or page.
SECOND_HAND: Final[Mapping[str, Mapping[str, str]]] = {
    "secondary": {
        "en": "as another text tells it, not its publisher",
        "fr": "rapporté par un tiers, non par qui le publie",
    },
    "inferred": {"en": "worked out from such figures", "fr": "calculé à partir de tels chiffres"},
}

#: Acts and regulations have a page in each language, under these paths.
_JUSTICE: Final = "https://laws-lois.justice.gc.ca/"
_FRENCH_PATHS: Final = (("eng/acts/", "fra/lois/"), ("eng/regulations/SOR-", "fra/reglements/DORS-"))


@dataclass(frozen=True)
class Ours:
    """A sourced figure or rule set beside a statement: an entry of the register, a cell of a table, or a
    provision of the rulebook. ``note``: what the table says of the cell, in its own language.
    """

    id: str
    title: Mapping[str, str]
    shown: Mapping[str, str]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    period: str | None = None
    geography: str | None = None
    includes: str | None = None
    excludes: str | None = None
    source: str | None = None
    url: str | None = None
    confidence: str | None = None
    note: str | None = None

    def address(self, language: str) -> str | None:
        """Where the source stands: of an Act or a regulation, the page in the reader's language."""
        if self.url is None or language != "fr" or not self.url.startswith(_JUSTICE):
            return self.url
        for english, french in _FRENCH_PATHS:
            if self.url.startswith(_JUSTICE + english):
                return _JUSTICE + french + self.url.removeprefix(_JUSTICE + english)
        return self.url

    def second_hand(self, language: str) -> str | None:
        """That the figure rests on another text than its publisher's, where it does."""
        told = SECOND_HAND.get(self.confidence or "")
        return told[language] if told else None

    def as_dict(self) -> dict[str, Any]:
        """The fields that are known, for JSON."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class Finding(NamedTuple):
    """One statement in one text: ``text`` is the place of the text in the report, ``start`` and ``end`` are
    places in its content. ``ours`` is what the statement was held against, the nearest first.
    """

    text: int
    start: int
    end: int
    kind: str
    quoted: str
    sentence: str
    verdict: str
    reason: Bilingual
    ours: tuple[Ours, ...] = ()
    in_quotation: bool = False
    measure: str | None = None
    value: float | None = None
    value_to: float | None = None
    period: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the label of the verdict in both languages."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "kind": self.kind,
            "quoted": self.quoted,
            "sentence": self.sentence,
            "verdict": self.verdict,
            "label": dict(VERDICT_LABELS[self.verdict]),
            "reason": {"en": self.reason.en, "fr": self.reason.fr},
            "in_quotation": self.in_quotation,
            "measure": self.measure,
            "value": self.value,
            "value_to": self.value_to,
            "period": self.period,
            "ours": [one.as_dict() for one in self.ours],
        }


@dataclass(frozen=True)
class Shared:
    """A statement that two texts make, or that one makes and the other does not. ``kind`` is "same",
    "rounded", "disagree", "added" or "dropped"; ``findings`` are places in the report's list: one of each text, then
    those that say the same again.
    """

    kind: str
    texts: tuple[int, ...]
    findings: tuple[int, ...]
    note: Bilingual


@dataclass(frozen=True)
class Passage:
    """Two passages that are nearly the same: places in two texts, and how alike they are (0 to 1)."""

    first: tuple[int, int, int]
    second: tuple[int, int, int]
    alike: float


@dataclass(frozen=True)
class Group:
    """What all the texts say of one thing. ``kind`` is "same", "rounded", "disagree", or "only" where one text alone
    speaks of it; ``findings`` are places in the report's list, in order.
    """

    kind: str
    findings: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """How several texts stand to each other: ``statements`` and ``passages`` pair by pair, ``groups`` all texts together."""

    statements: tuple[Shared, ...] = ()
    passages: tuple[Passage, ...] = ()
    groups: tuple[Group, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "statements": [
                {
                    "kind": one.kind,
                    "texts": list(one.texts),
                    "findings": list(one.findings),
                    "note": {"en": one.note.en, "fr": one.note.fr},
                }
                for one in self.statements
            ],
            "passages": [
                {"first": list(one.first), "second": list(one.second), "alike": one.alike}
                for one in self.passages
            ],
            "groups": [{"kind": one.kind, "findings": list(one.findings)} for one in self.groups],
        }


@dataclass(frozen=True)
class Report:
    """All that was found: the texts, the findings in the order of the texts, and, for several texts, how they
    compare. ``as_of`` is the day whose law and figures the present tense is read by.
    """

    texts: Sequence[Text]
    findings: tuple[Finding, ...]
    language: str
    as_of: date
    comparison: Comparison | None = None
    vintage: str | None = None
    languages: tuple[str, ...] = field(default=())

    def of(self, text: int) -> list[Finding]:
        """The findings in one text, by their place."""
        return [one for one in self.findings if one.text == text]

    def counts(self) -> dict[str, int]:
        """How many findings have each verdict, in the order of ``VERDICTS``."""
        counted = Counter(one.verdict for one in self.findings)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    def as_dict(self) -> dict[str, Any]:
        """For JSON: texts by name (not their content), counts, findings, comparison."""
        return {
            "as_of": self.as_of.isoformat(),
            "data": self.vintage,
            "language": self.language,
            "texts": [
                {
                    "name": text.name,
                    "language": language,
                    "published": text.published.isoformat() if text.published else None,
                    "characters": len(text.content),
                }
                for text, language in zip(self.texts, self.languages, strict=True)
            ],
            "counts": self.counts(),
            "findings": [one.as_dict() for one in self.findings],
            "comparison": self.comparison.as_dict() if self.comparison else None,
        }


def by_text(report: Report, group: Group) -> dict[int, list[tuple[int, Finding]]]:
    """What each text of a report says of one thing: by its place, the findings of a group with theirs; none where it says nothing."""
    found: dict[int, list[tuple[int, Finding]]] = {number: [] for number in range(len(report.texts))}
    for place in group.findings:
        one = report.findings[place]
        found[one.text].append((place, one))
    return found

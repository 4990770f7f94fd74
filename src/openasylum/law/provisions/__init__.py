"""The provisions: one small file each, in the statute's own order."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text
from openasylum.documents import parse_document, validate
from openasylum.errors import UserError, nearest
from openasylum.law.citations import cited

Kind = Literal[
    "gate",  # keeps a claim from being received or considered
    "ground",  # makes a claim ineligible
    "scope",  # brings a claim under a ground
    "exception",  # keeps a ground from biting
    "notice",  # lets an officer reach a claim already referred
    "condition",  # is asked by other provisions
    "definition",
    "consequence",
    "discretion",
    "treaty",
    "procedure",
]


class Period(BaseModel):
    """Days, first and last included, in which a text is in force; ``when`` is that text, where it differs
    from others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    first: date | None = Field(alias="from")
    last: date | None = Field(default=None, alias="until")
    when: str | None = None


class Provision(BaseModel):
    """One provision as encoded.

    ``in_force``: its periods, true days; a period that starts on no day is law made but not in force, or only
    proposed. ``read_at``: the date that must lie in a period (of the claim, of the entry, or of the
    decision). ``claims_from``: transitional reach; the provision is read only for claims made from that day.
    ``when``: its condition over flat facts and other provisions. ``to``: the ground it brings about or keeps
    off. ``status``: how much of it is encoded. ``verification``: P primary text read, S secondary source, M
    from memory.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    citation: str
    title: Text
    kind: Kind
    in_force: tuple[Period, ...]
    read_at: Literal["claim", "entry", "decision"] = "claim"
    claims_from: date | None = None
    direction: Literal["northbound", "southbound", "both"] = "northbound"
    to: str | None = None
    within: str | None = None
    listed_as: str | None = None
    when: str = "True"
    unsettled_when: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    reaches: tuple[str, ...] = ()
    outside: bool = False
    decides: Text | None = None
    note: Text | None = None
    source: str
    verification: str
    verified_on: date = date(2026, 7, 23)
    start_verified: bool = True
    status: Literal["complete", "partial", "not_encoded"] = "complete"
    rules: tuple[str, ...] = ()
    file: str = ""

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return any(
            period.first is not None and period.first <= day <= (period.last or date.max)
            for period in self.in_force
        )

    def record(self, day: date | None = None) -> dict[str, Any]:
        """What machines are told of it; with ``day``, whether it ``holds`` then."""
        plain = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return plain if day is None else {**plain, "as_of": day.isoformat(), "holds": self.holds(day)}


def provision(citation: str) -> Provision:
    """The provision of that citation, in English or French, with or without the Act: "IRPA 101(1)(e)", "LIPR 101(1)e)",
    "159.4(1.1)". Raises ``UserError`` with the nearest.
    """
    known, wanted = _by_any_name(), " ".join(citation.split())
    if wanted not in known:
        raise UserError(
            f"there is no provision {citation!r} in the rulebook",
            f"il n'y a pas de disposition « {citation} » dans le recueil",
            nearest=nearest(wanted, known if wanted.startswith(("LIPR", "RIPR")) else provisions()),
        )
    return known[wanted]


def named(citation: str) -> list[Provision]:
    """The provision of that citation or, where the rulebook keeps no text of the whole, as of "IRPA 101", its parts."""
    known, wanted = _by_any_name(), " ".join(citation.split())
    parts = {found.citation: found for name, found in known.items() if _is_part(name, wanted)}
    return list(parts.values()) if parts and wanted not in known else [provision(citation)]


def _is_part(citation: str, whole: str) -> bool:
    """Whether a citation is of a part of another: 159.5(a) and 159.5a) are of 159.5, 159.01 is none of 159."""
    return bool(whole) and citation.startswith(whole) and bool(_DEEPER.match(citation[len(whole) :]))


#: How a citation goes on into a part: (1), (a), a) as French texts write it, or a part without a number.
_DEEPER: Final = re.compile(r"\(|[a-z](\.\d+)?\)| [a-z]")


@cache
def _by_any_name() -> dict[str, Provision]:
    english = provisions()
    plain = {
        name.split(" ", 1)[1]: found for name, found in english.items() if name.startswith(("IRPA", "IRPR"))
    }
    return plain | {cited(name, "fr"): found for name, found in english.items()} | english


@cache
def provisions() -> dict[str, Provision]:
    """Every provision by citation, in the order of the files: the statute's own."""
    found: dict[str, Provision] = {}
    for folder in ("irpa", "irpr", "treaty", "us", "proposed"):
        for file in sorted(
            resources.files("openasylum.law.provisions").joinpath(folder).iterdir(), key=_order
        ):
            if file.name.endswith(".yaml"):
                document = parse_document(file.read_text(encoding="utf-8"), f"{folder}/{file.name}")
                document.data["file"] = f"{folder}/{file.name}"
                provision = validate(Provision, document)
                found[provision.citation] = provision
    return found


def _order(file: Traversable) -> tuple[Any, ...]:
    """Statutory order: 99, 100-2, 101-1-b, 101-1-b.1, 101-1-b.2, 101-1-c ... with numbers as numbers."""
    parts = file.name.removesuffix(".yaml").split("-")
    return tuple(_part(part) for part in parts)


def _part(text: str) -> tuple[Any, ...]:
    """Numbers before letters; "b" before "b.1" before "c"."""
    if text[0].isdigit() and text.replace(".", "").isdigit():
        return 0, float(text), ""
    letters, _, number = text.partition(".")
    return 1, letters, float(number or 0)

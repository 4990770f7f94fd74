"""The flat facts: the columns that the batch engine reads, one row a claim.

A fact may be null: unknown. The table itself is data, in ``flat_facts.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

import polars as pl

from openasylum.documents import shipped
from openasylum.errors import UserError

#: "Never": a day after every claim. A date fact is never null because something did not happen; null is
#: unknown.
NEVER: Final = date(9999, 12, 31)


@dataclass(frozen=True)
class FlatFact:
    """One column: its name, Polars type, meaning in English and French, and the provision that asks for it.

    ``words`` are the values of an Enum. ``known`` is the value under which the fact is known not to be so (a
    value, or the name of the column to copy); None where there is no such value. ``default`` marks the facts
    that the claim format takes to be so when nothing is said. ``paths`` are the places of a claim document
    that state it (``entries[-1]`` is the last).
    """

    name: str
    dtype: Any
    meaning: dict[str, str]
    citation: str
    words: tuple[str, ...] = ()
    known: Any = None
    default: bool = False
    paths: tuple[str, ...] = ()

    @cached_property
    def kind(self) -> str | tuple[str, ...]:
        """``"truth"``, ``"number"``, or the words of an Enum: how the engine stores it."""
        if self.words:
            return self.words
        return "truth" if self.dtype == pl.Boolean else "number"

    @cached_property
    def is_day(self) -> bool:
        """Whether its numbers are days."""
        return bool(self.dtype == pl.Date)


@cache
def flat_facts() -> dict[str, FlatFact]:
    """Every flat fact by name, in the order of the table."""
    return {entry["name"]: _flat_fact(entry) for entry in shipped("openasylum.law", "flat_facts.yaml").data}


def _flat_fact(entry: dict[str, Any]) -> FlatFact:
    kind = entry["type"]
    words = tuple(kind) if isinstance(kind, list) else ()
    dtype = pl.Enum(words) if words else {"truth": pl.Boolean, "date": pl.Date, "number": pl.Int16}[kind]
    known = entry.get("known")
    if kind == "date" and known and not str(known).endswith("_date"):
        known = NEVER if known == "never" else date.fromisoformat(known)
    return FlatFact(
        name=entry["name"],
        dtype=dtype,
        meaning={"en": entry["en"], "fr": entry["fr"]},
        citation=entry["citation"],
        words=words,
        known=known,
        default=entry.get("default", False),
        paths=tuple(entry["path"]),
    )


def fill_known(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with every flat fact that it lacks added as known not to be so.

    For simulated people, of whom everything is known. ``claim_date`` must be there; the entry is on the day
    of the claim, and the decision too, unless the frame says otherwise. Raises ``UserError`` without
    ``claim_date``.
    """
    if "claim_date" not in frame.columns:
        raise UserError(
            "the facts need a column claim_date",
            "les faits ont besoin d'une colonne claim_date",
            field="claim_date",
        )
    lacking = [
        fact
        for fact in flat_facts().values()
        if fact.name not in frame.columns
        and fact.known is not None
        and not (fact.name == "age" and "birth_date" in frame.columns)
    ]
    copied = [fact for fact in lacking if isinstance(fact.known, str) and fact.known in flat_facts()]
    # All constants at once: a frame a column would take most of the time that a change of law takes.
    filled = frame.with_columns(
        pl.lit(fact.known, dtype=fact.dtype).alias(fact.name) for fact in lacking if fact not in copied
    )
    for fact in copied:
        filled = filled.with_columns(pl.col(str(fact.known)).alias(fact.name))
    return filled.select(*frame.columns, *(fact.name for fact in lacking))


def check_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with its columns cast to the types of the flat facts.

    Raises ``UserError`` that names the column: one that is no flat fact of this name but of a near type, or a
    value that is no word of its Enum.
    """
    facts = flat_facts()
    casts = []
    for name, dtype in frame.schema.items():
        fact = facts.get(name)
        if fact is not None and dtype != fact.dtype and not (dtype.is_integer() and fact.dtype.is_integer()):
            casts.append(pl.col(name).cast(fact.dtype))
    if not casts:
        return frame
    try:
        return frame.with_columns(casts)
    except pl.exceptions.PolarsError as error:
        raise UserError(
            f"a column cannot be read as the flat fact of its name: {str(error).splitlines()[0]}",
            "une colonne ne peut pas être lue comme le fait à plat de son nom : « "
            f"{str(error).splitlines()[0]} »",
        ) from error

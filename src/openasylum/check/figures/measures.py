"""What can be held against a text: each measure says what is counted, in which words, and where its values stand
(``measures/*.yaml``).
"""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text as Bilingual
from openasylum.check.language.folding import fold
from openasylum.check.meaning.lexicon import bits, concepts
from openasylum.documents import Document, read_document, shipped, validate

Dimension = Literal["money", "count", "share", "points", "duration", "ratio"]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Values(_Declared):
    """Where values stand: figures by id (``*`` at the end: all that begin so), or cells of a table.

    ``where`` picks rows, ``without`` leaves some of them out;
    ``place`` and ``origin`` name the column that tells places or origins apart (or, with
    ``at``, the one place of all). ``summed`` names a column over which rows of one period and place are added up.
    ``by`` is the concept that names the publisher. ``grains`` keeps periods of
    these lengths. ``superseded``: early prints of what has been counted anew since.
    ``since``: the first day of counts to date, of which the table tells only when they end.
    ``scale`` turns the column into persons, dollars, shares or months.
    """

    figures: tuple[str, ...] = ()
    table: str | None = None
    where: dict[str, str | list[str]] = Field(default_factory=dict)
    without: dict[str, str | list[str]] = Field(default_factory=dict)
    column: str = "value"
    scale: float = 1.0
    place: str | None = None
    origin: str | None = None
    at: str | None = None
    of: str | None = None
    by: str | None = None
    grains: tuple[str, ...] = ()
    total: str | None = None
    summed: str | None = None
    superseded: bool = False
    since: date | None = None
    title: Bilingual | None = None


#: In ``when``: any country of origin.
ANY_ORIGIN: Final = "origin.*"


class Mistaken(_Declared):
    """Another thing that the value is taken for: where one of ``when`` is named in the sentence, and none of
    ``unless``, which where ``kept_in_mind`` the sentences before may name too. ``far``: it need not stand close to the
    figure. ``by``: it is named right before the figure, as who did what is counted ("students made 173,000 claims");
    "origin.*" stands for any country.
    """

    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    far: bool = False
    kept_in_mind: bool = False
    by: bool = False
    because: Bilingual


class Measure(_Declared):
    """One thing that is counted or priced.

    ``needs``: groups of concepts; the sentence names one of each. ``about``: the same, but the sentences before
    may name it. ``never``: concepts that make it another measure. ``near``: one of these stands close to the
    figure. ``moves``: a level that changes (a backlog, a wait): an undated older value was so and has changed.
    ``studies``: the year of the publication may be named in place of the period. ``range``: low and high of one
    thing; a single end is an end. ``disputed``: publishers differ by more than rounding. ``exact_only``: only
    the very digits are recognised, for figures that are one of a kind. ``differs``: whether another number in its
    place is said to differ (``plainly``, or where none of ``differs_if`` is named: only where nothing in the sentence could make
    it a part's). ``counts``: nouns that it counts beside those of this field ("beds"). ``ranges_only``: only a stated range is
    of it. ``adds``: a flow, whose values of months or years may be added up.
    """

    id: str
    title: Bilingual
    dimension: Dimension
    per: str | None = None
    needs: tuple[tuple[str, ...], ...]
    about: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    country: str = "Canada"
    values: tuple[Values, ...]
    mistaken_for: tuple[Mistaken, ...] = ()
    moves: bool = False
    studies: bool = False
    range: bool = False
    disputed: bool = False
    exact_only: bool = False
    differs: bool | Literal["plainly"] = True
    ranges_only: bool = False
    mistaken_only: bool = False
    adds: bool = False
    differs_if: tuple[str, ...] = ()
    upper: Bilingual | None = None
    unit: Bilingual | None = None

    @cached_property
    def barred(self) -> frozenset[str]:
        """``never`` as a set."""
        return frozenset(self.never)

    @cached_property
    def never_bits(self) -> int:
        """``never`` as bits."""
        return bits(self.never)

    @cached_property
    def about_bits(self) -> tuple[int, ...]:
        """``about`` as bits."""
        return tuple(map(bits, self.about))

    @cached_property
    def differs_if_bits(self) -> int:
        """``differs_if`` as bits."""
        return bits(self.differs_if)

    @cached_property
    def titled(self) -> str:
        """The words of the title in both languages, made plain, each after a space."""
        return " " + fold(f"{self.title.en} {self.title.fr}").replace("'", " ")

    @cached_property
    def counted(self) -> frozenset[str]:
        """``counts`` without accents and capitals."""
        return frozenset(fold(noun) for noun in self.counts)


class _File(_Declared):
    measures: tuple[Measure, ...]


def parse_measures(document: Document) -> tuple[Measure, ...]:
    """The measures of one file. Raises ``UserError`` (file, line, field) for a fault or an unknown concept."""
    measures = validate(_File, document).measures
    known = concepts()
    for place, measure in enumerate(measures):
        named = {
            *measure.never,
            *measure.near,
            *(one for group in (*measure.needs, *measure.about) for one in group),
        }
        for trap in measure.mistaken_for:
            named |= {*trap.when, *trap.unless} - {ANY_ORIGIN}
        if strange := sorted(named - known.keys()):
            raise document.error(
                f"{strange[0]!r} is no concept of the lexicon",
                f"« {strange[0]} » n'est pas une notion du lexique",
                ("measures", place),
            )
    return measures


@cache
def shipped_measures() -> tuple[Measure, ...]:
    """Every measure as shipped, file by file."""
    return tuple(
        measure
        for name in sorted(file.name for file in files(__package__).joinpath("measures").iterdir())
        for measure in parse_measures(shipped(__package__, f"measures/{name}"))
    )


def measures_of(directory: Path) -> tuple[Measure, ...]:
    """A user's own measures: ``measures.yaml`` of an overlay, if it is there."""
    file = directory / "measures.yaml"
    return parse_measures(read_document(file)) if file.is_file() else ()

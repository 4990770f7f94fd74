"""What is declared of the tables: the columns that each has, how its source rounds, and when its figures were
public.

The declarations are data (``declarations/*.yaml``); this module is their form. They are read when the package
is built and when newer tables are laid over the shipped ones; an ordinary ``table()`` needs none of it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text
from openasylum.documents import read_document, validate
from openasylum.facts.periods import GRAINS
from openasylum.vocabulary import ORIGIN_GROUPS, PROVINCES

#: What kind of place a row speaks of.
LEVELS: Final = ("country", "province", "region", "state", "port", "other")

#: How a figure was come by, from best to none.
CONFIDENCES: Final = ("seen", "secondary", "inferred", "unverified", "missing")

ENUMS: Final[dict[str, tuple[str, ...]]] = {
    "grains": GRAINS,
    "levels": LEVELS,
    "provinces": PROVINCES,
    "confidences": CONFIDENCES,
    "origins": ORIGIN_GROUPS,
}

#: Columns of a raw file that say where a row comes from; the package holds one ``source`` id instead of the
#: first two.
PROVENANCE: Final = ("source_title", "source_url", "note", "confidence", "published")

HERE = Path(str(files("openasylum.facts")))


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Declared):
    """One column: its type in the words of the Frictionless table schema, its meaning, and the values it may
    have.
    """

    type: Literal["string", "number", "integer", "boolean", "date"]
    about: Text
    enum: str | tuple[str, ...] | None = None

    @property
    def values(self) -> tuple[str, ...] | None:
        """The values that the column may have, or None where they are not listed."""
        return ENUMS[self.enum] if isinstance(self.enum, str) else self.enum


class Columns(_Declared):
    """``columns.yaml``: every column of every table, once."""

    derived: dict[str, Column]
    printed: dict[str, Column]


class Interval(_Declared):
    """The figures that a withheld cell can stand for."""

    low: float
    high: float


class Least(_Declared):
    """The least figure that a source prints, and the counts it stands for."""

    printed: float
    low: float
    high: float


class Rounding(_Declared):
    """How a source rounds: the rows it holds for (all, unless ``where``), the step, and what a withheld cell
    stands for.

    ``step`` 5 turns a printed 40 into 38 to 42: persons are whole, so the interval is closed at ``step // 2``
    on each side. Where a measure is not a count (``whole: false``) it is ``step / 2``.
    """

    where: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    step: float = 0
    whole: bool = True
    withheld: Interval | None = None
    least: Least | None = None
    marks: tuple[str, ...] = ()
    why: str = ""


class Table(_Declared):
    """``tables.yaml``: one table."""

    theme: str
    title: Text
    about: Text | None = None
    time: str | None = None
    periods: dict[str, str] = Field(default_factory=dict)
    free_periods: bool = False
    place: str | None = None
    totals: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    key: tuple[str, ...]
    columns: tuple[str, ...]
    types: dict[str, Column] = Field(default_factory=dict)
    rounding: tuple[Rounding, ...] = ()
    source: str | None = None
    forecast: bool = False


class MadeTable(_Declared):
    """``made.yaml``: a table that the build makes itself."""

    title: Text
    key: tuple[str, ...]
    columns: dict[str, Column]


class _MadeTables(_Declared):
    tables: dict[str, MadeTable]


class Places(_Declared):
    """``places.yaml``: names of places by level, as patterns; the first that fits decides."""

    provinces: dict[str, str]
    levels: dict[str, tuple[str, ...]]


@cache
def columns() -> Columns:
    """Every column declared."""
    return validate(Columns, read_document(HERE / "declarations" / "columns.yaml"))


class _Tables(_Declared):
    tables: dict[str, Table]


@cache
def tables() -> dict[str, Table]:
    """Every table declared, by resource name (the stem of its raw file)."""
    return validate(_Tables, read_document(HERE / "declarations" / "tables.yaml")).tables


@cache
def made_tables() -> dict[str, MadeTable]:
    """Every table that the build makes itself, by resource name."""
    return validate(_MadeTables, read_document(HERE / "declarations" / "made.yaml")).tables


@cache
def places() -> Places:
    """Names of places."""
    return validate(Places, read_document(HERE / "declarations" / "places.yaml"))


def column_of(table: Table, name: str) -> Column:
    """The declaration of a column of a table."""
    declared: dict[str, Any] = {**columns().derived, **columns().printed, **table.types}
    return declared[name]

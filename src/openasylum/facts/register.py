"""The figure register: every single figure that the model or a text uses, with what it includes and excludes,
and its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict, model_validator

from openasylum.bilingual import Text
from openasylum.documents import read_document, validate
from openasylum.errors import UnusableValue, UserError, nearest
from openasylum.facts.package import shipped
from openasylum.facts.periods import parse_period
from openasylum.facts.schema import CONFIDENCES, HERE, made_tables
from openasylum.facts.sources import Source, declared_sources, publication_rules
from openasylum.facts.tidy import polars_type


@dataclass(frozen=True)
class Figure:
    """One figure of the register.

    Either ``value`` is known, or the figure is an interval ``low`` to ``high`` (one of them None where the
    source gives only "more than" or "less than"), or both: a value with its range. A statement that is no
    number stands in ``text``; a figure that was looked for and not found has neither, and ``confidence``
    "missing".
    """

    id: str
    theme: str
    title: Mapping[str, str]
    value: float | None
    low: float | None
    high: float | None
    text: str | None
    unit: str
    period: str | None
    geography: str | None
    organisation: str | None
    stage: str | None
    basis: str | None
    includes: str | None
    excludes: str | None
    source: str | None
    url: str | None
    publisher: str | None
    published: date | None
    licence: str | None
    confidence: str
    note: str | None
    raw: str | None

    @property
    def point(self) -> float:
        """The value, or the midpoint of the interval. Raises ``ValueError`` where the figure has neither."""
        if self.value is not None:
            return self.value
        if self.low is None or self.high is None:
            raise UnusableValue(
                f"the figure {self.id} has no value and no closed interval",
                f"le chiffre {self.id} n'a ni valeur ni intervalle fermé",
            )
        return (self.low + self.high) / 2

    def as_dict(self) -> dict[str, Any]:
        """The fields that are known, for JSON."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeclaredFigure(_Declared):
    """A figure as written in ``figures/<theme>.yaml``; ``source`` is the id of a declared source."""

    id: str
    title: Text
    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str | None = None
    unit: str
    period: str | None = None
    geography: str | None = None
    organisation: str | None = None
    stage: str | None = None
    basis: str | None = None
    includes: str | None = None
    excludes: str | None = None
    source: str | None = None
    published: date | None = None
    confidence: str
    note: str | None = None
    raw: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> DeclaredFigure:
        numbers = (self.value, self.low, self.high)
        if self.confidence not in CONFIDENCES:
            raise UnusableValue(
                f"confidence is one of {', '.join(CONFIDENCES)}",
                f"la confiance est l'une de {', '.join(CONFIDENCES)}",
            )
        if all(number is None for number in (*numbers, self.text)) and self.confidence != "missing":
            raise UnusableValue(
                "a figure has a value, an interval or a text, unless it is missing",
                "un chiffre a une valeur, un intervalle ou un texte, à moins qu'il ne manque (missing)",
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise UnusableValue(
                "the interval ends below where it begins", "l'intervalle finit sous son début"
            )
        if self.source is None and self.confidence not in ("missing", "unverified"):
            raise UnusableValue("a figure has a source", "un chiffre a une source")
        return self


class OwnFigure(DeclaredFigure):
    """A figure of a user's own, in ``figures.yaml`` of an overlay: ``source`` is a declared id or any text, and
    ``url`` may say where.
    """

    url: str | None = None


class _Register(_Declared):
    figures: tuple[DeclaredFigure, ...]


class _Own(_Declared):
    figures: tuple[OwnFigure, ...]


def own_figures(file: Path) -> dict[str, Figure]:
    """The figures of a user's own file, by id. Raises ``UserError`` (file, line, field) for the first fault."""
    document = read_document(file)
    found: dict[str, Figure] = {}
    for place, one in enumerate(validate(_Own, document).figures):
        if one.id in found:
            raise document.error(
                "this id stands twice in the file",
                "cet identifiant se trouve deux fois dans le fichier",
                ("figures", place, "id"),
            )
        if one.period is not None:
            try:
                parse_period(one.period)
            except ValueError as error:
                raise document.error(
                    f"{one.period!r} is no period",
                    f"« {one.period} » n'est pas une période",
                    ("figures", place, "period"),
                ) from error
        source = declared_sources().get(one.source or "")
        fields = one.model_dump(exclude={"title"})
        if source is not None:
            fields |= {"source": source.title, "url": source.address}
        known: dict[str, Any] = {
            "publisher": source.publisher if source else None,
            "licence": source.licence if source else None,
        }
        found[one.id] = Figure(title={"en": one.title.en, "fr": one.title.fr}, theme="own", **known, **fields)
    return found


def compile_register() -> pl.DataFrame:
    """Every declared figure as a table, in the order of its id. Raises ``UserError`` for a figure that is not
    well formed.
    """
    rows: dict[str, dict[str, Any]] = {}
    sources = declared_sources()
    for file in sorted((HERE / "figures").glob("*.yaml")):
        document = read_document(file)
        for place, figure in enumerate(validate(_Register, document).figures):
            if figure.id in rows:
                raise document.error(
                    "this id stands twice in the register",
                    "cet identifiant se trouve deux fois dans le registre",
                    ("figures", place, "id"),
                )
            if figure.source is not None and figure.source not in sources:
                raise document.error(
                    f"no source {figure.source!r} is declared",
                    f"aucune source « {figure.source} » n'est déclarée",
                    ("figures", place, "source"),
                    nearest(figure.source, sources),
                )
            rows[figure.id] = _row(figure, file.stem, sources.get(figure.source or ""))
    schema = {name: polars_type(column) for name, column in made_tables()["figures"].columns.items()}
    return pl.DataFrame([rows[name] for name in sorted(rows)], schema=schema, orient="row")


def _row(figure: DeclaredFigure, theme: str, source: Source | None) -> dict[str, Any]:
    row = figure.model_dump()
    row |= {"title_en": figure.title.en, "title_fr": figure.title.fr, "theme": theme}
    row |= {"url": None, "publisher": None, "licence": None, "source": None}
    if source is not None:
        row |= {"source": source.title, "url": source.address, "publisher": source.publisher}
        row |= {"licence": source.licence, "published": figure.published or _published(figure, source)}
    return {name: row[name] for name in made_tables()["figures"].columns}


def _published(figure: DeclaredFigure, source: Source) -> date | None:
    """The day of the source, or of its rule applied to the period of the figure."""
    if source.published_by_rule is None or figure.period is None:
        return source.published
    return publication_rules()[source.published_by_rule].published(parse_period(figure.period).last_day)


@cache
def _by_id() -> dict[str, Figure]:
    found = {}
    for row in shipped("figures").iter_rows(named=True):
        title = {"en": row.pop("title_en"), "fr": row.pop("title_fr")}
        found[row["id"]] = Figure(title=title, **row)
    return found


def _in_force() -> Mapping[str, Figure]:
    """The shipped figures, with those of the overlay in force before them."""
    from openasylum.facts.overlays import current

    laid = current()
    return {**_by_id(), **laid.figures} if laid is not None and laid.figures else _by_id()


def figure(name: str) -> Figure:
    """The figure with this id. Raises ``UserError`` with the nearest id where there is none."""
    known = _in_force()
    try:
        return known[name]
    except KeyError:
        raise UserError(
            f"there is no figure {name!r} in the register",
            f"il n'y a pas de chiffre « {name} » dans le registre",
            nearest=nearest(name, known),
        ) from None


def figures(theme: str | None = None) -> list[Figure]:
    """Every figure, or those of a theme, in the order of their ids."""
    return [one for one in _in_force().values() if theme in (None, one.theme)]

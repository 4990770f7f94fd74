"""The source table: where each row comes from, under which licence, and when it was public."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from functools import cache

import polars as pl
from pydantic import BaseModel, ConfigDict, model_validator

from openasylum.documents import read_document, validate
from openasylum.errors import UnusableValue
from openasylum.facts.schema import HERE


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Licence(_Declared):
    """Terms of use: their name, where they stand, and what they ask."""

    title: str
    url: str | None
    asks: str


class PublicationRule(_Declared):
    """When the figures of a growing series were public (``publication.yaml``)."""

    months: int
    why: str
    not_before: date | None = None

    def published(self, last_day: date) -> date:
        """The day on which the figure of a period ending on ``last_day`` was public, by this rule."""
        month = last_day.year * 12 + last_day.month - 1 + self.months
        year, month = divmod(month, 12)
        day = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        return day if self.not_before is None else max(day, self.not_before)


class Source(_Declared):
    """One source. It has the day it was published, or the rule by which its figures were."""

    id: str
    title: str
    url: str = ""
    publisher: str
    licence: str
    published: date | None = None
    published_by_rule: str | None = None
    retrieved: date | None = None

    @model_validator(mode="after")
    def _has_one_of_both(self) -> Source:
        if (self.published is None) == (self.published_by_rule is None):
            raise UnusableValue(
                "a source has either the day it was published or a rule, not both and not neither",
                "une source a soit le jour de sa publication, soit une règle : pas les deux, et pas aucune",
            )
        return self

    @property
    def address(self) -> str | None:
        """The address, without what raw files add to it about copies; None where the source has none."""
        first = self.url.split(" ")[0].rstrip(";")
        return first if first.startswith("http") else None

    @property
    def copy_read(self) -> str | None:
        """The copy that was read, where raw files name one."""
        rest = self.url.removeprefix(self.address or "").strip(" ;")
        return rest or None


class _Sources(_Declared):
    sources: tuple[Source, ...]


class _Rules(_Declared):
    rules: dict[str, PublicationRule]


class _Licences(_Declared):
    licences: dict[str, Licence]


@cache
def declared_sources() -> dict[str, Source]:
    """Every declared source by id."""
    found = validate(_Sources, read_document(HERE / "declarations" / "sources.yaml")).sources
    return {source.id: source for source in found}


@cache
def publication_rules() -> dict[str, PublicationRule]:
    """Every rule of ``publication.yaml``."""
    return validate(_Rules, read_document(HERE / "declarations" / "publication.yaml")).rules


@cache
def declared_licences() -> dict[str, Licence]:
    """Every licence of ``licences.yaml``."""
    return validate(_Licences, read_document(HERE / "declarations" / "licences.yaml")).licences


def published_of_rows(
    frame: pl.DataFrame, sources: Mapping[str, Source], rule_of_others: str | None = None
) -> pl.DataFrame:
    """``published`` of each row of a frame with ``source`` (id) and, where its table has a time,
    ``last_day``.

    A source with a date lends it to all its rows; one with a rule dates each row by the end of its period.
    Rows of a source that is not declared are dated by ``rule_of_others``, if there is one.
    """
    dated = {source.id: source.published for source in sources.values() if source.published is not None}
    published = pl.col("source").replace_strict(
        list(dated), list(dated.values()), default=None, return_dtype=pl.Date()
    )
    if "last_day" not in frame.columns:
        return frame.with_columns(published.alias("published"))
    for name, rule in publication_rules().items():
        under_rule = pl.col("source").is_in(
            [one.id for one in sources.values() if one.published_by_rule == name]
        )
        if name == rule_of_others:
            under_rule = under_rule | ~pl.col("source").is_in(list(sources))
        days = frame.filter(under_rule)["last_day"].drop_nulls().unique().to_list()
        by_rule = pl.col("last_day").replace_strict(
            days, [rule.published(day) for day in days], default=None, return_dtype=pl.Date()
        )
        published = pl.when(under_rule).then(by_rule).otherwise(published)
    return frame.with_columns(published.alias("published"))

"""Levers: what a scenario may change besides the law, each with its unit and range."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text
from openasylum.documents import shipped, validate


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(_Frozen):
    """The values that a lever may take (both ends included)."""

    low: float
    high: float


class Capacity(_Frozen):
    """The lever changes how many people a stage of the pipeline can decide in a year; with ``members``, by the number of
    those who decide; with ``follows_intake``, by a rule: its factor is the share of the intake of a year ago that the
    capacity follows.
    """

    kind: Literal["capacity"]
    stage: str
    members: bool = False
    follows_intake: bool = False


class Driver(_Frozen):
    """The lever changes a pressure on arrivals."""

    kind: Literal["driver"]
    driver: str


class Lever(_Frozen):
    """One lever: by a factor on what would otherwise be; a capacity also by an absolute number a year, a population
    also by a number of persons who leave it, members by a number of persons more.
    """

    id: str
    title: Text
    target: Annotated[Capacity | Driver, Field(discriminator="kind")]
    factor: Range
    per_year: Range | None = None
    persons: Range | None = None


class _Levers(_Frozen):
    levers: list[Lever]


@cache
def levers() -> Mapping[str, Lever]:
    """Every lever by id."""
    return {
        lever.id: lever for lever in validate(_Levers, shipped("openasylum.scenario", "levers.yaml")).levers
    }

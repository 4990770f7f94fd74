"""The days on which the rules at the land border changed, for marks on charts."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, RootModel

from openasylum.bilingual import Text
from openasylum.documents import parse_document, validate


class PolicyDate(BaseModel):
    """One change: a short label for the image, what happened, and where that stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    label: Text
    title: Text
    source: Text


class _PolicyDates(RootModel[tuple[PolicyDate, ...]]):
    """The content of ``policy_dates.yaml``."""


@cache
def policy_dates() -> tuple[PolicyDate, ...]:
    """Every marked day, in order of time."""
    text = files(__package__).joinpath("policy_dates.yaml").read_text(encoding="utf-8")
    return tuple(
        sorted(
            validate(_PolicyDates, parse_document(text, "policy_dates.yaml")).root, key=lambda one: one.day
        )
    )

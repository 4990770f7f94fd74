"""The log of what was found wrong in a published figure: what, since when, how far, and where it was put right."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text
from openasylum.documents import parse_document, validate


class Erratum(BaseModel):
    """One error. ``measures``: the headline measures that it moved; none where it touched a chart or a text only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[0-9]{4}-[0-9]{2,}$")
    found: date
    versions: str
    fixed_in: str
    what: Text
    effect: Text
    measures: tuple[str, ...] = ()


class _Log(BaseModel):
    model_config = ConfigDict(extra="forbid")

    errata: tuple[Erratum, ...]


def read_errata(text: str, file: str = "errata.yaml") -> tuple[Erratum, ...]:
    """The entries of a log. Raises ``UserError`` with file, line and field."""
    return validate(_Log, parse_document(text, file)).errata


@cache
def errata() -> tuple[Erratum, ...]:
    """The log of this version, the newest first."""
    text = files("openasylum.release").joinpath("errata.yaml").read_text(encoding="utf-8")
    return tuple(sorted(read_errata(text), key=lambda entry: entry.id, reverse=True))

"""The estimators and the tables that they read, as data (``methods.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from openasylum.bilingual import Text
from openasylum.documents import Document, parse_document, validate


class Column(Text):
    """A column that a method reads, in words; ``kind`` says which cells it may hold, ``unique`` that no two rows may
    hold the same.
    """

    kind: Literal["text", "count", "amount", "change", "times", "flag"]
    optional: bool = False
    unique: bool = False


class Method(BaseModel):
    """One estimator: ``covariates`` where further columns may explain, ``lists`` where every further column
    is a list.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Text
    says: Text
    cite: str
    example: Text
    covariates: bool = False
    lists: bool = False
    columns: dict[str, Column]


@cache
def labels() -> dict[str, Text]:
    """What a figure, table, column or named row of a result is called (``labels.yaml``)."""
    text = (files("openasylum.population") / "labels.yaml").read_text(encoding="utf-8")
    document = parse_document(text, "population/labels.yaml")
    return {name: validate(Text, document, at=(name,)) for name in document.data}


@cache
def methods() -> dict[str, Method]:
    """Every estimator by id, in the order of ``methods.yaml``."""
    text = (files("openasylum.population") / "methods.yaml").read_text(encoding="utf-8")
    document = parse_document(text, "population/methods.yaml")
    entries = [validate(Method, Document(entry, document.file, document.lines)) for entry in document.data]
    return {entry.id: entry for entry in entries}

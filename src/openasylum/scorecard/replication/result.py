"""One published figure beside ours."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from openasylum import facts
from openasylum.bilingual import number
from openasylum.documents import parse_document

#: identity: arithmetic on the same source's figures; mechanistic: a process is simulated; model: our unit
#: costs or assumptions enter.
Kind = Literal["identity", "mechanistic", "model"]

#: How an input is known.
Standing = Literal["published", "inferred", "calibrated", "assumed"]


@dataclass(frozen=True)
class Replication:
    """A published figure (by its id in the register), our number for it, and how near they must be (in the
    figure's unit).

    ``inputs``: what ours is made of, each with its standing. ``low`` and ``high``: the range of ours where it
    is one of many. ``why``: a remark in both languages. ``label`` tells apart several replications of one
    figure.
    """

    figure: str
    published: float
    ours: float
    tolerance: float
    kind: Kind
    unit: str
    inputs: dict[str, Standing]
    why: dict[str, str]
    low: float | None = None
    high: float | None = None
    label: dict[str, str] = field(default_factory=dict)

    @property
    def difference(self) -> float:
        """Ours less the published."""
        return self.ours - self.published

    @property
    def verdict(self) -> Literal["met", "missed"]:
        """Whether ours lies within the tolerance."""
        return "met" if math.isfinite(self.ours) and abs(self.difference) <= self.tolerance else "missed"

    @property
    def title(self) -> dict[str, str]:
        """What the figure is, in both languages."""
        return self.label or dict(facts.figure(self.figure).title)

    @property
    def source(self) -> str:
        """The source of the published figure, with its address."""
        found = facts.figure(self.figure)
        return f"{found.source} <{found.url}>" if found.url else str(found.source)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: ``figure``, ``published``, ``ours``, ``difference``, ``tolerance``, ``verdict``,
        ``kind``, ``source``, and what explains them.
        """
        row: dict[str, Any] = {
            "figure": self.figure,
            "published": round(self.published, 6),
            "ours": round(self.ours, 6),
            "difference": round(self.difference, 6),
            "tolerance": round(self.tolerance, 6),
            "verdict": self.verdict,
            "kind": self.kind,
            "source": self.source,
            "title": self.title,
            "unit": self.unit,
            "inputs": dict(self.inputs),
            "why": self.why,
        }
        if self.low is not None and self.high is not None:
            row["range"] = [round(self.low, 6), round(self.high, 6)]
        return row


def printed(figure_id: str) -> float:
    """The figure as printed (millions stay millions): the middle of an interval, the bound of a "more than"
    or "less than".
    """
    figure = facts.figure(figure_id)
    open_at_one_end = figure.value is None and (figure.low is None) != (figure.high is None)
    if open_at_one_end:
        return float(figure.low if figure.low is not None else figure.high or 0.0)
    return figure.point


def unit_of(figure_id: str) -> str:
    """The unit of a figure."""
    return facts.figure(figure_id).unit


@cache
def _remarks() -> dict[str, dict[str, str]]:
    source = files("openasylum.scorecard.replication").joinpath("remarks.yaml")
    found: dict[str, dict[str, str]] = parse_document(source.read_text(encoding="utf-8"), "remarks.yaml").data
    return found


def remark(name: str, **filled: object) -> dict[str, str]:
    """A remark or label of ``remarks.yaml`` in both languages, with its gaps filled."""
    return {language: text.format(**filled) for language, text in _remarks()[name].items()}


def written(value: float, language: str, *, signed: bool = False) -> str:
    """A number inside a remark: whole where it has thousands, else with two decimals."""
    return number(value, language, 0 if abs(value) >= 1000 else 2, signed=signed)

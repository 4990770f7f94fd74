"""The assumptions of this room, read from ``assumptions.yaml`` beside the code.

The register and its draws belong to ``scenario``; estimators here need only the bounds.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from openasylum.documents import parse_document


@cache
def _entries() -> dict[str, dict[str, Any]]:
    text = (files("openasylum.population") / "assumptions.yaml").read_text(encoding="utf-8")
    return {entry["id"]: entry for entry in parse_document(text, "population/assumptions.yaml").data}


def bounds(name: str) -> tuple[float, float]:
    """Lowest and highest value of the assumption ``population.<name>`` (a uniform prior, or a fixed value
    twice).
    """
    prior = _entries()[f"population.{name}"]["prior"]
    if prior["kind"] == "fixed":
        return float(prior["value"]), float(prior["value"])
    return float(prior["low"]), float(prior["high"])


def identifiers() -> list[str]:
    """Every assumption of this room."""
    return list(_entries())

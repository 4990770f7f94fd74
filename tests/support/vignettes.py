"""Reads files of vignettes: defaults merged under each case's facts, then ``without`` removed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from openasylum.documents import merged, read_document


class Vignette(NamedTuple):
    """One case: the claim document, the amendments, and what is asserted of the decision."""

    id: str
    claim: dict[str, Any]
    policy: list[dict[str, Any]]
    expect: dict[str, Any]
    source: str


@cache
def vignettes() -> tuple[Vignette, ...]:
    """Every vignette: the public ones, and our own under the same defaults."""
    folder = Path(__file__).parents[1] / "law" / "vignettes"
    public, own = (read_document(folder / f"{name}.yaml").data for name in ("public", "own"))
    return tuple(_vignette(entry, public["defaults"]) for entry in (*public["vignettes"], *own["vignettes"]))


def _vignette(entry: dict[str, Any], defaults: dict[str, Any]) -> Vignette:
    claim = merged(defaults, entry["facts"])
    for path in entry.get("without", ()):
        *above, last = path.split(".")
        part = claim
        for step in above:
            part = part[step]
        part.pop(last, None)
    return Vignette(entry["id"], claim, entry.get("policy", []), entry["expect"], entry["source"])

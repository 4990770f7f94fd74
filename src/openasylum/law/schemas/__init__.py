"""The public contract: JSON Schemas of a claim, a decision, an amendment and a file of vignettes."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def schema(name: str) -> dict[str, Any]:
    """``claim``, ``decision``, ``policy`` or ``vignette``."""
    text = (
        resources.files("openasylum.law.schemas").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    )
    return dict(json.loads(text))


@cache
def written_out(name: str) -> dict[str, Any]:
    """The schema with what its references name in their place: a validator looks each up anew for every document."""
    whole = schema(name)

    def plain(part: Any) -> Any:
        if isinstance(part, list):
            return [plain(one) for one in part]
        if not isinstance(part, dict):
            return part
        named = plain(whole["$defs"][part["$ref"].removeprefix("#/$defs/")]) if "$ref" in part else {}
        return named | {key: plain(value) for key, value in part.items() if key not in ("$ref", "$defs")}

    return dict(plain(whole))

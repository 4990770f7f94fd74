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

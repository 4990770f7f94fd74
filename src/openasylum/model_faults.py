"""What pydantic finds wrong with a value, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from openasylum.errors import UnusableValue

_FIELDS = "should be fields and their values"

#: Where pydantic's own sentence speaks of Python, or of pydantic, rather than of the value.
_PLAIN_ENGLISH = {
    "model_type": _FIELDS,
    "dict_type": _FIELDS,
    "mapping_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "union_tag_invalid": "should be one of {expected_tags}",
    "string_type": "should be text; in quotation marks if it looks like something else",
}


def said(fault: Any) -> tuple[str, str]:
    """One entry of ``ValidationError.errors()`` as a sentence in English and in French, neither with a capital nor a full stop.

    The value itself is not quoted: it may be a fact of a claim.
    """
    english = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    english = english[:1].lower() + english[1:]
    context = fault.get("ctx", {})
    if fault["type"] in _PLAIN_ENGLISH:
        english = _PLAIN_ENGLISH[fault["type"]].format_map(context)
    raised = context.get("error")
    if isinstance(raised, UnusableValue):
        return english, raised.french
    sentences = french()
    return english, sentences.get(fault["type"], sentences["other"]).format_map(_in_french(context))


@cache
def french() -> Mapping[str, str]:
    """The French sentences by the type of pydantic's error, with gaps such as ``{ge}``."""
    import yaml

    found = yaml.safe_load(files("openasylum").joinpath("model_faults.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def _in_french(context: Mapping[str, Any]) -> dict[str, Any]:
    """What fills the gaps; pydantic's "'a', 'b' or 'c'" with « ou »."""
    return {
        name: value.replace(" or ", " ou ")
        if name.startswith("expected") and isinstance(value, str)
        else value
        for name, value in context.items()
    }

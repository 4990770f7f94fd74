"""Every public vignette, field by field: what is asserted was written down apart from this code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from openasylum import law
from openasylum.law.schemas import schema
from support.vignettes import Vignette, vignettes

DECISIONS = jsonschema.Draft202012Validator(schema("decision"))


@pytest.mark.parametrize("vignette", vignettes(), ids=lambda vignette: vignette.id)
def test_public_vignette(vignette: Vignette) -> None:
    claim = law.check_claim(vignette.claim)
    decision = law.decide_claim(claim, vignette.policy).data
    DECISIONS.validate(decision)
    found = {field: _found(decision, field, asked) for field, asked in vignette.expect.items()}
    expected = {field: _asked(field, asked) for field, asked in vignette.expect.items()}
    assert found == expected, vignette.source


def _found(decision: dict[str, Any], field: str, asked: Any) -> Any:
    match field:
        case "grounds" | "exceptions":
            return {item["citation"] for item in decision[field]}
        case "consequences":
            return {key: decision[field].get(key) for key in asked}
        case "missing" | "flags" | "discretionary_relief":
            return set(asked) & set(decision[field])
    return decision[field]


def _asked(field: str, asked: Any) -> Any:
    return (
        set(asked)
        if field in ("grounds", "exceptions", "missing", "flags", "discretionary_relief")
        else asked
    )


@pytest.mark.parametrize("vignette", [v for v in vignettes() if v.expect.get("missing")], ids=lambda v: v.id)
def test_missing_names_no_more_than_needed(vignette: Vignette) -> None:
    decision = law.decide_claim(vignette.claim, vignette.policy).data
    assert set(decision["missing"]) == set(vignette.expect["missing"])


def test_a_claim_without_a_day_asks_for_it() -> None:
    claim = {"entries": [{"date": "2024-01-15", "from": "US", "via": [], "location": "land_port_of_entry"}]}
    decision = law.decide_claim(law.check_claim(claim)).data
    DECISIONS.validate(decision)
    assert decision["outcome"] == "undetermined"
    assert "claim.date" in decision["missing"]


def test_the_example_of_the_claim_format() -> None:
    folder = Path(__file__).with_name("examples")
    claim, expected = (
        json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("claim", "decision")
    )
    decision = law.decide_claim(law.check_claim(claim)).data
    results = {node["citation"]: node["result"] for node in _nodes(decision["trace"])}
    for node in expected.pop("trace"):
        assert results[node["citation"]] == node["result"]
    assert {field: decision[field] for field in expected} == expected


def _nodes(trace: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [node for branch in trace for node in (branch, *_nodes(branch.get("children", [])))]

"""Documents drawn from the schema: whatever is said or left out, the answer is whole, the same alone, among many and
from a nested table, and turns on exactly the facts that it says are missing.
"""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

from openasylum import law
from openasylum.law.batch.files import decide_file
from openasylum.law.reading import read_claims
from openasylum.law.schemas import schema
from support.random_documents import random_documents

DECISIONS = jsonschema.Draft202012Validator(schema("decision"))


def _whole(count: int, seed: int) -> None:
    documents = random_documents(count, seed)
    together = law.decide_claims(documents)
    for document, among in zip(documents, together, strict=True):
        DECISIONS.validate(among.data)
        assert law.decide_claim(document, traced=False).data == among.data


def test_every_answer_is_whole_and_the_same_alone_and_among_many() -> None:
    _whole(300, seed=1)


@pytest.mark.heavy
def test_every_answer_is_whole_and_the_same_alone_and_among_many_at_length() -> None:
    _whole(20_000, seed=2)


def _nested(count: int, seed: int, folder: Path) -> None:
    documents = [_never_for_null(document) for document in random_documents(count, seed)]
    lines, source, target = folder / "c.jsonl", folder / "c.parquet", folder / "d.parquet"
    lines.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    pl.read_ndjson(lines, infer_schema_length=None).write_parquet(source)
    decide_file(source, target, folder / "r.jsonl")
    refused = (
        {json.loads(line)["row"] for line in (folder / "r.jsonl").open()}
        if (folder / "r.jsonl").exists()
        else set()
    )
    kept = [document for row, document in enumerate(documents, 1) if row not in refused]
    rows = pl.read_parquet(target).select("outcome", "pathway").rows()
    for document, row in zip(kept, rows, strict=True):
        alone = read_claims([_null_for_never(document)])[0]
        assert row == (alone.outcome, alone.pathway), document


def test_a_nested_table_says_the_same(tmp_path: Path) -> None:
    _nested(400, 3, tmp_path)


@pytest.mark.heavy
def test_a_nested_table_says_the_same_at_length(tmp_path: Path) -> None:
    _nested(30_000, 4, tmp_path)


@pytest.mark.parametrize("seed", range(40))
def test_missing_facts_settle_the_case_and_no_others_matter(seed: int) -> None:
    """Facts that are not named never change the outcome; those that are named, once told, settle it."""
    draw = random.Random(seed)
    whole = random_documents(1, 100 + seed, said=1.0)[0]
    sparse = _left_out(whole, draw)
    decision = law.decide_claim(sparse, traced=False).data
    for path in _absent(whole, sparse):
        more = _told(sparse, whole, path)
        told = law.decide_claim(more, traced=False).data
        if decision["outcome"] != "undetermined":
            assert told["outcome"] == decision["outcome"], path
    if decision["outcome"] == "undetermined":
        settled = sparse
        for path in decision["missing"]:
            settled = _told(settled, whole, path)
        assert not set(law.decide_claim(settled, traced=False).data["missing"]) & set(decision["missing"])


def _left_out(whole: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    sparse = copy.deepcopy(whole)
    for part in (sparse.get("claimant", {}), sparse):
        for key in list(part):
            if key not in ("claim", "claimant", "direction", "as_of", "proceedings") and draw.random() < 0.3:
                del part[key]
    return sparse


def _absent(whole: dict[str, Any], sparse: dict[str, Any]) -> list[str]:
    top = [key for key in whole if key not in sparse]
    return top + [
        f"claimant.{key}" for key in whole.get("claimant", {}) if key not in sparse.get("claimant", {})
    ]


def _told(sparse: dict[str, Any], whole: dict[str, Any], path: str) -> dict[str, Any]:
    """``sparse`` with what ``whole`` says at the top of ``path``."""
    more = copy.deepcopy(sparse)
    first, _, rest = path.partition(".")
    if first == "claimant":
        key = rest.split(".")[0].split("[")[0]
        if key in whole["claimant"]:
            more.setdefault("claimant", {})[key] = whole["claimant"][key]
            if key == "birth_date" and "age" in whole["claimant"]:
                more["claimant"]["age"] = whole["claimant"]["age"]
    elif first.split("[")[0] in whole:
        more[first.split("[")[0]] = whole[first.split("[")[0]]
    return more


def _never_for_null(part: Any) -> Any:
    """A table cannot say "known not to exist" but by the day 9999-12-31."""
    if isinstance(part, list):
        return [_never_for_null(item) for item in part]
    if not isinstance(part, dict):
        return part
    written = {"claim": {"referred": False, "outcome": "pending"}}
    return {
        key: written.get(key, "9999-12-31") if value is None else _never_for_null(value)
        for key, value in part.items()
    }


def _null_for_never(document: dict[str, Any]) -> dict[str, Any]:
    about = document.get("claim", {})
    if about.get("decision_date") == "9999-12-31":
        return {**document, "claim": {**about, "decision_date": None}}
    return document

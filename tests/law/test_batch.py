"""A claim read alone and among many gives the same answer, whatever the form it comes in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from openasylum import law
from openasylum.law.batch.files import decide_file
from support.vignettes import vignettes


def test_one_and_many_agree() -> None:
    claims = [vignette.claim for vignette in vignettes() if not vignette.policy]
    together = law.decide_claims(claims)
    for claim, among in zip(claims, together, strict=True):
        alone = law.decide_claim(claim, traced=False)
        assert alone.data == among.data


def test_nested_table_agrees_with_documents(tmp_path: Path) -> None:
    """The nested form has no "known not to exist" but the empty list and the day 9999-12-31, so the documents
    say it so.
    """
    claims = [_without_nulls(v.claim) for v in vignettes() if not v.policy]
    claims = [{**claim, "id": str(number)} for number, claim in enumerate(claims)]
    lines = tmp_path / "claims.jsonl"
    lines.write_text("\n".join(json.dumps(claim) for claim in claims) + "\n", encoding="utf-8")
    source, target = tmp_path / "claims.parquet", tmp_path / "decisions.parquet"
    pl.read_ndjson(lines, infer_schema_length=None).write_parquet(source)
    tally = decide_file(source, target, tmp_path / "rejects.jsonl")
    assert (tally.decided, tally.rejected) == (len(claims), 0)
    answers = pl.read_parquet(target)
    assert answers["id"].to_list() == [claim["id"] for claim in claims]
    for claim, row in zip(claims, answers.to_dicts(), strict=True):
        alone = law.decide_claim(_undecided(claim), traced=False).data
        assert row["outcome"] == alone["outcome"], claim
        assert row["pathway"] == alone["pathway"], claim
        assert _cited(row["grounds"]) == [g["citation"] for g in alone["grounds"]]
        assert _cited(row["exceptions"]) == [e["citation"] for e in alone["exceptions"]]


def _cited(text: str) -> list[str]:
    return text.split("; ") if text else []


def _undecided(claim: dict[str, Any]) -> dict[str, Any]:
    """A decision that never came, as a document says it."""
    never = claim["claim"].get("decision_date") == "9999-12-31"
    return {**claim, "claim": {**claim["claim"], "decision_date": None}} if never else claim


def _without_nulls(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_nulls(item) for item in part]
    if not isinstance(part, dict):
        return part
    written = {"claim": {"referred": False, "outcome": "pending"}}
    return {
        key: written.get(key, "9999-12-31") if value is None else _without_nulls(value)
        for key, value in part.items()
    }

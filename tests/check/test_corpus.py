"""The checker on the corpus: what the documentation says of it, and the bounds it has to keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from check.scoring import VERDICTS, corpus, score, table

DOCS = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "check-quality.md"


def test_the_corpus_is_large_bilingual_and_holds_every_verdict_in_both_parts() -> None:
    sentences = corpus()
    assert len(sentences) >= 220
    for language in ("en", "fr"):
        assert sum(one.language == language for one in sentences) >= 70
    for part in ("development", "test"):
        verdicts = {verdict for one in sentences if one.part == part for _, _, verdict in one.expected}
        assert verdicts == set(VERDICTS)
    assert all(one.why for one in sentences)
    assert len({one.text for one in sentences}) == len(sentences)


@pytest.mark.parametrize("part", ["development", "test"])
def test_precision_and_recall(part: str) -> None:
    faults: list[str] = []
    result = score((one for one in corpus() if one.part == part), faults)
    right, found, expected = (
        sum(counter.values()) for counter in (result.right, result.found, result.expected)
    )
    assert right / expected >= 0.85, faults
    for verdict in VERDICTS:
        if verdict != "not_in_register":
            assert result.precision(verdict) >= 0.95, (verdict, faults)
    assert right / found >= 0.9


def test_the_documentation_has_the_table_as_it_is() -> None:
    assert table(corpus()) in DOCS.read_text(encoding="utf-8")

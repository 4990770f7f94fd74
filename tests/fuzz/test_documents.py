"""Claims, scenarios and stage files that nobody would write: an answer or one sentence, never a traceback, never a hang."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from support.fuzz_documents import KINDS
from support.fuzzing import FAST, answers_or_tells, heavy, tried


@pytest.mark.parametrize("name", KINDS)
def test_some(name: str) -> None:
    tried(KINDS[name], round(FAST * KINDS[name].share))


@pytest.mark.heavy
@pytest.mark.parametrize("name", KINDS)
def test_many(name: str) -> None:
    tried(KINDS[name], heavy(KINDS[name]))


@pytest.mark.parametrize("name", KINDS)
def test_any_text(name: str) -> None:
    tried(KINDS[name], FAST, st.text(max_size=200))


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]",
        "a: &a {b: *a}",
        "[" * 5000,
        "{a: " * 3000,
        "x: &x [1,1,1,1,1,1,1,1,1]\n"
        + "\n".join(
            f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]"
            for a, b in zip("xbcdefgh", "bcdefghi", strict=True)
        ),
        "!!python/object/apply:os.system ['true']",
        "%YAML 9.9\n---\na: 1",
        "a: 1\n---\nb: 2",
        "? [a, b]\n: 1",
        "{1: 2, 1.0: 3, true: 4}",
        "a: 0x_",
        "a: 1:99:99",
        "1e999999: 1",
        "a: !!binary '***'",
        "a: !!timestamp nonsense",
        "a: !!int x",
        "- - - -\n  - a: b\n c",
    ],
    ids=lambda text: text[:20],
)
@pytest.mark.parametrize("name", KINDS)
def test_documents_made_to_hurt(name: str, text: str) -> None:
    """References to themselves, bombs, depths, foreign tags."""
    answers_or_tells(lambda: KINDS[name].read(text))

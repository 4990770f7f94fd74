"""Several readers of one text find what one does, wherever they begin and whatever they had in mind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from check.scoring import AS_OF, corpus
from openasylum.check import Text, check_texts, many_readers
from openasylum.check.many_readers import helpers, read_together
from openasylum.check.reading_on import InMind, Reader, Reading, words_of

#: Sentences that go on from what was said before, and some that keep nothing in mind.
GOING_ON = [
    "Of them, 18,836 were in Quebec.",
    "That was up from 2,464 the year before.",
    "The number fell to 16,503 a year later.",
    "The choir will rehearse on Thursday.",
    "Yet Quebec saw a jump in July.",
]
SAID = [one.text for one in corpus() if one.language == "en"] + GOING_ON * 20


class Here:
    """Stands for another process: does what it is asked at once, in this one, or dies of it."""

    def __init__(self, dies: bool = False) -> None:
        self.dies = dies

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.dies:
            future.set_exception(BrokenProcessPool("died"))
        else:
            future.set_result(task(*arguments))
        return future


class Ready:
    """Helpers that are ready when they have been asked so many times in vain."""

    def __init__(self, *others: Here, in_vain: int = 0) -> None:
        self.others, self.in_vain = list(others), in_vain

    def ready(self) -> list[Here]:
        self.in_vain -= 1
        return self.others if self.in_vain < 0 else []


@pytest.fixture(autouse=True)
def short_texts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_readers, "_WORTHWHILE", 0)


def new_reader() -> Reader:
    return Reader(Reading(None, None, AS_OF), InMind("en"))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(SAID), min_size=4, max_size=30),
    st.integers(1, 3),
    st.sampled_from([0, 1, 2, 5]),
    st.sampled_from([0, 1, 3, 300]),
    st.booleans(),
)
def test_several_readers_find_what_one_does(
    said: list[str], others: int, catching_up: int, told: int, one_dies: bool
) -> None:
    words = words_of(Text("t", " ".join(said)))
    alone = new_reader()
    expected = [alone.read(one) for one in words]
    hands = [Here(one_dies and place == 0) for place in range(others)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(many_readers, "CATCHING_UP", catching_up)
        patched.setattr(many_readers, "TOLD", told)
        found = list(read_together(words, new_reader(), Ready(*hands)))  # type: ignore[arg-type]
    assert found == expected


def test_another_begins_where_enough_was_caught_up_with() -> None:
    """With the sentences before its stretch read, the other's findings are taken over as they are."""
    words = words_of(Text("t", " ".join(SAID)))
    one = new_reader()
    found = list(read_together(words, one, Ready(Here(), in_vain=1)))  # type: ignore[arg-type]
    middle = (50 + len(words)) // 2
    assert len(found) == len(words)
    assert one.mind.kept[-1].key[0] in {words[place].words for place in range(middle - 10, middle)}


def test_short_texts_are_read_by_one() -> None:
    with helpers(4, 1_000) as others:
        assert others is None
    with helpers(1, 10_000_000) as others:
        assert others is None


@pytest.mark.heavy
def test_processes_find_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_readers, "LONG", 100_000)
    text = Text("t", "\n\n".join(f"{SAID[at % len(SAID)]} Said {at} at once." for at in range(4_000)))
    assert check_texts([text], as_of=AS_OF, workers=3).findings == check_texts([text], as_of=AS_OF).findings

"""Many cases of one kind of input, each of which must end in an answer or in one plain sentence, and soon."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from openasylum.errors import UserError

#: Cases a test in `make test`, and in `make test-heavy`.
FAST, HEAVY = 120, 1_000
SECONDS_AT_MOST = 20
#: Cases in one go. Hypothesis remembers what it has tried: without an end it would slow down.
BATCH = 2_500


@dataclass(frozen=True)
class Kind:
    """A kind of input: what reads it, what cases are made of, its share of a million cases, and of the cases of shorter tests."""

    read: Callable[[Any], Any]
    cases: Callable[[], st.SearchStrategy[Any]]
    of_a_million: int
    share: float = 1


def tried(kind: Kind, cases: int, strategy: st.SearchStrategy[Any] | None = None) -> None:
    """Try ``cases`` cases, other ones each time."""
    made = strategy if strategy is not None else kind.cases()
    for start in range(0, cases, BATCH):
        batch(kind, made, min(BATCH, cases - start))


def batch(kind: Kind, made: st.SearchStrategy[Any], cases: int, number: int | None = None) -> None:
    """Try ``cases`` cases; under the same number, the same ones."""

    @settings(
        max_examples=max(cases, 1),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(made)
    def one(case: Any) -> None:
        answers_or_tells(lambda: kind.read(case))

    (one if number is None else seed(number)(one))()


def heavy(kind: Kind) -> int:
    """Cases of a kind in `make test-heavy`."""
    return round(HEAVY * kind.share)


def answers_or_tells(work: Callable[[], Any]) -> Any:
    """What ``work`` gives, or the ``UserError`` it raises, which must be one plain line; nothing else, and not for ever."""
    with _time_limit():
        try:
            return work()
        except UserError as error:
            sentence = str(error)
            assert sentence.strip(), "an empty sentence"
            assert len(sentence.splitlines()) == 1, f"more than one line: {sentence!r}"
            assert "Traceback" not in sentence
            assert len(sentence) < 3000, f"a sentence of {len(sentence)} characters"
            return error


@contextmanager
def _time_limit() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise AssertionError(f"no answer in {SECONDS_AT_MOST} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS_AT_MOST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

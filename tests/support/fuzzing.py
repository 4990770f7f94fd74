"""Many cases of one kind of input, each of which must end in an answer or in one plain sentence, and soon."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from openasylum.errors import UserError
from support.chance import Chance, Drawn, Seeded

#: Cases a test in `make test`, and in `make test-heavy`.
FAST, HEAVY = 120, 1_000
SECONDS_AT_MOST = 20


@dataclass(frozen=True)
class Kind:
    """A kind of input: what reads it, what makes a case, its share of a million cases, and of the cases of shorter tests."""

    read: Callable[[Any], Any]
    make: Callable[[Chance], Any]
    of_a_million: int
    share: float = 1


@st.composite
def cases(draw: st.DrawFn, make: Callable[[Chance], Any]) -> Any:
    """What ``make`` makes of Hypothesis's choices."""
    return make(Drawn(draw))


def tried(kind: Kind, count: int, strategy: st.SearchStrategy[Any] | None = None) -> None:
    """Try so many cases, other ones each time; a fault is shown by the smallest case that Hypothesis finds."""

    @settings(
        max_examples=max(count, 1),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy if strategy is not None else cases(kind.make))
    def one(case: Any) -> None:
        answers_or_tells(lambda: kind.read(case))

    one()


def batch(kind: Kind, count: int, seed: str) -> Any:
    """Try so many cases, the same ones under the same seed; the first that ends in anything else, with the fault, or None."""
    chance = Seeded(seed)
    for _ in range(count):
        case = kind.make(chance)
        try:
            answers_or_tells(lambda case=case: kind.read(case))
        except BaseException as fault:
            return case, fault
    return None


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

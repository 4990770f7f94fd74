"""Long texts, read by several processes at once, with the findings of one reader.

What a sentence says depends on what was said before it, but not for long. So another process begins in the middle of what is
left: it reads some sentences to catch up, and then on to the end. When this process gets there, it holds what it has in mind
against what the other had: where they are equal the other's findings are those that this one would make, and else it
reads on by itself until they are.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from openasylum import facts
from openasylum.backends.ahead import started_ahead
from openasylum.backends.processes import WorkerProcesses
from openasylum.check.findings import Finding
from openasylum.check.reading_on import InMind, Reader, Reading, Words

#: From this many characters on a text is read by several; where the others start only then, the text has to be longer: while they do
#: and warm up, one reads a megabyte.
LONG_ENOUGH: Final = 300_000
LONG: Final = 1_500_000
#: More processes than this share no text: each holds the register and the rulebook.
MOST: Final = 4
#: How many sentences are read to catch up, and for how many after that what was in mind is told.
CATCHING_UP: Final = 100
TOLD: Final = 300
#: After so many sentences it is asked whether the others have started.
_ASKED_EVERY: Final = 50
#: So many sentences must be left for another process to be worth its catching up.
_WORTHWHILE: Final = 5 * CATCHING_UP


class Stretch(NamedTuple):
    """What another process is given: the sentences that open the text on this subject, those to catch up with, and those to read."""

    reading: Reading
    language: str
    opening: Sequence[Words]
    catching_up: Sequence[Words]
    said: Sequence[Words]


class Done(NamedTuple):
    """What it gives back: what it had in mind at first, and after each of the first sentences and the last; and the findings of each."""

    began: tuple[object, ...]
    minds: list[tuple[object, ...]]
    ended: tuple[object, ...]
    findings: list[tuple[Finding, ...]]


class Helpers:
    """Other processes that read; they are asked only when they have started."""

    def __init__(self, processes: Sequence[WorkerProcesses]) -> None:
        self._processes = processes
        self._started = [one.submit(_start, facts.worker_set_up()) for one in processes]

    def ready(self) -> list[WorkerProcesses]:
        """Those that have started."""
        return [
            process
            for process, started in zip(self._processes, self._started, strict=True)
            if started.done() and started.exception() is None
        ]


@contextmanager
def helpers(workers: int, longest: int, ahead: Sequence[WorkerProcesses] = ()) -> Iterator[Helpers | None]:
    """Other processes to read with, where there may be several and a text is long enough; None otherwise. Those that were started
    ``ahead`` are worth asking for shorter texts than those that start here.
    """
    if ahead:
        yield Helpers(ahead) if longest >= LONG_ENOUGH else None
        return
    others = min(workers, MOST) - 1 if longest >= LONG else 0
    with started_ahead(others, __name__) as processes:
        yield Helpers(processes) if processes else None


def read_together(said: Sequence[Words], one: Reader, others: Helpers) -> Iterator[tuple[Finding, ...]]:
    """The findings of each sentence, as ``one`` reader makes them, read with others as soon as they have started."""
    opening: Sequence[Words] = ()
    for place, words in enumerate(said):
        if place % _ASKED_EVERY == 0 and len(said) - place > _WORTHWHILE and (ready := others.ready()):
            yield from _shared(said, place, opening, one, ready)
            return
        yield one.read(words)
        if not opening and one.mind.lead is not None:
            opening = said[max(place - 1, 0) : place + 1]  # with the sentence that set its scene


def _shared(
    said: Sequence[Words], place: int, opening: Sequence[Words], one: Reader, ready: Sequence[WorkerProcesses]
) -> Iterator[tuple[Finding, ...]]:
    """The findings of each sentence from a place on, of which each reads an equal part."""
    parts = len(ready) + 1
    ends = [place + (len(said) - place) * part // parts for part in range(1, parts + 1)]
    stretches = [
        Stretch(one.reading, one.mind.language, opening, said[max(start - CATCHING_UP, 0) : start], said[start:end])
        for start, end in pairwise(ends)
    ]  # fmt: skip
    under_way = [other.submit(_read, stretch) for other, stretch in zip(ready, stretches, strict=True)]
    yield from (one.read(words) for words in said[place : ends[0]])
    ended = one.mind.key
    unread: list[Words] = []  # what others have read for this one
    for stretch, future in zip(stretches, under_way, strict=True):
        done = _answer(future)
        if done is not None and done.began == ended:
            yield from done.findings
            ended, unread = done.ended, [*unread, *stretch.said]
        else:
            one.catch_up(unread)
            ended, unread = yield from _until_equal(stretch.said, done, one)


def _until_equal(
    said: Sequence[Words], done: Done | None, one: Reader
) -> Generator[tuple[Finding, ...], None, tuple[tuple[object, ...], list[Words]]]:
    """The findings of a stretch that another began with something else in mind: ``one`` reads until both have the same in mind.
    Returns what is in mind at its end, and what of it ``one`` has not read.
    """
    for place, words in enumerate(said):
        yield one.read(words)
        if done is not None and done.minds[place : place + 1] == [one.mind.key]:
            yield from done.findings[place + 1 :]
            return done.ended, [*said[place + 1 :]]
    return one.mind.key, []


def _answer(future: Future[Done]) -> Done | None:
    """What another process found; None where it died."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _start(set_up: Callable[[], None] | None) -> None:
    """What another process does first: it reads the register and the rulebook."""
    gc.disable()  # see ``collector_at_rest``
    if set_up:
        set_up()
    sentence = "In 2017, 20,593 people crossed between ports of entry to claim asylum."
    Reader(Reading("en", None, date(2018, 1, 1)), InMind("en")).read(Words(0, sentence, 0))


def _read(stretch: Stretch) -> Done:
    """Read a stretch in another process."""
    one = Reader(stretch.reading, InMind(stretch.language))
    one.catch_up(stretch.opening)
    one.mind = InMind(stretch.language, lead=one.mind.lead)
    one.catch_up(stretch.catching_up)
    began, minds, findings = one.mind.key, [], []
    for place, words in enumerate(stretch.said):
        findings.append(one.read(words))
        if place < TOLD:
            minds.append(one.mind.key)
    return Done(began, minds, one.mind.key, findings)

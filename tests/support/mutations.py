"""Documents near valid ones, and far from them: for tests that nothing a user writes ends in anything but an answer or a sentence."""

from __future__ import annotations

import copy
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from openasylum.errors import UserError

#: Cases a test in `make test`, in `make test-heavy`, and in `make test-long` (OPENASYLUM_FUZZ_CASES).
FAST, HEAVY = 120, 1_000
SECONDS_AT_MOST = 20

NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 2**63, -(2**63), 10**400, 1e308, -1e308, float("inf"), float("nan"), 0.1, 1e-320,
    "", " ", "\x00", "\n", "\t", "null", "yes", "no", "~", "é", "\u202e", "\ud7ff", "𝔘", "a" * 3000, "0", "-0", "1e3",
    "2024-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "2025-07-14", "2025-7-4", "24:00", "NaN", "inf", "IRPR 159.3",
    "../../etc/passwd", "file:///etc/passwd", "{{7*7}}", "%s%n", "'; drop table x; --", "!!python/object:os.system",
    [], {}, [None], {"": None}, {"a": {"b": [1]}}, [[[[[]]]]], ["x"] * 50,
]  # fmt: skip

Path = tuple[Any, ...]


def paths(data: Any, at: Path = ()) -> list[Path]:
    """The path of every value in a document, the document itself first."""
    found = [at]
    if isinstance(data, dict):
        for key, value in data.items():
            found += paths(value, (*at, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            found += paths(value, (*at, place))
    return found


def _inside(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _change(data: Any, path: Path, how: int, value: Any) -> Any:
    """The document with one value replaced, left out, doubled, renamed, moved into a list, or given to another key."""
    if not path:
        return value if how == 0 else data
    holder, key = _inside(data, path[:-1]), path[-1]
    if how in (0, 1):
        holder[key] = value
    elif how == 2:
        del holder[key]
    elif how == 3 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif how == 3:
        holder[value if isinstance(value, str | int | bool | float) else str(value)[:20]] = holder.pop(key)
    elif how == 4:
        holder[key] = [holder[key]]
    else:
        holder[key] = copy.deepcopy(_inside(data, path[:-1][: len(path) // 2]))
    return data


@st.composite
def near(draw: st.DrawFn, documents: list[Any]) -> Any:
    """A valid document with up to four changes."""
    data = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(0, 4))):
        every = paths(data)
        path = every[draw(st.integers(0, 10**6)) % len(every)]
        value = draw(
            st.sampled_from(NASTY) | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str)
        )
        data = _change(data, path, draw(st.integers(0, 5)), copy.deepcopy(value))
    return data


@st.composite
def texts(draw: st.DrawFn, documents: list[Any]) -> str:
    """A document as text: JSON or YAML near a valid one, often cut or strewn with other characters."""
    data = draw(near(documents))
    try:
        text = (
            json.dumps(data, default=str) if draw(st.booleans()) else yaml.safe_dump(data, allow_unicode=True)
        )
    except (TypeError, ValueError, yaml.YAMLError, RecursionError):
        text = repr(data)
    return draw(strewn(text))


@st.composite
def strewn(draw: st.DrawFn, text: str) -> str:
    """A text, three times in four as it is, else cut or with a few characters put in or taken out."""
    if draw(st.integers(0, 3)):
        return text
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, 10**6)) % (len(text) + 1)
        put = draw(
            st.sampled_from(
                ["", "\t", ":", "- ", "{", "]", '"', "&a ", "*a", "|", "\x00", "%", "\ufeff", "<<: "]
            )
        )
        text = text[:place] + put + text[place + draw(st.integers(0, 5)) :]
    return text


def heavy(share: float) -> int:
    """Cases of a heavy test of a kind that gets this share of them; OPENASYLUM_FUZZ_CASES, if it is set, for every kind alike."""
    return int(os.environ.get("OPENASYLUM_FUZZ_CASES", HEAVY * share))


def fuzz(cases: int) -> settings:
    """So many cases."""
    return settings(
        max_examples=max(cases, 1),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


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

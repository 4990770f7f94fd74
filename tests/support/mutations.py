"""Documents near valid ones, and far from them: for tests that nothing a user writes ends in anything but an answer or a sentence."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import yaml
from hypothesis import strategies as st

NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 2**63, -(2**63), 10**400, 1e308, -1e308, float("inf"), float("nan"), 0.1, 1e-320,
    "", " ", "\x00", "\n", "\t", "null", "yes", "no", "~", "é", "\u202e", "\ud7ff", "𝔘", "a" * 3000, "0", "-0", "1e3",
    "2024-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "2025-07-14", "2025-7-4", "24:00", "NaN", "inf", "IRPR 159.3",
    "../../etc/passwd", "file:///etc/passwd", "{{7*7}}", "%s%n", "'; drop table x; --", "!!python/object:os.system",
    [], {}, [None], {"": None}, {"a": {"b": [1]}}, [[[[[]]]]], ["x"] * 50,
]  # fmt: skip

# Made once: to make a strategy takes longer than to draw from it.
_VALUES = st.sampled_from(range(len(NASTY))).map(lambda place: copy.deepcopy(NASTY[place])) | (
    st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str)
)
_PUT = st.sampled_from(["", "\t", ":", "- ", "{", "]", '"', "&a ", "*a", "|", "\x00", "%", "\ufeff", "<<: "])
_CHANGES, _HOW, _ANYWHERE = st.integers(0, 4), st.integers(0, 5), st.integers(0, 10**6)
_ONE_IN_FOUR, _FEW, _UP_TO_FIVE = st.integers(0, 3), st.integers(1, 4), st.integers(0, 5)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

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


def near(documents: list[Any]) -> st.SearchStrategy[Any]:
    """A valid document with up to four changes."""
    frozen = [pickle.dumps(document) for document in documents]  # thawing is the quickest way to copy one
    return _near(st.sampled_from(range(len(frozen))), frozen)


@st.composite
def _near(draw: st.DrawFn, which: st.SearchStrategy[int], frozen: list[bytes]) -> Any:
    data = pickle.loads(frozen[draw(which)])
    for _ in range(draw(_CHANGES)):
        every = paths(data)
        path = every[draw(_ANYWHERE) % len(every)]
        data = _change(data, path, draw(_HOW), draw(_VALUES))
    return data


def texts(documents: list[Any]) -> st.SearchStrategy[str]:
    """A document as text: JSON or YAML near a valid one, often cut or strewn with other characters."""
    return _texts(near(documents))


@st.composite
def _texts(draw: st.DrawFn, made: st.SearchStrategy[Any]) -> str:
    data = draw(made)
    try:
        text = (
            json.dumps(data, default=str)
            if draw(st.booleans())
            else yaml.dump(data, Dumper=_Dumper, allow_unicode=True)
        )
    except (TypeError, ValueError, yaml.YAMLError, RecursionError):
        text = repr(data)
    return strewn(draw, text)


def strewn(draw: st.DrawFn, text: str) -> str:
    """A text, three times in four as it is, else cut or with a few characters put in or taken out."""
    if draw(_ONE_IN_FOUR):
        return text
    for _ in range(draw(_FEW)):
        place = draw(_ANYWHERE) % (len(text) + 1)
        text = text[:place] + draw(_PUT) + text[place + draw(_UP_TO_FIVE) :]
    return text

"""Documents near valid ones, and far from them: for tests that nothing a user writes ends in anything but an answer or a sentence."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Sequence
from typing import Any

import yaml

from support.chance import Chance

_PUT = ("", "\t", ":", "- ", "{", "]", '"', "&a ", "*a", "|", "\x00", "%", "\ufeff", "<<: ")
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


def frozen(documents: Sequence[Any]) -> list[bytes]:
    """Documents to be thawed again and again: the quickest way to copy one."""
    return [pickle.dumps(document) for document in documents]


def near(chance: Chance, documents: Sequence[bytes]) -> Any:
    """A valid document with up to four changes."""
    data = pickle.loads(documents[chance.below(len(documents))])
    for _ in range(chance.below(5)):
        every = paths(data)
        data = _change(data, every[chance.below(len(every))], chance.below(6), chance.value())
    return data


def text_near(chance: Chance, documents: Sequence[bytes]) -> str:
    """A document as text: JSON or YAML near a valid one, often cut or strewn with other characters."""
    data = near(chance, documents)
    try:
        if chance.below(2):
            text = json.dumps(data, default=str)
        else:
            text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True)
    except (TypeError, ValueError, yaml.YAMLError, RecursionError):
        text = repr(data)
    return strewn(chance, text)


def strewn(chance: Chance, text: str) -> str:
    """A text, three times in four as it is, else cut or with a few characters put in or taken out."""
    if chance.below(4):
        return text
    for _ in range(1 + chance.below(4)):
        place = chance.below(len(text) + 1)
        text = text[:place] + _PUT[chance.below(len(_PUT))] + text[place + chance.below(6) :]
    return text


def words(chance: Chance, known: Sequence[str], at_most: int, odd: int) -> str:
    """Known words one after the other, and now and then any text of at most ``odd`` letters."""
    return " ".join(
        known[chance.below(len(known))] if chance.below(3) else chance.letters(odd)
        for _ in range(chance.below(at_most + 1))
    )

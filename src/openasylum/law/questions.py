"""What is asked for each place of a claim document, and what may be answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from openasylum.documents import shipped
from openasylum.law.schemas import schema


@cache
def _texts(name: str) -> dict[str, dict[str, str]]:
    return {str(key): found for key, found in shipped("openasylum.law", name).data.items()}


def questions() -> dict[str, dict[str, str]]:
    """Every question, by its place in a claim document ([] for any item of a list), in English and French."""
    return _texts("questions.yaml")


def question(path: str, language: str = "en") -> str:
    """The question for a path such as ``relatives[0].status``; an item of a list is named by its number."""
    text = questions().get(re.sub(r"\[\d+\]", "[]", path), {}).get(language, path)
    numbers = [int(number) + 1 for number in re.findall(r"\[(\d+)\]", path)]
    mark = {"fr": "n°"}.get(language, "no.")
    return f"{text} ({mark} {'.'.join(map(str, numbers))})" if numbers else text


def in_words(value: str, language: str = "en") -> str:
    """A word of the claim format, such as ``great_aunt``, as people say it."""
    return _texts("answers.yaml").get(value, {}).get(language, value)


@dataclass(frozen=True)
class Answers:
    """What may be answered at a path: ``kind`` is truth, word, words, country, countries, date, number, count
    or text;
    ``none`` says that there may be none, ``item`` is what a list's items start as."""

    kind: str
    words: tuple[str, ...] = ()
    none: bool = False


def answers(path: str) -> Answers:
    """What the claim schema allows at ``path``."""
    whole = schema("claim")
    node: Any = whole
    for step in re.sub(r"\[\d+\]", ".[]", path).split("."):
        node = _resolved(node, whole)
        node = node["items"] if step == "[]" else properties_of(node, whole)[step]
    return answers_of(node, whole)


def place(path: str) -> tuple[int, ...]:
    """Where the claim schema has ``path``: the number of each of its steps among the fields beside it."""
    whole = schema("claim")
    node: Any = whole
    numbers = []
    for step in re.sub(r"\[\d+\]", ".[]", path).split("."):
        node = _resolved(node, whole)
        if step == "[]":
            node = node["items"]
        else:
            fields = properties_of(node, whole)
            numbers.append(list(fields).index(step))
            node = fields[step]
    return tuple(numbers)


def properties_of(node: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The fields of a part of the claim schema ``whole``; {} where it is no object."""
    node = _resolved(node, whole)
    for option in node.get("oneOf", [node]):
        found = _resolved(option, whole)
        if "properties" in found:
            return dict(found["properties"])
    return {}


def _resolved(node: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    return whole["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node


def answers_of(node: dict[str, Any], whole: dict[str, Any]) -> Answers:
    """What may be answered at a part of the claim schema ``whole``."""
    return _kind(_resolved(node, whole), whole)


def _kind(node: dict[str, Any], whole: dict[str, Any]) -> Answers:
    if "oneOf" in node:
        options = [_resolved(option, whole) for option in node["oneOf"]]
        first = next(option for option in options if option.get("type") != "null")
        return Answers("truth_of_part" if "properties" in first else _kind(first, whole).kind, none=True)
    if "enum" in node:
        return Answers("word", tuple(node["enum"]))
    if node.get("type") == "array":
        item = _kind(_resolved(node["items"], whole), whole)
        if item.kind == "part":
            return Answers("count")
        return Answers(
            {"word": "words", "country": "countries"}.get(item.kind, "texts"), item.words, none=True
        )
    if node.get("type") == "object":
        return Answers("part")
    if node.get("format") == "date":
        return Answers("date")
    if node.get("pattern") == "^[A-Z]{2}$":
        return Answers("country")
    return Answers(
        {"boolean": "truth", "integer": "number", "number": "number"}.get(node.get("type", ""), "text")
    )

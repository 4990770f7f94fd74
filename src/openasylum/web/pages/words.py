"""What the pages say, in English and French, from ``web/words/*.yaml``: one file a page, one entry a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from openasylum.bilingual import Text
from openasylum.documents import Document, parse_document, shipped, validate


@cache
def words() -> Mapping[str, Text]:
    """Every text by ``file.key``, "answer.title". Raises ``UserError`` (a fault of the package) where one lacks a
    language.
    """
    found: dict[str, Text] = {}
    folder = files("openasylum.web").joinpath("words")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            document = parse_document(file.read_text(encoding="utf-8"), file.name)
            found.update(_texts(document, file.name.removesuffix(".yaml"), ()))
    found.update(_texts(shipped("openasylum.law", "answers.yaml"), "claim_value", ()))
    return found


def _texts(document: Document, prefix: str, at: tuple[str, ...]) -> Iterator[tuple[str, Text]]:
    part = document.data
    for step in at:
        part = part[step]
    if {"en", "fr"} & set(part):
        yield prefix, validate(Text, document, at)
        return
    for key in part:
        yield from _texts(document, f"{prefix}.{key}", (*at, key))


def in_both(key: str, **gaps: object) -> tuple[str, str]:
    """A text in English and in French, its gaps filled: what a ``UserError`` says."""
    return Speaker("en")(key, **gaps), Speaker("fr")(key, **gaps)


class Speaker:
    """Says the texts of the pages in one language; a gap such as ``{count}`` is filled by keyword."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **gaps: object) -> str:
        text = words()[key][self.language]
        return text.format(**gaps) if gaps else text

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in words()

    def group(self, *prefixes: str) -> dict[str, str]:
        """Every text below some keys, by the rest of its key: what a script needs at hand."""
        return {
            key.removeprefix(f"{prefix}."): text[self.language]
            for prefix in prefixes
            for key, text in words().items()
            if key.startswith(f"{prefix}.")
        }

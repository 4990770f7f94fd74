"""How the command line speaks: one console, one language at a time, and JSON for machines."""

from __future__ import annotations

import enum
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise
from typing import Any

from rich.console import Console

from openasylum import bilingual
from openasylum.typography import french_spaces


class Language(enum.StrEnum):
    """English and French, as equals."""

    en = "en"
    fr = "fr"


#: The environment variable that says the language where no option does.
VARIABLE = "OPENASYLUM_LANG"

_language: ContextVar[Language] = ContextVar("language", default=Language.en)


def asked_for(words: Sequence[str]) -> str:
    """The language that a command line asks for, before it is read: errors in reading it are said in that language too."""
    asked = os.environ.get(VARIABLE, "")
    for word, after in pairwise([*words, ""]):
        if word == "--":
            break
        name, given, value = word.partition("=")
        if name == "--lang":
            asked = value if given else after
    return asked.casefold() if asked.casefold() in Language.__members__ else Language.en.value


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak ``language`` inside the context."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language being spoken: ``"en"`` or ``"fr"``."""
    return _language.get().value


def say(english: str, french: str) -> str:
    """The one of two texts that is in the language being spoken."""
    return french_spaces(french) if _language.get() is Language.fr else english


def label(labels: Mapping[str, str]) -> str:
    """The text of an ``{"en": …, "fr": …}`` pair in the language being spoken."""
    return labels[_language.get().value]


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A number as the language being spoken writes it."""
    return bilingual.number(value, language(), decimals, signed=signed)


def console(stderr: bool = False) -> Console:
    """A Rich console on standard output (results) or standard error (progress, remarks)."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def print_json(value: Any) -> None:
    """Machine output: UTF-8 JSON, keys in the order given, on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")

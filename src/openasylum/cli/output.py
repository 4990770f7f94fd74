"""How the command line speaks: one console, one language at a time, and JSON for machines."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from rich.console import Console

from openasylum import bilingual


class Language(enum.StrEnum):
    """English and French, as equals."""

    en = "en"
    fr = "fr"


_language: ContextVar[Language] = ContextVar("language", default=Language.en)


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
    return french if _language.get() is Language.fr else english


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
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")

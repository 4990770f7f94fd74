"""Saying the same thing in English and in French, with the dates and lists of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from openasylum.bilingual import MONTHS
from openasylum.typography import WIDE, french_spaces

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


@dataclass(frozen=True)
class Tongue:
    """One language; call it with both texts to get its own."""

    language: Language

    def __call__(self, english: str, french: str) -> str:
        return french_spaces(french) if self.language == "fr" else english

    def of(self, text: object) -> str:
        """The text of an object with ``en`` and ``fr``, or of a mapping with these keys."""
        if isinstance(text, dict):
            return str(text[self.language])
        return str(getattr(text, self.language))

    def day(self, day: date) -> str:
        """25 March 2023; 25 mars 2023; 1 March; 1er mars."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{number} {self.month(day)}"

    def month(self, day: date) -> str:
        """March 2023; mars 2023."""
        return f"{MONTHS[self.language][day.month - 1]} {day.year}"

    def month_of(self, text: str) -> str:
        """ "2024-12", or "2024-12+3f9a01bc" -> December 2024; a text of another form is left as it is."""
        parts = text.split("+")[0].split("-")
        if (
            len(parts) == 2
            and all(part.isdigit() for part in parts)
            and 1 <= int(parts[1]) <= 12
            and len(parts[0]) == 4
        ):
            return self.month(date(int(parts[0]), int(parts[1]), 1))
        return text

    def quote(self, words: str) -> str:
        """“words” or « words », never broken at the marks."""
        return self(f"“{words}”", f"«{WIDE}{words}{WIDE}»")

    def listing(self, items: Sequence[str]) -> str:
        """ "a, b and c"; "a, b et c"."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])}{self(' and ', ' et ')}{items[-1]}"

    @property
    def colon(self) -> str:
        """The colon with the space that French sets before it."""
        return self(":", f"{WIDE}:")

    @property
    def percent(self) -> str:
        """The per cent sign with its space."""
        return f"{WIDE}%"


def tongues() -> Iterator[Tongue]:
    """English, then French."""
    return map(Tongue, LANGUAGES)

"""What is checked: a text with its name, its language and, where known, the day it was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Text:
    """One text to check.

    ``content`` is plain text with paragraphs on lines of their own; places in findings are places in it.
    ``language`` is "en" or "fr" (None: found out from the words). ``published`` is the day of the text, where
    its file says so: relative words ("last year") are read from it.
    """

    name: str
    content: str
    language: str | None = None
    published: date | None = None

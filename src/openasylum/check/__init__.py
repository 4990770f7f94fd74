"""Holding any text against the law and the figures: what it states, and what the register and the rulebook
say.
"""

from __future__ import annotations

from openasylum.check.checker import check_texts
from openasylum.check.findings import (
    KIND_LABELS,
    KINDS,
    VERDICT_LABELS,
    VERDICTS,
    Comparison,
    Finding,
    Ours,
    Passage,
    Report,
    Shared,
)
from openasylum.check.texts.files import read_document
from openasylum.check.texts.text import Text

__all__ = [
    "KINDS",
    "KIND_LABELS",
    "VERDICTS",
    "VERDICT_LABELS",
    "Comparison",
    "Finding",
    "Ours",
    "Passage",
    "Report",
    "Shared",
    "Text",
    "check_texts",
    "read_document",
]

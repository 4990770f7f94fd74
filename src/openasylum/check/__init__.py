"""Holding any text against the law and the figures: what it states, and what the register and the rulebook
say.
"""

from __future__ import annotations

from openasylum.check.checker import check_texts
from openasylum.check.findings import (
    GROUP_LABELS,
    KIND_LABELS,
    KINDS,
    VERDICT_LABELS,
    VERDICTS,
    Comparison,
    Finding,
    Group,
    Ours,
    Passage,
    Report,
    Shared,
    by_text,
)
from openasylum.check.texts.files import read_document
from openasylum.check.texts.text import Text

__all__ = [
    "GROUP_LABELS",
    "KINDS",
    "KIND_LABELS",
    "VERDICTS",
    "VERDICT_LABELS",
    "Comparison",
    "Finding",
    "Group",
    "Ours",
    "Passage",
    "Report",
    "Shared",
    "Text",
    "by_text",
    "check_texts",
    "read_document",
]

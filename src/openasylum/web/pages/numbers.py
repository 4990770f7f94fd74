"""Numbers on the pages, in the formats of each language, and data for scripts."""

from __future__ import annotations

import json
from typing import Any

from openasylum.report.numbers import amount as _amount
from openasylum.typography import NARROW, WIDE


def amount(value: float | None, unit: str, language: str) -> str:
    """Three significant figures, as in every report: see ``report.numbers.amount``."""
    return _amount(value, unit, language)


def plain(value: float | None, decimals: int, language: str) -> str:
    """All digits, with so many decimals: "14,321", "14 321"; a dash for nothing."""
    if value is None:
        return "–"
    text = f"{abs(value):,.{decimals}f}"
    if language == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def percent(share: float | None, decimals: int, language: str) -> str:
    """A share as a percentage: "12.5%", "12,5 %"."""
    if share is None:
        return "–"
    return f"{plain(100 * share, decimals, language)}{f'{WIDE}%' if language == 'fr' else '%'}"


def money(value: float | None, language: str) -> str:
    """Dollars, all of them: "$14,321", "14 321 $"."""
    if value is None:
        return "–"
    digits = plain(abs(value), 0, language)
    sign = "−" if value < 0 and digits != "0" else ""
    return f"{sign}{digits}{WIDE}$" if language == "fr" else f"{sign}${digits}"


def as_json(data: Any) -> str:
    """Data for a ``data-`` attribute: dates as text. The template escapes it."""
    return json.dumps(data, ensure_ascii=False, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

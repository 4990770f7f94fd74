"""Numbers as people read them: three significant figures, thousands grouped, millions and billions named."""

from __future__ import annotations

from math import floor, isnan, log10

from openasylum.bilingual import MONTHS
from openasylum.report.tongue import Language
from openasylum.typography import NARROW, WIDE

#: Numbers this small (people) are written out in full.
_EXACT_BELOW = 1000

_DASH = "–"


def significant(value: float, figures: int = 3) -> float:
    """``value`` rounded to so many significant figures."""
    if value == 0:
        return 0.0
    return round(value, figures - 1 - floor(log10(abs(value))))


def amount(value: float | None, unit: str, language: str) -> str:
    """A number of people, months or dollars: "47,300", "1.24 M", "14.2", "$3.1 B"; "47 300", "1,24 M",
    "14,2", "3,1 G$".

    Nothing (null, or not a number) is a dash.
    """
    if value is None or isnan(value):
        return _DASH
    sign = "−" if value < 0 and _plain(abs(value), unit, language).strip("0.,$ ") else ""
    return sign + _plain(abs(value), unit, language)


def change(value: float | None, unit: str, language: str) -> str:
    """An ``amount`` with its sign: "+12,300", "−$1.2 B", and plain 0 where nothing changes."""
    written = amount(value, unit, language)
    if (
        value is None
        or isnan(value)
        or written.startswith("−")
        or not any(digit in written for digit in "123456789")
    ):
        return written
    return f"+{written}"


def interval(low: float | None, high: float | None, unit: str, language: str, signed: bool = False) -> str:
    """ "41,000 to 52,000"; "41 000 à 52 000"."""
    write = change if signed else amount
    return f"{write(low, unit, language)} {'à' if language == 'fr' else 'to'} {write(high, unit, language)}"


def span(low: float | None, high: float | None, unit: str, language: str) -> str:
    """A range where room is short: "306,000–859,000"; "−150…280" where a sign would meet the dash."""
    dash = "…" if low is not None and low < 0 else "–"
    return f"{amount(low, unit, language)}{dash}{amount(high, unit, language)}"


def _plain(value: float, unit: str, language: str) -> str:
    if unit == "months":
        return _decimal(value, 1, language)
    if unit == "CAD":
        return _dollars(value, language)
    if value >= 1e6:
        return f"{_figures(value / 1e6, language)}{WIDE}M"
    if unit not in ("persons", ""):
        return _figures(value, language)
    return _grouped(round(value) if value < _EXACT_BELOW else int(significant(value)), language)


def _dollars(value: float, language: str) -> str:
    scales = ((1e9, "B", "G$"), (1e6, "M", "M$"), (1e3, "K", "k$"))
    for size, english, french in scales:
        if significant(value) >= size:
            scaled = _figures(value / size, language)
            return f"{scaled}{WIDE}{french}" if language == "fr" else f"${scaled}{WIDE}{english}"
    whole = _grouped(round(value), language)
    return f"{whole}{WIDE}$" if language == "fr" else f"${whole}"


def _figures(value: float, language: str) -> str:
    """Three significant figures, with no zeros that say nothing."""
    rounded = significant(value)
    decimals = max(0, 2 - floor(log10(rounded))) if rounded > 0 else 0
    text = f"{rounded:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, rest = text.partition(".")
    return _grouped(int(whole), language) + (f"{',' if language == 'fr' else '.'}{rest}" if rest else "")


def _decimal(value: float, decimals: int, language: str) -> str:
    text = f"{value:.{decimals}f}"
    return text.replace(".", ",") if language == "fr" else text


def _grouped(value: int, language: str) -> str:
    return f"{value:,}".replace(",", NARROW) if language == "fr" else f"{value:,}"


def money_labels(language: str) -> str:
    """A Vega expression that writes an axis value in dollars: "$2 B" or "2 G$"."""
    number = "abs(datum.value)"
    big, small = f"format({number} / 1e9, ',~r')", f"format({number} / 1e6, ',~r')"
    before, billion, million = ("", " G$", " M$") if language == "fr" else ("$", " B", " M")
    written = f"({number} >= 1e9 ? {big} + '{billion}' : {small} + '{million}')"
    return f"datum.value == 0 ? '0' : (datum.value < 0 ? '−' : '') + '{before}' + {written}"


def locale(language: Language) -> dict[str, object]:
    """Vega's number and time formats for axes in this language
    (https://vega.github.io/vega/docs/api/locale/).
    """
    if language == "en":
        return {}
    months = MONTHS[language]
    days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"]
    return {
        "number": {"decimal": ",", "thousands": NARROW, "grouping": [3], "currency": ["", f"{WIDE}$"]},
        "time": {
            "dateTime": "%A %e %B %Y %X", "date": "%Y-%m-%d", "time": "%H:%M:%S", "periods": ["AM", "PM"],
            "days": days, "shortDays": [day[:3] for day in days],
            "months": months, "shortMonths": [month[:4] for month in months],
        },
    }  # fmt: skip

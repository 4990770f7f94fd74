"""A published table as lines over time, where its shape allows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from openasylum import facts
from openasylum.report.numbers import amount
from openasylum.report.tongue import Language, Tongue
from openasylum.web.pages.words import Speaker

#: Lines that one chart can tell apart.
MOST = 5

#: Points of the shortest line, and how a share is marked among counts: it would lie flat beside them.
_SHORTEST, _SHARE = 3, " pct"

#: Share of the values that must be the only one of their line and day.
_MOSTLY = 0.9

_NEEDED = ("value", "first_day", "grain", "low", "high")

#: Columns that say of what a value is, the likeliest to tell lines apart first.
_GROUPS = ("category", "measure", "metric", "geography", "province", "region", "citizenship", "country")


def chart_of_table(
    described: Mapping[str, Any], frame: pl.DataFrame, language: Language
) -> dict[str, Any] | None:
    """The largest lines of a table, at its commonest grain; None where no column makes one value a day and line."""
    if any(name not in frame.columns for name in _NEEDED):
        return None
    whole = frame.drop_nulls(["value", "first_day"])
    if whole.height < 4:
        return None
    grain = whole["grain"].mode().sort()[0]
    whole = whole.filter(pl.col("grain") == grain)
    if "published" in whole.columns:
        whole = whole.sort("published", nulls_last=False, maintain_order=True)
    if "unit" in whole.columns:
        whole = whole.filter(pl.col("unit") == whole["unit"].mode().sort()[0])
    if "geography" in whole.columns and (whole["geography"] == "Canada").any():
        whole = whole.filter(pl.col("geography") == "Canada")
    group = next((name for name in _GROUPS if name in whole.columns and _is_line(whole, name)), None)
    if group is None:
        return None
    whole = whole.unique([group, "first_day"], keep="last", maintain_order=True)
    drawn = whole.filter(pl.len().over(group) >= _SHORTEST, ~pl.col(group).str.ends_with(_SHARE))
    return _chart(described, drawn, group, language) if drawn.height else None


def _is_line(frame: pl.DataFrame, group: str) -> bool:
    """Whether a line of this column has one value a day in each publication; the last one is shown."""
    keys = [group, "first_day", *(["published"] if "published" in frame.columns else [])]
    return int(frame.select(keys).is_unique().sum()) > _MOSTLY * frame.height


def _chart(
    described: Mapping[str, Any], frame: pl.DataFrame, group: str, language: Language
) -> dict[str, Any]:
    say, tongue = Speaker(language), Tongue(language)
    sizes = frame.group_by(group).agg(pl.col("value").max()).sort("value", descending=True)
    names = sizes[group].head(MOST).to_list()
    series = []
    for look, name in enumerate(names):
        own = frame.filter(pl.col(group) == name).sort("first_day")
        points = [
            [
                row["first_day"],
                _or(row["low"], row["value"]),
                row["value"],
                row["value"],
                row["value"],
                _or(row["high"], row["value"]),
            ]
            for row in own.iter_rows(named=True)
        ]
        series.append(
            {"id": str(name), "name": line_name(str(name), language), "look": look, "points": points}
        )
    title = described["titles"][language]
    unit = unit_of(described["name"], frame, language)
    return {
        "kind": "time",
        "id": described["name"],
        "title": title,
        "subtitle": say("facts.chart_units", unit=unit[:1].upper() + unit[1:]),
        "summary": f"{title}{tongue.colon} {'; '.join(_last(one, language) for one in series)}.",
        "notes": [str(source["title"]) for source in described["sources"]],
        "unit": "number",
        "axis": unit,
        "from": frame["first_day"].max(),
        "observed": [],
        "series": series,
        "differences": [],
        "marks": [],
    }


def line_name(name: str, language: Language) -> str:
    """What a line is called on the page; the source's own word where there is none."""
    say, key = Speaker(language), f"fact_line.line.{name}"
    return say(key) if say.has(key) else name


def unit_of(table: str, frame: pl.DataFrame, language: Language) -> str:
    """What the values count: the table's own unit, or that of the words; "value" where neither tells."""
    say, key = Speaker(language), f"fact_line.unit.{table}"
    if say.has(key):
        return say(key)
    if "unit" in frame.columns:
        unit = str(frame["unit"][0])
        return facts.french(unit) if language == "fr" else unit
    return say("facts.label.value").lower()


def _last(line: dict[str, Any], language: Language) -> str:
    """A line's last point in words."""
    day, *values = line["points"][-1]
    return f"{line['name']} {amount(values[2], 'number', language)} ({Tongue(language).month(day)})"


def _or(end: float | None, value: float) -> float:
    return value if end is None else end

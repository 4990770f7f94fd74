"""What was observed: search, one figure or table with its source and its age, and SQL over all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from fastapi import APIRouter, Request

from openasylum import facts
from openasylum.report.publishers import publisher_name
from openasylum.report.tongue import Language
from openasylum.web import queries
from openasylum.web.pages.fact_charts import chart_of_table
from openasylum.web.pages.periods import period_name
from openasylum.web.pages.routes import show
from openasylum.web.pages.words import Speaker
from openasylum.web.settings import Settings

#: Rows of a table and of an answer in SQL that the page shows, and hits of a search.
ROWS, HITS = 30, 60

#: What of a figure is told, in order; the second are in words that have French of their own.
TOLD = (
    "unit",
    "period",
    "geography",
    "organisation",
    "stage",
    "basis",
    "includes",
    "excludes",
    "source",
    "publisher",
)
_WORDED = frozenset(("unit", "geography", "organisation", "stage", "basis", "includes", "excludes"))

#: Rows of an answer in SQL that the page shows.
_ROWS_OF_SQL = 500


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "facts", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """One fact, what a search found, an answer in SQL, or the list of tables."""
    asked = request.query_params
    name, words, query = asked.get("name", ""), asked.get("q", "")[:200], asked.get("sql", "")
    found: dict[str, Any] = {
        "words": words,
        "query": query,
        "figure": None,
        "table": None,
        "hits": None,
        "answer": None,
    }
    if name:
        thing = facts.find(name[:200])
        return found | (
            _figure(thing, language) if isinstance(thing, facts.Figure) else _table(thing, language)
        )
    if query:
        frame, cut = queries.ask(query, _ROWS_OF_SQL, settings.limits)
        found["answer"] = {**_cells(frame), "cut": cut}
    elif words:
        hits = facts.search(words)
        found |= {"hits": hits[:HITS], "count": len(hits)}
    briefs = [facts.describe(one) for one in facts.table_names()]
    return found | {"tables": sorted(briefs, key=lambda one: str(one["titles"][language]))}


def age(published: date | None, language: str) -> str:
    """How old what was published is, for a badge; empty where nobody knows."""
    if published is None:
        return ""
    years = (date.today() - published).days // 365
    say = Speaker(language)
    if years < 1:
        return say("facts.age_fresh")
    return say("facts.age_one") if years == 1 else say("facts.age_old", years=years)


def _figure(one: facts.Figure, language: Language) -> dict[str, Any]:
    told = []
    for name in TOLD:
        value = getattr(one, name)
        if value is not None:
            told.append((f"facts.label.{name}", _told(name, str(value), language)))
    licences = {row["licence"]: row["title"] for row in facts.licences().iter_rows(named=True)}
    return {
        "figure": one,
        "told": told,
        "licence": licences.get(one.licence, one.licence),
        "age": age(one.published, language),
        "french": facts.french,
    }


def _told(name: str, value: str, language: Language) -> str:
    """What is told of a figure, in the language as far as it has words of its own."""
    if name == "period":
        return period_name(value, language)
    if name == "publisher":
        return publisher_name(value, language)
    return facts.french(value) if language == "fr" and name in _WORDED else value


def _table(name: str, language: Language) -> dict[str, Any]:
    described, frame = facts.describe(name), facts.table(name)
    published = frame["published"].max() if "published" in frame.columns else None
    return {
        "table": described,
        "frame": _cells(_as_printed(frame).head(ROWS)),
        "shown": min(ROWS, frame.height),
        "height": frame.height,
        "published": published,
        "age": age(published if isinstance(published, date) else None, language),
        "chart": chart_of_table(described, frame, language),
        "meaning": "description" if language == "en" else "description_fr",
    }


def _as_printed(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that the source printed; those worked out from them follow, and stand in the downloads."""
    return frame[:, : frame.columns.index("first_day")] if "first_day" in frame.columns else frame


def _cells(frame: pl.DataFrame) -> dict[str, Any]:
    return {"columns": frame.columns, "rows": frame.rows()}

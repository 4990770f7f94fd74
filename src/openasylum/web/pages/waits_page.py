"""How long people wait: by month of referral, when half and nine in ten are decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request

from openasylum.errors import UserError, nearest
from openasylum.law.stated_as_of import STATED_AS_OF
from openasylum.pipeline.wait_times import DAYS_A_MONTH
from openasylum.report.tongue import Language, Tongue
from openasylum.scenario import LAST_DAY, LAW_IN_FORCE, presets
from openasylum.simulate.remembering import content_key
from openasylum.web.pages.computed import computed
from openasylum.web.pages.routes import show
from openasylum.web.pages.words import Speaker
from openasylum.web.settings import SEED, WEIGHT, Settings
from openasylum.web.workshop import errands


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "waits", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The days of the month that the address names, and of every other month."""
    say, tongue = Speaker(language), Tongue(language)
    scenario = request.query_params.get("scenario", LAW_IN_FORCE)
    if scenario not in presets():
        raise UserError(f"there is no scenario {scenario[:40]!r}", f"il n'y a pas de scénario « {scenario[:40]} »", nearest=nearest(scenario[:40], presets()))
    chosen = presets()[scenario]
    name = f"waits-{hash(content_key(chosen)):x}"
    rows = computed(request, name, errands.waits, chosen, SEED, WEIGHT, keep=False)
    months = [row["referred"] for row in rows]
    month = request.query_params.get("referred", f"{STATED_AS_OF:%Y-%m}")
    if month not in months:
        raise UserError(say("waits.bad_month", month=month[:20], first=months[0], last=months[-1]))
    return {
        "rows": rows,
        "month": month,
        "months": months,
        "row": rows[months.index(month)],
        "scenario": scenario,
        "presets": list(presets().values()),
        "draws": errands.WAIT_DRAWS,
        "chart": _chart(rows, say, tongue),
        "by": lambda text: _by(text, say, tongue),
        "day_of": lambda text: tongue.day(date.fromisoformat(text)) if text else _by(text, say, tongue),
        "month_of": lambda text: tongue.month(_first_of(text)),
    }


def _by(text: str | None, say: Speaker, tongue: Tongue) -> str:
    """By that day; or, where it lies beyond what is computed, after the last one."""
    if text is None:
        return say("waits.after", last=tongue.day(LAST_DAY))
    return say("waits.by", day=tongue.day(date.fromisoformat(text)))


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _chart(rows: list[dict[str, Any]], say: Speaker, tongue: Tongue) -> dict[str, Any]:
    last = tongue.day(LAST_DAY)
    series = [
        {"id": share, "name": say(f"waits.{word}"), "look": look, "points": _points(rows, share)}
        for look, (share, word) in enumerate((("half", "half"), ("nine_in_ten", "nine")))
    ]
    return {
        "kind": "time",
        "id": "waits",
        "title": say("waits.chart_title"),
        "subtitle": say("waits.chart_units", last=last),
        "summary": say("waits.chart_title"),
        "notes": [say("waits.not_published"), say("waits.count", draws=errands.WAIT_DRAWS)],
        "unit": "months",
        "axis": say("waits.axis"),
        "from": _first_of(rows[0]["referred"]),
        "observed": [],
        "series": [one for one in series if one["points"]],
        "differences": [],
        "marks": [],
    }


def _points(rows: list[dict[str, Any]], share: str) -> list[list[Any]]:
    """Months waited, as points of a chart: as far as the median is reached; the band is cut at the last day."""
    found = []
    for row in rows:
        middle = _first_of(row["referred"]) + timedelta(days=14)
        days = {level: date.fromisoformat(day) if day else LAST_DAY for level, day in row[share].items()}
        if row[share]["p50"]:
            low, mid, high = ((days[level] - middle).days / DAYS_A_MONTH for level in ("p05", "p50", "p95"))
            found.append([_first_of(row["referred"]), low, mid, mid, mid, high])
    return found

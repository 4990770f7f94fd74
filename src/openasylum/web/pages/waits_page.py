"""How long people wait: by month of referral, when half and nine in ten are decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request

from openasylum.errors import UserError, nearest
from openasylum.pipeline.answers.wait_times import DAYS_A_MONTH
from openasylum.pipeline.definition.stage_graph import load_stages
from openasylum.report.tongue import Language, Tongue
from openasylum.scenario import FIRST_DAY, LAST_DAY, LAW_IN_FORCE, Scenario, presets
from openasylum.simulate.remembering import content_key
from openasylum.web.pages.computed import coarse_or_whole, computed
from openasylum.web.pages.routes import show
from openasylum.web.pages.words import Speaker, in_both
from openasylum.web.settings import SEED, WEIGHT, Settings
from openasylum.web.workshop import errands


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "waits", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The days of the month that the address names: of the years to come by scenario, of the observed years as they were."""
    say, tongue = Speaker(language), Tongue(language)
    scenario = request.query_params.get("scenario", LAW_IN_FORCE)
    if scenario not in presets():
        raise UserError(
            f"there is no scenario {scenario[:40]!r}",
            f"il n'y a pas de scénario « {scenario[:40]} »",
            nearest=nearest(scenario[:40], presets()),
        )
    month = request.query_params.get("referred")
    months = [f"{day:%Y-%m}" for day in _months(errands.FIRST_REFERRED, LAST_DAY)]
    if month is not None and month not in months:
        raise UserError(*in_both("waits.bad_month", month=month[:20], first=months[0], last=months[-1]))
    shown: dict[str, Any] = {
        "month": month,
        "chosen_for": None if month else tongue.day(LAST_DAY),
        "months_asked": months[::-1],
        "scenario": scenario,
        "presets": list(presets().values()),
        "by": lambda text: _by(text, say, tongue),
        "day_by": lambda text: _by(text, say, tongue) if text else say("waits.beyond"),
        "day_of": lambda text: tongue.day(date.fromisoformat(text)) if text else _by(text, say, tongue),
        "month_of": lambda text: tongue.month(_first_of(text)),
        "stage_title": lambda stage: load_stages().stage(stage).title[language],
        "past": None,
        "rows": None,
    }
    if month is not None and _first_of(month) < FIRST_DAY:
        past = computed(request, f"referral-{month}", errands.referral, month)
        waiting = {stage: people for stage, people in past["backlog"].items() if people}
        return shown | {
            "past": past,
            "waiting": waiting,
            "effects": ("one_more_member", "one_month_closed"),
        }
    return shown | _to_come(request, presets()[scenario], month, say, tongue)


def _to_come(
    request: Request, chosen: Scenario, month: str | None, say: Speaker, tongue: Tongue
) -> dict[str, Any]:
    """Every month of the horizon, from a few draws while the others are made; ``month``, or the most telling one."""
    name = f"waits-{hash(content_key(chosen)):x}"
    asked = (errands.waits, chosen, SEED, WEIGHT)
    few = errands.FIRST_WAIT_DRAWS
    rows, whole = coarse_or_whole(request, (f"{name}-first", *asked, few), (name, *asked))
    draws = errands.WAIT_DRAWS if whole else few
    found = (
        latest_told(rows) if month is None else next((row for row in rows if row["referred"] == month), None)
    )
    if found is None:
        raise UserError(*in_both("waits.nobody", month=month))
    return {
        "month": found["referred"],
        "rows": rows,
        "row": found,
        "waiting": {stage: people for stage, people in found["backlog"].items() if people["p95"]},
        "draws": draws,
        "coarse": not whole,
        "chart": _chart(rows, draws, say, tongue),
    }


def latest_told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The latest month for which half and nine in ten are decided within the horizon, by the median of the draws; of later
    ones there is less to tell. The first month where there is none.
    """
    told = [row for row in rows if row["half"]["p50"] and row["nine_in_ten"]["p50"]]
    return max(told, key=lambda row: str(row["referred"])) if told else rows[0]


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of every month from one day to another."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def _by(text: str | None, say: Speaker, tongue: Tongue) -> str:
    """By that day; or, where it lies beyond what is computed, after the last one."""
    if text is None:
        return say("waits.after", last=tongue.day(LAST_DAY))
    return say("waits.by", day=tongue.day(date.fromisoformat(text)))


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _chart(rows: list[dict[str, Any]], draws: int, say: Speaker, tongue: Tongue) -> dict[str, Any]:
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
        "notes": [say("waits.not_published"), say("waits.count", draws=draws)],
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

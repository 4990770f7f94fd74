"""The scorecard: mechanism, foresight and official figures rebuilt, each row as it comes out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request

from openasylum import facts
from openasylum.report.tongue import Language
from openasylum.web.pages.computed import computed
from openasylum.web.pages.periods import period_name
from openasylum.web.pages.routes import show
from openasylum.web.pages.words import Speaker
from openasylum.web.settings import Settings
from openasylum.web.workshop import errands

#: Our model in the table of forecasts, and those it is always shown beside.
OURS, WALK, NAIVE = "openasylum", "random_walk", "seasonal_naive"

#: Targets of forecasts that the page shows; the API has all of them.
TARGETS = ("land", "airport", "inland", "total")


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "scorecard", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The three scorecards."""
    say = Speaker(language)
    mechanism = computed(request, "scorecard-mechanism", errands.mechanism)
    foresight = computed(request, "scorecard-foresight", errands.foresight)
    forecasts = _forecasts(foresight)
    replications = computed(request, "replicate", errands.replicate)
    return {
        # What was missed stands first: a reader looks for it.
        "mechanism": [
            row
            | {"title": measure_title(row["measure"], say), "period": period_name(row["period"], language)}
            for row in sorted(mechanism, key=lambda row: row["verdict"] != "missed")
        ],
        "judged": _tally(mechanism),
        "forecasts": forecasts,
        "lost": _lost(foresight),
        "won": sum(row["ours"] < row["best"] for row in forecasts),
        "replications": [row | {"unit_label": unit_label(row["unit"], say)} for row in replications],
        "rebuilt": _tally(replications),
    }


def measure_title(measure: str, say: Speaker) -> str:
    """What a measure of the mechanism scorecard is called; a forecast taken apart by its name and its part."""
    if not measure.startswith("forecast: "):
        return say(f"score_measure.{measure}")
    name, _, part = measure.removeprefix("forecast: ").rpartition(", ")
    body, year = name.split(":")[0].lower().split()[:2]
    return f"{say(f'score_measure.{body}_{year}')} – {say('score_measure.' + part.replace(' ', '_'))}"


def unit_label(unit: str, say: Speaker) -> str:
    """A unit of the replications in words; one that has none yet as it is written in the register."""
    key = f"scorecard.unit.{unit}"
    return say(key) if say.has(key) else facts.french(unit) if say.language == "fr" else unit


def _tally(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    verdicts = [row["verdict"] for row in rows]
    return {"met": verdicts.count("met"), "of": verdicts.count("met") + verdicts.count("missed")}


def _forecasts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By target and horizon, all windows: the score of ours, of the two naive models and of the best other; our coverage."""
    whole = [row for row in rows if row["period"] == "all" and row["target"] in TARGETS]
    found = []
    for target in TARGETS:
        for horizon in sorted({row["horizon"] for row in whole}):
            cell = {
                row["model"]: row for row in whole if (row["target"], row["horizon"]) == (target, horizon)
            }
            same = [row for row in cell.values() if row["origins"] == cell[OURS]["origins"]]
            others = [row["crps_log"] for row in same if row["model"] != OURS]
            found.append(
                {
                    "target": target,
                    "horizon": horizon,
                    "ours": cell[OURS]["crps_log"],
                    "walk": cell[WALK]["crps_log"],
                    "naive": cell[NAIVE]["crps_log"],
                    "best": min(others),
                    "cover80": cell[OURS]["coverage80"],
                    "cover95": cell[OURS]["coverage95"],
                }
            )
    return found


def _lost(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every cell, of any period, in which another model that forecast the same windows did better than ours."""
    found = []
    for ours in (row for row in rows if row["model"] == OURS):
        key = ("target", "horizon", "period", "origins")
        rivals = [
            row for row in rows if row["model"] != OURS and all(row[name] == ours[name] for name in key)
        ]
        best = min(rivals, key=lambda row: row["crps_log"], default=ours)
        if best["crps_log"] < ours["crps_log"]:
            found.append({**ours, "rival": best["model"], "best": best["crps_log"]})
    return found

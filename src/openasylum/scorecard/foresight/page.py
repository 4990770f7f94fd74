"""The documentation's page on foresight, in English and in French: generated, so that nobody edits it by hand."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import polars as pl
import yaml

from openasylum.bilingual import number
from openasylum.scorecard.foresight import backtest, models
from openasylum.scorecard.foresight.card import Bar, Card
from openasylum.scorecard.foresight.rule_changes import Experiment
from openasylum.scorecard.foresight.targets import HORIZONS, TARGETS


@functools.cache
def _words() -> dict[str, Any]:
    """The texts of ``page.yaml``; they belong to the code and to no overlay."""
    text = resources.files("openasylum.scorecard.foresight").joinpath("page.yaml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def page(card: Card, language: str = "en") -> str:
    """The page (Markdown) in ``language``, "en" or "fr"."""
    words = {
        name: text[language] for name, text in _words().items() if isinstance(text, dict) and "en" in text
    }
    lines = [
        f"# {words['title']}",
        "",
        words["generated"],
        "",
        words["introduction"],
        "",
        f"## {words['bars']}",
        "",
        words["bars_header"],
        "|---|---|---|---|---|",
        *(_bar(bar, words, language) for bar in card.bars),
        "",
        words["ratios"],
        "",
        *_where_others_win(card, words, language),
    ]
    for period, title in _words()["periods"].items():
        lines += ["", f"## {title[language]}", "", *_table(card.summary, period, words, language)]
    lines += ["", f"## {words['coverage']}", "", *_coverage(card.summary, words, language)]
    lines += ["", f"## {words['rule_changes']}", "", words["rule_changes_about"], ""]
    lines += [words["rule_changes_header"], "|---|---|---|---|---|"]
    lines += [_experiment(one, words, language) for one in card.experiments]
    return "\n".join(lines) + "\n"


def _bar(bar: Bar, words: dict[str, str], language: str) -> str:
    name = bar.name if language == "en" else _words()["bar_names"][bar.name]
    low, high = number(bar.low, language, 2), number(bar.high, language, 2)
    span = f"≤ {high}" if bar.low == 0 else f"{low}–{high}"
    mark = words["met"] if bar.met else words["missed"]
    return f"| {name} | {bar.horizon} | {number(bar.value, language, 3)} | {span} | {mark} |"


def _target(name: str, language: str) -> str:
    return str(_words()["targets"][name][language])


def _where_others_win(card: Card, words: dict[str, str], language: str) -> list[str]:
    """Cells in which another model has the lower CRPS in claims, and by how much on both scales."""
    cells = card.summary.filter(pl.col("period") == "all").sort("crps")
    ours = cells.filter(pl.col("model") == models.OURS)
    best = cells.group_by("target", "horizon", maintain_order=True).first()
    lost = (
        best.filter(pl.col("model") != models.OURS)
        .join(ours, on=["target", "horizon"], suffix="_ours")
        .sort("target", "horizon")
    )
    lines = [f"## {words['lost']}", ""]
    lines += [
        words["lost_cell"].format(
            target=_target(row["target"], language),
            horizon=row["horizon"],
            model=row["model"],
            claims=number(row["crps"] / row["crps_ours"], language, 2),
            logs=number(row["crps_log"] / row["crps_log_ours"], language, 2),
        )
        for row in lost.iter_rows(named=True)
    ] or [words["lost_none"]]
    scored = [
        words["scored_by_another"].format(
            count=count, target=_target(target, language), horizon=horizon, model=model
        )
        for (target, horizon, model), count in card.fallbacks.scored.items()
    ]
    following = [
        words["following_cell"].format(target=_target(target, language), horizon=horizon, model=model)
        for (target, horizon), model in card.fallbacks.following.items()
    ]
    return [
        *lines,
        "",
        words["fallback"].format(windows=backtest.WINDOWS_TO_JUDGE),
        "",
        words["scored_by_others"].format(cells=", ".join(scored) or words["none"]),
        words["following"].format(cells=", ".join(following) or words["nowhere"]),
    ]


def _table(summary: pl.DataFrame, period: str, words: dict[str, str], language: str) -> list[str]:
    cells = summary.filter(pl.col("period") == period)
    names = [models.OURS, *sorted(set(cells["model"]) - {models.OURS})]
    found = {
        (t, h, m): (n, c)
        for t, h, m, n, c in cells.select("target", "horizon", "model", "origins", "crps").iter_rows()
    }
    lines = [words["cells_header"] + " | ".join(names) + " |", "|---" * (3 + len(names)) + "|"]
    for target in TARGETS:
        for horizon in HORIZONS:
            values = [found.get((target, horizon, name)) for name in names]
            present = [value[1] for value in values if value]
            if not present:
                continue
            shown = ["–" if value is None else _best(value[1], present, language) for value in values]
            origins = next(value[0] for value in values if value)
            lines.append(
                f"| {_target(target, language)} | {horizon} | {origins} | " + " | ".join(shown) + " |"
            )
    return lines


def _best(value: float, present: list[float], language: str) -> str:
    """The number, in bold where it is the lowest of its row."""
    shown = number(value, language)
    return f"**{shown}**" if value == min(present) else shown


def _coverage(summary: pl.DataFrame, words: dict[str, str], language: str) -> list[str]:
    ours = summary.filter(pl.col("period") == "all", pl.col("model") == models.OURS)
    found = {
        (t, h): (a, b)
        for t, h, a, b in ours.select("target", "horizon", "coverage80", "coverage95").iter_rows()
    }
    titles = [words["coverage_column"].format(horizon=horizon) for horizon in HORIZONS]
    lines = [f"| {words['coverage_first']} | " + " | ".join(titles) + " |", "|---" * 5 + "|"]
    for target in TARGETS:
        cells = [f"{100 * found[target, h][0]:.0f} / {100 * found[target, h][1]:.0f}" for h in HORIZONS]
        lines.append(f"| {_target(target, language)} | " + " | ".join(cells) + " |")
    return lines


def _experiment(one: Experiment, words: dict[str, str], language: str) -> str:
    name = f"{one.name.replace('_', ' ')}, {one.unit}"
    name = name if language == "en" else _words()["experiments"][name]
    said = " / ".join(number(value, language) for value in (one.p10, one.p50, one.p90))
    inside = words["yes"] if one.inside else words["no"]
    return f"| {name} | {said} | {number(one.observed, language)} | {number(one.crps, language)} | {inside} |"

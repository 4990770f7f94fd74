"""The scorecard of foresight: scores that are what they say, forecasts that see no future, bars that are
stated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.special import ndtri
from scipy.stats import norm

from openasylum.scorecard.foresight import backtest, card, library, models, page, rule_changes, scores
from openasylum.scorecard.foresight.targets import HORIZONS, TARGETS, Panel, break_ahead, panel

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def found() -> Iterator[card.Card]:
    yield card.score()


def test_crps_of_a_normal_forecast_is_its_closed_form() -> None:
    """Gneiting & Raftery (2007), section 4.2: sigma (z (2 F(z) - 1) + 2 f(z) - 1/sqrt(pi))."""
    observed = np.array([-1.0, 0.0, 0.4, 2.5])
    quantiles = np.tile(3.0 * ndtri(scores.PROBABILITIES), (4, 1))
    z = observed / 3.0
    closed = 3.0 * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert scores.crps(quantiles, observed) == pytest.approx(closed, rel=0.01)


def test_crps_is_that_of_scoringrules() -> None:
    """An independent library on the same quantiles, for forecasts of our own."""
    scoringrules = pytest.importorskip("scoringrules")
    known = panel()
    quantiles = models.openasylum(known.until(95))["inland"][:6]
    observed = known.claims["inland"][96:102]
    theirs = scoringrules.crps_quantile(observed, quantiles, scores.PROBABILITIES)
    assert scores.crps(quantiles, observed) == pytest.approx(theirs, rel=1e-9)


def test_coverage_counts_what_lies_inside() -> None:
    quantiles = np.tile(ndtri(scores.PROBABILITIES), (3, 1))
    assert scores.covered(quantiles, np.array([0.0, 1.2, 1.4]), 0.8).tolist() == [True, True, False]


def test_mase_of_the_random_walk_is_the_published_one(found: card.Card) -> None:
    """Published for these targets and origins: 0.57, 1.01, 1.61, 2.37."""
    cells = found.summary.filter(pl.col("period") == "all", pl.col("model") == "random_walk")
    mase = dict(cells.group_by("horizon").agg(pl.col("mase").mean()).iter_rows())
    assert [mase[h] for h in HORIZONS] == pytest.approx([0.57, 1.01, 1.61, 2.37], abs=0.03)


def test_coverage_of_the_random_walk_is_about_the_published_one(found: card.Card) -> None:
    """Published: 88/93 at one month, 73/85 at twelve."""
    cells = found.summary.filter(pl.col("period") == "all", pl.col("model") == "random_walk")
    covered = cells.group_by("horizon").agg(pl.col("coverage80").mean(), pl.col("coverage95").mean())
    by_horizon = {h: (a, b) for h, a, b in covered.iter_rows()}
    assert by_horizon[1] == pytest.approx((0.88, 0.93), abs=0.02)
    assert by_horizon[12] == pytest.approx((0.73, 0.85), abs=0.03)


@pytest.mark.parametrize(
    ("horizon", "claims", "log"),
    [(1, 0.90, 0.94), (3, 0.90, 0.94), (6, 0.92, 0.96), (12, 0.95, 1.00)],
)
def test_ours_against_the_log_random_walk(found: card.Card, horizon: int, claims: float, log: float) -> None:
    ratio = backtest.ratios(found.summary, "openasylum", "random_walk")[horizon]
    assert ratio[0] <= claims and ratio[1] <= log


@pytest.mark.parametrize(("horizon", "bar"), [(3, 0.95), (6, 0.97)])
def test_ours_against_the_best_other_model_of_each_cell(found: card.Card, horizon: int, bar: float) -> None:
    assert not found.missing
    assert backtest.ratios(found.summary, "openasylum", "best")[horizon][0] <= bar


def test_intervals_hold_what_they_promise(found: card.Card) -> None:
    ours = found.summary.filter(pl.col("period") == "all", pl.col("model") == "openasylum")
    pooled = ours.group_by("horizon").agg(pl.col("coverage80").mean(), pl.col("coverage95").mean())
    for horizon, at80, at95 in pooled.iter_rows():
        low80, low95 = (0.70, 0.88) if horizon == 12 else (0.75, 0.90)
        assert low80 <= at80 <= 0.85 and low95 <= round(at95, 2) <= 0.98
    # Each target within 10 points: of 80 and 95 % up to six months, of the pooled range at twelve.
    for horizon, at80, at95 in ours.select("horizon", "coverage80", "coverage95").iter_rows():
        low, high = (0.60, 0.95) if horizon == 12 else (0.70, 0.90)
        assert low <= at80 <= high and at95 >= 0.85


def test_no_forecast_sees_the_future() -> None:
    """Changing every later month changes no forecast."""
    known = panel()
    other = Panel({name: series.copy() for name, series in known.claims.items()}, known.first_month)
    for series in other.claims.values():
        series[60:] *= 7
    for forecast in models.OWN_MODELS.values():
        before, after = forecast(known.until(59)), forecast(other.until(59))
        assert all((before[target] == after[target]).all() for target in TARGETS)


def test_quantiles_rise_and_are_never_negative() -> None:
    for forecast in models.OWN_MODELS.values():
        for quantiles in forecast(panel().until(80)).values():
            assert (np.diff(quantiles, axis=1) >= 0).all() and (quantiles >= 0).all()


def test_every_cell_is_scored_once(found: card.Card) -> None:
    cells = found.summary.filter(pl.col("period") == "all")
    names = {
        "openasylum",
        "random_walk",
        "seasonal_naive",
        "ets_log",
        "ets_raw",
        "arima",
        "theta",
        "combination",
    }
    assert set(cells["model"]) == names
    assert cells.height == len(TARGETS) * len(HORIZONS) * len(names)
    assert set(cells.filter(pl.col("horizon") == 1)["origins"]) == {90}  # January 2017 to June 2024
    assert found.scored.new_months == 0 and found.scored.stopping_short == {}
    assert cells["break"].null_count() == cells.height


def newer(months: int, factor: float) -> Panel:
    """The published months, and ``months`` more in which every series is ``factor`` times its last year."""
    known = panel()
    more = {
        name: np.concatenate([series, factor * series[-12:][:months]])
        for name, series in known.claims.items()
    }
    return Panel(more, known.first_month, {"quebec_land": known.last_month + 1})


@pytest.mark.parametrize(
    "factor", [0.0, 0.05, 1.0, 20.0], ids=["nobody", "collapse", "as before", "explosion"]
)
def test_newer_months_are_forecast_from_every_month_before(factor: float) -> None:
    """Each horizon is scored wherever its month is printed, and nothing breaks when claims stop or explode."""
    series = newer(4, factor)
    rows = backtest.roll(series, models.OWN_MODELS)
    new = rows.filter(
        pl.col("origin") + pl.col("horizon") > backtest.SHIPPED_END, pl.col("model") == "openasylum"
    )
    counts = dict(new.filter(pl.col("target") == "land")["horizon"].value_counts().iter_rows())
    assert counts == {1: 4, 3: 4, 6: 4, 12: 4}
    # Quebec is printed for the first of the four months only.
    assert new.filter(pl.col("target") == "quebec_land").height == len(HORIZONS)
    assert rows["crps"].is_finite().all() and rows["crps_log"].is_finite().all()
    summary = backtest.summarise(rows)
    assert backtest.NEW_MONTHS in set(summary["period"])
    shown = card.scored(series)
    assert shown.new_months == 4 and shown.targets == {"quebec_land": backtest.SHIPPED_END + 1}


def test_models_that_stop_early_are_compared_where_they_were_there() -> None:
    rows = backtest.roll(newer(2, 1.0), models.OWN_MODELS)
    early = rows.filter((pl.col("model") != "seasonal_naive") | (pl.col("origin") <= backtest.LAST_ORIGIN))
    shared = backtest.made_by_all(early)
    assert shared["origin"].max() == backtest.LAST_ORIGIN
    assert shared["model"].n_unique() == rows["model"].n_unique()


def made_up(crps: dict[str, list[float]]) -> pl.DataFrame:
    """Forecasts of one cell (land, 3 months) with the given scores, one an origin from January 2017 on."""
    first = backtest.FIRST_ORIGIN
    rows = [
        ("land", 3, model, first + place, False, 1.0, 1.0, 1.0, score, score, True, True)
        for model, scores_of in crps.items()
        for place, score in enumerate(scores_of)
    ]
    return pl.DataFrame(rows, schema=backtest.SINGLE, orient="row")


def default_of(single: pl.DataFrame) -> list[str]:
    ours = backtest.with_fallback(single).filter(pl.col("model") == "openasylum")
    return ours.sort("origin")["default"].to_list()


def test_a_cell_falls_back_once_seven_years_of_windows_say_so() -> None:
    years = backtest.WINDOWS_TO_JUDGE
    ours, better, worse = [2.0] * (years + 20), [1.0] * (years + 20), [3.0] * (years + 20)
    lost = made_up({"openasylum": ours, "random_walk": better})
    # A window of three months closes three months after its origin.
    assert default_of(lost) == ["openasylum"] * (years + 2) + ["random_walk"] * 18
    assert backtest.following_defaults(lost) == {("land", 3): "random_walk"}
    won = made_up({"openasylum": ours, "random_walk": worse})
    assert set(default_of(won)) == {"openasylum"} and not backtest.following_defaults(won)
    # A model that stopped early is no leader; one that is as good is none either.
    assert set(default_of(made_up({"openasylum": ours, "theta": better[:-30]}))) == {"openasylum"}
    assert set(default_of(made_up({"openasylum": ours, "theta": ours}))) == {"openasylum"}


def test_the_fallback_looks_at_nothing_later() -> None:
    """Scores of windows that close after an origin do not change who forecasts from it."""
    size = backtest.WINDOWS_TO_JUDGE + 20
    series = {
        name: (2.0 + np.sin(np.arange(size) * rate)).tolist()
        for name, rate in (("openasylum", 0.9), ("theta", 0.31))
    }
    before = default_of(made_up(series))
    cut = size - 8
    after = default_of(
        made_up(
            {name: [*values[:cut], *[9.0 if name == "theta" else 0.0] * 8] for name, values in series.items()}
        )
    )
    assert before[: cut + 3] == after[: cut + 3]


def test_where_a_baseline_wins_the_table_says_so_and_the_default_falls_back(found: card.Card) -> None:
    cells = found.summary.filter(pl.col("period") == "all")
    best = cells.sort("crps").group_by("target", "horizon", maintain_order=True).first()
    lost = best.filter(pl.col("model") != "openasylum")
    followed = {(row["target"], row["horizon"]): row["model"] for row in lost.iter_rows(named=True)}
    assert found.fallbacks.following == followed
    assert not found.fallbacks.scored  # no scored forecast is another model's


def test_windows_with_a_break_ahead() -> None:
    first = 12 * 2015
    march_2020 = 12 * 5 + 2
    assert break_ahead(first, march_2020 - 1, 1) and not break_ahead(first, march_2020, 3)
    assert break_ahead(first, march_2020 - 3, 3) and not break_ahead(first, march_2020 - 4, 3)


def test_shipped_library_forecasts_are_for_exactly_these_figures() -> None:
    known = panel().until(100)
    assert library.can_forecast(known)
    moved = Panel(
        {name: series + (np.arange(101) == 50) for name, series in known.claims.items()}, known.first_month
    )
    assert library.can_forecast(moved) == library.is_installed()


def test_the_level_after_the_protocol() -> None:
    """Land claims were 1,410 a month from April 2023 to December 2024."""
    said = rule_changes.land_after_protocol()
    assert said.observed == pytest.approx(1410, abs=10)
    assert said.inside and said.p90 <= 3 * said.p10 and said.crps <= 300


def test_a_small_province_and_undetected_entry() -> None:
    manitoba, hidden = rule_changes.small_province("MB", 2018), rule_changes.undetected_after_protocol()
    assert (manitoba.observed, hidden.observed) == (410, 1921)
    assert manitoba.inside and hidden.inside


@pytest.mark.parametrize(("language", "file"), [("en", "foresight.md"), ("fr", "foresight.fr.md")])
def test_the_page_is_the_generated_one(found: card.Card, language: str, file: str) -> None:
    assert (DOCS / "explanation" / file).read_text("utf-8") == page.page(found, language)


def test_the_command_prints_records(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from openasylum.cli.application import main

    monkeypatch.setattr("sys.argv", ["openasylum", "backtest", "foresight", "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    records = json.loads(printed.out)
    fields = ["target", "horizon", "model", "period", "origins", "mase", "crps", "crps_log"]
    assert list(records[0]) == [*fields, "coverage80", "coverage95", "break"]
    assert ended.value.code == 0  # every bar is met
    assert "2017-01 to 2024-06" in printed.err and "no month is newer" in " ".join(printed.err.split())

"""The shipped posterior: converged, consistent with its manifest, with what was published, and with the assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import kstest

from openasylum.arrivals import choice
from openasylum.arrivals.calibration import fit, posterior, recovery
from openasylum.arrivals.calibration.consequences import consequences
from openasylum.arrivals.calibration.data import observed, rules
from openasylum.arrivals.calibration.elsewhere import shift
from openasylum.arrivals.calibration.plot import prior_and_posterior
from openasylum.arrivals.calibration.targets import targets
from openasylum.errors import UserError
from openasylum.scenario.assumptions import assumption


def test_rules_share_out_every_month() -> None:
    counts = observed()
    assert counts.ports_only + counts.closed + counts.protocol == pytest.approx(np.ones(counts.months))
    closed, protocol = rules(96)
    months = np.arange(np.datetime64("2017-01", "M"), np.datetime64("2025-01", "M"))
    days = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(int)
    # The border was closed from 21 March 2020 to 20 November 2021; the Protocol holds from 25 March 2023.
    spans = (("2020-03-21", "2021-11-21"), ("2023-03-25", "2025-01-01"))
    for share, (first, after) in zip((closed, protocol), spans, strict=True):
        assert (share * days).sum() == pytest.approx(
            (np.datetime64(after) - np.datetime64(first)).astype(int)
        )


def test_the_counts_are_the_published_ones() -> None:
    """RCMP: 20,593 in 2017, 39,540 in 2022; CBSA: 1,921 claims after clandestine entry, April to September 2023."""
    counts = observed()
    assert counts.crossings[:12].sum() == 20593 and counts.crossings[60:72].sum() == 39540
    assert 1921 in counts.hidden


def test_the_shipped_fit_converged() -> None:
    table = posterior.manifest()
    sampled = {name: row for name, row in table["parameters"].items() if "r_hat" in row}
    assert len(sampled) == 13
    assert max(row["r_hat"] for row in sampled.values()) <= fit.LARGEST_RHAT
    assert min(row["effective_sample"] for row in sampled.values()) >= fit.SMALLEST_SAMPLE
    assert table["divergent_share"] <= fit.MOST_DIVERGENT


def test_draws_and_manifest_agree() -> None:
    draws = posterior.draws()
    assert draws.height == fit.SHIPPED
    for name in draws.columns:
        low, middle, high = posterior.quantiles(name)
        assert draws.select(pl.col(name).median()).item() == pytest.approx(middle, abs=0.15 * (high - low))


def test_what_the_closure_and_the_protocol_left() -> None:
    """From the counts alone: 21 people in May 2020 against 1,196 a year before; about 50 a month after March 2023
    against 4,620 before; 300 a month undetected.
    """
    assert posterior.quantiles("still_crossing")[1] == pytest.approx(50 / 4620, rel=0.4)
    draws = posterior.draws()
    hidden = (draws["unseen"] * draws["demand_last_year"]).to_numpy()
    low, high = np.quantile(hidden, [0.05, 0.95])
    assert low < 3550 / 12 < high  # claims after undetected entry in 2024
    assert posterior.quantiles("kept_while_closed")[2] < 0.05
    assert posterior.quantiles("demand_before_protocol")[1] == pytest.approx(4770, rel=0.15)


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("arrivals.months_to_answer", "months_to_answer"),
        ("arrivals.between_ports_exception_share", "exception_share"),
    ],
)
def test_assumptions_hold_what_the_fit_says(name: str, parameter: str) -> None:
    low, _, high = (float(value) for value in assumption(name).interval())
    assert low <= posterior.quantiles(parameter)[1] <= high


def test_the_recovery_assumed_holds_the_fitted_one() -> None:
    """Demand of the last year over that before the Protocol, draw by draw."""
    ratio = (
        posterior.draws().select(pl.col("demand_last_year") / pl.col("demand_before_protocol")).to_series()
    )
    low, _, high = (float(value) for value in assumption("arrivals.demand_to_cross").interval())
    assert low <= float(ratio.median()) <= high  # type: ignore[arg-type]


def test_shares_that_were_not_fitted_are_where_they_were_published() -> None:
    """54 of 198 between ports met an exception; at most a third of those stopped came by another way."""
    found = {target.id: target for target in targets()}
    assert not found["exceptions_between_ports"].fitted and found["exceptions_between_ports"].met
    low, _, high = found["stayed_in_a_land_way"].implied
    assert 0.0 < low < high < 1 / 3
    assert found["claims_per_interception"].met


def test_what_follows_from_the_draws_is_what_is_shipped() -> None:
    draws = posterior.draws()
    again = consequences({name: draws[name].to_numpy() for name in choice.PARAMETERS})
    for name, values in again.items():
        assert values == pytest.approx(draws[name].to_numpy(), rel=1e-3)


def test_known_parameters_were_recovered_as_often_as_chance_says() -> None:
    """Ranks of the truth in simulation-based calibration, as shipped: uniform (Kolmogorov-Smirnov, Bonferroni 1 %)."""
    table = recovery.shipped()
    sampled = {name for name, row in posterior.manifest()["parameters"].items() if "r_hat" in row}
    assert set(table.columns) == {"trial", *sampled}
    assert table.height >= 100
    for name in sampled:
        places = (table[name].to_numpy() + 0.5) / (recovery.KEPT + 1)
        assert kstest(places, "uniform").pvalue > 0.01 / len(sampled), name
    assert recovery.uniform(table)


def test_ranks_that_lean_to_one_side_are_found() -> None:
    """A posterior too narrow leaves too many truths at its ends; one moved aside, on one side."""
    ranks = np.arange(60) % (recovery.KEPT + 1)
    ends = np.where(ranks < 30, 0, recovery.KEPT)
    assert recovery.uniform(
        pl.DataFrame({"trial": range(60), "a": np.linspace(0, recovery.KEPT, 60).astype(int)})
    )
    assert not recovery.uniform(pl.DataFrame({"trial": range(60), "a": ends}))
    assert not recovery.uniform(pl.DataFrame({"trial": range(60), "a": ranks // 2}))


def test_trials_are_taken_up_where_they_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def ranks(trials: Sequence[int]) -> Iterator[pl.DataFrame]:
        for trial in trials:
            made.append(trial)
            yield pl.DataFrame({"trial": [trial], "a": [trial % recovery.KEPT]})

    monkeypatch.setattr(recovery, "ranks", ranks)
    steps = recovery.extend(tmp_path / "new", 5)
    assert [next(steps).height for _ in range(3)] == [1, 2, 3]
    steps.close()  # stopped after three of five: those three are kept
    assert [table.height for table in recovery.extend(tmp_path / "new", 5)] == [3, 4, 5]
    assert made == [0, 1, 2, 3, 4]
    kept = recovery.read((tmp_path / "new" / recovery.FILE).read_text("utf-8"), recovery.FILE)
    assert kept["trial"].to_list() == [0, 1, 2, 3, 4]
    assert next(iter(recovery.extend(tmp_path / "new", 5))).equals(kept) and len(made) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no table of ranks"),
        ("trial,a\n0,x\n", "no table of ranks"),
        ("trial,a\n0,1\n0,2\n", "twice"),
        ("trial,a\n0,101\n", "not from 0 to 100"),
    ],
)
def test_a_table_that_holds_no_ranks_is_refused(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        recovery.read(text, "mine.csv")


def test_the_shift_to_airports_and_inland_is_not_told_by_the_counts() -> None:
    """Crossings fell by 4,620 less about 50 a month. The rise elsewhere holds that whole flow, and more; by nationality
    at most about a third came by any other way, and perhaps none.
    """
    seen = shift()
    assert seen.stopped == pytest.approx(4620 - 48, abs=10)
    assert seen.rise[0] < seen.stopped < seen.rise[2]
    assert seen.ceiling == pytest.approx(1 / 3, abs=0.05) and seen.floor < 0
    low, _, high = (float(value) for value in assumption("arrivals.substitution").interval())
    assert 0 <= low < high < seen.ceiling


def test_without_the_extra_it_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "is_installed", lambda: False)
    with pytest.raises(UserError, match=r"openasylum\[calibrate\]"):
        fit.run()


def test_a_fit_with_faults_is_never_written(tmp_path: Path) -> None:
    broken = fit.Fit({"a": np.zeros((2, 10))}, np.zeros((20, 96)), {"a": (1.4, 12.0)}, 0.0)
    assert "a has not converged" in broken.faults[0]
    with pytest.raises(UserError, match="nothing is written"):
        fit.write(broken, tmp_path, seed=0)
    assert not list(tmp_path.iterdir())


def test_the_chart_is_written_and_other_formats_refused(tmp_path: Path) -> None:
    prior_and_posterior(posterior.manifest(), str(tmp_path / "fit.svg"))
    assert "still crossing" in (tmp_path / "fit.svg").read_text("utf-8")
    with pytest.raises(UserError, match="svg, png, pdf or json"):
        prior_and_posterior(posterior.manifest(), str(tmp_path / "fit.gif"))


@pytest.mark.heavy
def test_known_parameters_are_recovered() -> None:
    """Counts made from the posterior medians give those parameters back: their ranks are not all at one end."""
    if not fit.is_installed():
        pytest.skip("needs the extra calibrate")
    names = [name for name, row in posterior.manifest()["parameters"].items() if "r_hat" in row]
    truth = {name: posterior.quantiles(name)[1] for name in names}
    found = next(recovery.ranks([0], truth=truth)).row(0, named=True)
    outside = [name for name in names if not 1 <= found[name] <= recovery.KEPT - 1]
    assert len(outside) <= 1, found


@pytest.mark.heavy
def test_the_counts_prefer_the_logit_to_a_nest() -> None:
    """Log evidence of a nest of likeness 0.8 is lower, by a Bayes factor of three or more."""
    if not fit.is_installed():
        pytest.skip("needs the extra calibrate")
    from openasylum.arrivals.calibration import nested

    logit, nest = (nested.log_evidence(observed(), likeness) for likeness in (1.0, 0.8))
    assert logit > nest + np.log(3)

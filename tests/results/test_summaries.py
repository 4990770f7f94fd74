"""Differences draw by draw, quantiles over draws, totals over the horizon."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.results import (
    differences,
    finish,
    headline,
    measures,
    over_horizon,
    quantiles,
    with_differences,
)
from openasylum.results.summaries import difference_name, scenario_order
from support import made_up_run


def annual(rows: list[tuple[str, int, str, str, float | None]]) -> pl.DataFrame:
    units = {"wait_months_p50": "months", "cost_federal": "CAD"}
    return pl.DataFrame(
        [(*row, units.get(row[2], "persons")) for row in rows],
        schema={
            "scenario": pl.String,
            "draw": pl.Int32,
            "measure": pl.String,
            "period": pl.String,
            "value": pl.Float64,
            "unit": pl.String,
        },
        orient="row",
    )


def test_the_difference_is_taken_within_a_draw_and_not_between_medians() -> None:
    base, other = [10.0, 20.0, 30.0], [31.0, 11.0, 21.0]
    rows = [("a", draw, "claims_made", "2027", value) for draw, value in enumerate(base)]
    rows += [("b", draw, "claims_made", "2027", value) for draw, value in enumerate(other)]
    found = differences(annual(rows), "a", "b")
    assert found.sort("draw")["value"].to_list() == [21.0, -9.0, -9.0]
    assert quantiles(found)["p50"].item() == -9.0  # the medians differ by +1


def test_a_side_without_a_row_counts_as_nobody_but_not_as_no_wait() -> None:
    rows = [("a", 0, "claims_made", "2027", 5.0), ("b", 0, "wait_months_p50", "2027", 14.0)]
    found = {row["measure"]: row["value"] for row in differences(annual(rows), "a", "b").to_dicts()}
    assert found == {"claims_made": -5.0, "wait_months_p50": None}


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["a"], ["a"]),
        (["a", "b"], ["a", "b", "difference"]),
        (["a", "b", "c"], ["a", "b", "c", "difference:b", "difference:c"]),
    ],
)
def test_one_alternative_has_the_difference_and_several_have_one_each(
    ids: list[str], expected: list[str]
) -> None:
    frame = annual([(name, 0, "claims_made", "2027", 1.0) for name in ids])
    assert scenario_order(ids) == expected
    assert with_differences(frame, ids)["scenario"].unique(maintain_order=True).to_list() == expected
    assert difference_name("b", 1) == "difference"


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_quantiles_are_those_of_numpy(values: list[float]) -> None:
    frame = annual([("a", draw, "claims_made", "2027", value) for draw, value in enumerate(values)])
    row = quantiles(frame).to_dicts()[0]
    expected = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
    assert [row[name] for name in ("p05", "p25", "p50", "p75", "p95")] == pytest.approx(
        expected, rel=1e-9, abs=1e-6
    )


def test_a_draw_without_a_row_is_a_draw_with_nobody() -> None:
    ledger = pl.DataFrame(
        {"scenario": ["a", "a"], "draw": [0, 3], "organisation": ["IRB", "IRB"], "cents": [100, 300]}
    )
    others = pl.DataFrame(
        {"scenario": ["a"] * 4, "draw": range(4), "organisation": ["CBSA"] * 4, "cents": [8] * 4}
    )
    by_name = {row["organisation"]: row for row in quantiles(pl.concat([ledger, others])).to_dicts()}
    assert by_name["IRB"]["p50"] == 50.0  # of 0, 0, 100, 300
    assert by_name["CBSA"]["p50"] == 8.0


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.integers(0, 4),
            st.sampled_from(["2026", "2027"]),
            st.integers(-(10**9), 10**9),
        ),
        unique_by=lambda row: row[:3],
        min_size=1,
    )
)
def test_baseline_and_difference_add_up_to_the_scenario(rows: list[tuple[str, int, str, int]]) -> None:
    frame = annual([(name, draw, "claims_made", period, float(value)) for name, draw, period, value in rows])
    cells = {
        (r["scenario"], r["draw"], r["period"]): r["value"]
        for r in with_differences(frame, ["a", "b"]).to_dicts()
    }
    for (name, draw, period), value in cells.items():
        if name == "difference":
            assert value == cells.get(("b", draw, period), 0.0) - cells.get(("a", draw, period), 0.0)


def test_the_order_of_rows_in_does_not_change_the_rows_out() -> None:
    raw = made_up_run.raw_frames(6)
    ids = [made_up_run.BASELINE, made_up_run.ALTERNATIVE]
    shuffled = {name: frame.sample(fraction=1.0, shuffle=True, seed=3) for name, frame in raw.items()}
    first, second = finish(ids, raw), finish(ids, shuffled)
    for name in first:
        if name != "assumptions":
            assert first[name].equals(second[name]), name


def test_over_the_horizon_flows_and_money_add_up_and_stocks_and_waits_are_read_at_the_end() -> None:
    rows: list[tuple[str, int, str, str, float | None]] = [
        ("a", 0, "claims_made", "2025", 3.0),
        ("a", 0, "claims_made", "2026", 4.0),
        ("a", 0, "rpd_pending", "2025", 30.0),
        ("a", 0, "rpd_pending", "2026", 20.0),
        ("a", 0, "wait_months_p50", "2025", 12.0),
        ("a", 0, "wait_months_p50", "2026", 18.0),
        ("a", 0, "cost_federal", "2025-26", 1e6),
        ("a", 0, "cost_federal", "2026-27", 2e6),
    ]
    found = {row["measure"]: (row["period"], row["value"]) for row in over_horizon(annual(rows)).to_dicts()}
    assert found == {
        "claims_made": ("2025–2026", 7.0),
        "rpd_pending": ("2026", 20.0),
        "wait_months_p50": ("2026", 18.0),
        "cost_federal": ("2025-26 – 2026-27", 3e6),
    }


def test_the_headline_has_every_measure_in_its_unit_for_both_scenarios_and_the_difference() -> None:
    rows = headline(made_up_run.run().frames["annual"])
    assert list(rows[0]) == ["scenario", "measure", "period", "p05", "p50", "p95", "unit"]
    for scenario in (made_up_run.BASELINE, made_up_run.ALTERNATIVE, "difference"):
        own = [row for row in rows if row["scenario"] == scenario]
        assert list(dict.fromkeys(row["measure"] for row in own)) == list(measures())
        assert all(row["unit"] == measures()[row["measure"]].unit for row in own)
        assert all(row["p05"] <= row["p50"] <= row["p95"] for row in own)
        assert {row["period"] for row in own if row["measure"] == "claims_made"} == {
            str(y) for y in range(2025, 2031)
        }
        assert {row["period"] for row in own if row["unit"] == "CAD"} >= {"2027-28"}


def test_every_measure_says_what_it_is_in_both_languages() -> None:
    for measure in measures().values():
        for text in (measure.label, measure.sentence, measure.definition, measure.includes, measure.excludes):
            assert text.en.strip()
            assert text.fr.strip()
            assert text.en != text.fr

"""Prior beside posterior: what the counts have taught about each parameter, as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from openasylum.errors import UserError

FORMATS = ("svg", "png", "pdf", "json")


def prior_and_posterior(manifest: Mapping[str, Any], path: str) -> None:
    """Write the chart (5 to 95 %, the middle as a tick, log scale) to ``path``; the suffix says the format.

    Raises ``UserError`` for a format that cannot be written.
    """
    import altair as alt

    _check_format(path)
    rows = [
        {
            "parameter": name.replace("_", " "),
            "of": of,
            "low": row[of][0],
            "middle": row[of][1],
            "high": row[of][2],
        }
        for name, row in manifest["parameters"].items()
        for of in ("prior", "posterior")
        if of in row
    ]
    table = pl.DataFrame(rows)
    parts = [
        _one(table.filter(pl.col("parameter") == name), name) for name in dict.fromkeys(table["parameter"])
    ]
    alt.vconcat(*parts, spacing=8).properties(
        title="The land border, 2017 to 2024: prior and posterior, 5 to 95 %"
    ).save(path)


#: Bars of the chart of ranks.
_BARS = 10


def recovery_ranks(table: pl.DataFrame, path: str) -> None:
    """Write the chart of the ranks of known values (``recovery``), parameter by parameter; the grey band holds 99 in
    100 bars where ranks are uniform. Raises ``UserError`` for a format that cannot be written.
    """
    import altair as alt
    from scipy.stats import binom

    from openasylum.arrivals.calibration.recovery import KEPT

    _check_format(path)
    counts = (
        table.drop("trial")
        .unpivot(variable_name="parameter", value_name="rank")
        .with_columns(bar=(pl.col("rank") * _BARS // (KEPT + 1)))
        .group_by("parameter", "bar")
        .len("trials")
    )
    every = pl.DataFrame({"parameter": table.columns[1:]}).join(
        pl.DataFrame({"bar": range(_BARS)}), how="cross"
    )
    low, high = (int(binom.ppf(point, table.height, 1 / _BARS)) for point in (0.005, 0.995))
    rows = every.join(counts, on=["parameter", "bar"], how="left").with_columns(
        pl.col("trials").fill_null(0),
        pl.col("parameter").str.replace_all("_", " "),
        low=pl.lit(low),
        high=pl.lit(high),
    )
    bar = alt.X("bar:O", axis=None)
    band = (
        alt.Chart()
        .mark_bar(color="#e3e6ea", width=14)
        .encode(x=bar, y=alt.Y("low:Q", title=None), y2="high:Q")
    )
    bars = alt.Chart().mark_tick(color="#1f5c99", thickness=3, width=14).encode(x=bar, y="trials:Q")
    alt.layer(band, bars, data=rows).properties(width=150, height=60).facet(
        facet=alt.Facet(
            "parameter:N", title=None, sort=[name.replace("_", " ") for name in table.columns[1:]]
        ),
        columns=4,
        title=f"Rank of the known value among posterior draws, {table.height} simulated trials",
    ).save(path)


def _check_format(path: str) -> None:
    if path.rsplit(".", 1)[-1] not in FORMATS:
        raise UserError(
            "the chart can be written as svg, png, pdf or json",
            "le graphique peut être écrit en svg, png, pdf ou json",
            file=path,
            nearest=f"{path}.svg",
        )


def _one(rows: pl.DataFrame, name: str) -> Any:
    """One parameter: a bar and a tick for each of prior and posterior; logarithmic where no value is negative."""
    import altair as alt

    scale = alt.Scale(type="log") if rows["low"].min() > 0 else alt.Scale(type="linear")  # type: ignore[operator]
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "of:N",
            sort=["prior", "posterior"],
            axis=alt.Axis(
                title=name, titleAngle=0, titleAlign="right", titleAnchor="middle", titlePadding=10
            ),
        ),
        color=alt.Color(
            "of:N", legend=None, scale=alt.Scale(domain=["prior", "posterior"], range=["#9aa0a6", "#1f5c99"])
        ),
    )
    span = base.mark_bar(height=7).encode(x=alt.X("low:Q", scale=scale, title=None), x2="high:Q")
    middle = base.mark_tick(thickness=3, size=14).encode(x="middle:Q")
    return alt.layer(span, middle).properties(width=420, height=34)

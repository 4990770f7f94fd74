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

    if path.rsplit(".", 1)[-1] not in FORMATS:
        raise UserError("the chart can be written as svg, png, pdf or json", file=path, nearest=f"{path}.svg")
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
    base = alt.Chart(pl.DataFrame(rows)).encode(
        y=alt.Y("of:N", title=None, sort=["prior", "posterior"]),
        color=alt.Color(
            "of:N", legend=None, scale=alt.Scale(domain=["prior", "posterior"], range=["#9aa0a6", "#1f5c99"])
        ),
    )
    span = base.mark_bar(height=7).encode(
        x=alt.X("low:Q", scale=alt.Scale(type="log"), title=None), x2="high:Q"
    )
    middle = base.mark_tick(thickness=3, size=14).encode(x="middle:Q")
    chart = (
        alt.layer(span, middle)
        .properties(width=420, height=34)
        .facet(
            row=alt.Row(
                "parameter:N", title=None, sort=None, header=alt.Header(labelAngle=0, labelAlign="left")
            )
        )
    )
    chart.resolve_scale(x="independent").properties(
        title="What each rule at the land border let through: prior and posterior, 5 to 95 %"
    ).save(path)

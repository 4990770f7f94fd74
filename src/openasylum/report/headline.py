"""The headline figures as a table for machines: every quantile, with each measure's scope beside it."""

from __future__ import annotations

import io

import polars as pl

from openasylum.report.colophon import colophon
from openasylum.report.scene import Scene
from openasylum.results import measures


def headline_frame(scene: Scene) -> pl.DataFrame:
    """``scenario``, ``measure``, ``period``, ``p05``, ``p50``, ``p95``, ``unit``, ``includes``, ``excludes``; a row per
    scenario (or difference), measure and year. Fourteen significant digits, cents of a trillion: what lies beyond
    is noise of the arithmetic, "209631.99999999988".
    """
    scope = pl.DataFrame(
        [
            {"measure": one.id, "includes": scene.t.of(one.includes), "excludes": scene.t.of(one.excludes)}
            for one in measures().values()
        ]
    )
    figures = pl.DataFrame(scene.run.headline).with_columns(pl.col("p05", "p50", "p95").round_sig_figs(14))
    return figures.join(scope, on="measure", how="left", maintain_order="left")


def headline_csv(scene: Scene) -> str:
    """The table under comment lines that say what it is."""
    lines = [scene.provenance(), scene.range_meaning(), scene.source()]
    return "".join(f"# {line}\n" for line in lines) + headline_frame(scene).write_csv()


def headline_parquet(scene: Scene) -> bytes:
    """The table as Parquet; what it is stands in the key-value metadata of the schema."""
    table = headline_frame(scene)
    out = io.BytesIO()
    table.write_parquet(out, metadata=colophon(scene, table["measure"].unique(maintain_order=True)))
    return out.getvalue()

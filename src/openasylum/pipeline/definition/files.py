"""Files: people who come together, wait together, and are heard and decided together, as a family is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from openasylum.keyed_random import uniform
from openasylum.pipeline.definition.quantities import Setting
from openasylum.pipeline.definition.stage_graph import StageGraph

_GROUP = ("enter_date", "stage", "origin", "channel", "pathway", "redetermined_on", "redetermined_pathway")


def joined(
    graph: StageGraph, people: pl.DataFrame, values: Mapping[str, Any], *, seed: int = 0, draw: int = 0
) -> pl.DataFrame:
    """``people`` with a column ``file`` (u64) that ``run`` reads: who shares one, shares all chance, and is taken
    from a line together.

    A file has one person or several of the same day, origin, channel, pathway and stage; sizes are geometric with
    the graph's mean ``people_per_file``. Each person in the order of ids begins a file or belongs to that of the
    person before, by a keyed draw of their own, so people added after them change nothing. A given ``file`` stays
    as it is. For whole populations: a sample of one person in so many holds no families. Raises ``UserError``
    where files would hold fewer than one person.
    """
    if "file" in people.columns:
        return people
    setting = Setting(np.zeros(1, np.int64), tuple(graph.file.origins), tuple(graph.file.channels), values)
    size = float(graph.file.people_per_file.resolve(setting).mean())
    if size < 1:
        raise graph.document.error(
            f"a file holds one person at least, not {size:g}",
            f"un dossier réunit au moins une personne, non {size:g}",
            ("people_per_file",),
        )
    if size == 1:
        return people.with_columns(file=pl.col("person").cast(pl.UInt64))
    group = [name for name in _GROUP if name in people.columns]
    begins = uniform(seed, draw, "pipeline.file", people["person"].cast(pl.UInt64).to_numpy()) < 1 / size
    return (
        people.with_row_index("_row")
        .with_columns(_begins=pl.Series(begins))
        .sort(*group, "person")
        .with_columns(_first=pl.col("_begins") | (pl.int_range(pl.len()).over(group) == 0))
        .with_columns(file=pl.when("_first").then(pl.col("person").cast(pl.UInt64)).forward_fill())
        .sort("_row")
        .drop("_row", "_begins", "_first")
    )

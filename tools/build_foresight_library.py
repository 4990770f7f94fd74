"""Write the forecasts of the library models that the scorecard ships (needs the extra `foresight`; minutes).

Example: python tools/build_foresight_library.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from openasylum.scorecard import foresight
from openasylum.scorecard.foresight import library
from openasylum.scorecard.foresight.backtest import FIRST_ORIGIN
from openasylum.scorecard.foresight.targets import HORIZONS, panel

if __name__ == "__main__":
    known = panel()
    rows = []
    steps = np.array(HORIZONS) - 1
    for model in library.LIBRARY_MODELS:
        for origin in range(FIRST_ORIGIN - known.first_month, known.months):
            for claims in known.until(origin).claims.values():
                location, spread = library.fit(model, claims)
                rows.append((model, library.stamp(claims), location[steps].tolist(), spread[steps].tolist()))
        print(model)
    table = pl.DataFrame(rows, schema=["model", "stamp", "location", "spread"], orient="row")
    table = table.with_columns(pl.col("location", "spread").cast(pl.List(pl.Float32)))
    path = Path(foresight.__file__).with_name("library.parquet")
    table.unique(["model", "stamp"], maintain_order=True).write_parquet(path, compression="zstd")
    print(f"{table.height} forecasts, {path.stat().st_size / 1024:.0f} KiB")

"""Write a big made-up case file, Hive-partitioned, for trying `openasylum decide DIR --out DIR`.

python tools/make_claims.py FOLDER --claims 100000000

``FOLDER/claim_year=2024/part-0007.parquet``: flat facts, a million claims a file (250,000 with ``--rows``), the same claims for the
same seed. Files that are there already are left, so that an interrupted script goes on. Nobody's claims: every fact is drawn at random.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from openasylum.law import FLAT_FACTS

FIRST_YEAR, LAST_YEAR = 2017, 2026
EPOCH = date(1970, 1, 1)
#: How often a truth is true where it is not rare.
OFTEN = {
    "came_from_us": 0.5,
    "received_in_person": 1.0,
    "entry_date_established": 0.9,
    "physically_in_canada": 1.0,
}
RARELY, UNKNOWN = 0.03, 0.02


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=10_000_000)
    parser.add_argument("--rows", type=int, default=1_000_000, help="claims in a file")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = time.monotonic()
    files = -(-given.claims // given.rows)
    for number in range(files):
        year = FIRST_YEAR + number * (LAST_YEAR - FIRST_YEAR + 1) // files
        rows = min(given.rows, given.claims - number * given.rows)
        folder = given.folder / f"claim_year={year}"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"part-{number:04d}.parquet"
        if not target.exists():
            aside = target.with_suffix(".part")
            made = claims(rows, year, number * given.rows, [given.seed, number])
            made.write_parquet(aside, compression="zstd", statistics=False)
            aside.replace(target)
        print(f"\r{number + 1}/{files} files, {time.monotonic() - started:.0f} s", end="", file=sys.stderr)
    print(file=sys.stderr)
    return 0


def claims(count: int, year: int, first_id: int, seed: list[int]) -> pl.DataFrame:
    """``count`` claims made in ``year``: days near each other, most truths seldom so, some of them unknown."""
    draw = np.random.default_rng(seed)
    claimed = draw.integers((date(year, 1, 1) - EPOCH).days, (date(year, 12, 31) - EPOCH).days, count)
    entered = claimed - draw.choice([0, 7, 400], count, p=[0.5, 0.25, 0.25]) * draw.random(count)
    columns = {
        "id": pl.Series(np.arange(first_id, first_id + count)),
        "claim_date": _days(claimed),
        "decision_date": _days(claimed + draw.integers(0, 200, count)),
        "entry_date": _days(entered),
        "first_entry_date": _days(entered),
        "age": pl.Series(draw.integers(0, 80, count).astype(np.int16)),
    }
    for name, fact in FLAT_FACTS.items():
        if name in columns or fact.default or name == "direction":
            continue
        if fact.dtype == pl.Boolean:
            chance = draw.random(count, dtype=np.float32)
            truth = pl.Series(chance < OFTEN.get(name, RARELY))
            columns[name] = truth.set(pl.Series(chance > 1 - UNKNOWN), None)
        elif fact.words:
            places = pl.Series(draw.integers(0, len(fact.words), count).astype(np.uint32))
            columns[name] = pl.Series(list(fact.words)).gather(places).cast(fact.dtype)
    return pl.DataFrame(columns)


def _days(numbers: np.ndarray) -> pl.Series:
    return pl.Series(numbers.astype(np.int32)).cast(pl.Date)


if __name__ == "__main__":
    sys.exit(main())

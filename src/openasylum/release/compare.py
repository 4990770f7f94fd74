"""From one release to the next: every headline figure that moved, and why.

Between two bundles that differ in one part only (data, law, method, posterior draws), what moved a figure is that part. Where
several changed, bundles in between, each changing one more, measure the share of each (``steps`` makes them); parts that changed in
one step are named together. An entry of the errata that the older bundle does not have makes an error the cause for the measures it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl
from polars import selectors

from openasylum.errors import UserError
from openasylum.release.bundle import ERRATA, Bundle
from openasylum.release.components import COMPONENTS, Component
from openasylum.release.errata import Erratum, read_errata

KEYS = ["scenario", "measure", "period", "unit"]
NOTHING = "nothing that was recorded"


@dataclass(frozen=True)
class Comparison:
    """``steps``: from bundle to bundle, the causes named in words; ``errata``: entries that are new; ``moved``: the headline rows
    whose middle or range moved: ``scenario``, ``measure``, ``period``, ``unit``, ``before``, ``after`` (medians), ``change``,
    ``why``, and one column ``step_1``, … a step with its share of the change. Rows that only one release has keep nulls.
    """

    steps: tuple[str, ...]
    errata: tuple[Erratum, ...]
    moved: pl.DataFrame


def compare(bundles: Sequence[Bundle]) -> Comparison:
    """Compare the first bundle with the last, the others being steps in between. Raises ``UserError`` for fewer than two."""
    if len(bundles) < 2:
        raise UserError(
            "a comparison needs two releases: the older and the newer",
            "une comparaison demande deux publications : l'ancienne et la nouvelle",
        )
    known = {entry.id for entry in _errata(bundles[0])}
    new = tuple(entry for entry in _errata(bundles[-1]) if entry.id not in known)
    steps = tuple(_cause(*pair) for pair in pairwise(bundles))
    return Comparison(steps, new, _moved(bundles, steps, new))


def _cause(older: Bundle, newer: Bundle) -> str:
    parts = [older.receipt["components"], newer.receipt["components"]]
    return " + ".join(changed_parts(*parts)) or NOTHING


def changed_parts(older: Mapping[str, str], newer: Mapping[str, str]) -> list[Component]:
    """The parts whose hashes differ between two receipts' ``components``."""
    return [name for name in COMPONENTS if older.get(name) != newer.get(name)]


def _errata(bundle: Bundle) -> tuple[Erratum, ...]:
    return read_errata(bundle.files.get(ERRATA, b"errata: []").decode(), f"{bundle.path}: {ERRATA}")


def _moved(bundles: Sequence[Bundle], steps: tuple[str, ...], new: tuple[Erratum, ...]) -> pl.DataFrame:
    joined = _figures(bundles[0], "0")
    for number, bundle in enumerate(bundles[1:], 1):
        joined = joined.join(
            _figures(bundle, str(number)), on=KEYS, how="full", coalesce=True, maintain_order="left_right"
        )
    last = len(bundles) - 1
    shares = [
        (pl.col(f"p50_{number}") - pl.col(f"p50_{number - 1}")).alias(f"step_{number}")
        for number in range(1, len(bundles))
    ]
    touched = [_differ(number - 1, number).alias(f"touched_{number}") for number in range(1, len(bundles))]
    moved = joined.filter(_differ(0, last)).select(
        *KEYS,
        pl.col("p50_0").alias("before"),
        pl.col(f"p50_{last}").alias("after"),
        (pl.col(f"p50_{last}") - pl.col("p50_0")).alias("change"),
        *shares,
        *touched,
    )
    why = pl.Series([_why(row, steps, new) for row in moved.to_dicts()], dtype=pl.String)
    return moved.with_columns(why=why).drop(selectors.starts_with("touched_"))


def _differ(first: int, second: int) -> pl.Expr:
    """Whether the middle or the range differs between two bundles."""
    return ~pl.all_horizontal(
        pl.col(f"{name}_{first}").eq_missing(pl.col(f"{name}_{second}")) for name in ("p05", "p50", "p95")
    )


def _figures(bundle: Bundle, suffix: str) -> pl.DataFrame:
    values = [pl.col(name).cast(pl.Float64).alias(f"{name}_{suffix}") for name in ("p05", "p50", "p95")]
    return bundle.headline.select(*KEYS, *values)


def _why(row: dict[str, object], steps: tuple[str, ...], new: tuple[Erratum, ...]) -> str:
    causes = [cause for number, cause in enumerate(steps, 1) if row[f"touched_{number}"]]
    errors = [f"error {entry.id}" for entry in new if row["measure"] in entry.measures]
    return "; ".join(dict.fromkeys([*errors, *causes]))

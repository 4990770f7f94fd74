"""Where the series of claims ends, and what a newer table may leave out: Canada's rows, a province, an office.

The shipped table prints every office of Canada and of every province in every month. A table laid over it may
hold less. What follows from what is printed is filled in here; what does not is said, never taken for nought.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from openasylum.errors import UserError
from openasylum.timeline import first_day_of_month

#: Months over which a province that is named is expected to go on being named.
_LATELY: Final = 12


def with_canada(table: pl.DataFrame, offices: tuple[str, ...], file: str) -> pl.DataFrame:
    """``table`` (``published.claims_by_office``) with Canada's row added to each month and office for which
    only the provinces are printed: their sum.

    Raises ``UserError`` where Canada is not printed and one of the provinces of the year before is not either.
    """
    months = table.filter(pl.col("grain") == "month", pl.col("office").is_in(offices))
    provinces = months.filter(pl.col("province").is_not_null())
    canada = months.filter(pl.col("province").is_null()).select("office", "month")
    alone = provinces.join(canada, on=["office", "month"], how="anti")
    if alone.height == 0:
        return table
    for office, month in alone.select("office", "month").unique().sort("month", "office").iter_rows():
        of_office = provinces.filter(pl.col("office") == office)
        before = of_office.filter(pl.col("month").is_between(month - _LATELY, month - 1))
        missing = set(before["province"]) - set(of_office.filter(pl.col("month") == month)["province"])
        if missing:
            raise UserError(
                f"{office}, {first_day_of_month(month):%Y-%m}, has no row for Canada and none for "
                f"{', '.join(sorted(missing))}",
                f"{office}, {first_day_of_month(month):%Y-%m} : il n'y a ni ligne pour le Canada "
                f"ni ligne pour {', '.join(sorted(missing))}",
                file=file,
                field="geography",
            )
    added = alone.group_by("office", "grain", "month", maintain_order=True).agg(
        pl.lit(None, dtype=pl.String).alias("province"), pl.col("value", "low", "high").sum()
    )
    return pl.concat([table, added.select(table.columns).cast(table.schema)])


def ends(table: pl.DataFrame, offices: tuple[str, ...]) -> dict[str, int]:
    """The last month (number) that is printed for Canada, office by office."""
    canada = table.filter(pl.col("province").is_null(), pl.col("grain") == "month")
    found = canada.group_by("office").agg(pl.col("month").max())
    last = dict(found.select("office", "month").iter_rows())
    return {office: int(last[office]) for office in offices if office in last}


def to_common_end(table: pl.DataFrame, offices: tuple[str, ...]) -> pl.DataFrame:
    """``table`` to the last month for which every office is printed; months and years after it are left out."""
    end = min(ends(table, offices).values(), default=0)
    month = pl.col("month")
    return table.filter(pl.when(pl.col("grain") == "month").then(month).otherwise(month // 12 * 12) <= end)


def province_known_to(table: pl.DataFrame, office: str, province: str) -> int:
    """The last month (number) to which an office of a province is printed without a gap since its first."""
    rows = table.filter(
        pl.col("province") == province, pl.col("grain") == "month", pl.col("office") == office
    )
    months = rows["month"].unique().sort()
    return int(months.filter(months - months.min() == pl.int_range(len(months), eager=True)).max())  # type: ignore[arg-type]

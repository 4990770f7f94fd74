"""The published table behind each estimator, in the form in which a user would hand it in.

Each function returns the table and the keyword arguments with which the published result is rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from openasylum import facts
from openasylum.population.residual import PUBLISHED
from openasylum.population.stock_flow import Span

#: Rows of OHSS Table A1-1 by the names of this package.
_RESIDUAL_ROWS = {
    "1a": "foreign_born",
    "1b": "date_shift",
    "1c": "missed_nonimmigrants",
    "1d": "missed_legal_residents",
    "1e": "missed_unauthorized",
    "2a": "legal_flow",
    "2b": "deaths",
    "2c": "emigration",
    "2e": "nonimmigrants",
}

#: Items of Warren's (2024) Table A1 by the names of this package.
_RATIO_ITEMS = {
    1: "noncitizens_then",
    2: "edited_then",
    3: "undocumented_then",
    6: "admitted",
    7: "naturalized",
    8: "nonimmigrant_change",
    9: "deaths",
    10: "emigration",
    12: "noncitizens_now",
    14: "edited_now",
}


def residual_table() -> pl.DataFrame:
    """OHSS components, January 2015-2018 (thousands): columns of ``residual.residual``."""
    raw = facts.table("ohss_residual_components_2015_2018").filter(pl.col("code").is_in(list(_RESIDUAL_ROWS)))
    wide = raw.select(
        pl.col("year").cast(pl.String).alias("cell"),
        pl.col("code").replace(_RESIDUAL_ROWS),
        pl.col("value_thousands").cast(pl.Float64),
    ).pivot(on="code", index="cell", values="value_thousands")
    return wide.with_columns(sampling_margin=pl.lit(_sampling_margin())).sort("cell")


def _sampling_margin() -> float:
    """The survey's 90 % margin on people born abroad who entered since 1980, in thousands."""
    rows = facts.table("ohss_residual_parameters").filter(pl.col("parameter") == "acs_margin_of_error_90")
    printed = str(rows["value"][0]).removeprefix("+/-").split()[0]
    return float(printed.replace(",", "")) / 1000


def residual_cohorts(year: int) -> list[tuple[float, float]]:
    """(share, undercount rate) of OHSS's periods of entry in January of ``year``, for the fixed point of the
    undercount.
    """
    rows = facts.table("ohss_unauthorized_demographics_2015_2018").filter(
        (pl.col("dimension") == "period_of_entry") & (pl.col("year").cast(pl.Int64) == year)
    )
    values = dict(zip(rows["category"], rows["value"].cast(pl.Float64), strict=True))
    total = values.pop("Total")
    cohorts = []
    for period, persons in values.items():
        first = int(period[:4])
        last = year - 1 if "later" in period else int(period[-4:])
        cohorts.append((persons / total, PUBLISHED.of_cohort(year - 1 - last, year - 1 - first)))
    return cohorts


def ratio_table() -> pl.DataFrame:
    """CMS Table A1, Mexico 2010-2017 (thousands): columns of ``ratio.ratio``."""
    raw = facts.table("cms_table_a1_mexico_ratio")
    values = dict(
        zip(raw["item"].cast(pl.Int64), raw["value_thousands_or_ratio"].cast(pl.Float64), strict=True)
    )
    return pl.DataFrame({"cell": "Mexico", **{name: values[item] for item, name in _RATIO_ITEMS.items()}})


def capture_recapture_table() -> pl.DataFrame:
    """Dutch police records of 1995, one row a person: ``captures``, ``gender``, ``age``, ``reason``,
    ``nation``.
    """
    raw = facts.table("netherlands_illegal_immigrants_1995_microdata")
    return raw.select(pl.col("capture").cast(pl.Int64).alias("captures"), "gender", "age", "reason", "nation")


def power_law_table() -> pl.DataFrame:
    """Polish records 2019-2024 by country, sex and year, with ``ukraine`` set apart as in the published
    model.
    """
    raw = facts.table("poland_irregular_migration_2019_2024")
    return raw.select(
        pl.col("year").cast(pl.String),
        "sex",
        "country_code",
        (pl.col("country_code") == "UKR").cast(pl.String).alias("ukraine"),
        pl.col("m").cast(pl.Float64).alias("found"),
        pl.col("n").cast(pl.Float64).alias("found_by_second_source"),
        pl.col("N").cast(pl.Float64).alias("registered"),
    )


def multiple_systems_table() -> pl.DataFrame:
    """The six United Kingdom lists of 2013."""
    lists = ["LA", "NG", "PF", "GO", "GP", "NCA"]
    return facts.table("uk_modern_slavery_2013_mse_lists").select(pl.col(*lists, "count").cast(pl.Int64))


def stock_flow_table() -> pl.DataFrame:
    """Entries of about half a million a year, 2010-2022 (Center for Migration Studies): columns of
    ``stock_flow.stock_flow``.
    """
    rows = facts.table("stock_flow_parameters").filter(
        pl.col("parameter").str.starts_with("undocumented arrivals 2010-2022")
    )
    yearly = float(rows["value"][0]) * 1e6 / 12
    return pl.DataFrame({"year": [str(year) for year in range(2010, 2022)], "entries": [yearly] * 12})


def stock_flow_start() -> Span:
    """The stock of January 2010 as OHSS last revised it and 2 % about it, its usual error in a year."""
    rows = facts.table("ohss_unauthorized_2024_report").filter(
        (pl.col("dimension") == "total") & (pl.col("year").cast(pl.Int64) == 2010)
    )
    start = float(rows["value"][0])
    return Span(0.98 * start, 1.02 * start)


#: Method -> its published table, and the model with which it was published.
EXAMPLES: dict[str, tuple[Callable[[], pl.DataFrame], dict[str, Any]]] = {
    "residual": (residual_table, {}),
    "ratio": (ratio_table, {}),
    "capture-recapture": (capture_recapture_table, {"by": "gender,age,nation"}),
    "power-law": (power_law_table, {"by": "year*ukraine + sex", "detection": "year", "total_by": "year"}),
    "multiple-systems": (multiple_systems_table, {}),
    "stock-flow": (stock_flow_table, {}),
}

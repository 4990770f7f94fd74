"""The published tables that arrivals are read from, as arrays of month x province; nothing is estimated
here.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts
from openasylum.arrivals import completed
from openasylum.errors import UserError, nearest
from openasylum.timeline import first_day_of_month, month_number
from openasylum.vocabulary import PROVINCES

#: The first month of the series of claims by office (IRCC open data).
FIRST_MONTH: Final = month_number(date(2015, 1, 1))

#: The offices that take claims, in IRCC's words. Claims at other offices (a few dozen a year) are published
#: for Canada only.
OFFICES: Final = ("Airport", "Border", "Inland")
OTHER_OFFICES: Final = "Other offices"
TOTAL: Final = "Total"

#: Claims a month after which an office of Canada does not fall to a withheld handful.
_MANY: Final = 100

CLAIMS_TABLE: Final = "ircc_claims_by_office_type_province_monthly"

Array = NDArray[np.float64]
PROVINCE_INDEX: Final = {province: position for position, province in enumerate(PROVINCES)}


def claims_by_office() -> pl.DataFrame:
    """IRCC's claims by office, province and month or year: ``office``, ``grain``, ``month`` (number),
    ``province`` (null: Canada), ``value``, ``low``, ``high``.

    To the last month that is printed for every office (``series_ends``). Raises ``UserError`` where a month
    is missing or stands twice, or a count is negative. Source: IRCC open data, *Asylum Claimants by Claim
    Office Type, Province/Territory of Claim and Claim Month*.
    """
    return completed.to_common_end(_printed(), OFFICES)


def series_ends() -> dict[str, int]:
    """The last month (number) printed for Canada, office by office: the series are read to the earliest."""
    return completed.ends(_printed(), OFFICES)


def province_known_to(province: str, office: str) -> int:
    """The last month (number) to which the claims of a province at an office are printed without a gap."""
    return completed.province_known_to(claims_by_office(), office, province)


def _printed() -> pl.DataFrame:
    province = pl.col("province").cast(pl.String).fill_null("XX")
    table = facts.table(CLAIMS_TABLE).select(
        pl.col("claim_office_type").cast(pl.String).alias("office"),
        pl.col("grain").cast(pl.String),
        _month("first_day").alias("month"),
        pl.when(pl.col("geography") == "Canada").then(None).otherwise(province).alias("province"),
        "value",
        "low",
        "high",
    )
    return completed.with_canada(_checked(table), OFFICES, CLAIMS_TABLE)


def _checked(table: pl.DataFrame) -> pl.DataFrame:
    """``table``, if it is a whole series: every office in every month, once, each with a count, none below zero."""
    names = (*OFFICES, OTHER_OFFICES, TOTAL)
    unknown = table.filter(~pl.col("office").is_in(names))
    if unknown.height:
        name = unknown["office"][0]
        raise UserError(
            f"no office is called {name!r}",
            f"aucun bureau ne s'appelle « {name} »",
            file=CLAIMS_TABLE,
            field="claim_office_type",
            nearest=nearest(name, names),
        )
    # A cell without a count stands for one to five; for a whole office of Canada that is a gap, not a count.
    canada = table.filter(pl.col("province").is_null(), pl.col("grain") == "month").sort("office", "month")
    empty = canada.filter(
        pl.col("low") == 0, pl.col("value") > 0, pl.col("value").shift(1).over("office") > _MANY
    )
    if empty.height:
        office, day = empty["office"][0], first_day_of_month(int(empty["month"][0]))
        raise UserError(
            f"{office}, {day:%Y-%m}, has no count for Canada",
            f"{office}, {day:%Y-%m} : il n'y a pas de nombre pour le Canada",
            file=CLAIMS_TABLE,
            field="value",
        )
    negative = table.filter(pl.col("value") < 0)
    if negative.height:
        raise UserError(
            f"a count of claims is negative ({negative['value'][0]:g})",
            f"un nombre de demandes est négatif ({negative['value'][0]:g})",
            file=CLAIMS_TABLE,
            field="value",
        )
    twice = table.filter(table.select("office", "grain", "month", "province").is_duplicated())
    if twice.height:
        day = first_day_of_month(int(twice["month"][0]))
        raise UserError(
            f"{twice['office'][0]}, {day:%Y-%m}, stands here twice",
            f"{twice['office'][0]}, {day:%Y-%m} se trouve ici deux fois",
            file=CLAIMS_TABLE,
            field="period",
        )
    printed = table.filter(pl.col("grain") == "month")
    for office in OFFICES:
        months = set(printed.filter(pl.col("office") == office)["month"])
        missing = set(range(FIRST_MONTH, max(months, default=FIRST_MONTH) + 1)) - months
        if missing:
            day = first_day_of_month(min(missing))
            raise UserError(
                f"{office} has no month {day:%Y-%m}; the series has a gap",
                f"{office} n'a pas de mois {day:%Y-%m} ; la série a un trou",
                file=CLAIMS_TABLE,
                field="period",
            )
    return table


def interceptions() -> pl.DataFrame:
    """RCMP interceptions between ports of entry as printed: ``first`` and ``last`` month (numbers),
    ``grain``, ``place`` (a province code, or the source's words), ``value``, ``average`` (the value is a
    monthly average).

    Source: IRCC, *Asylum claims by year*, tables "RCMP interceptions", and the press where months were
    never tabled.
    """
    counted, average = "RCMP interceptions between ports of entry", "(monthly average)"
    table = facts.table("rcmp_interceptions_monthly_province")
    return table.filter(pl.col("category").str.starts_with(counted), pl.col("value").is_not_null()).select(
        _month("first_day").alias("first"),
        _month("last_day").alias("last"),
        pl.col("grain").cast(pl.String),
        pl.coalesce(pl.col("province").cast(pl.String), pl.col("geography")).alias("place"),
        "value",
        pl.col("category").str.ends_with(average).alias("average"),
    )


def claims_by_mode(mode: str) -> dict[int, float]:
    """Claims a year (calendar year -> persons) of one mode of entry, from the latest extract that gives it.

    ``mode`` is IRCC's word: ``Irregular`` (between ports, detected or not), ``Land border (regular)``,
    ``Airport``, ``Inland``.
    """
    table = facts.table("ircc_claims_by_mode_of_entry").filter(
        pl.col("grain").cast(pl.String) == "year", pl.col("category").is_in([mode, f"{mode} (implied)"])
    )
    table = table.filter(
        pl.col("value").is_not_null(), pl.col("confidence").cast(pl.String).is_in(["seen", "inferred"])
    )
    # The deputy minister's binder of 2024 stands first and is exact; later notes are rounded or repeat
    # earlier extracts.
    return {
        int(year.year): float(value)
        for year, value in table.unique("first_day", keep="first", maintain_order=True)
        .select("first_day", "value")
        .iter_rows()
    }


def clandestine_claims() -> int:
    """Claims after clandestine entry from the United States that CBSA counted from April to September 2023
    (about 1,921).
    """
    table = facts.table("smuggling_undetected_southbound_points")
    return int(table.filter(pl.col("period") == "2023-04-01/2023-09-30", pl.col("value") > 1)["value"][0])


def _month(column: str) -> pl.Expr:
    day = pl.col(column)
    return (12 * day.dt.year().cast(pl.Int32) + day.dt.month().cast(pl.Int32) - 1).cast(pl.Int32)

"""The populations behind northbound claims, by broad origin group: who could lose a protection, who waits,
who is on the way.

Each row is a stock or a yearly flow in the United States with a lower and an upper bound. The kinds overlap
(a Haitian may hold Temporary Protected Status, have entered on parole, and have an asylum claim pending):
never add them up.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from openasylum import facts
from openasylum.population.assumptions import bounds
from openasylum.population.published_estimates import united_states
from openasylum.vocabulary import ORIGIN_GROUPS

#: What a row counts, and what its bounds are.
KINDS: Final = {
    "temporary_protected_status": {
        "en": "Holders of Temporary Protected Status; upper bound with pending applications",
        "fr": "Titulaires du statut de protection temporaire; borne supérieure avec les demandes en instance",
    },
    "humanitarian_parole": {
        "en": "Arrived on parole for Cubans, Haitians, Nicaraguans and Venezuelans; upper bound at the "
        "later total",
        "fr": "Arrivées au titre de la libération conditionnelle pour Cuba, Haïti, le Nicaragua et le "
        "Venezuela; borne supérieure au total ultérieur",
    },
    "asylum_pending": {
        "en": "Asylum claims pending in the United States, between the last two year-ends",
        "fr": "Demandes d'asile en instance aux États-Unis, entre les deux dernières fins d'année",
    },
    "southwest_border_arrivals": {
        "en": "People met by the U.S. Border Patrol at the south-west border in the last twelve months, "
        "repeats taken out",
        "fr": "Personnes interceptées par la U.S. Border Patrol à la frontière sud-ouest en douze mois, "
        "récidives retirées",
    },
    "unauthorized_residents": {
        "en": "Unauthorized residents of the United States, lowest to highest published estimate",
        "fr": "Résidents sans autorisation aux États-Unis, de la plus basse à la plus haute estimation "
        "publiée",
    },
}

_SCHEMA: Final[dict[str, pl.DataType]] = {
    "origin": pl.Enum(list(ORIGIN_GROUPS)),
    "kind": pl.Enum(list(KINDS)),
    "reference": pl.Date(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}


def at_risk(as_of: date | None = None) -> pl.DataFrame:
    """Populations at risk by origin group and kind, as they stood on ``as_of`` (latest if None).

    Columns ``origin``, ``kind`` (see ``KINDS``), ``reference`` (the day or end of period that the figures
    speak of), ``low``, ``high`` (persons). A kind of which nothing was known by ``as_of`` has no rows;
    origins of which the source says nothing have none either.
    """
    day = as_of or date.max
    parts = [
        temporary_protected_status(day),
        humanitarian_parole(day),
        asylum_pending(day),
        southwest_border_arrivals(day),
        unauthorized_residents(day),
    ]
    together = pl.concat(
        [part.select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items()) for part in parts]
    )
    return together.with_columns(pl.col("low").floor(), pl.col("high").ceil()).sort("kind", "origin")


def temporary_protected_status(day: date) -> pl.DataFrame:
    """Holders by group at the last count by country on or before ``day``.

    The upper bound adds applications pending within a year of the count, or else grows with a later count of
    all holders. Haitians in 2017 were counted three ways (46,000 to 58,000): these are their bounds.
    """
    dated = _dated(facts.table("tps_population_by_country"), "date", "country")
    counts = dated.filter(pl.col("measure") == "holders")
    holders = _last(counts.filter(pl.col("origin").is_not_null()), day)
    if holders.is_empty():
        return _none()
    reference = holders["reference"][0]
    pending = _last(
        dated.filter(pl.col("measure").str.starts_with("i821_pending"), pl.col("origin").is_not_null()), day
    )
    near = pending.filter((pl.col("reference") - reference).dt.total_days().abs() <= 366)
    growth = _growth(counts.filter(pl.col("country") == "All"), holders, day) if near.is_empty() else 1.0
    stock = (
        _summed(holders)
        .join(_summed(near).select("origin", pending="value"), on="origin", how="left")
        .select(
            "origin",
            "reference",
            low="value",
            high=pl.col("value") * growth + pl.col("pending").fill_null(0.0),
        )
    )
    others = _other_counts_of_haitians(reference.year)
    return stock.with_columns(
        pl.when(pl.col("origin") == "haiti")
        .then(pl.min_horizontal("low", *others))
        .otherwise("low")
        .alias("low"),
        pl.when(pl.col("origin") == "haiti")
        .then(pl.max_horizontal("high", *others))
        .otherwise("high")
        .alias("high"),
        pl.lit("temporary_protected_status").alias("kind"),
    )


def _other_counts_of_haitians(year: int) -> list[pl.Expr]:
    rows = facts.table("push_to_canada_evidence").filter(
        pl.col("item").str.starts_with("Haitian TPS holders"),
        pl.col("period").cast(pl.String).str.starts_with(str(year)),
    )
    return [pl.lit(float(value)) for value in rows["value"]]


def humanitarian_parole(day: date) -> pl.DataFrame:
    """Arrivals by nationality at the last count by ``day``; the upper bound grows with the total, where a
    later total is known.
    """
    dated = _dated(facts.table("chnv_parole_arrivals"), "as_of", "nationality")
    arrived = _last(dated.filter(pl.col("origin").is_not_null()), day)
    if arrived.is_empty():
        return _none()
    growth = _growth(dated.filter(pl.col("nationality") == "Total"), arrived, day)
    return _summed(arrived).select(
        "origin", "reference", low="value", high=pl.col("value") * growth, kind=pl.lit("humanitarian_parole")
    )


def _growth(totals: pl.DataFrame, counted: pl.DataFrame, day: date) -> float:
    """The last total by ``day`` over the sum of what was counted by country, if it is later and larger."""
    last = _last(totals.filter(pl.col("reference") >= counted["reference"][0]), day)
    return 1.0 if last.is_empty() else max(float(last["value"][0]) / float(counted["value"].sum()), 1.0)


def asylum_pending(day: date) -> pl.DataFrame:
    """Asylum seekers in the United States by origin (UNHCR, year-end): the last two year-ends by ``day``, as
    bounds.

    Cases and persons are mixed in the source, and the stock has grown by a fifth to a half a year: its level
    at any date between is not better known than this.
    """
    raw = facts.table("unhcr_stock_canada_usa_by_origin").filter(
        (pl.col("geography") == "USA") & (pl.col("population_type") == "asylum_seekers")
    )
    rows = (
        _with_group(raw, "origin")
        .select(
            "origin",
            pl.date(pl.col("period").cast(pl.Int32), 12, 31).alias("reference"),
            pl.col("value").cast(pl.Float64),
        )
        .filter(pl.col("origin").is_not_null(), pl.col("reference") <= day)
    )
    ends = sorted(rows["reference"].unique())[-2:]
    if not ends:
        return _none()
    yearly = (
        rows.filter(pl.col("reference").is_in(ends))
        .group_by("origin", "reference")
        .agg(pl.col("value").sum())
    )
    return yearly.group_by("origin").agg(
        pl.lit(ends[-1]).alias("reference"),
        pl.col("value").min().alias("low"),
        pl.col("value").max().alias("high"),
        pl.lit("asylum_pending").alias("kind"),
    )


def southwest_border_arrivals(day: date) -> pl.DataFrame:
    """People met between ports at the south-west border in the twelve months up to ``day``, by group.

    Encounters are events: the share that is of people already met within the year is taken out, at its
    highest for the lower bound and its lowest for the upper. Cells are rounded to ten.
    """
    raw = facts.table("usbp_region_citizenship_monthly").filter(
        pl.col("geography") == "Southwest Land Border"
    )
    value = pl.col("value").cast(pl.Float64)
    rounding = (
        [pl.col("low"), pl.col("high")]
        if {"low", "high"} <= set(raw.columns)
        else [(value - 5).clip(0), value + 5]
    )
    rows = (
        _with_group(raw, "citizenship")
        .select(
            "origin",
            pl.col("period").cast(pl.String).str.to_date("%Y-%m").dt.month_end().alias("reference"),
            rounding[0].cast(pl.Float64).alias("low"),
            rounding[1].cast(pl.Float64).alias("high"),
        )
        .filter(pl.col("reference") <= day, pl.col("origin").is_not_null())
    )
    if rows.is_empty():
        return _none()
    last = rows["reference"].max()
    least, most = bounds("repeat_encounter_share")
    year = rows.filter(pl.col("reference") > pl.lit(last).dt.offset_by("-12mo").dt.month_end())
    return year.group_by("origin").agg(
        pl.lit(last).alias("reference"),
        (pl.col("low").sum() * (1 - most)).alias("low"),
        (pl.col("high").sum() * (1 - least)).alias("high"),
        pl.lit("southwest_border_arrivals").alias("kind"),
    )


def unauthorized_residents(day: date) -> pl.DataFrame:
    """Unauthorized residents by group, where every organization's countries are named (lower bound: the named
    countries only).
    """
    reference = date(2023, 7, 1)
    if day < reference:
        return _none()
    return (
        _with_group(united_states("country").filter(pl.col("name") != "United States"), "name")
        .filter(pl.col("origin").is_not_null())
        .group_by("origin")
        .agg(
            pl.lit(reference).alias("reference"),
            pl.col("low").sum(),
            pl.col("high").sum(),
            pl.lit("unauthorized_residents").alias("kind"),
        )
    )


def _with_group(rows: pl.DataFrame, country: str) -> pl.DataFrame:
    """With ``origin``, the broad group of the country that the column names (null for totals, stateless and
    unknown).
    """
    groups = facts.origin_group_of(rows[country]).rename({"name": "country_name", "origin": "origin_group"})
    joined = rows.with_columns(country_name=pl.col(country)).join(
        groups, on="country_name", how="left", maintain_order="left"
    )
    return joined.with_columns(pl.col("origin_group").cast(pl.Enum(list(ORIGIN_GROUPS))).alias("origin"))


def _dated(raw: pl.DataFrame, when: str, country: str) -> pl.DataFrame:
    """With ``reference``, the last day of what ``when`` says (a day, a month or a year), ``origin``, and
    ``value`` as a number or null.
    """
    text = pl.col(when).cast(pl.String)
    reference = (
        pl.when(text.str.len_chars() == 4)
        .then(text + "-12-31")
        .when(text.str.len_chars() == 7)
        .then((text + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end().cast(pl.String))
        .otherwise(text)
        .str.to_date("%Y-%m-%d")
    )
    return _with_group(raw, country).with_columns(
        reference.alias("reference"),
        pl.col("value").cast(pl.String).cast(pl.Float64, strict=False).alias("value"),
    )


def _last(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    known = rows.filter(pl.col("reference") <= day, pl.col("value").is_not_null())
    return known.filter(pl.col("reference") == pl.col("reference").max())


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("origin", "reference").agg(pl.col("value").sum())


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema=_SCHEMA)

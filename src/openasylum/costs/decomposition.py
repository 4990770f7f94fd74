"""Why two ledgers differ: more people, longer waits, other paths, or other prices; exactly, by organisation
and stage.

Each booking is persons x quantity per person x rate. The difference of two such products is split by
Shapley's value: each factor's effect is its mean over every order in which the three could change, so the
effects add up to the difference whatever the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from openasylum.costs.lines import CostLine
from openasylum.costs.profiles import MILLI
from openasylum.costs.rates import MILLICENTS, rate_table
from openasylum.costs.scopes import marks_in

Values = Mapping[str, float | str]

EFFECTS = ("volume", "wait", "path", "price")


@dataclass(frozen=True)
class Counted:
    """One side: quantities (``bookings.line_quantities``, one group), the values that price them, the number
    of people.
    """

    used: pl.DataFrame
    values: Values
    persons: float
    weight: float = 1.0


def decompose(before: Counted, after: Counted, lines: Iterable[CostLine], scope: str) -> pl.DataFrame:
    """``organisation``, ``payer``, ``stage``, and in dollars ``volume`` (more or fewer people), ``wait``
    (days per person), ``path`` (events per person), ``price`` (unit costs), ``total``: what each adds to the
    cost from ``before`` to ``after``.
    """
    chosen = [line for line in lines if line.scope in marks_in(scope)]
    years = pl.concat([before.used["fiscal_year"], after.used["fiscal_year"]])
    span = range(int(years.min() or 0), int(years.max() or -1) + 1)  # type: ignore[arg-type]
    both = _side(before, chosen, span, "0").join(
        _side(after, chosen, span, "1"),
        on=["line", "organisation", "payer", "fiscal_year", "stage"],
        how="full",
        coalesce=True,
    )
    # Where one side has no such booking its quantity is zero; its rate is still that side's rate.
    both = both.with_columns(
        pl.col("quantity0", "quantity1").fill_null(0.0),
        rate0=pl.coalesce("rate0", "rate1"),
        rate1=pl.coalesce("rate1", "rate0"),
        persons0=pl.lit(before.persons),
        persons1=pl.lit(after.persons),
        stays=pl.col("line").is_in([line.id for line in chosen if line.basis == "stay"]),
    )
    volume, use, price = (_shapley(*names) for names in _ORDERS)
    return (
        both.with_columns(volume=volume, use=use, price=price)
        .with_columns(
            wait=pl.when("stays").then("use").otherwise(0.0), path=pl.when("stays").then(0.0).otherwise("use")
        )
        .group_by("organisation", "payer", "stage")
        .agg(pl.col(*EFFECTS).sum())
        .with_columns(total=pl.sum_horizontal(*EFFECTS))
        .sort("organisation", "payer", "stage")
    )


_ORDERS = (
    ("persons", "quantity", "rate"),
    ("quantity", "persons", "rate"),
    ("rate", "persons", "quantity"),
)


def _shapley(own: str, one: str, other: str) -> pl.Expr:
    """The effect of ``own`` on a product of three factors, each with a value before (0) and after (1)."""
    unmoved = pl.col(f"{one}0") * pl.col(f"{other}0") + pl.col(f"{one}1") * pl.col(f"{other}1")
    mixed = pl.col(f"{one}0") * pl.col(f"{other}1") + pl.col(f"{one}1") * pl.col(f"{other}0")
    return (pl.col(f"{own}1") - pl.col(f"{own}0")) * (unmoved / 3 + mixed / 6)


def _side(side: Counted, lines: list[CostLine], years: range, mark: str) -> pl.DataFrame:
    """Quantity per person and rate in dollars, by line, payer, fiscal year and stage."""
    rates = rate_table(lines, years, side.values).drop("scope")
    return (
        side.used.join(rates, on=["line", "fiscal_year"])
        .with_columns(
            (pl.col("milli") * side.weight / MILLI / max(side.persons, 1e-9)).alias(f"quantity{mark}"),
            (pl.col("rate") / MILLICENTS).alias(f"rate{mark}"),
        )
        .drop("milli", "rate", "group")
    )

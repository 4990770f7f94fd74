"""The observed tables that ``stages.yaml`` names: numbers that change by date because somebody published that
they did.

Each is a function of the data package alone, so newer tables laid over it change the process without a line
of code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import polars as pl

from openasylum import facts
from openasylum.documents import shipped
from openasylum.pipeline import closures, outcome_rates
from openasylum.pipeline.definition.quantities import Observed, Quantity


@cache
def _published() -> Mapping[str, Mapping[str, list[dict[str, object]]]]:
    found: Mapping[str, Mapping[str, list[dict[str, object]]]] = shipped(
        "openasylum.pipeline", "published_steps.yaml"
    ).data
    return found


def published_steps(name: str) -> pl.DataFrame:
    """Dated single figures as published: columns ``from`` (Date), ``value``. See ``published_steps.yaml`` for
    the sources.
    """
    return pl.DataFrame(_published()[name]["steps"]).select(
        pl.col("from").str.to_date(), pl.col("value").cast(pl.Float64)
    )


#: Name -> function of nothing that gives columns ``from``, ``value`` and, where it varies so, ``origin``,
#: ``channel``.
OBSERVED: Mapping[str, Callable[[], pl.DataFrame]] = {
    "rpd_funded_capacity": lambda: published_steps("rpd_funded_capacity"),
    "rad_funded_capacity": lambda: published_steps("rad_funded_capacity"),
    "hearings_open": lambda: published_steps("hearings_open"),
    "abandonment_declared": lambda: published_steps("abandonment_declared"),
    "permanent_residence_levels": lambda: published_steps("permanent_residence_levels"),
    "rpd_acceptance": outcome_rates.rpd_acceptance,
    "rpd_closed_share": closures.rpd_closed_share,
    "rpd_withdrawal_ratio": closures.rpd_withdrawal_ratio,
    "rad_appeals_per_rejection": outcome_rates.rad_appeals_per_rejection,
    "rad_substituted": outcome_rates.rad_substituted,
    "rad_referred_back": outcome_rates.rad_referred_back,
    "enforced_removals": outcome_rates.enforced_removals,
}


def tables(quantities: Iterable[Quantity]) -> dict[str, pl.DataFrame]:
    """The observed tables that these quantities name."""
    names = {part.name for quantity in quantities for part in quantity.parts() if isinstance(part, Observed)}
    return {name: _observed(name) for name in sorted(names)}


@facts.remembered
def _observed(name: str) -> pl.DataFrame:
    """A table is the same for every draw: it is worked out once."""
    return OBSERVED[name]()

"""From dollars of a price year to dollars of each fiscal year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.costs.health import health_cost_index
from openasylum.costs.prices import consumer_prices, read_fiscal_year, read_price_year
from openasylum.errors import UserError, nearest

Values = Mapping[str, float | str]
Years = NDArray[np.int64]

#: The fiscal years of the PBO's two costings; between them real unit costs drift from the one to the other.
FIRST_COSTING, SECOND_COSTING = 2017, 2023

#: Ways for a unit cost to grow: with consumer prices; with the health program's cost per head; with prices
#: times a real level.
ESCALATIONS: Final = ("consumer_prices", "health_costs", "first_instance", "after_refusal")


class Escalation:
    """Every way of carrying a dollar from its price year to a fiscal year, for one draw of the
    assumptions.
    """

    def __init__(self, values: Values, dollars_of: str | None = None) -> None:
        """``dollars_of``: a fiscal year ("2017-18") whose prices hold for every year; by default each year
        has its own.
        """
        self._held = None if dollars_of is None else read_fiscal_year(dollars_of)
        self._prices = consumer_prices(float(values["costs.inflation"]))
        self._health = health_cost_index(values)
        self._ways: dict[str, Callable[[str, Years], NDArray[np.float64]]] = {
            "consumer_prices": self._prices.factors,
            "health_costs": self._with_health_costs,
            "first_instance": partial(self._drifting, float(values["costs.first_instance_level"])),
            "after_refusal": partial(self._drifting, float(values["costs.after_refusal_level"])),
        }

    def factors(self, escalation: str, price_year: str, years: Years) -> NDArray[np.float64]:
        """What one dollar of ``price_year`` becomes in each of ``years`` (fiscal years, same shape)."""
        if escalation not in self._ways:
            raise UserError(
                f"there is no escalation {escalation!r}",
                f"il n'y a pas d'indexation « {escalation} »",
                nearest=nearest(escalation, self._ways),
            )
        if self._held is not None:
            years = np.full_like(years, self._held)
        return self._ways[escalation](price_year, years)

    def _with_health_costs(self, price_year: str, years: Years) -> NDArray[np.float64]:
        base = self._health(read_price_year(price_year))
        return np.array([self._health(int(year)) / base for year in years])

    def _drifting(self, level: float, price_year: str, years: Years) -> NDArray[np.float64]:
        """Consumer prices times a real level: 1 up to 2017-18, ``level`` from 2023-24 on, geometric
        between.
        """
        progress = np.clip((years - FIRST_COSTING) / (SECOND_COSTING - FIRST_COSTING), 0, 1)
        return self._prices.factors(price_year, years) * np.power(level, progress)

"""How many would come by land if the United States were no longer designated: five arguments, shown beside
every answer.
"""

from __future__ import annotations

import math
from functools import cache

from pydantic import BaseModel, ConfigDict
from scipy.special import ndtri

from openasylum.bilingual import Text
from openasylum.documents import shipped, validate

_Z95 = 1.6448536269514722  # the standard normal quantile of 0.95


class Argument(BaseModel):
    """One argument: land claims a month in the first full year (5, 50 and 95 %), its reasoning, and its
    weight in the mixture.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: Text
    reasoning: Text
    p05: float
    p50: float
    p95: float
    weight: float
    sources: list[str]

    def quantile(self, u: float) -> float:
        """Land claims a month below which a share ``u`` of the argument's range lies: a lognormal with a
        width for each side.
        """
        z = float(ndtri(min(max(u, 1e-6), 1 - 1e-6)))
        far = self.p95 if z > 0 else self.p05
        return self.p50 * math.exp(abs(z) / _Z95 * math.log(far / self.p50))


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")
    arguments: list[Argument]


@cache
def arguments() -> tuple[Argument, ...]:
    """The arguments, in the order in which they are shown."""
    return tuple(validate(_Arguments, shipped("openasylum.arrivals", "arguments.yaml")).arguments)


def argument(name: str) -> Argument:
    """The argument of that id. Raises ``KeyError`` where there is none (``scenario`` has checked it)."""
    return {entry.id: entry for entry in arguments()}[name]

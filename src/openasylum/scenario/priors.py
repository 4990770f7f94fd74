"""Prior distributions of assumptions: each turns one uniform number into a value (inverse transform sampling).

Inverse transforms keep common random numbers: the same uniform gives the same quantile whatever the distribution.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from openasylum.errors import UnusableValue

Value = float | str


class _Prior(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fixed(_Prior):
    """A convention or a measured number whose error does not matter here."""

    kind: Literal["fixed"]
    value: float | str

    def quantile(self, u: float) -> Value:
        """``value`` for every ``u``."""
        return self.value


class Uniform(_Prior):
    """Nothing known but the bounds."""

    kind: Literal["uniform"]
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low < self.high:
            raise UnusableValue("low must be below high", "low doit être inférieur à high")
        return self

    def quantile(self, u: float) -> Value:
        """The value below which a share ``u`` of the distribution lies."""
        return self.low + u * (self.high - self.low)


class Triangular(_Prior):
    """Bounds and a most likely value."""

    kind: Literal["triangular"]
    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise UnusableValue(
                "low, mode and high must stand in that order",
                "low, mode et high doivent se suivre dans cet ordre",
            )
        return self

    def quantile(self, u: float) -> Value:
        """The value below which a share ``u`` of the distribution lies."""
        width, left = self.high - self.low, self.mode - self.low
        if u * width < left:
            return self.low + math.sqrt(u * width * left)
        return self.high - math.sqrt((1 - u) * width * (self.high - self.mode))


class Normal(_Prior):
    """Normal, cut off at ``low`` and ``high`` where given."""

    kind: Literal["normal"]
    mean: float
    sd: float = Field(gt=0)
    low: float = -math.inf
    high: float = math.inf

    def quantile(self, u: float) -> Value:
        """The value below which a share ``u`` of the (truncated) distribution lies."""
        from scipy.special import ndtr, ndtri

        floor, ceiling = ndtr((self.low - self.mean) / self.sd), ndtr((self.high - self.mean) / self.sd)
        inside = min(max(floor + u * (ceiling - floor), 1e-12), 1 - 1e-12)
        return float(min(max(self.mean + self.sd * ndtri(inside), self.low), self.high))


class Lognormal(_Prior):
    """Positive; ``sigma`` is the standard deviation of the logarithm."""

    kind: Literal["lognormal"]
    median: float = Field(gt=0)
    sigma: float = Field(gt=0)

    def quantile(self, u: float) -> Value:
        """The value below which a share ``u`` of the distribution lies."""
        from scipy.special import ndtri

        return float(self.median * math.exp(self.sigma * ndtri(min(max(u, 1e-12), 1 - 1e-12))))


class Beta(_Prior):
    """Beta(a, b), stretched from [0, 1] to [low, high]."""

    kind: Literal["beta"]
    a: float = Field(gt=0)
    b: float = Field(gt=0)
    low: float = 0.0
    high: float = 1.0

    def quantile(self, u: float) -> Value:
        """The value below which a share ``u`` of the distribution lies."""
        from scipy.special import betaincinv

        # SciPy gives NaN far below the smallest number a draw can be (2**-53).
        return float(
            self.low + (self.high - self.low) * betaincinv(self.a, self.b, u if u >= 2.0**-53 else 0.0)
        )


class Discrete(_Prior):
    """One of a few values (an argument to follow, say), each with its weight."""

    kind: Literal["discrete"]
    values: list[float | str]
    weights: list[float]

    @model_validator(mode="after")
    def _weighted(self) -> Self:
        if len(self.values) != len(self.weights) or min(self.weights) < 0 or sum(self.weights) <= 0:
            raise UnusableValue(
                "every value needs a weight, none negative and not all zero",
                "chaque valeur a besoin d'un poids, aucun négatif et pas tous nuls",
            )
        return self

    def quantile(self, u: float) -> Value:
        """The value on whose share of the weights ``u`` falls."""
        share = u * sum(self.weights)
        for value, weight in zip(self.values, self.weights, strict=True):
            share -= weight
            if share < 0:
                return value
        return self.values[-1]


class Mixture(_Prior):
    """A weighted choice between priors; ``u`` first chooses the component, then the place inside it."""

    kind: Literal["mixture"]
    components: list[Prior]
    weights: list[float]

    @model_validator(mode="after")
    def _weighted(self) -> Self:
        if len(self.components) != len(self.weights) or min(self.weights) < 0 or sum(self.weights) <= 0:
            raise UnusableValue(
                "every component needs a weight, none negative and not all zero",
                "chaque composante a besoin d'un poids, aucun négatif et pas tous nuls",
            )
        return self

    def quantile(self, u: float) -> Value:
        """A value of the component on whose share of the weights ``u`` falls."""
        share = u * sum(self.weights)
        for component, weight in zip(self.components, self.weights, strict=True):
            if share < weight:
                return component.quantile(share / weight)
            share -= weight
        return self.components[-1].quantile(1.0)


Prior = Annotated[
    Fixed | Uniform | Triangular | Normal | Lognormal | Beta | Discrete | Mixture, Field(discriminator="kind")
]
Mixture.model_rebuild()

"""One line of the mechanism scorecard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Score:
    """Observed beside modelled. ``error`` is relative (``share``) or a plain difference (``points``,
    ``persons``, ``months``).

    ``tolerance`` is None where nothing was promised; then there is no verdict. ``sample`` says whether the
    year scored helped to set the parameters (``fit``) or not (``held``).
    """

    measure: str
    period: str
    observed: float
    modelled: float
    error: float
    sample: Literal["fit", "held"]
    tolerance: float | None
    unit: Literal["share", "points", "persons", "months"] = "share"

    @property
    def verdict(self) -> str:
        """``met``, ``missed``, or ``none`` where there is no tolerance."""
        if self.tolerance is None:
            return "none"
        return "met" if abs(self.error) <= self.tolerance else "missed"

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {**asdict(self), "verdict": self.verdict}


def relative(
    measure: str,
    period: object,
    observed: float,
    modelled: float,
    tolerance: float | None,
    sample: str = "fit",
) -> Score:
    """A score whose error is a share of what was observed."""
    error = modelled / observed - 1
    return Score(measure, str(period), observed, modelled, error, sample, tolerance)  # type: ignore[arg-type]


def difference(
    measure: str,
    period: object,
    observed: float,
    modelled: float,
    tolerance: float | None,
    unit: str,
    sample: str = "fit",
) -> Score:
    """A score whose error is a plain difference."""
    return Score(measure, str(period), observed, modelled, modelled - observed, sample, tolerance, unit)  # type: ignore[arg-type]


def mean_error(measure: str, scores: Iterable[Score], tolerance: float | None) -> Score:
    """The mean absolute error of several relative scores, as a line of its own."""
    found = list(scores)
    period = f"{found[0].period}-{found[-1].period}"
    error = sum(abs(score.error) for score in found) / len(found)
    return Score(measure, period, 0.0, error, error, found[0].sample, tolerance)

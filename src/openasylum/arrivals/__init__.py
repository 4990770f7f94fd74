"""Who arrives, when and through which channel: the observed years replayed, the years after projected.

* ``replay``: the observed years, person by person, from published counts.
* ``regime_of`` and ``project``: the months after, responding to the law as ``law.decide`` reads it and to
  named drivers.
* ``history_series``: observed claims by month, channel and province.
* ``arguments``: what can be said of land arrivals if the United States were not designated.
"""

from openasylum.arrivals.arguments import Argument, arguments
from openasylum.arrivals.drivers import DRIVERS, DriverChange
from openasylum.arrivals.history import history_series
from openasylum.arrivals.project import expected_claims, project, project_counts
from openasylum.arrivals.regime import Regime, regime_of
from openasylum.arrivals.replay import replay

__all__ = [
    "DRIVERS",
    "Argument",
    "DriverChange",
    "Regime",
    "arguments",
    "expected_claims",
    "history_series",
    "project",
    "project_counts",
    "regime_of",
    "replay",
]

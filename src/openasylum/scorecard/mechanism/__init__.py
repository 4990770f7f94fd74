"""Mechanism skill: fed true intake and funded capacity, does the pipeline give the published backlog, flows
and outcomes?

In sample (one free run from the end of 2016), held out (leave one year out; parameters from earlier years
only), month by month on the best series there is, and the forecasts that others published, replayed and taken
apart.
"""

from __future__ import annotations

from openasylum.scorecard.mechanism.scores import Score
from openasylum.scorecard.mechanism.whole import mechanism

__all__ = ["Score", "mechanism"]

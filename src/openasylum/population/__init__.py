"""Populations nobody counts: estimators that rebuild published results, and the stocks that arrivals start
from.

Every estimator is a pure function from a table to a ``Result``: an interval with its diagnostics and caveats.
``estimate`` runs one over a table of the user's, ``published`` over the table it was published with.
``united_states`` sets four organizations' estimates by state and by country side by side; ``canada`` says
what can be said of Canada; ``at_risk`` gives the populations behind northbound claims by broad origin group.
"""

from openasylum.population.canadian_bounds import canada
from openasylum.population.catalogue import Method, methods
from openasylum.population.estimators import estimate, published
from openasylum.population.published_estimates import united_states
from openasylum.population.result import Result
from openasylum.population.risk import KINDS, at_risk
from openasylum.population.user_tables import read_table

__all__ = [
    "KINDS",
    "Method",
    "Result",
    "at_risk",
    "canada",
    "estimate",
    "methods",
    "published",
    "read_table",
    "united_states",
]

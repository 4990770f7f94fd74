"""Costs: every step and every day of waiting, booked once, in whole cents, to one organisation and one payer.

Two scopes (what the Parliamentary Budget Officer counted in 2018, and all governments with the taxes
claimants pay) and two ways of counting (cash by fiscal year, whole-of-claim by arrival cohort) that are never
mixed.
"""

from __future__ import annotations

from openasylum.costs.bookings import line_quantities
from openasylum.costs.labels import organisation_label, payer_label
from openasylum.costs.ledger import (
    book,
    book_by_cohort,
    book_by_person,
    cash,
    cash_of,
    cohort_sizes,
    cohorts,
    in_scope,
    whole_claims_of,
)
from openasylum.costs.lines import PAYERS, SCOPES, CostLine, cost_lines
from openasylum.costs.scopes import scope_statement
from openasylum.costs.units import unit_costs

__all__ = [
    "PAYERS",
    "SCOPES",
    "CostLine",
    "book",
    "book_by_cohort",
    "book_by_person",
    "cash",
    "cash_of",
    "cohort_sizes",
    "cohorts",
    "cost_lines",
    "in_scope",
    "line_quantities",
    "organisation_label",
    "payer_label",
    "scope_statement",
    "unit_costs",
    "whole_claims_of",
]

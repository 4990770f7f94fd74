"""What it costs: statements of cost with what they include, and the official figure rebuilt step by step."""

from __future__ import annotations

from typing import Any

import polars as pl
from fastapi import APIRouter, Request

from openasylum import costs
from openasylum.costs.labels import key_label
from openasylum.errors import UserError, nearest
from openasylum.report.tongue import Language
from openasylum.scorecard.replication import paths
from openasylum.scorecard.replication.result import printed
from openasylum.web.pages.computed import computed
from openasylum.web.pages.routes import show
from openasylum.web.settings import Settings
from openasylum.web.workshop import errands

SCOPES, BY = ("pbo", "full"), ("organisation", "stage", "payer")

#: Fiscal years whose arrivals can be followed to the end of their claims.
COHORTS = ("2017-18", "2018-19", "2019-20")


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "costs", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The statement that the address asks for, and the steps of the rebuilt figure."""
    scope = _one_of(request, "scope", SCOPES)
    by = _one_of(request, "by", BY)
    cohort = _one_of(request, "cohort", ("", *COHORTS))
    statement = computed(
        request, f"costs-{scope}-{by}-{cohort or 'cash'}", errands.costs, scope, cohort or None, by
    )
    return {
        "scope": scope,
        "by": by,
        "cohort": cohort,
        "scopes": SCOPES,
        "breakdowns": BY,
        "cohorts": COHORTS,
        **_table(statement, by, language),
        "said": statement["statement"][language],
        "title": statement["title"][language],
        "remarks": statement["remarks"][language],
        "paths": _paths(language),
        "rebuilt": _rebuilt(computed(request, "replicate", errands.replicate)),
    }


def _one_of(request: Request, name: str, allowed: tuple[str, ...]) -> str:
    value = request.query_params.get(name, allowed[0])
    if value not in allowed:
        raise UserError(
            f"{value[:40]!r} is not one of {', '.join(filter(None, allowed))}",
            f"« {value[:40]} » n'est pas l'un de {', '.join(filter(None, allowed))}",
            field=name,
            nearest=nearest(value[:40], allowed),
        )
    return value


def _table(statement: dict[str, Any], by: str, language: Language) -> dict[str, Any]:
    """Columns and rows of a statement in dollars, largest first, and their sums."""
    columns = [name for name in statement["rows"][0] if name != by]
    rows: list[dict[str, Any]] = [
        {"name": key_label(by, row[by])[language], "cells": [(row[name] or 0) / 100 for name in columns]}
        for row in statement["rows"]
    ]
    rows.sort(key=lambda row: -abs(row["cells"][-1]))
    totals = [sum(row["cells"][place] for row in rows) for place in range(len(columns))]
    return {"columns": columns, "rows": rows, "totals": totals}


def _paths(language: Language) -> list[dict[str, Any]]:
    """Each path as it is booked, stage by stage, in dollars of 2017-18; and the figure published for it."""
    found = []
    for figure, ledger in paths.ledgers_of_2018().items():
        booked = costs.in_scope(ledger, "pbo").group_by("stage", "organisation", maintain_order=True)
        rows = [
            (key_label("stage", stage)[language], key_label("organisation", who)[language], cents / 100)
            for stage, who, cents in booked.agg(pl.col("cents").sum()).iter_rows()
        ]
        total = sum(dollars for _, _, dollars in rows)
        found.append({"published": printed(figure), "rows": rows, "total": total})
    return found


def _rebuilt(replications: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures of 2017-18 in the order of the steps."""
    wanted = (*paths.ENDS_OF_2018, "pbo.2018.ifhp_cost_per_head.fy2017_18", "pbo.2018.average_cost.fy2017_18")
    return [
        one
        for name in wanted
        for one in replications
        if one["figure"] == name and one["unit"] == "CAD/person"
    ]

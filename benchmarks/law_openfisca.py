"""A reduced rule set for OpenFisca-core: the Agreement with its family exceptions, and the two grounds of 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = build_entity(key="person", plural="persons", label="A claimant", is_person=True)
TRUTHS = (
    "came_from_us", "us_national", "family_citizen", "family_protected", "family_permanent_resident", "family_stay",
    "holds_canadian_document", "death_penalty_in_us", "death_penalty_elsewhere",
)  # fmt: skip
NUMBERS = ("entered", "claimed", "decided", "location", "place")
PROTOCOL, C12, BILL = (np.datetime64(day).astype(int) for day in ("2023-03-25", "2026-03-26", "2025-06-03"))


def _input(name: str, kind: type, default: Any) -> type:
    body = {"value_type": kind, "default_value": default, "entity": Person, "definition_period": DateUnit.DAY}
    return type(name, (Variable,), body)


class caught(Variable):
    """IRPA 101(1)(e)."""

    value_type = bool
    entity = Person
    definition_period = DateUnit.DAY

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        days = person("claimed", period) - person("entered", period)
        port = (person("location", period) == 0) & (person("place", period) == 0)
        between = (person("location", period) == 2) & (days < 14) & (person("entered", period) >= PROTOCOL)
        family = person("family_citizen", period) | person("family_protected", period)
        family = family | person("family_permanent_resident", period) | person("family_stay", period)
        spared = family | person("holds_canadian_document", period) | person("us_national", period)
        spared = spared | person("death_penalty_in_us", period) | person("death_penalty_elsewhere", period)
        return person("came_from_us", period) & (port | between) & ~spared


class late(Variable):
    """IRPA 101(1)(b.1) and (b.2), years counted as 365 days."""

    value_type = bool
    entity = Person
    definition_period = DateUnit.DAY

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        days = person("claimed", period) - person("entered", period)
        reached = (person("claimed", period) >= BILL) & (person("decided", period) >= C12)
        return reached & ((days > 365) | ((person("location", period) == 2) & (days >= 14)))


class ineligible(Variable):
    """Either."""

    value_type = bool
    entity = Person
    definition_period = DateUnit.DAY

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        return person("caught", period) | person("late", period)


def system() -> TaxBenefitSystem:
    """The reduced rule set."""
    rules = TaxBenefitSystem([Person])
    for name in TRUTHS:
        rules.add_variable(_input(name, bool, False))
    for name in NUMBERS:
        rules.add_variable(_input(name, int, 0))
    for variable in (caught, late, ineligible):
        rules.add_variable(variable)
    return rules


SYSTEM = system()


def inputs(facts: pl.DataFrame) -> dict[str, Any]:
    """The fourteen columns as arrays."""
    days = {"entered": "entry_date", "claimed": "claim_date", "decided": "decision_date"}
    columns = {name: facts[name].to_numpy() for name in TRUTHS}
    columns |= {name: facts[column].to_physical().to_numpy() for name, column in days.items()}
    return columns | {"location": facts["entry_location"].to_physical().to_numpy().astype(np.int32),
                      "place": facts["claim_place"].to_physical().to_numpy().astype(np.int32)}  # fmt: skip


def _run(columns: dict[str, Any], day: date) -> Any:
    count = len(columns["entered"])
    simulation = SimulationBuilder().build_default_simulation(SYSTEM, count)
    for name, values in columns.items():
        simulation.set_input(name, day.isoformat(), values)
    return simulation.calculate("ineligible", day.isoformat())


def decide_on_one_date(facts: pl.DataFrame) -> Any:
    """All claims read on one day."""
    return _run(inputs(facts), date(2026, 6, 1))


def decide_each_on_its_date(facts: pl.DataFrame) -> Any:
    """Every claim read on its own day: one simulation for each distinct date, as the engine's periods ask."""
    columns = inputs(facts)
    order = np.argsort(columns["claimed"], kind="stable")
    days, starts = np.unique(columns["claimed"][order], return_index=True)
    answers = np.empty(len(order), dtype=np.bool_)
    for day, rows in zip(days, np.split(order, starts[1:]), strict=True):
        part = {name: values[rows] for name, values in columns.items()}
        answers[rows] = _run(part, date.fromordinal(int(day) + date(1970, 1, 1).toordinal()))
    return answers

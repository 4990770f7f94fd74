"""Scenarios: law amendments, levers and assumptions, validated; presets, each with its mirror."""

from openasylum.scenario.assumptions import (
    GRADES,
    Assumption,
    assumption,
    central_values,
    draw_values,
    register,
)
from openasylum.scenario.levers import Capacity, Driver, Lever, levers
from openasylum.scenario.scenario import (
    FIRST_DAY,
    LAST_DAY,
    LAW_IN_FORCE,
    LeverSetting,
    Scenario,
    load_scenario,
    presets,
    read_scenario,
)

__all__ = [
    "FIRST_DAY",
    "GRADES",
    "LAST_DAY",
    "LAW_IN_FORCE",
    "Assumption",
    "Capacity",
    "Driver",
    "Lever",
    "LeverSetting",
    "Scenario",
    "assumption",
    "central_values",
    "draw_values",
    "levers",
    "load_scenario",
    "presets",
    "read_scenario",
    "register",
]

"""The memory that the engine works on: one record per person, stage, line and so on, and one table for every
number.

Plain NumPy structured arrays: few enough to hand from function to function, and the same with compilation on
or off.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Kinds of stage.
DELAY, CAPACITY, SERVERS, FORK, END = range(5)

# Distributions of a duration.
EXPONENTIAL, FIXED, ERLANG, LOGNORMAL = range(4)

#: A step later than any run lasts.
NEVER = 1 << 30

PERSON = np.dtype(
    [
        ("person", np.uint64),  # the id that chance is keyed by
        ("since", np.int32),  # step of entry into the present stage
        ("before", np.int32),  # neighbours in the line
        ("after", np.int32),
        ("due", np.int32),  # step of the calendar entry, -1 if none
        ("what", np.int32),  # what it is: a transition, or one of the kernel's marks
        ("earlier", np.int32),  # neighbours in the calendar
        ("later", np.int32),
        ("hazard_at", np.int32),  # when the person would leave by a hazard, if never taken
        ("hazard_by", np.int32),  # by which transition
        ("enter", np.int32),  # step of arrival (negative: before the run)
        ("claimed", np.int32),  # step of the claim
        ("reach_on", np.int32),  # step at which a change of law reaches the claim
        ("stage", np.int16),  # -1 before arrival
        ("line", np.int16),  # -1 where the person stands in none
        ("first_stage", np.int16),
        ("origin", np.uint8),
        ("channel", np.uint8),
        ("pathway", np.uint8),
        ("reach_pathway", np.uint8),
    ],
    align=True,
)

STAGE = np.dtype(
    [
        ("outcome_key", np.uint64),
        ("stream_key", np.uint64),
        ("duration_key", np.uint64),
        ("carry", np.float64),  # effort left over while someone waits for it
        ("free", np.int64),  # servers: minus the number busy
        ("exit_first", np.int32),  # routes, both ends included
        ("exit_last", np.int32),
        ("hazard_first", np.int32),  # hazards, end excluded
        ("hazard_last", np.int32),
        ("need_first", np.int32),  # prerequisites, end excluded
        ("need_last", np.int32),
        ("line_first", np.int32),  # lines, both ends included
        ("line_last", np.int32),
        ("duration", np.int32),  # of the delay, or of the service
        ("oldest", np.int32),  # number: share taken from the head of the line
        ("follower", np.int32),  # -1 where capacity follows nothing
        ("redetermine_exit", np.int32),  # -1 where a change of law moves nobody
        ("redetermine_as", np.int32),
        ("kind", np.int8),
        ("by_priority", np.bool_),
        ("pathway_routed", np.bool_),
    ],
    align=True,
)

LINE = np.dtype(
    [
        ("effort", np.float64),
        ("credit", np.float64),  # what the line is owed under proportional allocation
        ("alternate", np.float64),  # what its oldest are owed where a stage works from both ends
        ("length", np.int64),
        ("priority", np.int64),
        ("first", np.int32),
        ("last", np.int32),
        ("weight", np.int32),  # number
        ("share", np.int32),  # number: who stands here
    ],
    align=True,
)

EXIT = np.dtype([("to", np.int32), ("cumulative", np.int32)], align=True)
DURATION = np.dtype(
    [("sigma", np.float64), ("mean", np.int32), ("shape", np.int32), ("law", np.int8)], align=True
)
HAZARD = np.dtype(
    [("key", np.uint64), ("after", np.int64), ("rate", np.int32), ("exit", np.int32), ("waits", np.int32)],
    align=True,
)
NEED = np.dtype([("key", np.uint64), ("duration", np.int32), ("since_claim", np.bool_)], align=True)
FOLLOWER = np.dtype([("lag", np.int64), ("window", np.int64), ("share", np.int32)], align=True)


class Process(NamedTuple):
    """A process laid out for a run, and its state. ``numbers[k, period, origin, channel]`` holds every number
    once.
    """

    steps: int
    stages: NDArray[np.void]
    exits: NDArray[np.void]
    durations: NDArray[np.void]
    hazards: NDArray[np.void]
    needs: NDArray[np.void]
    lines: NDArray[np.void]
    followers: NDArray[np.void]
    numbers: NDArray[np.float64]  # [number, origin, channel, period]
    waits: NDArray[np.float64]  # [row, wait step, (steps waited, factor)]; row 0 is no effect of the wait
    capacity: NDArray[np.float64]  # [stage, step]: decisions a step, or servers
    lever: NDArray[np.float64]  # [follower, step]: factor on a rule
    entered: NDArray[np.int64]  # [follower, step]: entries
    pathway_exit: NDArray[np.int32]  # [stage, pathway]
    instant: NDArray[np.bool_]  # [stage, pathway]
    period_of: NDArray[np.int32]  # [step]
    period_end: NDArray[np.int64]  # [period]


class Crowd(NamedTuple):
    """The people of a run and the calendar of what is due to them."""

    people: NDArray[np.void]
    times: NDArray[np.uint8]  # [person, stage]: how often the person has entered it
    order: NDArray[np.int32]  # arrivals, in order
    reached: NDArray[np.int32]  # people whom a change of law reaches, in order
    calendar: NDArray[np.int32]  # [step, (first, last)]


class Visits(NamedTuple):
    """Visits as columns: row of the person, stage, step in, step out, transition, step at which service began
    (-1: not yet).
    """

    row: NDArray[np.uint32]
    stage: NDArray[np.uint8]
    step_in: NDArray[np.int32]
    step_out: NDArray[np.int32]
    exit: NDArray[np.int16]
    step_taken: NDArray[np.int32]
    sequence: NDArray[np.uint16]

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

#: What the calendar notes of people whom a server serves.
SERVED = np.int64(-4)

#: A step later than any run lasts.
NEVER = 1 << 30

# A record of 64 bytes: one line of the processor's cache.
PERSON = np.dtype(
    {
        "names": [
            "key",  # what chance is keyed by: the person's own id, or that of the file they share
            "seen",  # one bit a stage: whether the person has been there
            "since",  # step of entry into the present stage
            "due",  # cell of the calendar entry, -1 if none
            "place",  # cell of the place in a line, -1 if none
            "hazard_at",  # when the person would leave by a hazard, if never taken
            "claimed",  # step of the claim
            "last",  # the latest visit that is over; where there is none, the row as ~row
            "what",  # what the calendar entry is: a transition, or one of the kernel's marks
            "hazard_by",  # by which transition
            "stage",
            "line",
            "visits",  # how many are over
            "origin",
            "channel",
            "pathway",
            "again",  # row of the table of those who have come back to a stage, 0 if never
        ],
        "formats": [
            np.uint64,
            np.uint64,
            *[np.int32] * 6,
            *[np.int16] * 4,
            np.uint16,
            *[np.uint8] * 3,
            np.int32,
        ],
        "offsets": [0, 8, *range(16, 40, 4), *range(40, 48, 2), 48, 50, 51, 52, 56],
        "itemsize": 64,
        "aligned": True,
    }
)

STAGE = np.dtype(
    [
        ("outcome_key", np.uint64),
        ("stream_key", np.uint64),
        ("duration_key", np.uint64),
        (
            "carry",
            np.float64,
        ),  # effort owed by the steps to come (below 0), or of a quota left over until the year ends
        ("free", np.int64),  # servers: minus the number busy
        ("servers", np.float64),  # how many there are on the day
        ("standing", np.int64),  # how many stand in its lines
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
        ("quota", np.bool_),  # whether what is not used stays until the year ends
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
        ("head", np.int32),  # cell of the oldest
        ("tail", np.int32),  # cell after the newest; 0 before anyone came
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
    per_day: int  # steps a day
    stages: NDArray[np.void]
    exits: NDArray[np.void]
    durations: NDArray[np.void]
    hazards: NDArray[np.void]
    needs: NDArray[np.void]
    lines: NDArray[np.void]
    followers: NDArray[np.void]
    numbers: NDArray[np.float64]  # [number, origin, channel, period]
    waits: NDArray[np.float64]  # [row, wait step, (steps waited, factor)]; row 0 is no effect of the wait
    capacity: NDArray[np.float64]  # [stage, day]: decisions a step, or servers
    new_year: NDArray[np.bool_]  # [day]: whether a calendar year, and with it a quota, begins
    lever: NDArray[np.float64]  # [follower, day]: factor on a rule
    entered: NDArray[np.int64]  # [follower, step]: entries
    pathway_exit: NDArray[np.int32]  # [stage, pathway]
    instant: NDArray[np.bool_]  # [stage, pathway]
    period_of: NDArray[np.int32]  # [step]
    period_end: NDArray[np.int64]  # [period]
    same_until: NDArray[np.int64]  # [number, period]: the step up to which the number stays the same
    stage_of: NDArray[np.uint8]  # [transition]: the stage that it leaves


class Crowd(NamedTuple):
    """Who comes and when, as columns by row; ``order`` and ``reached`` are rows, in the order of the day."""

    key: NDArray[np.uint64]
    enter: NDArray[np.int32]  # step of entry (negative: before the run)
    claimed: NDArray[np.int32]
    stage: NDArray[np.int16]  # where they enter
    origin: NDArray[np.uint8]
    channel: NDArray[np.uint8]
    pathway: NDArray[np.uint8]
    order: NDArray[np.int32]  # those who enter before the end
    reached: NDArray[np.int32]  # those whom a change of law reaches
    reach_on: NDArray[np.int32]  # of ``reached``: when
    reach_pathway: NDArray[np.uint8]  # of ``reached``: their new pathway


class Memory(NamedTuple):
    """What the kernel keeps of people: records, repeated visits, the calendar, blocks of cells, and visits that are over.

    A line, and a step of the calendar, is a chain of blocks; a cell holds a row, -1 where who stood there has
    left.
    """

    people: NDArray[np.void]
    again: NDArray[np.uint8]  # [row of who came back, stage]: how often; row 0 is nobody's
    calendar: NDArray[np.int32]  # [step, (first block, cell after the last)]
    cells: NDArray[np.int32]
    closed: NDArray[np.void]
    waited: NDArray[np.int32]  # of ``closed``: steps until service or the end (empty without servers)


#: Visits that are over, as the kernel notes them: chained from the latest of a person to the first, before which stands
#: the person's row as ~row.
CLOSED = np.dtype([("before", np.int32), ("step_out", np.int32), ("exit", np.int16)], align=True)


class Visits(NamedTuple):
    """Visits as columns, in the order of rows and of each person's way: row, number in the row, stage, step in, step
    out (-1: still there), transition (one more than the last: none), step at which service began (-1: not yet; empty
    where no stage has servers).
    """

    row: NDArray[np.uint32]
    sequence: NDArray[np.uint16]
    stage: NDArray[np.uint8]
    step_in: NDArray[np.int32]
    step_out: NDArray[np.int32]
    exit: NDArray[np.int16]
    step_taken: NDArray[np.int32]

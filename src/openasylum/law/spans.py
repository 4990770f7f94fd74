"""A span of a table read by the compiled interpreter: its leaves, the program for them, and the run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openasylum.law.gates import kernel
from openasylum.law.gates.columns import Table
from openasylum.law.gates.leaves import bind, kinds_of, leaves_of
from openasylum.law.plan import Plan, program_of


def decide_span(plan: Plan, table: Table, answers: Sequence[NDArray[Any]]) -> bool:
    """Decide the rows of ``table``, a multiple of 64, into ``answers`` (outcome, pathway, grounds, possible grounds,
    exceptions). False where two provisions are in conflict.
    """
    leaves = leaves_of(plan.circuit, plan.order, table)
    program = program_of(plan, kinds_of(leaves))
    bound = bind(program, leaves)
    places = np.array([answer.ctypes.data for answer in answers])
    sizes = np.array([answer.itemsize for answer in answers])
    return bool(
        kernel.run(
            program.gates, bound.questions, bound.days, bound.stored, places, sizes, table.height // 64
        )
    )

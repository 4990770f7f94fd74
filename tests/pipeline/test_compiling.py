"""What the engines' functions are compiled with gives the plain functions' answers, under a later Numba too."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from numba import njit

from openasylum.pipeline.engine.by_address import Located, by_address
from openasylum.pipeline.engine.laid_in import PartCompiler, steps_of


class Tables(NamedTuple):
    first: Any
    second: Any


def total(tables: Tables) -> float:
    found = 0.0
    for row in range(len(tables.first)):
        found += tables.first[row] * tables.second[row]
    return found


def test_a_later_numba_compiles_parts_in_its_own_way() -> None:
    assert steps_of(PartCompiler, (0, 68)) and not steps_of(PartCompiler, (0, 69))


@pytest.mark.parametrize("release", [(0, 60), (9, 0)])
def test_a_part_and_tables_by_address_give_what_python_gives(release: tuple[int, int]) -> None:
    options = {"_nrt": False, "error_model": "numpy"}
    part = njit(forceinline=True, no_cpython_wrapper=True, **options, **steps_of(PartCompiler, release))(
        total
    )

    @njit(**options)
    def whole(tables: Tables) -> Any:
        return part(by_address(tables)) + tables.first[0]

    tables = Tables(np.arange(5), np.linspace(0.5, 2.5, 5))
    assert whole(Located(tables)) == whole(tables) == total(tables) + tables.first[0] == pytest.approx(20.0)

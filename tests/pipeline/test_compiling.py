"""What the engines' functions are compiled with gives the plain functions' answers, under a later Numba, or one that lacks an inner
part, too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numba import njit

from openasylum.pipeline.engine import inner_parts
from openasylum.pipeline.engine.inner_parts import Ways, ways

#: Inner parts that may be gone one day: of the steps, of tables by address, of their rows.
INNER = (
    "numba.core.codegen.JITCodeLibrary",
    "numba.core.typed_passes.AnnotateTypes",
    "numba.extending.lower_getattr_generic",
    "numba.core.typing.templates.AttributeTemplate",
    "numba.core.types.containers.BaseTuple",
)


class Tables(NamedTuple):
    first: Any
    second: Any


def total(tables: Tables) -> float:
    found = 0.0
    for row in range(len(tables.first)):
        found += tables.first[row] * tables.second[row]
    return found


def compiled_in(by: Ways) -> float:
    """What a part that is handed tables gives to a whole function, compiled in these ways."""
    options = {"error_model": "numpy"}
    by_address = by.by_address
    part = njit(forceinline=True, no_cpython_wrapper=True, **options, **by.part)(total)

    @njit(no_cfunc_wrapper=True, **options, **by.whole)
    def whole(tables: Tables) -> Any:
        tables = by_address(tables)
        return part(tables) + tables.first[0]

    tables = Tables(np.arange(5), np.linspace(0.5, 2.5, 5))
    with by.asked_once():
        return float(whole(by.located(tables)))


def forget_the_inner_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("laid_in", "by_address", "from_the_first"):
        monkeypatch.delitem(sys.modules, f"openasylum.pipeline.engine.{name}", raising=False)


@pytest.mark.parametrize("release", [(0, 60), (0, 69), (9, 0)])
def test_a_part_and_tables_by_address_give_what_python_gives(release: tuple[int, int]) -> None:
    by = ways(release)
    assert (
        ("pipeline_class" in by.whole) == ("pipeline_class" in by.part) == (release <= inner_parts.LAST_KNOWN)
    )
    assert compiled_in(by) == pytest.approx(20.0)


@pytest.mark.parametrize("gone", INNER)
def test_where_an_inner_part_is_gone_numba_goes_its_own_way(
    gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_the_inner_modules(monkeypatch)
    monkeypatch.delattr(gone)
    by = ways()
    assert by.asked_once is nullcontext and by.whole == by.part == {"_nrt": False}
    monkeypatch.undo()
    assert compiled_in(by) == pytest.approx(20.0)


def test_an_option_that_numba_no_longer_knows_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("numba.core.cpu.CPUTargetOptions", object)
    by = ways((9, 0))
    monkeypatch.undo()
    assert by.whole == by.part == {}
    assert compiled_in(by) == pytest.approx(20.0)


#: Two years of the national process at both levels, as a hash of every byte.
BOTH_LEVELS = """
import hashlib, sys
from datetime import date
import numba.core.codegen
if "gone" in sys.argv:
    del numba.core.codegen.JITCodeLibrary
from openasylum import pipeline
from openasylum.pipeline.counts import run_counts
from openasylum.pipeline.engine.inner_parts import WAYS
from openasylum.pipeline.history import replay
from openasylum.scenario import central_values
people, visits = replay(central_values(), date(2018, 12, 31), every=40)
counts = run_counts(pipeline.load_stages(), people, [central_values()], start=date(2017, 1, 1), until=date(2018, 12, 31), weight=40)
seen = hashlib.sha256(counts.stocks.tobytes() + counts.flows.tobytes())
for name in visits.columns:
    seen.update(visits[name].to_physical().fill_null(-1).to_numpy().tobytes())
print("pipeline_class" in WAYS.whole, seen.hexdigest())
"""


@pytest.mark.heavy
def test_the_engines_give_the_same_bytes_without_the_inner_parts(tmp_path: Path) -> None:
    """Each in a process and a cache of its own: as it is, and with an inner part gone."""
    found = {}
    for way in ("as it is", "gone"):
        done = subprocess.run(
            [sys.executable, "-c", BOTH_LEVELS, way],
            capture_output=True,
            text=True,
            env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / way.replace(" ", "_"))},
        )
        assert done.returncode == 0, done.stderr
        found[way] = done.stdout.split()
    assert [inner for inner, _ in found.values()] == ["True", "False"]
    assert len({seen for _, seen in found.values()}) == 1

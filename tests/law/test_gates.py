"""Gates read in four ways come to the same: by Kleene's tables, as arrays, as whole numbers, and compiled."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from openasylum import law
from openasylum.errors import UserError
from openasylum.law import engine
from openasylum.law.gates import kernel, wide
from openasylum.law.gates.circuit import Circuit, settled_for_all
from openasylum.law.gates.columns import Numbers, Table, table_of_frame
from openasylum.law.gates.few import known_true
from openasylum.law.gates.leaves import bind, kinds_of, leaves_of
from openasylum.law.gates.planes import TRUE, truth_flags
from openasylum.law.gates.program import program_for

NAMES = ("a", "b", "c", "d")
KINDS = ("all", "any", "negation", "unsettled", "known", "first_known")
Truth = bool | None


@st.composite
def circuits(draw: st.DrawFn) -> tuple[Circuit, list[int]]:
    """A circuit over four facts, and its gates."""
    circuit = Circuit()
    gates = [circuit.fact(name) for name in NAMES]
    for _ in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(KINDS))
        chosen = draw(st.lists(st.sampled_from(gates), min_size=2, max_size=4))
        match kind:
            case "all" | "any":
                gates.append(getattr(circuit, kind)(chosen))
            case "first_known":
                gates.append(circuit.first_known(chosen[0], chosen[1]))
            case _:
                gates.append(getattr(circuit, kind)(chosen[0]))
    return circuit, gates


def _by_the_tables(circuit: Circuit, number: int, facts: dict[str, Truth]) -> Truth:
    """Kleene's strong logic, one claim at a time."""
    gate = circuit.gates[number]
    inputs = [_by_the_tables(circuit, one, facts) for one in gate.inputs]
    match gate.kind:
        case "fact":
            return facts[gate.columns[0]]
        case "all":
            return False if False in inputs else None if None in inputs else True
        case "any":
            return True if True in inputs else None if None in inputs else False
        case "not":
            return None if inputs[0] is None else not inputs[0]
        case "unsettled":
            return False if inputs[0] is False else None
        case "known":
            return inputs[0] is not None
        case "first_known":
            return inputs[1] if inputs[0] is None else inputs[0]
    return gate.kind == "true"


def _compiled(circuit: Circuit, gates: list[int], table: Table) -> tuple[Any, Any]:
    """Where each gate is known to be true, and where it is unknown, as words of bits."""
    outputs: dict[str, list[int]] = {
        "conflicts": [],
        "outcome": gates[:1],
        "pathway": gates[:1],
        "bites": gates,
        "listed": [],
    }
    order = circuit.needed_for(gates)
    leaves = leaves_of(circuit, order, table)
    program = program_for(circuit, order, outputs, dict(kinds_of(leaves)))
    bound = bind(program, leaves)
    answers = [
        np.full(table.height, 7, dtype=kind) for kind in (np.uint8, np.uint8, np.uint16, np.uint16, np.uint32)
    ]
    places = np.array([answer.ctypes.data for answer in answers])
    sizes = np.array([answer.itemsize for answer in answers])
    assert kernel.run(
        program.gates, bound.questions, bound.days, bound.stored, places, sizes, table.height // 64
    )
    assert (answers[0] == 1 - (answers[2] & 1)).all()  # the number of the first that holds, else their count
    assert not answers[4].any()
    return answers[2], answers[3]


@given(
    circuits(),
    st.lists(st.sampled_from(["any", "known", "true", "false", "unknown"]), min_size=4, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_gates_read_in_four_ways(made: tuple[Circuit, list[int]], columns: list[str]) -> None:
    circuit, gates = made
    values = {
        "any": (True, False, None),
        "known": (True, False),
        "true": (True,),
        "false": (False,),
        "unknown": (None,),
    }
    patterns = list(product(*(values[kind] for kind in columns)))
    rows = (patterns * 128)[:128]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(NAMES, pl.Boolean), orient="row")
    table = table_of_frame(frame)
    truths = circuit.evaluate(table, circuit.needed_for(gates))
    trues = known_true(circuit, table, circuit.needed_for(gates))
    bites, possible = _compiled(circuit, gates, table)
    for place, gate in enumerate(gates):
        true, false = truth_flags(truths[gate], table.height)
        for row, pattern in enumerate(rows):
            expected = _by_the_tables(circuit, gate, dict(zip(NAMES, pattern, strict=True)))
            found = True if true[row] else False if false[row] else None
            assert found is expected
            assert bool(trues[gate] >> row & 1) is (expected is True)
            assert bool(bites[row] >> place & 1) is (expected is True)
            assert bool(possible[row] >> place & 1) is (expected is None)


def _address(values: Any) -> int:
    return int(values.ctypes.data)


def _flags(word: int) -> Any:
    return np.unpackbits(np.array([word], dtype=np.uint64).view(np.uint8), bitorder="little").view(np.bool_)


@pytest.mark.parametrize("least", [-(2**15), -1, 0, 17, 2**15 - 1])
def test_sixty_four_numbers_become_a_word(least: int) -> None:
    @njit
    def words(days: int, shorts: int, others: int, least: Any, short: Any) -> Any:
        return (
            wide.at_least(days, least),
            wide.short_at_least(shorts, short),
            wide.at_least_after(days, others, least),
        )

    draw = np.random.default_rng(abs(least))
    days, others = draw.integers(-(2**15), 2**15, (2, 64)).astype(np.int32)
    days[:3] = least, least - 1, least + 1
    shorts = np.clip(days, -(2**15), 2**15 - 1).astype(np.int16)
    found = words(_address(days), _address(shorts), _address(others), np.int32(least), np.int16(least))
    expected = days >= least, shorts >= least, days - others >= least
    assert all((_flags(one) == other).all() for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize(("kind", "bits"), [(np.uint8, 8), (np.uint16, 16), (np.uint32, 32)])
def test_a_word_marks_sixty_four_numbers(kind: Any, bits: int) -> None:
    mark = {8: wide.mark_8, 16: wide.mark_16, 32: wide.mark_32}[bits]

    @njit
    def marked(numbers: int, codes: int, code: Any, value: int) -> Any:
        word = wide.equal(codes, code)
        mark(numbers, word, value)
        return wide.lowest(word)

    codes = np.random.default_rng(bits).integers(0, 4, 64).astype(np.uint8)
    numbers = np.full(66, 1, dtype=kind)
    first = marked(_address(numbers), _address(codes), np.uint8(2), 1 << (bits - 1))
    assert first == np.flatnonzero(codes == 2)[0]
    assert (numbers[:64] == np.where(codes == 2, 1 | 1 << (bits - 1), 1)).all()
    assert (numbers[64:] == 1).all()


def test_bounds_settle_only_what_they_show() -> None:
    circuit = Circuit()
    column = {"word": Numbers(np.array([2, 4, 3], dtype=np.uint8), None)}
    table = Table(3, {}, column)

    def asked(*codes: int) -> Any:
        gate = circuit.gates[circuit.is_one_of("word", map(str, codes), codes)]
        return settled_for_all(gate, table)

    assert asked(2, 3, 4, 9) is TRUE
    assert repr(asked(1, 5)) == "FALSE"
    assert asked(2, 4) is None


@pytest.mark.parametrize("compiled_from", [1, 10**9])
def test_a_conflict_is_named_with_its_row(compiled_from: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "COMPILED_FROM", compiled_from)
    airports = {"provision": "IRPR 159.4(3)", "change": "enact", "from": "2027-01-01", "to": "IRPA 101(1)(e)",
                "kind": "scope", "when": 'entry_location == "airport"', "title": "Airports"}  # fmt: skip
    days = [date(2026, 1, 2)] * 100 + [date(2027, 1, 2)] + [date(2026, 1, 2)] * 30
    facts = law.fill_known(
        pl.DataFrame({"claim_date": days, "came_from_us": True, "us_ordered_removed": True})
    )
    with pytest.raises(UserError, match=r"IRPR 159\.4\(3\) and IRPR 159\.4\(1\)\(c\) both apply to row 101"):
        law.decide(facts, amendments=[airports])

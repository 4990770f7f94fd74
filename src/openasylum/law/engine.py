"""The batch engine: flat facts in, one decision a row out.

One claim and ten million claims go through the same circuit; only the table is longer.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.law.amendments import Amendment, as_amendments, refuse_for_flat_facts
from openasylum.law.flat_facts import check_columns, flat_facts
from openasylum.law.gates.columns import Numbers, Table, table_of_frame
from openasylum.law.gates.planes import (
    FALSE,
    TRUE,
    UNKNOWN,
    Planes,
    Truth,
    Words,
    eight_planes_to_octets,
    first_known,
    is_known_true,
    is_unknown,
)
from openasylum.law.plan import OUTCOME_TYPE, PATHWAY_TYPE, Plan, plan_for
from openasylum.timeline import date_of, day_number

#: From so many rows on the compiled interpreter of gates is worth its start; below, the circuit is read as it
#: is.
COMPILED_FROM: Final = 100_000

#: Rows a block: small enough that a block's planes and days stay in the processor's cache.
BLOCK: Final = 1 << 16

#: Rows that one thread reads at a time with the compiled interpreter: many enough that drawing up what is asked of
#: them costs little, few enough that every thread gets its share.
SPAN: Final = 1 << 18


def decide(
    facts: pl.DataFrame,
    law_as_of: date | None = None,
    amendments: Sequence[Amendment] | Sequence[dict[str, Any]] = (),
    threads: int | None = None,
) -> pl.DataFrame:
    """The law's reading of each row of ``facts``.

    ``facts`` has one row a claim and any of the columns of ``flat_facts()``; a null, or a column that is not
    there, is unknown (three-valued logic: what cannot change the answer need not be known). ``law_as_of`` is
    the day whose law is applied, by default each row's ``decision_date``, else its ``claim_date``.
    ``amendments`` change the law for claims made in their days.

    Returns one row for each, in the same order: ``outcome`` and ``pathway`` (Enums over the codes of
    ``decision.schema.json``), ``grounds`` and ``possible_grounds`` (UInt16, bits in the order of
    ``grounds()``: every ground that bites, every ground whose answer is unknown) and ``exceptions`` (UInt32,
    bits in the order of ``exceptions()``).

    Raises ``UserError`` for a change of law that flat facts cannot show (who is family), where two applicable
    provisions are in conflict (naming both), or a column is of another type.
    """
    changes = as_amendments(amendments)
    refuse_for_flat_facts(changes)
    plan = plan_for(changes)
    return decide_table(plan, facts_table(check_columns(facts), law_as_of), threads)


def grounds(amendments: Sequence[Amendment] = ()) -> tuple[str, ...]:
    """Citations of the bits of ``grounds`` and ``possible_grounds``, lowest bit first."""
    return plan_for(as_amendments(amendments)).grounds


def exceptions(amendments: Sequence[Amendment] = ()) -> tuple[str, ...]:
    """Citations of the bits of ``exceptions``, lowest bit first."""
    return plan_for(as_amendments(amendments)).exceptions


def citations_of(word: int, citations: Sequence[str]) -> list[str]:
    """The citations whose bits are set in ``word``."""
    return [citation for position, citation in enumerate(citations) if word >> position & 1]


def facts_table(facts: pl.DataFrame, law_as_of: date | None = None) -> Table:
    """A frame of flat facts as a table, with the claim format's defaults and the day of the law."""
    return complete_table(table_of_frame(facts), law_as_of)


def complete_table(table: Table, law_as_of: date | None = None) -> Table:
    """``table`` with the defaults of the claim format (nothing has happened since a referral) and
    ``law_date`` filled in.
    """
    truths, numbers = dict(table.truths), dict(table.numbers)
    for fact in flat_facts().values():
        if not (fact.default or fact.name == "direction"):
            continue
        if fact.kind == "truth":
            unsaid = TRUE if fact.known is True else FALSE
            truths[fact.name] = first_known(truths.get(fact.name, UNKNOWN), unsaid)
        else:
            numbers[fact.name] = _filled(
                numbers.get(fact.name), _physical(fact.known, fact.words), table.height
            )
    if "law_date" not in numbers or law_as_of is not None:
        numbers |= _law_date(table, law_as_of)
    return Table(table.height, truths, numbers)


def _law_date(table: Table, law_as_of: date | None) -> dict[str, Numbers]:
    if law_as_of is not None:
        return {"law_date": Numbers.same(day_number(law_as_of), table.height)}
    decided, claimed = table.number("decision_date"), table.number("claim_date")
    if decided is None or claimed is None or decided.known is None:
        known = decided or claimed
        return {} if known is None else {"law_date": known}
    flags = np.unpackbits(decided.known.view(np.uint8), count=table.height, bitorder="little").view(np.bool_)
    either = None if claimed.known is None else claimed.known | decided.known
    return {"law_date": Numbers(np.where(flags, decided.values, claimed.values), either)}


def _physical(value: Any, words: Sequence[str]) -> int:
    return day_number(value) if isinstance(value, date) else words.index(value)


def _filled(column: Numbers | None, value: int, height: int) -> Numbers:
    if column is None:
        return Numbers.same(value, height)
    if column.known is None:
        return column
    flags = np.unpackbits(column.known.view(np.uint8), count=height, bitorder="little").view(np.bool_)
    return Numbers(np.where(flags, column.values, value), None)


def decide_table(plan: Plan, table: Table, threads: int | None = None) -> pl.DataFrame:
    """``decide`` over a ready table."""
    numbers, words = answer_table(plan, table, threads)
    types = {"outcome": OUTCOME_TYPE, "pathway": PATHWAY_TYPE}

    def column(name: str) -> pl.Series:
        return (
            pl.Series(name, numbers[name]).cat.to(types[name])
            if name in types
            else pl.Series(name, words[name])
        )

    names = [*types, *words]
    if table.height < COMPILED_FROM:
        return pl.DataFrame([column(name) for name in names])
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        return pl.DataFrame(list(pool.map(column, names)))


def answer_table(
    plan: Plan, table: Table, threads: int | None = None
) -> tuple[dict[str, NDArray[np.uint8]], dict[str, NDArray[Any]]]:
    """``decide_table`` before it is a frame: the codes of ``outcome`` and ``pathway``, and the bit words."""
    numbers = {name: np.empty(table.height, dtype=np.uint8) for name in ("outcome", "pathway")}
    words: dict[str, NDArray[Any]] = {
        "grounds": np.zeros(table.height, dtype=np.uint16),
        "possible_grounds": np.zeros(table.height, dtype=np.uint16),
        "exceptions": np.zeros(table.height, dtype=np.uint32),
    }
    whole = table.height // 64 * 64 if table.height >= COMPILED_FROM else 0  # the rest do not fill a word
    if whole:
        _read_compiled(plan, table, whole, [*numbers.values(), *words.values()], threads)
    for start in range(whole, table.height, BLOCK):
        _read_block(plan, table, start, min(start + BLOCK, table.height), numbers, words)
    return numbers, words


def _read_compiled(
    plan: Plan, table: Table, rows: int, answers: Sequence[NDArray[Any]], threads: int | None
) -> None:
    """The first ``rows`` rows (a multiple of 64) read by the compiled interpreter, side by side."""
    from openasylum.law.spans import decide_span

    def read(start: int) -> None:
        stop = min(start + SPAN, rows)
        span = table.block(start, stop)
        if not decide_span(plan, span, [answer[start:stop] for answer in answers]):
            refuse_conflicts(plan, plan.circuit.evaluate(span, plan.order), start, stop)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        list(pool.map(read, range(0, rows, SPAN)))


def refuse_conflicts(plan: Plan, truths: dict[int, Truth], start: int, stop: int) -> None:
    """Raise ``UserError`` where two provisions that contradict each other both apply, naming both."""
    for (one, other), gate in plan.conflicts.items():
        truth = truths[gate]
        if truth is TRUE or (isinstance(truth, Planes) and truth.true.any()):
            plane = is_known_true(truth, (stop - start + 63) // 64)
            row = start + int(np.flatnonzero(np.unpackbits(plane.view(np.uint8), bitorder="little"))[0])
            if row < stop:
                raise UserError(
                    f"{one} and {other} both apply to row {row + 1} and contradict each other",
                    f"{one} et {other} s'appliquent toutes deux à la ligne {row + 1} et se contredisent",
                )


def _read_block(
    plan: Plan, table: Table, start: int, stop: int, numbers: dict[str, Any], words: dict[str, Any]
) -> None:
    """The same reading without the compiled interpreter."""
    truths = plan.circuit.evaluate(table.block(start, stop), plan.order)
    refuse_conflicts(plan, truths, start, stop)
    count = (stop - start + 63) // 64
    for name, gates in (("outcome", plan.outcome), ("pathway", plan.pathway)):
        planes = _number_planes([truths[gate] for gate in gates], count)
        numbers[name][start:stop] = eight_planes_to_octets(planes)[: stop - start]
    bites = [truths[gate] for gate in plan.bites.values()]
    _write_words(words["grounds"][start:stop], [_plane(bite, count) for bite in bites], count)
    _write_words(words["possible_grounds"][start:stop], [is_unknown(bite, count) for bite in bites], count)
    _write_words(
        words["exceptions"][start:stop], [_plane(truths[g], count) for g in plan.listed.values()], count
    )


def _plane(truth: Truth, count: int) -> Words | None:
    """The plane where it is true; None where it is true for no claim."""
    return is_known_true(truth, count) if isinstance(truth, Planes) or truth is TRUE else None


def _number_planes(truths: Sequence[Truth], count: int) -> list[Words]:
    """Four planes, the bits of the number of the first truth that is known to hold; of their number where none is."""
    planes = [np.zeros(count, dtype=np.uint64) for _ in range(4)]
    rest = np.full(count, np.uint64(0xFFFFFFFFFFFFFFFF), dtype=np.uint64)
    for number, truth in enumerate([*truths, TRUE]):
        plane = _plane(truth, count)
        if plane is not None:
            for bit in range(4):
                if number >> bit & 1:
                    planes[bit] |= plane & rest
            rest &= ~plane
    return planes


def _write_words(target: Any, planes: Sequence[Words | None], count: int) -> None:
    octets = target.view(np.uint8).reshape(len(target), target.itemsize)
    for position in range(0, len(planes), 8):
        group = planes[position : position + 8]
        if any(plane is not None for plane in group):
            octets[:, position // 8] = eight_planes_to_octets(group)[: len(target)]


def day_of_law(facts: pl.DataFrame) -> date:
    """The latest day whose law a frame asks for."""
    column = _law_date(table_of_frame(facts), None)["law_date"]
    return date_of(int(column.values.max()))

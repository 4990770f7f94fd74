"""Flat facts drawn from lists: whether some relative, document, offence or entry meets a condition.

The conditions are data, in ``derived_facts.yaml``, and are read into a circuit of their own, whose rows are
the items.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from openasylum.documents import shipped
from openasylum.law.amendments import Amendment
from openasylum.law.calendar import completed_years
from openasylum.law.conditions import Reader
from openasylum.law.countries import CODES
from openasylum.law.flat_facts import NEVER, flat_facts
from openasylum.law.gates.circuit import Circuit
from openasylum.law.gates.columns import Numbers, Table
from openasylum.law.gates.planes import FALSE, Planes, Truth, pack, truth_flags, unpack
from openasylum.law.rulebook import rulebook
from openasylum.timeline import day_number

Flags = NDArray[np.bool_]

#: The parameters that conditions on lists use, and the provisions that they belong to.
_PARAMETERS: Final = {
    "relationships": "IRPR 159.1",
    "countries": "IRPA 101(1)(c.1)",
    "cutoff": "IRPA 101(1)(b.1)",
    "years": "IRPA 101(1)(b.1)",
    "days": "IRPR 159.4(1.1)",
}
_OLD_ENOUGH: Final = (
    "first_known(claim_date >= months_after(birth_date, 12 * minimum_age), age >= minimum_age)"
)
_NO_DAY: Final = day_number(date(1900, 1, 1))
_NEVER: Final = day_number(NEVER)
#: The age of the oldest of none, and the first and last day of none.
_OF_NONE: Final = {"oldest": -1, "earliest": _NEVER, "latest": _NO_DAY}


@dataclass(frozen=True)
class Items:
    """The items of one list of many claims: ``claim`` is the row of the claim that each belongs to, in order;
    ``stated`` says for which claims the list is known (an empty list is known to be empty)."""

    table: Table
    claim: NDArray[np.int64]
    stated: Flags


@cache
def definitions() -> dict[str, Any]:
    """``derived_facts.yaml``."""
    return dict(shipped("openasylum.law", "derived_facts.yaml").data)


@cache
def days_named() -> tuple[date, ...]:
    """The days that the conditions name."""
    found = re.findall(r'day\("(\d{4}-\d{2}-\d{2})"\)', str(definitions()))
    return tuple(sorted({date.fromisoformat(day) for day in found}))


@cache
def columns_of(name: str) -> dict[str, str | tuple[str, ...]]:
    """The columns of a list: ``"truth"``, ``"number"``, or the words it may hold."""
    return {column: _kind(kind) for column, kind in definitions()["lists"][name]["columns"].items()}


def _kind(kind: Any) -> str | tuple[str, ...]:
    if isinstance(kind, list):
        return tuple(kind)
    if kind == "relationship":
        return relationships()
    return {"country": CODES, "date": "number"}.get(kind, kind)


@cache
def relationships() -> tuple[str, ...]:
    """Every word for a relationship, from the claim schema."""
    from openasylum.law.schemas import schema

    return tuple(schema("claim")["$defs"]["relationship"]["enum"])


@dataclass
class ListBook:
    """The circuit of one list's conditions under the law as amended: a gate for each fact."""

    name: str
    amendments: tuple[Amendment, ...]
    circuit: Circuit = field(default_factory=Circuit)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    gates: dict[str, dict[str, int]] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        book = rulebook(self.amendments)
        kinds = dict(columns_of(self.name)) | {"claim_date": "number", "law_date": "number"}
        named: dict[str, int] = {}
        reader = Reader(self.circuit, kinds, named=named)
        parameters = {name: book.parameter(citation, reader, name) for name, citation in _PARAMETERS.items()}
        reader.parameters = parameters
        for name, text in definitions()["conditions"].get(self.name, {}).items():
            named[name] = reader.read(text)
        for fact in definitions()["facts"]:
            if fact["of"] != self.name:
                continue
            kind = next(k for k in ("any", "oldest", "earliest", "latest") if k in fact)
            gates = {"met": reader.read(fact[kind])}
            if kind == "oldest":
                reader.parameters = {"minimum_age": book.parameter(fact["minimum"], reader, "minimum_age")}
                gates["old"] = reader.read(_OLD_ENOUGH)
                gates["both"] = self.circuit.all([gates["met"], gates["old"]])
                reader.parameters = parameters
            if "enough" in fact:
                gates["enough"] = reader.read(fact["enough"])
            self.facts[fact["fact"]] = {**fact, "kind": kind}
            self.gates[fact["fact"]] = gates
        self.order = self.circuit.needed_for(
            [gate for gates in self.gates.values() for gate in gates.values()]
        )


@lru_cache(maxsize=256)
def list_book(name: str, amendments: tuple[Amendment, ...] = ()) -> ListBook:
    """The conditions of one list, wired once."""
    return ListBook(name, amendments)


class Drawn:
    """Facts drawn from one list for every claim: planes and numbers, ready for a ``Table``."""

    def __init__(self, book: ListBook, items: Items) -> None:
        self.items = items
        self.truths: dict[str, Truth] = {}
        self.numbers: dict[str, Numbers] = {}
        # Of an empty list there is nothing to ask.
        self._answers = book.circuit.evaluate(items.table, book.order) if items.table.height else {}
        if not items.table.height and items.stated.all():
            for name, fact in book.facts.items():
                if fact["kind"] == "any":
                    self.truths[name] = FALSE
                else:
                    self.numbers[name] = Numbers.same(_OF_NONE[fact["kind"]], len(items.stated))
            return
        for name, fact in book.facts.items():
            gates = book.gates[name]
            getattr(self, f"_{fact['kind']}")(name, gates, fact)

    def _flags(self, gate: int) -> tuple[Flags, Flags]:
        if not self._answers:
            return np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.bool_)
        return truth_flags(self._answers[gate], self.items.table.height)

    def _some(self, flags: Flags) -> Flags:
        """For which claims some item is flagged."""
        found = np.zeros(len(self.items.stated), dtype=np.bool_)
        if flags.any():  # most conditions are met by no item, and open for none
            found[self.items.claim[flags]] = True
        return found

    def _any(self, name: str, gates: dict[str, int], _: dict[str, Any]) -> None:
        true, false = self._flags(gates["met"])
        self.truths[name] = self._truth(true, false)

    def _truth(self, true: Flags, false: Flags) -> Truth:
        some, none = self._some(true), self.items.stated & ~self._some(~false)
        return Planes(pack(some), None if bool((some | none).all()) else pack(none))

    def _oldest(self, name: str, gates: dict[str, int], _: dict[str, Any]) -> None:
        met, _not_met = self._flags(gates["met"])
        both, neither = self._flags(gates["both"])
        known = self._some(both) | (self.items.stated & ~self._some(~neither))
        values = np.full(len(self.items.stated), -1, dtype=np.int32)
        counted = both | (met & neither)
        np.maximum.at(values, self.items.claim[counted], self._ages()[counted])
        self.numbers[name] = Numbers(values, None if known.all() else pack(known))

    def _ages(self) -> NDArray[np.int32]:
        table = self.items.table
        ages = np.full(table.height, -1, dtype=np.int32)
        stated, born = table.number("age"), table.number("birth_date")
        if stated is not None:
            ages[_known_rows(stated)] = stated.values[_known_rows(stated)]
        claimed = table.number("claim_date")
        if born is not None and claimed is not None:
            rows = _known_rows(born) & _known_rows(claimed)
            ages[rows] = completed_years(born.values[rows], claimed.values[rows])
        return ages

    def _earliest(self, name: str, gates: dict[str, int], fact: dict[str, Any]) -> None:
        met, not_met = self._flags(gates["met"])
        enough = self._flags(gates["enough"])[0] if "enough" in gates else np.zeros_like(met)
        values = np.full(len(self.items.stated), _NEVER, dtype=np.int32)
        day = self.items.table.number(fact["day"])
        dated = met & (_known_rows(day) if day is not None else False)
        if day is not None:
            np.minimum.at(values, self.items.claim[dated], day.values[dated])
        known = self._some(met & enough) | (self.items.stated & ~self._some(~(dated | not_met)))
        self.numbers[name] = Numbers(values, None if known.all() else pack(known))

    def _latest(self, name: str, gates: dict[str, int], fact: dict[str, Any]) -> None:
        met, not_met = self._flags(gates["met"])
        values = np.full(len(self.items.stated), _NO_DAY, dtype=np.int32)
        day = self.items.table.number(fact["day"])
        dated = met & (_known_rows(day) if day is not None else False)
        if day is not None:
            np.maximum.at(values, self.items.claim[dated], day.values[dated])
        known = self.items.stated & ~self._some(~(dated | not_met))
        self.numbers[name] = Numbers(values, None if known.all() else pack(known))


def _known_rows(column: Numbers) -> Flags:
    return (
        np.ones(len(column.values), dtype=np.bool_)
        if column.known is None
        else unpack(column.known, len(column.values))
    )


def draw_facts(
    lists: Mapping[str, Items], amendments: tuple[Amendment, ...] = ()
) -> tuple[dict[str, Truth], dict[str, Numbers]]:
    """Every fact that the lists settle, for every claim."""
    truths: dict[str, Truth] = {}
    numbers: dict[str, Numbers] = {}
    for name, items in lists.items():
        drawn = Drawn(list_book(name, amendments), items)
        truths |= drawn.truths
        numbers |= drawn.numbers
    height = next(len(items.stated) for items in lists.values())
    circuit, gates = joined_facts()
    answers = circuit.evaluate(Table(height, truths, {}), circuit.needed_for(gates.values()))
    return truths | {name: answers[gate] for name, gate in gates.items()}, numbers


def guardian_counts(plain: Table) -> Truth:
    """Whether each claimant is one of whom a legal guardian is a family member."""
    circuit, gate, order = _guardian_condition()
    return circuit.evaluate(plain, order)[gate]


@cache
def _guardian_condition() -> tuple[Circuit, int, list[int]]:
    circuit = Circuit()
    reader = Reader(circuit, {fact.name: fact.words or fact.kind for fact in flat_facts().values()})
    gate = reader.read(definitions()["of_the_claimant"]["guardian_counts"])
    return circuit, gate, circuit.needed_for([gate])


@cache
def joined_facts() -> tuple[Circuit, dict[str, int]]:
    """The facts that join two lists: a circuit over facts of the lists, and the gate of each."""
    circuit = Circuit()
    kinds: dict[str, str | Sequence[str]] = {
        fact["fact"]: "truth" for fact in definitions()["facts"] if "any" in fact
    }
    reader = Reader(circuit, kinds)
    return circuit, {name: reader.read(text) for name, text in definitions()["joined"].items()}


def parts_of(name: str) -> list[str]:
    """The facts of lists that a joined fact is made of."""
    circuit, gates = joined_facts()
    return [c for gate in circuit.needed_for([gates[name]]) for c in circuit.gates[gate].columns]

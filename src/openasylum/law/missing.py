"""Which absent facts an undetermined answer turns on: the smallest set that settles the case whatever they
turn out to be.

The outcome is written as a reduced decision diagram over the facts that are not known, of the claim and of
every relative, document or earlier claim that it lists. The questions left in it are those that, with some
answers to the others, change the outcome; a set without one of them would not always settle the case, and
together they always do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

from openasylum.law.derived_facts import Items, ListBook, definitions, joined_facts, parts_of
from openasylum.law.document_paths import item_paths, place_of, stated
from openasylum.law.flat_facts import flat_facts
from openasylum.law.flatten import LISTS, item_tables, list_at, permit_tables
from openasylum.law.gates.circuit import Circuit, Gate
from openasylum.law.gates.diagrams import Diagrams, TooLargeError
from openasylum.law.reading import Reading, at

#: Where a statement is true and where it is false, as diagrams.
Graph: TypeAlias = tuple[int, int]

TRUE, FALSE, UNKNOWN = (1, 0), (0, 1), (0, 0)


def missing_facts(reading: Reading) -> list[str]:
    """Paths of the claim document that are absent and on which the outcome turns, in the order of the flat
    facts; where the outcome is the same on all of them, those on which the pathway turns.

    Three-valued logic may leave open what every answer settles alike (a capital charge in a country that is
    not stated); the facts that would close it are then named, for an empty list says that the law is open.
    """
    questions = _Questions(reading)
    try:
        outcomes = [questions.of_gate(gate)[0] for gate in reading.plan.outcome]
        consulted = set(questions.paths)
        asked = questions.diagrams.asked(outcomes)
        if not asked:
            asked = questions.diagrams.asked(questions.of_gate(gate)[0] for gate in reading.plan.pathway)
        if not asked and 1 in outcomes:
            asked = consulted
    except TooLargeError:  # every fact that could bear on it
        asked = set(questions.paths)
    ranked = sorted(asked, key=lambda variable: (questions.rank[variable], variable))
    paths = dict.fromkeys(path for variable in ranked for path in questions.paths[variable])
    return _without_children(paths)


class _Formula:
    """The gates of one circuit as diagrams; ``leaf`` gives those of the gates that read facts."""

    def __init__(
        self,
        diagrams: Diagrams,
        circuit: Circuit,
        truth: Callable[[int], bool | None],
        leaf: Callable[[int, Gate], Graph],
    ) -> None:
        self._diagrams, self._circuit, self._truth, self._leaf = diagrams, circuit, truth, leaf
        self._graphs: dict[int, Graph] = {}

    def of(self, number: int) -> Graph:
        """The diagrams of one gate."""
        if number not in self._graphs:
            known = self._truth(number)
            self._graphs[number] = self._open(number) if known is None else TRUE if known else FALSE
        return self._graphs[number]

    def _open(self, number: int) -> Graph:
        gate, d = self._circuit.gates[number], self._diagrams
        if gate.kind == "first_known":
            return self.of(gate.inputs[0])  # the birth date is asked for, not the age
        if not gate.inputs:
            return self._leaf(number, gate)
        inner = [self.of(one) for one in gate.inputs]
        match gate.kind:
            case "all":
                return d.all(t for t, _ in inner), d.any(f for _, f in inner)
            case "any":
                return d.any(t for t, _ in inner), d.all(f for _, f in inner)
            case "not":
                return inner[0][1], inner[0][0]
            case "unsettled":
                return 0, inner[0][1]
            case "known":
                known = d.any(inner[0])
                return known, d.negation(known)
        raise AssertionError(gate.kind)


class _Questions:
    """The questions that a claim leaves open: each is a variable of the diagrams and names its paths."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.diagrams = Diagrams()
        self.paths: dict[int, tuple[str, ...]] = {}
        self.rank: dict[int, int] = {}
        self._order = {name: number for number, name in enumerate(flat_facts())}
        self._now = 0
        self._chains: dict[Any, list[int]] = {}
        self._lists: dict[str, list[_Formula]] = {}
        self._tables = item_tables(reading.claim, reading.plan.book.amendments)
        self._main = _Formula(self.diagrams, reading.plan.circuit, reading.truth, self._fact)

    def of_gate(self, gate: int) -> Graph:
        """A gate of the rulebook's circuit."""
        return self._main.of(gate)

    def _variable(self, paths: Iterable[str]) -> int:
        number, graph = self.diagrams.variable()
        self.paths[number] = tuple(paths)
        self.rank[number] = self._now
        return graph

    def _chain(self, key: Any, length: int, paths: Iterable[str]) -> list[int]:
        """``length`` questions about one thing, asked one after the other."""
        if key not in self._chains:
            paths = tuple(paths)
            self._chains[key] = [self._variable(paths) for _ in range(length)]
        return self._chains[key]

    def _atom(self, circuit: Circuit, gate: Gate, owner: Any, paths: list[str]) -> Graph:
        """A statement about unknown facts: words exclude each other, and later days come after earlier ones."""
        d = self.diagrams
        if gate.kind == "one_of":
            codes = _codes_asked(circuit, gate.columns)
            chain = self._chain((owner, gate.columns), len(codes), paths)
            words = [
                d.all([*(d.negation(chain[before]) for before in range(n)), chain[n]])
                for n, code in enumerate(codes)
                if code in gate.constants[1]
            ]
            true = d.any(words)
        elif gate.kind == "at_least":
            months, days = gate.constants
            steps = _days_asked(circuit, gate.columns, months)
            chain = self._chain((owner, gate.columns, months), len(steps), paths)
            true = d.all(chain[: steps.index(days) + 1])
        else:
            true = self._chain((owner, gate), 1, paths)[0]
        return true, d.negation(true)

    def _fact(self, number: int, gate: Gate) -> Graph:
        """A leaf of the rulebook's circuit."""
        unknown = [name for name in gate.columns if self.reading.fact_or_law(name) is None]
        self._now = min((self._order.get(name, 0) for name in unknown), default=0)
        if len(gate.columns) == 1 and (drawn := self._drawn(gate)) is not None:
            return drawn
        paths = [path for name in unknown for path in self._flat_paths(name)]
        return self._atom(self.reading.plan.circuit, gate, "claim", paths)

    def _drawn(self, gate: Gate) -> Graph | None:
        """A fact drawn from lists that the document gives; None where it is not."""
        name = gate.columns[0]
        if name in definitions()["joined"]:
            if not any(self._stated(self._definition(part)["of"]) for part in parts_of(name)):
                return None
            circuit, gates = joined_facts()
            return _Formula(self.diagrams, circuit, lambda _: None, self._part).of(gates[name])
        fact = self._definition(name)
        if fact is None or not self._stated(fact["of"]) or not {"any", "oldest"} & set(fact):
            return None
        return self._some_item(fact)

    def _part(self, _: int, gate: Gate) -> Graph:
        """A part of a fact that joins two lists."""
        name = gate.columns[0]
        if gate.kind != "fact":
            return TRUE if gate.kind == "true" else FALSE
        fact = self._definition(name)
        if self._stated(fact["of"]):
            return self._some_item(fact)
        true = self._chain(("list", name), 1, [".".join(LISTS[fact["of"]])])[0]
        return true, self.diagrams.negation(true)

    def _some_item(self, fact: Mapping[str, Any]) -> Graph:
        book = self._tables[fact["of"]][0]
        gates = book.gates[fact["fact"]]
        items = [formula.of(gates.get("both", gates["met"])) for formula in self._items(fact["of"])]
        return self.diagrams.any(t for t, _ in items), self.diagrams.all(f for _, f in items)

    @staticmethod
    @cache
    def _definition(name: str) -> Any:
        return next((fact for fact in definitions()["facts"] if fact["fact"] == name), None)

    def _stated(self, name: str) -> bool:
        return list_at(self.reading.claim, LISTS[name]) is not None

    def _items(self, name: str) -> list[_Formula]:
        """The conditions of a list, one set for each of its items."""
        if name not in self._lists:
            book, items = self._tables[name]
            self._lists[name] = self._formulas(
                book, items, lambda row, gate: self._of_item(book.circuit, name, row, gate)
            )
        return self._lists[name]

    def _formulas(self, book: ListBook, items: Items, leaf: Callable[[int, Gate], Graph]) -> list[_Formula]:
        truths = book.circuit.evaluate(items.table, book.order)

        def formula(row: int) -> _Formula:
            return _Formula(
                self.diagrams,
                book.circuit,
                lambda gate: at(truths[gate], row),
                lambda _, gate: leaf(row, gate),
            )

        return [formula(row) for row in range(items.table.height)]

    def _of_item(self, circuit: Circuit, name: str, row: int, gate: Gate) -> Graph:
        """A leaf of a list's circuit, for one item."""
        if gate.columns == ("has_permit",) and stated(self.reading.claim, f"relatives[{row}].permits"):
            return self._permits(row)
        paths = [
            path for column in gate.columns for path in item_paths(self.reading.claim, name, row, column)
        ]
        return self._atom(circuit, gate, (name, row), paths)

    def _permits(self, row: int) -> Graph:
        book, items = permit_tables(self.reading.claim["relatives"][row], self.reading.plan.book.amendments)

        def leaf(permit: int, gate: Gate) -> Graph:
            held = f"relatives[{row}].permits[{permit}]"
            paths = [path for c in gate.columns if not stated(self.reading.claim, path := f"{held}.{c}")]
            return self._atom(book.circuit, gate, ("permits", row, permit), paths)

        found = [f.of(book.gates["has_permit"]["met"]) for f in self._formulas(book, items, leaf)]
        return self.diagrams.any(t for t, _ in found), self.diagrams.all(f for _, f in found)

    def _flat_paths(self, name: str) -> list[str]:
        """Where the document would state a flat fact that it does not."""
        fact = self._definition(name)
        if fact is not None and self._stated(fact["of"]):
            return self._item_days(fact)
        if fact is not None:
            return [".".join(LISTS[fact["of"]])]
        if name in definitions()["joined"]:
            return [path for part in parts_of(name) for path in self._flat_paths(part)]
        return [path for one in flat_facts()[name].paths if (path := place_of(one, self.reading.claim))]

    def _item_days(self, fact: Mapping[str, Any]) -> list[str]:
        """For an earliest or a latest day: what is open about the items that may give it."""
        name = fact["of"]
        book, items = self._tables[name]
        truths = book.circuit.evaluate(items.table, book.order)
        gates = [book.gates[fact["fact"]]["met"]]
        paths: list[str] = []
        for row in range(items.table.height):
            if at(truths[gates[0]], row) is False:
                continue
            for gate in book.circuit.needed_for(gates):
                columns = book.circuit.gates[gate].columns
                if columns and at(truths[gate], row) is None:
                    paths += [p for c in columns for p in item_paths(self.reading.claim, name, row, c)]
            paths += item_paths(self.reading.claim, name, row, fact["day"])
        return paths


def _codes_asked(circuit: Circuit, columns: tuple[str, ...]) -> list[int]:
    """Every word of a column that some condition asks for."""
    same = [gate for gate in circuit.gates if gate.kind == "one_of" and gate.columns == columns]
    return sorted({code for gate in same for code in gate.constants[1]})


def _days_asked(circuit: Circuit, columns: tuple[str, ...], months: int) -> list[int]:
    """Every number of days by which some condition asks one column to reach another."""
    same = [gate for gate in circuit.gates if gate.kind == "at_least" and gate.columns == columns]
    return sorted({gate.constants[1] for gate in same if gate.constants[0] == months})


def _without_children(paths: Iterable[str]) -> list[str]:
    """Where a whole is asked for, its parts need not be."""
    kept = list(paths)
    return [path for path in kept if not any(path.startswith((f"{other}.", f"{other}[")) for other in kept)]

"""Which absent facts an undetermined answer turns on: the smallest set that settles the case whatever they
turn out to be.

First the circuit is followed from the outcome down its unknown gates to the unknown facts below them. What is
left is then tried out: a fact is kept only if, with some completion of the others, the outcome differs with
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from openasylum.law.circuit import Circuit
from openasylum.law.columns import Table
from openasylum.law.derived_facts import definitions
from openasylum.law.flat_facts import flat_facts
from openasylum.law.flatten import LISTS, item_tables, list_at
from openasylum.law.planes import FALSE, TRUE, Planes, Truth, pack, truth_flags
from openasylum.law.reading import Reading, at

#: Up to this many unknown statements every completion is tried; beyond, all that the circuit reaches are
#: named.
_ENUMERATED: Final = 12
_LEAVES: Final = frozenset(("fact", "one_of", "at_least", "rolled_over"))

#: Where a list's column stands in an item of the document, if not under its own name.
_FIELDS: Final = {
    "relatives": {
        "has_claim": "claim",
        "claim_referred": "claim.referred",
        "claim_outcome": "claim.outcome",
        "claim_appeal_pending": "claim.appeal_pending",
        "has_permit": "permits",
        "conjugal_since": "conjugal.since",
        "cohabiting_since": "conjugal.cohabiting_since",
        "unable_to_cohabit": "conjugal.unable_to_cohabit",
        "age": "birth_date",
    },
    "prior_claims_in_canada": {"under_e": "ineligible_under"},
}


def missing_facts(reading: Reading) -> list[str]:
    """Paths of the claim document that are absent and on which the outcome turns, in the order of the flat
    facts.
    """
    circuit, plan = reading.plan.circuit, reading.plan
    leaves = _unknown_leaves(circuit, plan.outcome, reading.truth, lambda name: reading.fact(name) is None)
    if len(leaves) <= _ENUMERATED:
        leaves = _essential(reading, leaves)
    names = {
        column
        for leaf in leaves
        for column in circuit.gates[leaf].columns
        if reading.fact_or_law(column) is None
    }
    paths: list[str] = []
    for name in [fact for fact in flat_facts() if fact in names]:
        paths += _paths(reading, name)
    return _without_children(dict.fromkeys(paths))


def _unknown_leaves(
    circuit: Circuit,
    roots: Iterable[int],
    truth: Callable[[int], bool | None],
    unknown: Callable[[str], bool],
) -> list[int]:
    """The leaf gates whose facts are unknown and that an unknown root rests on through unknown gates only."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    waiting = [root for root in roots if truth(root) is None]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        gate = circuit.gates[number]
        if gate.kind in _LEAVES:
            found[number] = None
        elif gate.kind == "first_known":
            waiting.append(gate.inputs[0])  # the birth date is asked for, not the age
        else:
            waiting += [inner for inner in gate.inputs if truth(inner) is None]
    return list(found)


def _essential(reading: Reading, leaves: Sequence[int]) -> list[int]:
    """The leaves with which the outcome changes in some completion of the others."""
    if not leaves:
        return []
    circuit = reading.plan.circuit
    rows = 1 << len(leaves)
    number = np.arange(rows)
    given: dict[int, Truth] = {leaf: Planes(pack(number >> bit & 1 == 1)) for bit, leaf in enumerate(leaves)}
    truths: dict[int, Truth] = {}
    nothing = Table(rows, {}, {})
    for gate in circuit.needed_for(reading.plan.outcome):
        if gate in given:
            truths[gate] = given[gate]
        elif circuit.gates[gate].kind in _LEAVES:
            truths[gate] = _constant(reading.truth(gate))
        else:
            truths[gate] = circuit.truth(gate, nothing, truths)
    code = np.zeros(rows, dtype=np.int64)
    for gate in reading.plan.outcome:
        true, false = truth_flags(truths[gate], rows)
        code = code * 3 + np.where(true, 1, np.where(false, 0, 2))
    return [leaf for bit, leaf in enumerate(leaves) if (code != code[number ^ (1 << bit)]).any()]


def _constant(truth: bool | None) -> Truth:
    if truth is None:
        return Planes(np.zeros(1, dtype=np.uint64), np.zeros(1, dtype=np.uint64))
    return TRUE if truth else FALSE


def _paths(reading: Reading, name: str) -> list[str]:
    """Where the document would state a flat fact that it does not."""
    drawn = [fact for fact in definitions()["facts"] if fact["fact"] == name]
    if drawn:
        return _list_paths(reading, drawn[0]["of"], name)
    if name in definitions()["joined"]:
        text = definitions()["joined"][name]
        parts = [
            fact["fact"] for fact in definitions()["facts"] if fact["fact"] in text.replace("(", " ").split()
        ]
        return [path for part in parts for path in _paths(reading, part)]
    return [at for path in flat_facts()[name].paths if (at := last_entry(path, reading.claim))]


def last_entry(path: str, claim: Mapping[str, Any]) -> str | None:
    """``path`` with the last entry's position; None where the document states it, ``entries`` where it has no
    entry.
    """
    if path.startswith("entries[-1]"):
        entries = claim.get("entries")
        if not entries:
            return "entries"
        path = path.replace("[-1]", f"[{len(entries) - 1}]")
    return None if _stated(claim, path) else path


def _stated(claim: Mapping[str, Any], path: str) -> bool:
    part: Any = claim
    for step in path.replace("[", ".[").split("."):
        if step.startswith("["):
            part = part[int(step[1:-1])]
        elif not isinstance(part, Mapping) or step not in part:
            return False
        else:
            part = part[step]
    return True


def _list_paths(reading: Reading, name: str, fact: str) -> list[str]:
    path = (*LISTS[name],)
    if list_at(reading.claim, path) is None:
        return [".".join(path)]
    book, items = item_tables(reading.claim, reading.plan.book.amendments)[name]
    truths = book.circuit.evaluate(items.table, book.order)
    gates = book.gates[fact]
    found: list[str] = []
    for row in range(items.table.height):
        leaves = _unknown_leaves(
            book.circuit,
            [gates.get("both", gates["met"])],
            lambda gate, row=row: at(truths[gate], row),  # type: ignore[misc]
            lambda _: True,
        )
        for leaf in leaves:
            for column in book.circuit.gates[leaf].columns:
                found += _item_path(reading, name, path, row, column)
    return found


def _item_path(reading: Reading, name: str, path: Sequence[str], row: int, column: str) -> list[str]:
    if column in ("claim_date", "under_18"):
        whole = "claim.date" if column == "claim_date" else "claimant.birth_date"
        return [] if _stated(reading.claim, whole) else [whole]
    field = _FIELDS.get(name, {}).get(column, column)
    place = f"{'.'.join(path)}[{row}].{field}"
    if column == "has_permit" and _stated(reading.claim, place):
        permits = reading.claim["relatives"][row]["permits"]
        return [
            f"{place}[{i}].{key}"
            for i, permit in enumerate(permits)
            for key in ("kind", "basis", "valid")
            if key not in permit and not (key == "basis" and permit.get("kind") == "study")
        ]
    return [] if _stated(reading.claim, place) else [place]


def _without_children(paths: Iterable[str]) -> list[str]:
    """Where a whole is asked for, its parts need not be."""
    kept = list(paths)
    return [path for path in kept if not any(path.startswith((f"{other}.", f"{other}[")) for other in kept)]

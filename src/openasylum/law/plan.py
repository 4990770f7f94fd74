"""The plan of a decision: which gates of the rulebook it needs, and which bits they are written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

import polars as pl

from openasylum.errors import UserError
from openasylum.law.amendments import Amendment
from openasylum.law.gates.circuit import Circuit
from openasylum.law.gates.program import Leaf, Program, program_for
from openasylum.law.rulebook import AGREEMENT, Rulebook, rulebook
from openasylum.vocabulary import PATHWAYS

#: Outcomes of ``decision.schema.json``, in the order of the Enum.
OUTCOMES: Final = ("eligible", "ineligible", "suspended", "cannot_claim", "undetermined")

OUTCOME_TYPE: Final = pl.Enum(OUTCOMES)
PATHWAY_TYPE: Final = pl.Enum(PATHWAYS)


@dataclass(eq=False)
class Plan:
    """The gates that a decision needs, and the bits they are written to."""

    book: Rulebook
    grounds: tuple[str, ...]
    exceptions: tuple[str, ...]
    outcome: list[int] = field(default_factory=list)
    pathway: list[int] = field(default_factory=list)
    bites: dict[str, int] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    conflicts: dict[tuple[str, str], int] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)

    @property
    def outputs(self) -> dict[str, list[int]]:
        """The gates that are written out."""
        return {
            "conflicts": list(self.conflicts.values()),
            "outcome": self.outcome,
            "pathway": self.pathway,
            "bites": list(self.bites.values()),
            "listed": list(self.listed.values()),
        }

    @cached_property
    def answer_order(self) -> list[int]:
        """The gates that outcome and pathway alone rest on."""
        return self.circuit.needed_for([*self.outcome, *self.pathway])

    @property
    def circuit(self) -> Circuit:
        """The rulebook's circuit."""
        return self.book.circuit


@lru_cache(maxsize=32)
def plan_for(amendments: tuple[Amendment, ...] = ()) -> Plan:
    """The plan of a decision under the law as amended."""
    book = rulebook(amendments)
    exceptions = tuple(dict.fromkeys(_listed_as(book, citation) for citation in book.of_kind("exception")))
    plan = Plan(book, grounds=tuple(book.bites), exceptions=exceptions)
    # 99(3) and 100(2) come first; a ground of 101(1) counts only where neither stops the claim.
    gates, considered = list(book.bites.items()), book.read("considered")
    plan.bites = dict(gates[:2]) | {c: book.circuit.all([considered, gate]) for c, gate in gates[2:]}
    plan.outcome = [book.read(name) for name in OUTCOMES[:-1]]
    if len(plan.grounds) > 16 or len(exceptions) > 32:
        raise UserError(
            f"more grounds or exceptions than the words hold ({len(plan.grounds)}, {len(exceptions)})",
            f"plus de motifs ou d'exceptions que les mots n'en tiennent ({len(plan.grounds)}, "
            f"{len(exceptions)})",
        )
    _wire_exceptions(plan)
    _wire_pathway(plan)
    _wire_conflicts(plan)
    wanted = [
        *plan.outcome,
        *plan.pathway,
        *plan.bites.values(),
        *plan.listed.values(),
        *plan.conflicts.values(),
    ]
    plan.order = book.circuit.needed_for(wanted)
    return plan


@lru_cache(maxsize=64)
def program_of(plan: Plan, leaves: tuple[tuple[int, Leaf], ...]) -> Program:
    """The plan as a program for the compiled interpreter, over tables whose leaves are so."""
    return program_for(plan.circuit, plan.order, plan.outputs, dict(leaves))


def _listed_as(book: Rulebook, citation: str) -> str:
    return book.provisions[citation].listed_as or citation


def _wire_exceptions(plan: Plan) -> None:
    """An exception is listed where it is met and the ground that it keeps off would otherwise be in play."""
    book, circuit = plan.book, plan.circuit
    from_designated = book.read('came_from_us and provision("IRPR 159.3")')
    found: dict[str, list[int]] = {}
    for citation in book.of_kind("exception"):
        provision = book.provisions[citation]
        assert provision.to is not None
        in_play = from_designated if provision.outside else book.otherwise[provision.to]
        found.setdefault(_listed_as(book, citation), []).append(circuit.all([in_play, book.met[citation]]))
    plan.listed = {citation: circuit.any(gates) for citation, gates in found.items()}


def _wire_pathway(plan: Plan) -> None:
    """What follows: one gate for each pathway but the last; a claim for which none is known to hold is
    undetermined.
    """
    book, circuit = plan.book, plan.circuit
    eligible, ineligible, suspended, cannot = plan.outcome
    read, bites = book.read, book.bites
    south = read('direction == "southbound"')
    north = circuit.negation(south)
    # Few claimants are permanent residents, and the format's own example does not ask: only one known to be
    # one stays.
    resident, returned = read("known(permanent_resident) and permanent_resident"), bites[AGREEMENT]
    protected, refuge = bites["IRPA 101(1)(a)"], bites["IRPA 101(1)(d)"]
    no_assessment = circuit.any([book.met[f"IRPA 112(2){bar}"] for bar in ("(b)", "(b.1)", "(c)")])

    def first_of(*steps: tuple[str, int]) -> dict[str, int]:
        chosen, before = {}, [ineligible, north]
        for name, gate in steps:
            chosen[name] = circuit.all([*before, gate])
            before.append(circuit.negation(gate))
        return chosen

    chosen = first_of(
        ("remains_with_status", resident),
        ("returned_to_us", returned),
        ("already_protected", protected),
        ("returned_to_country_of_refuge", refuge),
        ("removal_without_prra", no_assessment),
        ("prra", circuit.true),
    )
    chosen |= {
        "referred_to_rpd": circuit.all([eligible, north]),
        "eligibility_suspended": suspended,
        "not_received": cannot,
        "us_asylum_process": circuit.all([eligible, south]),
        "returned_to_canada": circuit.all([ineligible, south]),
    }
    plan.pathway = [chosen[name] for name in PATHWAYS[:-1]]


def _wire_conflicts(plan: Plan) -> None:
    """A place cannot be both within the Agreement and outside it: if the provisions say both, that is an
    error.
    """
    book, circuit = plan.book, plan.circuit
    outside = [c for c in book.of_kind("exception", to=AGREEMENT) if book.provisions[c].outside]
    for within in book.of_kind("scope", to=AGREEMENT):
        for citation in outside:
            both = circuit.all([book.met[within], book.met[citation]])
            if both != circuit.false:
                plan.conflicts[within, citation] = both

"""The rulebook: provisions, as they stand or as amended, wired into one circuit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from openasylum.errors import UserError, nearest
from openasylum.law.amendments import Amendment, covers
from openasylum.law.conditions import ParameterValues, Reader
from openasylum.law.flat_facts import flat_facts
from openasylum.law.gates.circuit import Circuit
from openasylum.law.provisions import Period, Provision, provisions
from openasylum.timeline import day_number

#: The column that each date of reading stands for. ``law_date`` is the day whose law is asked for.
READ_AT: Final = {"claim": "claim_date", "entry": "entry_date", "decision": "law_date"}

AGREEMENT: Final = "IRPA 101(1)(e)"
US_BAR: Final = "INA 208(a)(2)(A)"


@dataclass
class Rulebook:
    """The law, amended or not: for every provision the gate of its being in force, and the gate of its being
    met.
    """

    amendments: tuple[Amendment, ...] = ()
    circuit: Circuit = field(default_factory=Circuit)
    in_force: dict[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    otherwise: dict[str, int] = field(default_factory=dict)
    provisions: dict[str, Provision] = field(default_factory=dict)
    _leave_out_exceptions: bool = False
    _reading: list[str] = field(default_factory=list)
    _named: dict[str, int] = field(default_factory=dict)
    bites: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.provisions = dict(provisions())
        for amendment in self.amendments:
            if amendment.when is not None and amendment.provision not in self.provisions:
                self.provisions[amendment.provision] = amendment.as_provision()
        for provision in self.provisions.values():
            _refuse_overlap(provision)
        self._wire_outcome()
        for citation in self.provisions:
            self.provision(citation)
        self._leave_out_exceptions = True
        for citation in self.of_kind("ground"):
            self.otherwise[citation] = self._met(citation)

    def _wire_outcome(self) -> None:
        """A ground bites where it is met and, once a claim has been referred, where a notice can still reach
        it (IRPA 104).

        99(3) comes before 100(2), and 100(2) before 101(1): each counts only where the one before is known
        not to.
        """
        circuit = self.circuit
        at_first = self.read('stage == "not_referred" and not deemed_referred')
        for citation in self.of_kind("gate", "ground"):
            self.bites[citation] = self.provision(citation)
            if self.provisions[citation].kind == "ground" and citation != US_BAR:
                notices = [n for n in self.of_kind("notice") if citation in self.provisions[n].reaches]
                reach = circuit.any([at_first, *[self.provision(notice) for notice in notices]])
                self.bites[citation] = circuit.all([self.bites[citation], reach])
        cannot, report = self.bites["IRPA 99(3)"], self.bites["IRPA 100(2)"]
        received = circuit.negation(cannot)
        suspended = self.bites["IRPA 100(2)"] = circuit.all([received, report])
        considered = circuit.all([received, circuit.negation(suspended)])

        def some_ground(*left_out: str) -> int:
            grounds = [c for c in self.of_kind("ground") if c not in left_out]
            return circuit.all([considered, circuit.any([self.bites[citation] for citation in grounds])])

        self._named = {
            "cannot_claim": cannot,
            "suspended": suspended,
            "considered": considered,
            "ineligible": some_ground(),
            "eligible": circuit.all(
                [considered, circuit.negation(circuit.any(list(self.bites.values())[2:]))]
            ),
            # Met alone is not enough: after the Board has decided no notice can reach (e) any more.
            "ineligible_under_e": circuit.all([considered, self.bites[AGREEMENT]]),
            "ground_but_e": some_ground(AGREEMENT),
            "ground_but_c1": some_ground("IRPA 101(1)(c.1)"),
            "other_ground": some_ground("IRPA 101(1)(b.1)", "IRPA 101(1)(b.2)"),
            "minor_alone": self.read(
                'not provision("SC 1985 c. I-21 s. 30") and not accompanied_by_parent_or_guardian'
                " and not parent_or_guardian_in_canada"
            ),
        }

    def of_kind(self, *kinds: str, to: str | None = None) -> list[str]:
        """Citations of the provisions of these kinds (and target), in the statute's order."""
        return [
            citation
            for citation, provision in self.provisions.items()
            if provision.kind in kinds and (to is None or provision.to == to)
        ]

    def read(self, text: str) -> int:
        """A condition over flat facts and provisions as a gate of this rulebook's circuit."""
        return self._reader(None).read(text)

    def provision(self, citation: str) -> int:
        """The gate of a provision's being in force and met. Raises ``UserError`` where there is none of that
        citation.
        """
        if citation in self.met:
            return self.met[citation]
        if citation not in self.provisions:
            raise UserError(
                f"there is no provision {citation!r}",
                f"il n'y a pas de disposition « {citation} »",
                nearest=nearest(citation, self.provisions),
            )
        if citation in self._reading:
            raise UserError(
                f"{citation} refers to itself through {', '.join(self._reading)}",
                f"{citation} renvoie à elle-même par {', '.join(self._reading)}",
            )
        self._reading.append(citation)
        self.met[citation] = self._met(citation)
        self._reading.pop()
        return self.met[citation]

    def _met(self, citation: str) -> int:
        provision = self.provisions[citation]
        reader = self._reader(provision)
        text = (
            provision.when
            if provision.within is None
            else f'provision("{provision.within}") and ({provision.when})'
        )
        condition = reader.read(text)
        texts = [
            self.circuit.all([self._in_period(reader, provision, period), reader.read(period.when)])
            for period in provision.in_force
            if period.when
        ]
        if texts:
            condition = self.circuit.all([condition, self.circuit.any(texts)])
        in_force = self._in_force(citation)
        return self.circuit.all([in_force, self.going(provision.direction), condition])

    def _in_force(self, citation: str) -> int:
        """The gate of a provision's being in force: its own days, as amended, whatever it asks."""
        if citation not in self.in_force:
            provision = self.provisions[citation]
            reader = self._reader(None)
            days = [
                self._in_period(reader, provision, period) for period in provision.in_force if period.first
            ]
            gate = self._amended(provision, reader, self.circuit.any(days))
            if provision.unsettled_when:
                doubt = self.circuit.unsettled(reader.read(provision.unsettled_when))
                gate = self.circuit.all([self.circuit.any([gate, doubt]), self.circuit.negation(doubt)])
            self.in_force[citation] = gate
        return self.in_force[citation]

    def going(self, direction: str) -> int:
        """The gate of a claim's direction; ``both`` is any."""
        return self.circuit.true if direction == "both" else self.read(f'direction == "{direction}"')

    def _in_period(self, reader: Reader, provision: Provision, period: Period) -> int:
        column = READ_AT[provision.read_at]
        text = f'{column} >= day("{period.first}")'
        if period.last:
            text += f' and {column} <= day("{period.last}")'
        by_onus = provision.read_at == "entry" and provision.direction == "northbound"  # IRPA 100(1.1)
        gates = [reader.read(f"by_onus({text})" if by_onus else text)]
        # Nobody enters after the claim: before its first day no text that is read at the entry is in force.
        since = period.first if provision.read_at == "entry" else provision.claims_from
        if since:
            gates.append(reader.read(f'claim_date >= day("{since}")'))
        return self.circuit.all(gates)

    def _amended(self, provision: Provision, reader: Reader, in_force: int) -> int:
        """``in_force`` as the amendments leave it, one after the other, each read at the day of the claim."""
        for amendment in self.amendments:
            if amendment.change == "amend" or not covers(amendment.provision, provision.citation):
                continue
            touched = reader.read(_claims_in(amendment.first, amendment.last))
            if amendment.change == "enact":
                in_force = self.circuit.any([in_force, touched])
            else:
                in_force = self.circuit.all([in_force, self.circuit.negation(touched)])
        return in_force

    def _reader(self, provision: Provision | None) -> Reader:
        kinds: dict[str, Any] = {name: fact.kind for name, fact in flat_facts().items()} | {
            "law_date": "number"
        }
        functions = {
            "provision": self.provision,
            "in_force": self._in_force,
            "under": lambda citation: self._any("scope", citation),
            "excepted": self._excepted,
            "stands": self._stands,
            "excepted_by": self._excepted_by,
        }
        reader = Reader(self.circuit, kinds, functions=functions, named=self._named)
        if provision is not None:
            reader.parameters = {
                name: self.parameter(provision.citation, reader, name) for name in provision.parameters
            }
        return reader

    def _excepted(self, target: str) -> int:
        return self.circuit.false if self._leave_out_exceptions else self._any("exception", target)

    def _stands(self, target: str) -> int:
        """Some scope brings the claim under ``target``, and no exception that goes with that scope is met.

        Each scope is asked with its own exceptions, so that where it is open whether a place is within the
        Agreement, an exception that holds there settles the case on either reading.
        """
        standing = []
        for scope in self.of_kind("scope", to=target):
            exceptions = [] if self._leave_out_exceptions else self.of_kind("exception", to=target)
            kept_off = self.circuit.any([self._exception_in(scope, citation) for citation in exceptions])
            standing.append(self.circuit.all([self.provision(scope), self.circuit.negation(kept_off)]))
        return self.circuit.any(standing)

    def _exception_in(self, scope: str, citation: str) -> int:
        """The gate of an exception where ``scope`` is taken to hold."""
        provision = self.provisions[citation]
        section = None if provision.within is None else self.provisions[provision.within]
        if section is None or section.within != scope:
            return self.provision(citation)
        own = self._reader(provision).read(provision.when)
        return self.circuit.all([self._in_force(section.citation), self._in_force(citation), own])

    def _excepted_by(self, prefix: str) -> int:
        paragraphs = [
            citation for citation in self.of_kind("exception", to=AGREEMENT) if citation.startswith(prefix)
        ]
        return self.circuit.any([self.provision(citation) for citation in paragraphs])

    def _any(self, kind: str, target: str) -> int:
        return self.circuit.any([self.provision(citation) for citation in self.of_kind(kind, to=target)])

    def parameter(self, citation: str, reader: Reader, name: str) -> ParameterValues:
        """A parameter's values over time: the text's own, and for claims in an amendment's days the
        amendment's.

        A value that is a citation stands for the parameter of that name in that provision.
        """
        value = self.provisions[citation].parameters[name]
        if isinstance(value, str) and value in self.provisions:
            return self.parameter(value, reader, name)
        changes = [a for a in self.amendments if a.provision == citation and a.parameter == name]
        _refuse_two_values(changes)
        windows = [(reader.read(_claims_in(a.first, a.last)), a.value) for a in changes]
        elsewhere = reader.circuit.all([reader.circuit.negation(window) for window, _ in windows])
        return [(elsewhere, value), *windows]


def _claims_in(first: date, last: date | None) -> str:
    text = f'claim_date >= day("{first}")'
    return text if last is None else f'{text} and claim_date <= day("{last}")'


def _refuse_overlap(provision: Provision) -> None:
    """Two texts of one provision never hold on one day."""
    periods = [period for period in provision.in_force if period.first]
    for one, other in combinations(periods, 2):
        assert one.first and other.first
        if one.first <= (other.last or date.max) and other.first <= (one.last or date.max):
            raise UserError(
                f"two texts of {provision.citation} are in force on {max(one.first, other.first)}",
                f"deux textes de {provision.citation} sont en vigueur le {max(one.first, other.first)}",
            )


def _refuse_two_values(changes: Sequence[Amendment]) -> None:
    """Two amendments may not give one number two values on one day."""
    for one, other in combinations(changes, 2):
        if (
            one.value != other.value
            and one.first <= (other.last or date.max)
            and other.first <= (one.last or date.max)
        ):
            raise UserError(
                f"two amendments in conflict on {max(one.first, other.first)}: "
                f"{one.sentence} and {other.sentence}",
                f"deux modifications s'opposent le {max(one.first, other.first)} : {one.sentence} "
                f"et {other.sentence}",
            )


@lru_cache(maxsize=32)
def rulebook(amendments: tuple[Amendment, ...] = ()) -> Rulebook:
    """The rulebook as amended, wired once."""
    return Rulebook(amendments)


def commencements(amendments: Sequence[Amendment], after: date, before: date) -> list[date]:
    """The days after ``after`` and before ``before`` on which a provision comes into or goes out of force.

    On such a day claims that are still pending have to be read again (IRPA 104). Days of the law itself and
    days of the amendments, in order.
    """
    days: set[date] = set()
    for provision in provisions().values():
        for period in provision.in_force:
            if period.first:
                days.add(period.first)
            if period.last:
                days.add(period.last + timedelta(days=1))
    for amendment in amendments:
        days.add(amendment.first)
        if amendment.last:
            days.add(amendment.last + timedelta(days=1))
    return sorted(day for day in days if day_number(after) < day_number(day) < day_number(before))

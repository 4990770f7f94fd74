"""Conditions as provisions write them, read into a circuit.

The notation is a small part of Python's expression syntax, parsed with ``ast`` and never executed::

    entry_location == "airport" and us_ordered_removed and in_transit_removal
    claim_date < entry_date + window
    claim_date > months_after(first_entry_date, 12 * years)
    provision("IRPR 159.3") and not any_exception_to("IRPA 101(1)(e)")
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from openasylum.errors import UserError, nearest
from openasylum.law.gates.circuit import Circuit
from openasylum.timeline import day_number

#: A parameter's values: each with the gate that says for which claims it holds.
ParameterValues = Sequence[tuple[int, Any]]


class Moment(NamedTuple):
    """A column of days or numbers, some months later; or, without a column, a plain number."""

    column: str | None
    months: int = 0
    days: int = 0


@lru_cache(maxsize=2048)
def _parsed(text: str) -> ast.expr:
    """A condition as a tree, which nobody changes: amended rulebooks read the same conditions again."""
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise UserError(
            f"not a condition: {text!r} ({error.msg})",
            f"ce n'est pas une condition : {text!r} (« {error.msg} »)",
        ) from error


@dataclass
class Reader:
    """Reads one provision's conditions into ``circuit``.

    ``named`` holds conditions already read, by name. ``kinds`` says of every column whether it is a
    ``"truth"``, a ``"number"`` or which words it may hold; ``parameters`` holds the provision's numbers;
    ``functions`` are the functions of gates that the text may call besides the built-in ones.
    """

    circuit: Circuit
    kinds: Mapping[str, str | Sequence[str]]
    parameters: Mapping[str, ParameterValues] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., int]] = field(default_factory=dict)
    named: Mapping[str, int] = field(default_factory=dict)
    _values: dict[str, Any] = field(default_factory=dict)
    _replaced: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> int:
        """The gate of a condition. Raises ``UserError`` where the text is no condition over these facts."""
        return self._over_parameters(_parsed(" ".join(text.split())))

    def _over_parameters(self, tree: ast.expr) -> int:
        """One reading for each value of each parameter named, each for the claims it holds for."""
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        amended = [name for name in self.parameters if name in names]
        return self._reading(tree, amended)

    def _reading(self, tree: ast.expr, names: list[str]) -> int:
        if not names:
            return self._gate(tree)
        name, *rest = names
        readings = []
        for holds, value in self.parameters[name]:
            self._values[name] = value
            readings.append(self.circuit.all([holds, self._reading(tree, rest)]))
        del self._values[name]
        return self.circuit.any(readings)

    def _gate(self, node: ast.expr) -> int:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return self.circuit.all([self._gate(value) for value in values])
            case ast.BoolOp(op=ast.Or(), values=values):
                return self.circuit.any([self._gate(value) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.circuit.negation(self._gate(operand))
            case ast.Name(id=name):
                return self._truth(name)
            case ast.Constant(value=bool() as value):
                return self.circuit.true if value else self.circuit.false
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._comparison(left, op, right)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args)
        raise UserError(
            f"this cannot stand in a condition: {ast.unparse(node)!r}",
            f"ceci ne peut pas se trouver dans une condition : {ast.unparse(node)!r}",
        )

    def _truth(self, name: str) -> int:
        if name in self.named:
            return self.named[name]
        name = self._replaced.get(name, name)
        if self.kinds.get(name) == "truth":
            return self.circuit.fact(name)
        truths = [known for known, kind in self.kinds.items() if kind == "truth"]
        raise UserError(
            f"there is no fact {name!r} that is true or false",
            f"il n'y a pas de fait « {name} » qui soit vrai ou faux",
            nearest=nearest(name, truths),
        )

    def _call(self, name: str, args: list[ast.expr]) -> int:
        match name, args:
            case "unsettled", [inner]:
                return self.circuit.unsettled(self._gate(inner))
            case "known", [inner]:
                return self.circuit.known(self._gate(inner))
            case "first_known", [first, second]:
                return self.circuit.first_known(self._gate(first), self._gate(second))
            case "by_onus", [inner]:
                return self._by_onus(inner)
            case "rolled_over", [until, acted]:
                ends, later = self._moment(until), self._moment(acted)
                assert ends.column and later.column
                return self.circuit.rolled_over(later.column, ends.column, ends.months, ends.days)
        if name in self.functions:
            return self.functions[name](*[self._plain(arg) for arg in args])
        raise UserError(
            f"there is no function {name!r}",
            f"il n'y a pas de fonction « {name} »",
            nearest=nearest(name, self.functions),
        )

    def _by_onus(self, inner: ast.expr) -> int:
        """The condition, read with the day of entry if the claimant has shown it, else with the day of the
        claim.

        The claimant bears the onus (IRPA 100(1.1)): an entry whose day is not shown is taken to be as late as
        it can be.
        """
        shown = self.circuit.fact("entry_date_established")
        as_stated = self._gate(inner)
        self._replaced["entry_date"] = "claim_date"
        as_late_as_possible = self._gate(inner)
        del self._replaced["entry_date"]
        return self.circuit.any(
            [
                self.circuit.all([shown, as_stated]),
                self.circuit.all([self.circuit.negation(shown), as_late_as_possible]),
                self.circuit.all([as_stated, as_late_as_possible]),  # on either reading
            ]
        )

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> int:
        if (
            isinstance(left, ast.Name)
            and not isinstance(self.kinds.get(left.id), str)
            and left.id in self.kinds
        ):
            return self._word(left.id, op, right)
        a, b = self._moment(left), self._moment(right)
        match op:
            case ast.GtE():
                return self._at_least(a, b)
            case ast.Gt():
                return self._at_least(a, b._replace(days=b.days + 1))
            case ast.Lt():
                return self.circuit.negation(self._at_least(a, b))
            case ast.LtE():
                return self.circuit.negation(self._at_least(a, b._replace(days=b.days + 1)))
            case ast.Eq():
                above = self._at_least(a, b._replace(days=b.days + 1))
                return self.circuit.all([self._at_least(a, b), self.circuit.negation(above)])
        raise UserError(
            f"this comparison cannot be read: {ast.unparse(left)} {type(op).__name__} {ast.unparse(right)}",
            f"cette comparaison ne peut pas être lue : {ast.unparse(left)} {type(op).__name__} "
            f"{ast.unparse(right)}",
        )

    def _word(self, name: str, op: ast.cmpop, right: ast.expr) -> int:
        words = self.kinds[name]
        asked = self._plain(right)
        asked = list(asked) if isinstance(asked, list | tuple) else [asked]
        for word in asked:
            if word not in words:
                raise UserError(
                    f"{word!r} is no value of {name}",
                    f"« {word} » n'est pas une valeur de {name}",
                    nearest=nearest(word, words),
                )
        gate = self.circuit.is_one_of(name, asked, [list(words).index(word) for word in asked])
        return self.circuit.negation(gate) if isinstance(op, ast.NotEq | ast.NotIn) else gate

    def _at_least(self, a: Moment, b: Moment) -> int:
        """a >= b as a gate; what is added to ``a`` is taken from ``b``."""
        days = b.days - a.days
        if a.column and not a.months:
            return self.circuit.at_least(a.column, b.column, b.months, days)
        if b.column and not b.months and not a.column:  # number >= column: not (column >= number + 1)
            return self.circuit.negation(self.circuit.at_least(b.column, None, 0, 1 - days))
        if a.column and b.column and not b.months:  # column + months >= column: not (b >= a + months + 1)
            return self.circuit.negation(self.circuit.at_least(b.column, a.column, a.months, 1 - days))
        raise UserError(
            "a comparison needs a fact on one side", "une comparaison a besoin d'un fait d'un côté"
        )

    def _moment(self, node: ast.expr) -> Moment:
        match node:
            case ast.Name(id=name) if self._replaced.get(name, name) in self.kinds:
                return Moment(self._replaced.get(name, name))
            case ast.Call(func=ast.Name(id="months_after"), args=[ast.Name(id=name), months]):
                count = self._plain(months)
                if count != int(count):
                    raise UserError(
                        f"a count of months must be whole (found {count})",
                        f"un nombre de mois doit être entier (lu : {count})",
                    )
                return Moment(self._replaced.get(name, name), months=int(count))
            case ast.BinOp(left=ast.Name() | ast.Call() as left, op=ast.Add(), right=right):
                moment = self._moment(left)
                return moment._replace(days=moment.days + int(self._plain(right)))
        value = self._plain(node)
        return Moment(None, days=day_number(value) if isinstance(value, date) else int(value))

    def _plain(self, node: ast.expr) -> Any:
        """A number, a word, a day, a list of these, or arithmetic over parameters."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name) if name in self._values:
                value = self._values[name]
                return date.fromisoformat(value) if isinstance(value, str) and value[:4].isdigit() else value
            case ast.List(elts=items):
                return [self._plain(item) for item in items]
            case ast.Call(func=ast.Name(id="day"), args=[ast.Constant(value=str() as text)]):
                return date.fromisoformat(text)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self._plain(left) * self._plain(right)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._plain(left) + self._plain(right)
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return self._plain(left) - self._plain(right)
        raise UserError(
            f"this cannot be read: {ast.unparse(node)!r}", f"ceci ne peut pas être lu : {ast.unparse(node)!r}"
        )

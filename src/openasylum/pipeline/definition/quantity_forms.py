"""How a number of a stage file is written, and what it may be: plain data read as a quantity."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, InstanceOf, ValidationInfo, WithJsonSchema

from openasylum.errors import UnusableValue, inside, nearest
from openasylum.pipeline.definition.quantities import (
    Assumed,
    ByGroup,
    Complement,
    Constant,
    Dated,
    Observed,
    Product,
    Quantity,
    Ramp,
    Sum,
    constants,
)

#: Numbers that the file tells once, under ``numbers``, by their names.
Named = Mapping[str, Quantity]

_FORMS: Final = (
    "a number, {assumption: …}, {observed: …}, {number: …}, {product: […]}, {sum: […]}, {complement: …}, "
    "{by: origin, values: {…}, otherwise: …}, {ramp: {from: …, until: …, start: …, end: …}} or a list of {from: …, value: …}"
)


_FORMES: Final = (
    "un nombre, {assumption: …}, {observed: …}, {number: …}, {product: […]}, {sum: […]}, {complement: …}, "
    "{by: origin, values: {…}, otherwise: …}, {ramp: {from: …, until: …, start: …, end: …}} ou une liste de {from: …, value: …}"
)


def parse_quantity(data: Any, named: Named | None = None) -> Quantity:
    """A quantity from plain data, in which ``{number: …}`` is one of ``named``. Raises ``UnusableValue`` that names the forms
    it may take.
    """
    if isinstance(data, Quantity):
        return data
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        return Constant(_finite(data))
    if isinstance(data, list) and data:
        return _parse_dated(data, named)
    if isinstance(data, dict):
        keys = set(data)
        if keys == {"assumption"}:
            return Assumed(str(data["assumption"]))
        if keys == {"observed"}:
            return Observed(str(data["observed"]))
        if keys == {"number"}:
            return _told_before(str(data["number"]), named or {})
        if (
            keys == {"ramp"}
            and isinstance(data["ramp"], dict)
            and set(data["ramp"]) == {"from", "until", "start", "end"}
        ):
            with inside("ramp"):
                return _parse_ramp(data["ramp"], named)
        for name, kind in (("product", Product), ("sum", Sum)):
            if keys == {name} and isinstance(data[name], list) and data[name]:
                return kind(tuple(_part(data, named, name, k) for k in range(len(data[name]))))
        if keys == {"complement"}:
            return Complement(_part(data, named, "complement"))
        if (
            keys == {"by", "values", "otherwise"}
            and data["by"] in ("origin", "channel")
            and isinstance(data["values"], dict)
        ):
            values = {str(name): _part(data, named, "values", name) for name in data["values"]}
            return ByGroup(1 if data["by"] == "origin" else 2, values, _part(data, named, "otherwise"))
    raise UnusableValue(f"should be {_FORMS}", f"il faut ici {_FORMES}")


def _part(data: Any, named: Named | None, *steps: Hashable) -> Quantity:
    """The quantity at the path ``steps`` of a larger one."""
    with inside(*steps):
        for step in steps:
            data = data[step]
        return parse_quantity(data, named)


def _told_before(name: str, named: Named) -> Quantity:
    """A number that the file has told under ``numbers``: there, each may use those above it, so none can lead back to itself."""
    if name not in named:
        raise UnusableValue(
            f"no number is told under the name {name!r} above",
            f"aucun nombre n'est donné plus haut sous le nom « {name} »",
            nearest(name, named),
        )
    return named[name]


def _finite(number: float) -> float:
    """As a float. A whole number in YAML may have a thousand digits."""
    try:
        found = float(number)
    except OverflowError:
        raise UnusableValue(
            "a number of more than 308 digits is none that a stage can have",
            "aucune étape ne peut avoir un nombre de plus de 308 chiffres",
        ) from None
    if not math.isfinite(found):
        raise UnusableValue("should be a number that is finite", "il faut un nombre fini")
    return found


def _parse_day(data: Mapping[str, Any], name: str) -> date:
    with inside(name):
        try:
            return date.fromisoformat(str(data[name]))
        except ValueError:
            raise UnusableValue(
                f"{data[name]} is not a date that exists", f"{data[name]} n'est pas une date qui existe"
            ) from None


def _parse_ramp(data: Mapping[str, Any], named: Named | None) -> Ramp:
    since, until = _parse_day(data, "from"), _parse_day(data, "until")
    if until <= since:
        raise UnusableValue("a ramp should end after it begins", "une rampe doit finir après son début")
    start, end = _part(data, named, "start"), _part(data, named, "end")
    if any(value <= 0 for level in (start, end) for value in constants(level)):
        raise UnusableValue(
            "a ramp is even on a logarithmic scale, so it begins and ends above 0",
            "une rampe est régulière en logarithme : elle commence et finit au-dessus de 0",
        )
    return Ramp(since, until, start, end)


def _parse_dated(data: Sequence[Any], named: Named | None) -> Dated:
    steps = []
    for number, step in enumerate(data):
        with inside(number):
            if not isinstance(step, dict) or set(step) != {"from", "value"}:
                raise UnusableValue(f"should be {_FORMS}", f"il faut ici {_FORMES}")
            steps.append((_parse_day(step, "from"), _part(step, named, "value")))
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(steps)):
        raise UnusableValue(
            "dates should rise from one step to the next", "les dates doivent croître d'un palier au suivant"
        )
    return Dated(tuple(steps))


def _read_amount(data: Any, info: ValidationInfo) -> Quantity:
    return _not_negative(parse_quantity(data, info.context))


def _not_negative(quantity: Quantity) -> Quantity:
    if any(value < 0 for value in constants(quantity)):
        raise UnusableValue("cannot be negative", "ne peut pas être négatif")
    return quantity


def _read_share(data: Any, info: ValidationInfo) -> Quantity:
    quantity = parse_quantity(data, info.context)
    if any(not 0 <= value <= 1 for value in constants(quantity)):
        raise UnusableValue("a share lies between 0 and 1", "une part est entre 0 et 1")
    return quantity


def _tell(data: Any, info: ValidationInfo) -> dict[str, Quantity]:
    """The numbers that a file tells once, kept in the context of its validation for all that stands below them."""
    if not isinstance(data, dict):
        raise UnusableValue(
            "should be names, each with a number", "il faut ici des noms, chacun avec un nombre"
        )
    named: dict[str, Quantity] = {} if info.context is None else info.context
    for name, told in data.items():
        with inside(name):
            named[str(name)] = _not_negative(parse_quantity(told, named))
    return dict(named)


_SCHEMA = WithJsonSchema({"description": f"A quantity: {_FORMS}."})

#: A number of people, days or decisions: never negative.
Amount = Annotated[InstanceOf[Quantity], BeforeValidator(_read_amount), _SCHEMA]

#: A probability.
Share = Annotated[InstanceOf[Quantity], BeforeValidator(_read_share), _SCHEMA]

#: Numbers by name.
NumbersToldOnce = Annotated[
    dict[str, InstanceOf[Quantity]], BeforeValidator(_tell), WithJsonSchema({"type": "object"})
]

"""The assumption register: every number that no source gives, with its range, evidence grade and reason.

Each room keeps the assumptions it uses in its own ``assumptions.yaml``; this module gathers them and draws their values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from openasylum.bilingual import Text
from openasylum.documents import parse_document, validate
from openasylum.errors import UserError, nearest
from openasylum.keyed_random import uniform_scalar
from openasylum.scenario.priors import Prior, Value

#: The rooms that keep assumptions, in the order in which people meet them.
ROOMS = ("population", "arrivals", "pipeline", "costs")

#: What an evidence grade means, best first.
GRADES = {
    "A": {"en": "measured and published", "fr": "mesurée et publiée"},
    "B": {"en": "computed from published figures", "fr": "calculée à partir de chiffres publiés"},
    "C": {
        "en": "read off a natural experiment or a near analogue",
        "fr": "tirée d'une expérience naturelle ou d'un cas voisin",
    },
    "D": {"en": "argued, never observed", "fr": "argumentée, jamais observée"},
}


class Assumption(BaseModel):
    """One named assumption; see ``docs/explanation/architecture.md``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")
    title: Text
    unit: str
    prior: Prior
    grade: Literal["A", "B", "C", "D"]
    why: Text
    sources: list[str]

    def interval(self) -> tuple[Value, Value, Value]:
        """The 5 %, 50 % and 95 % points of the prior."""
        return self.prior.quantile(0.05), self.prior.quantile(0.5), self.prior.quantile(0.95)


class _Room(RootModel[list[Assumption]]):
    """The content of one room's ``assumptions.yaml``."""


@cache
def register() -> Mapping[str, Assumption]:
    """Every assumption by id. Raises ``UserError`` (a fault of the package) where one is malformed or named twice."""
    found: dict[str, Assumption] = {}
    for room in ROOMS:
        source = files(f"openasylum.{room}").joinpath("assumptions.yaml")
        if not source.is_file():
            continue
        document = parse_document(source.read_text(encoding="utf-8"), f"{room}/assumptions.yaml")
        for position, assumption in enumerate(validate(_Room, document).root):
            if assumption.id in found or not assumption.id.startswith(f"{room}."):
                raise document.error(
                    f"{assumption.id} is named twice or belongs to another room",
                    f"{assumption.id} est nommée deux fois ou appartient à une autre pièce",
                    (position,),
                )
            found[assumption.id] = assumption
    return found


def assumption(name: str) -> Assumption:
    """The assumption of that id. Raises ``UserError`` with the nearest id."""
    try:
        return register()[name]
    except KeyError:
        raise UserError(
            f"there is no assumption {name!r}",
            f"il n'y a pas d'hypothèse « {name} »",
            nearest=nearest(name, register()),
        ) from None


def draw_values(seed: int, draw: int, overrides: Mapping[str, Value] | None = None) -> dict[str, Value]:
    """The value of every assumption in one draw: its prior's quantile at a uniform keyed by (seed, draw, id).

    ``overrides`` (id -> value) replaces draws, as a scenario does; the other assumptions keep the values they had.
    """
    values = {
        name: entry.prior.quantile(uniform_scalar(seed, draw, f"assumption.{name}"))
        for name, entry in register().items()
    }
    for name, value in (overrides or {}).items():
        values[assumption(name).id] = value
    return values


def central_values(overrides: Mapping[str, Value] | None = None) -> dict[str, Value]:
    """Every assumption at the middle of its prior."""
    values = {name: entry.prior.quantile(0.5) for name, entry in register().items()}
    return {**values, **(overrides or {})}

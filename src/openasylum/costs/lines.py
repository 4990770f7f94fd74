"""The cost lines: what each step and each day of waiting costs, whom it passes through and who pays. Data:
``unit_costs.yaml``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, field_validator, model_validator

from openasylum.bilingual import Text
from openasylum.costs.prices import read_price_year
from openasylum.costs.profiles import PROFILES
from openasylum.documents import Document, parse_document, read_document, validate
from openasylum.errors import UnusableValue, UserError

#: Scopes from the narrow to the wide: whatever is in the first is in the second too.
SCOPES: Final = ("pbo", "full")

#: Who bears a dollar in the end. Transfers between them move a dollar from one payer to another and are never
#: a cost of their own.
PAYERS: Final = ("canada", "provinces", "municipalities")

Payer = Literal["canada", "provinces", "municipalities"]


class CostLine(BaseModel):
    """One cost line.

    ``unit`` is the amount in dollars of ``price_year``, or names it: an assumption (``costs.…``) or an amount derived
    from some (``units.derived_units``); per event where ``basis`` is ``entry`` or ``exit`` of one of
    ``stages``, per year of the days spent in them where it is ``stay``, for the people that ``profile``
    names. ``times`` are shares that multiply it. ``once`` books it at a person's first visit only, so that a
    claim examined again after a change of law is not received twice. ``payers`` splits it: a share, the name
    of a share, or ``rest``. ``sign`` -1 books a receipt.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    title: Text
    organisation: str = Field(pattern=r"^[a-z_]+$")
    payers: dict[Payer, float | str]
    scope: Literal["pbo", "full"]
    basis: Literal["entry", "exit", "stay"]
    stages: tuple[str, ...] = Field(min_length=1)
    exits: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    once: bool = False
    profile: str = "everyone"
    unit: float | str
    times: tuple[float | str, ...] = ()
    sign: Literal[1, -1] = 1
    price_year: str
    escalation: Literal["consumer_prices", "health_costs", "first_instance", "after_refusal"]
    sources: tuple[str, ...] = Field(min_length=1)
    includes: Text

    @field_validator("price_year")
    @classmethod
    def _is_a_year(cls, price_year: str) -> str:
        try:
            read_price_year(price_year)
        except UserError as error:
            raise UnusableValue(*error.said) from error
        return price_year

    @field_validator("profile")
    @classmethod
    def _is_known(cls, profile: str) -> str:
        if profile not in PROFILES:
            raise UnusableValue(
                f"a profile is one of {', '.join(PROFILES)}", f"un profil est l'un de {', '.join(PROFILES)}"
            )
        return profile

    @model_validator(mode="after")
    def _has_one_rest(self) -> Self:
        shares = list(self.payers.values())
        if len(shares) == 1 and shares[0] != 1:
            raise UnusableValue(
                "the only payer pays all of it: write 1", "le seul payeur paie tout : écrivez 1"
            )
        if len(shares) > 1 and shares[-1] != "rest":
            raise UnusableValue(
                "the last of several payers pays the rest: write rest",
                "le dernier de plusieurs payeurs paie le reste : écrivez rest",
            )
        if self.exits and self.basis != "exit":
            raise UnusableValue(
                "exits belong to the basis exit", "les sorties (exits) vont avec la base exit"
            )
        return self

    @property
    def organisation_paid_by(self) -> tuple[tuple[str, str], ...]:
        """(organisation, payer) for every payer."""
        return tuple((self.organisation, payer) for payer in self.payers)


class _Lines(RootModel[list[CostLine]]):
    """The content of a file of cost lines."""


def read_lines(document: Document) -> tuple[CostLine, ...]:
    """The cost lines of a document. Raises ``UserError`` with line and field where one is malformed or named
    twice.
    """
    lines = tuple(validate(_Lines, document).root)
    seen: set[str] = set()
    for position, line in enumerate(lines):
        if line.id in seen:
            raise document.error(
                f"the cost line {line.id} stands here twice",
                f"la ligne de coût {line.id} se trouve ici deux fois",
                (position, "id"),
            )
        seen.add(line.id)
    return lines


@cache
def cost_lines(path: Path | None = None) -> tuple[CostLine, ...]:
    """The shipped cost lines, or those of a file of the same form."""
    if path is not None:
        return read_lines(read_document(path))
    source = files("openasylum.costs").joinpath("unit_costs.yaml")
    return read_lines(parse_document(source.read_text(encoding="utf-8"), "costs/unit_costs.yaml"))

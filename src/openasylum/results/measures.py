"""The measures of a run: what each counts, in which unit, and what it leaves out."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from openasylum.bilingual import Text
from openasylum.documents import shipped, validate
from openasylum.errors import UserError, nearest

Kind = Literal["flow", "stock", "wait", "money"]

#: Kinds that are added up over time; the others are read at the end of a period.
ADDITIVE: frozenset[str] = frozenset({"flow", "money"})


class Measure(BaseModel):
    """One headline measure; see ``measures.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    unit: Literal["persons", "months", "CAD"]
    label: Text
    sentence: Text
    definition: Text
    includes: Text
    excludes: Text

    @property
    def additive(self) -> bool:
        """Whether the values of several periods may be added up."""
        return self.kind in ADDITIVE


class _Measures(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    measures: tuple[Measure, ...]


@cache
def measures() -> dict[str, Measure]:
    """Every headline measure by id, in the order in which tables show them."""
    document = shipped("openasylum.results", "measures.yaml")
    listed = validate(_Measures, type(document)({"measures": document.data}, document.file)).measures
    return {measure.id: measure for measure in listed}


def measure(name: str) -> Measure:
    """The measure ``name``. Raises ``UserError`` with the nearest name where there is none."""
    known = measures()
    if name not in known:
        raise UserError(
            f"there is no measure named {name!r}",
            f"il n'y a pas de mesure nommée « {name} »",
            nearest=nearest(name, known),
        )
    return known[name]

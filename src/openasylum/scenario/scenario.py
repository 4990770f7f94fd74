"""A scenario: amendments to dated law, levers, and choices of assumption, from a file that anyone can write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from openasylum.bilingual import Text
from openasylum.documents import Document, parse_document, read_document, validate
from openasylum.errors import UnusableValue, UserError, nearest
from openasylum.law import Amendment, parse_amendments
from openasylum.scenario.assumptions import assumption
from openasylum.scenario.levers import Capacity, Lever, levers
from openasylum.scenario.priors import Discrete, Value

#: Projections begin the day after the observed series end; nothing can be changed before.
FIRST_DAY = date(2025, 1, 1)
LAST_DAY = date(2030, 12, 31)

LAW_IN_FORCE = "law-in-force"


class LeverSetting(BaseModel):
    """One lever moved: by ``factor``, to ``per_year``, or by a number of ``persons``, from a day on (until a day,
    both included).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    lever: str
    factor: float | None = None
    per_year: float | None = None
    persons: float | None = None
    from_: date = Field(alias="from")
    until: date | None = None

    @model_validator(mode="after")
    def _one_change(self) -> LeverSetting:
        if sum(value is not None for value in (self.factor, self.per_year, self.persons)) != 1:
            raise UnusableValue(
                "a lever takes either a factor or a number (per_year or persons)",
                "un levier prend soit un facteur, soit un nombre (per_year ou persons)",
            )
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: Text
    description: Text
    mirror: str | None = None
    law: list[dict[str, Any]] = []
    levers: list[LeverSetting] = []
    assumptions: dict[str, Value] = {}


class Scenario(BaseModel):
    """A validated scenario. ``source`` is its own document, kept word for word for the run's manifest."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    id: str
    title: Text
    description: Text
    mirror: str | None
    law: tuple[Amendment, ...]
    levers: tuple[LeverSetting, ...]
    assumptions: Mapping[str, Value]
    source: Mapping[str, Any]

    def settings(self) -> Iterator[tuple[Lever, LeverSetting]]:
        """The levers that this scenario moves, with their settings."""
        for setting in self.levers:
            yield levers()[setting.lever], setting

    @property
    def first_change(self) -> date | None:
        """The first day on which this scenario differs from the law in force; None where no day is named."""
        days = [change.first for change in self.law] + [setting.from_ for setting in self.levers]
        return min(days, default=None)

    def record(self) -> dict[str, Any]:
        """What machines are told of it: ``id``, ``title``, ``mirror``, ``source`` (its own document)."""
        return {"id": self.id, "title": self.title.model_dump(), "mirror": self.mirror, "source": self.source}


def read_scenario(document: Document) -> Scenario:
    """A scenario from a parsed document.

    Raises ``UserError`` naming file, line and field: an unknown lever, provision or assumption (with the nearest valid name),
    a value outside its lever's range, a date outside the projection.
    """
    content = validate(_File, document)
    for position, setting in enumerate(content.levers):
        _check_lever(setting, document, position)
    for position, change in enumerate(content.law):
        _check_day(change.get("from"), document, ("law", position, "from"))
    for name, value in content.assumptions.items():
        _check_assumption(name, value, document)
    return Scenario(
        id=content.id,
        title=content.title,
        description=content.description,
        mirror=content.mirror,
        law=parse_amendments(content.law, document, at=("law",)),
        levers=tuple(content.levers),
        assumptions=content.assumptions,
        source=document.data,
    )


def _check_lever(setting: LeverSetting, document: Document, position: int) -> None:
    path = ("levers", position)
    lever = levers().get(setting.lever)
    if lever is None:
        raise document.error(
            f"there is no lever {setting.lever!r}",
            f"il n'y a pas de levier « {setting.lever} »",
            (*path, "lever"),
            nearest(setting.lever, levers()),
        )
    for name, value, allowed in (
        ("factor", setting.factor, lever.factor),
        ("per_year", setting.per_year, lever.per_year),
        ("persons", setting.persons, lever.persons),
    ):
        if value is None:
            continue
        if allowed is None:
            raise document.error(
                f"{lever.id} is moved by a factor only",
                f"{lever.id} ne se déplace que par un facteur",
                (*path, name),
                "factor",
            )
        if not allowed.low <= value <= allowed.high:
            near = f"{min(max(value, allowed.low), allowed.high):g}"
            raise document.error(
                f"{value:g} lies outside {allowed.low:g} to {allowed.high:g}",
                f"{value:g} est hors de {allowed.low:g} à {allowed.high:g}",
                (*path, name),
                near,
            )
    if setting.per_year is not None and not isinstance(lever.target, Capacity):
        raise document.error(
            f"{lever.id} has no number a year",
            f"{lever.id} n'a pas de nombre par an",
            (*path, "per_year"),
            "factor",
        )
    _check_day(setting.from_, document, (*path, "from"))


def _check_day(day: Any, document: Document, path: tuple[Any, ...]) -> None:
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            raise document.error(
                f"{day!r} is not a date (YYYY-MM-DD)", f"{day!r} n'est pas une date (AAAA-MM-JJ)", path
            ) from None
    if isinstance(day, date) and not FIRST_DAY <= day <= LAST_DAY:
        near = min(max(day, FIRST_DAY), LAST_DAY)
        raise document.error(
            f"{day} lies outside the projection, {FIRST_DAY} to {LAST_DAY}",
            f"{day} est hors de la projection, de {FIRST_DAY} à {LAST_DAY}",
            path,
            str(near),
        )


def _check_assumption(name: str, value: Value, document: Document) -> None:
    path = ("assumptions", name)
    try:
        prior = assumption(name).prior
    except UserError as error:
        raise document.error(*error.said, path, error.nearest) from None
    if isinstance(prior, Discrete):
        if value not in prior.values:
            raise document.error(
                f"{value!r} is not one of its values",
                f"{value!r} n'est pas l'une de ses valeurs",
                path,
                nearest(value, map(str, prior.values)),
            )
        return
    if isinstance(value, str):
        raise document.error(f"{value!r} is not a number", f"{value!r} n'est pas un nombre", path)
    low, high = prior.quantile(0.0), prior.quantile(1.0)
    if isinstance(low, float) and isinstance(high, float) and not low <= value <= high:
        raise document.error(
            f"{value:g} lies outside its range, {low:g} to {high:g}",
            f"{value:g} est hors de son étendue, de {low:g} à {high:g}",
            path,
        )


@cache
def presets() -> Mapping[str, Scenario]:
    """The scenarios that ship with the package, by id, in the order in which people meet them."""
    folder = files("openasylum.scenario").joinpath("presets")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        scenario = read_scenario(parse_document(file.read_text(encoding="utf-8"), file.name))
        found[scenario.id] = scenario
    return found


def load_scenario(name: str) -> Scenario:
    """A preset by its id, or a scenario from a file. Raises ``UserError`` with the nearest preset."""
    if name in presets():
        return presets()[name]
    if Path(name).suffix in (".yaml", ".yml", ".json") or Path(name).exists():
        return read_scenario(read_document(Path(name)))
    raise UserError(
        f"there is no scenario {name!r} and no such file",
        f"il n'y a ni scénario « {name} » ni fichier de ce nom",
        nearest=nearest(name, presets()),
    )

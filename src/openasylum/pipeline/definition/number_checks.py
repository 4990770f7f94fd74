"""What the numbers of a stage file must satisfy, each fault named with its line and field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel

from openasylum.documents import Document, FieldPath
from openasylum.errors import nearest
from openasylum.pipeline.definition.quantities import ByGroup, Constant, Dated, Observed, Quantity, Ramp
from openasylum.pipeline.definition.stage_file import StageFile

#: Fields of which a stage, a line or the file has one number, whoever stands there.
_ONE_FOR_ALL: Final = {"servers", "capacity", "weight", "oldest_share", "factor", "people_per_file"}

#: Fields whose number is the same on every day.
_ALWAYS_THE_SAME: Final = {"factor", "people_per_file"}

#: What a list may name, in both languages.
_KINDS: Final = {
    "pathway": ("pathway", "de voie"),
    "origin": ("origin", "d'origine"),
    "channel": ("channel", "de voie d'arrivée"),
    "group": ("group", "de groupe"),
}


def quantities_in(part: Any) -> Iterator[Quantity]:
    """Every quantity in a model of the stage file, at any depth."""
    for _, quantity in located(part, ()):
        yield quantity


def located(part: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Quantity]]:
    """Every quantity with its place, at any depth."""
    if isinstance(part, Quantity):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from located(getattr(part, name), (*path, name))
    elif isinstance(part, (list, tuple)):
        for position, item in enumerate(part):
            yield from located(item, (*path, position))
    elif isinstance(part, dict):
        for name, item in part.items():
            yield from located(item, (*path, name))


def check_known(
    names: list[str], known: tuple[str, ...] | list[str], what: str, document: Document, at: FieldPath
) -> None:
    """Raise ``UserError`` for the first of ``names`` that is not in ``known``."""
    for position, name in enumerate(names):
        if name not in known:
            english, french = _KINDS[what]
            raise document.error(
                f"there is no {english} {name!r}",
                f"il n'y a pas {french} « {name} »",
                (*at, position),
                nearest(name, known),
            )


def check_numbers(file: StageFile, document: Document) -> None:
    """Raise ``UserError`` for the first number that names what there is not, or that varies where it cannot."""
    from openasylum.pipeline.definition.observed import OBSERVED

    for path, quantity in located(file):
        # What a number told once may vary by is for the fields to say that use it.
        fields = set() if path[0] == "numbers" else set(path)
        for part in quantity.parts():
            if isinstance(part, Observed) and part.name not in OBSERVED:
                raise document.error(
                    f"there is no observed table {part.name!r}",
                    f"il n'y a pas de tableau observé « {part.name} »",
                    path,
                    nearest(part.name, OBSERVED),
                )
            if isinstance(part, ByGroup):
                names = file.origins if part.axis == 1 else file.channels
                check_known(list(part.values), names, "group", document, path)
                if _ONE_FOR_ALL & fields:
                    raise document.error(
                        "this number is one for everybody; it cannot differ by group",
                        "ce nombre est le même pour tous; il ne peut pas varier selon le groupe",
                        path,
                    )
            if isinstance(part, (Dated, Ramp)) and _ALWAYS_THE_SAME & fields:
                raise document.error(
                    "this number is the same on every day; it cannot change by date",
                    "ce nombre est le même tous les jours; il ne peut pas changer avec la date",
                    path,
                )
        if "servers" in fields:
            _check_whole(quantity, document, path)


def _check_whole(quantity: Quantity, document: Document, path: FieldPath) -> None:
    values = [quantity] if isinstance(quantity, Constant) else []
    if isinstance(quantity, Dated):
        values = [value for _, value in quantity.steps if isinstance(value, Constant)]
    for value in values:
        if value.value != int(value.value):
            raise document.error(
                f"there are whole servers only, not {value.value:g}",
                f"il n'y a que des guichets entiers, et non {value.value:g}",
                path,
            )

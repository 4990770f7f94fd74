"""What a stage file must satisfy beyond its form, each fault named with its line and field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from openasylum.documents import Document, FieldPath
from openasylum.errors import nearest
from openasylum.pipeline.quantities import ByGroup, Constant, Observed, Quantity
from openasylum.pipeline.stage_file import (
    DelayStage,
    EndStage,
    Exit,
    ForkStage,
    StageFile,
    Stream,
)
from openasylum.vocabulary import PATHWAYS

_TOLERANCE = 1e-9


def quantities_in(part: Any) -> Iterator[Quantity]:
    """Every quantity in a model of the stage file, at any depth."""
    for _, quantity in _located(part, ()):
        yield quantity


def _located(part: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Quantity]]:
    if isinstance(part, Quantity):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _located(getattr(part, name), (*path, name))
    elif isinstance(part, (list, tuple)):
        for position, item in enumerate(part):
            yield from _located(item, (*path, position))


def check(file: StageFile, document: Document) -> None:
    """Raise ``UserError`` for the first fault of the graph."""
    _check_names(file, document)
    for number, stage in enumerate(file.stages):
        at = ("stages", number)
        if not isinstance(stage, EndStage):
            _check_exits(stage.exits, document, at)
        if isinstance(stage, DelayStage):
            _check_known(stage.instant, PATHWAYS, "pathway", document, (*at, "instant"))
        if hasattr(stage, "streams"):
            _check_streams(stage.streams, file, document, (*at, "streams"))
    _check_quantities(file, document)
    _check_every_stage_can_be_left(file, document)
    _check_no_idle_cycle(file, document)


def _check_known(
    names: list[str], known: tuple[str, ...] | list[str], what: str, document: Document, at: FieldPath
) -> None:
    for position, name in enumerate(names):
        if name not in known:
            raise document.error(f"there is no {what} {name!r}", (*at, position), nearest(name, known))


def _check_names(file: StageFile, document: Document) -> None:
    ids = [stage.id for stage in file.stages]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            raise document.error(f"two stages are called {name!r}", ("stages", number, "id"))
    if file.first_stage not in ids:
        raise document.error(
            f"there is no stage {file.first_stage!r}", ("first_stage",), nearest(file.first_stage, ids)
        )
    for number, stage in enumerate(file.stages):
        if isinstance(stage, EndStage):
            continue
        at: FieldPath = ("stages", number)
        ways = [(way.to, (*at, "exits", i, "to")) for i, way in enumerate(stage.exits)]
        if not isinstance(stage, ForkStage):
            ways += [(hazard.to, (*at, "hazards", i, "to")) for i, hazard in enumerate(stage.hazards)]
            if stage.redetermined_as is not None:
                ways.append((stage.redetermined_as, (*at, "redetermined_as")))
        for to, place in ways:
            if to not in ids:
                raise document.error(f"there is no stage {to!r}", place, nearest(to, ids))


def _check_exits(exits: list[Exit], document: Document, at: FieldPath) -> None:
    by_pathway = [way.pathways is not None for way in exits]
    if any(by_pathway):
        _check_pathways(exits, document, at)
        return
    rest = [i for i, way in enumerate(exits) if way.share is None]
    if len(rest) > 1:
        raise document.error(
            "only one exit may be without a share (it takes the rest)", (*at, "exits", rest[1])
        )
    shares = [way.share for way in exits if way.share is not None]
    if all(isinstance(share, Constant) for share in shares):
        total = sum(share.value for share in shares if isinstance(share, Constant))
        if total > 1 + _TOLERANCE or (not rest and abs(total - 1) > _TOLERANCE):
            raise document.error(f"the shares of the exits add up to {total:g}, not to 1", (*at, "exits"))


def _check_pathways(exits: list[Exit], document: Document, at: FieldPath) -> None:
    seen: set[str] = set()
    for position, way in enumerate(exits):
        place = (*at, "exits", position)
        if way.share is not None:
            raise document.error(
                "exits by pathway and exits by share cannot be mixed in one stage", (*place, "share")
            )
        _check_known(way.pathways or [], PATHWAYS, "pathway", document, (*place, "pathways"))
        for name in way.pathways or []:
            if name in seen:
                raise document.error(f"the pathway {name!r} leads to two exits", (*place, "pathways"))
            seen.add(name)
    missing = [name for name in PATHWAYS if name not in seen]
    if missing and all(way.pathways is not None for way in exits):
        raise document.error(f"the pathway {missing[0]!r} leads nowhere", (*at, "exits"))


def _check_streams(streams: list[Stream], file: StageFile, document: Document, at: FieldPath) -> None:
    for position, stream in enumerate(streams):
        last = position == len(streams) - 1
        if last != (stream.when is None):
            message = (
                "the last stream takes everyone else, so it has no `when`"
                if last
                else "say `when` this stream is taken"
            )
            raise document.error(message, (*at, position))
        if stream.when is not None:
            _check_known(
                stream.when.origin or [], file.origins, "origin", document, (*at, position, "when", "origin")
            )
            _check_known(
                stream.when.channel or [],
                file.channels,
                "channel",
                document,
                (*at, position, "when", "channel"),
            )


def _check_quantities(file: StageFile, document: Document) -> None:
    from openasylum.pipeline.observed import OBSERVED

    for path, quantity in _located(file, ()):
        for part in quantity.parts():
            if isinstance(part, Observed) and part.name not in OBSERVED:
                raise document.error(
                    f"there is no observed table {part.name!r}", path, nearest(part.name, OBSERVED)
                )
            if isinstance(part, ByGroup):
                names = file.origins if part.axis == 1 else file.channels
                _check_known(list(part.values), names, "group", document, path)


def _ways(file: StageFile) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for stage in file.stages:
        found[stage.id] = set() if isinstance(stage, EndStage) else {way.to for way in stage.exits}
        if not isinstance(stage, (EndStage, ForkStage)):
            found[stage.id] |= {hazard.to for hazard in stage.hazards}
    return found


def _check_every_stage_can_be_left(file: StageFile, document: Document) -> None:
    ways = _ways(file)
    leads_out = {stage.id for stage in file.stages if isinstance(stage, EndStage)}
    if not leads_out:
        raise document.error("no stage is an end, so nobody can ever leave", ("stages",))
    while True:
        more = {name for name, to in ways.items() if name not in leads_out and to & leads_out}
        if not more:
            break
        leads_out |= more
    for number, stage in enumerate(file.stages):
        if stage.id not in leads_out:
            raise document.error(
                f"{stage.id!r} cannot be left: no way leads from it to an end", ("stages", number)
            )


def _passes_at_once(stage: Any) -> bool:
    if isinstance(stage, ForkStage):
        return True
    return (
        isinstance(stage, DelayStage)
        and isinstance(stage.takes.mean_days, Constant)
        and stage.takes.mean_days.value == 0
    )


def _check_no_idle_cycle(file: StageFile, document: Document) -> None:
    """Nobody may go round for ever on one day: some stage of every cycle must take time or capacity."""
    at_once = {stage.id for stage in file.stages if _passes_at_once(stage)}
    ways = {name: to & at_once for name, to in _ways(file).items() if name in at_once}
    for number, stage in enumerate(file.stages):
        reached, frontier = set(), set(ways.get(stage.id, ()))
        while frontier:
            reached |= frontier
            frontier = {to for name in frontier for to in ways[name]} - reached
        if stage.id in reached:
            raise document.error(
                f"{stage.id!r} lies on a cycle in which nobody ever waits", ("stages", number)
            )

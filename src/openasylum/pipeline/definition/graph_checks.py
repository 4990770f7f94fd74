"""What a stage file must satisfy beyond its form, each fault named with its line and field."""

from __future__ import annotations

from typing import Any

from openasylum.documents import Document, FieldPath
from openasylum.errors import nearest
from openasylum.pipeline.definition.number_checks import check_known, check_numbers
from openasylum.pipeline.definition.quantities import Constant, Quantity, constants
from openasylum.pipeline.definition.stage_file import (
    DelayStage,
    EndStage,
    Exit,
    ForkStage,
    StageFile,
    Stream,
)
from openasylum.vocabulary import PATHWAYS

_TOLERANCE = 1e-9


def check(file: StageFile, document: Document) -> None:
    """Raise ``UserError`` for the first fault of the graph."""
    _check_names(file, document)
    for number, stage in enumerate(file.stages):
        at = ("stages", number)
        if not isinstance(stage, EndStage):
            _check_exits(stage.exits, document, at)
            _check_unlike(
                [
                    *((way.name, ("exits", i)) for i, way in enumerate(stage.exits)),
                    *(
                        (hazard.name, ("hazards", i))
                        for i, hazard in enumerate(getattr(stage, "hazards", []))
                    ),
                ],
                document,
                at,
            )
        if isinstance(stage, DelayStage):
            check_known(stage.instant, PATHWAYS, "pathway", document, (*at, "instant"))
        if hasattr(stage, "streams"):
            _check_streams(stage.streams, file, document, (*at, "streams"))
    for field, names in (("origins", file.origins), ("channels", file.channels)):
        _check_unlike([(name, (field, i)) for i, name in enumerate(names)], document, ())
    check_numbers(file, document)
    _check_every_stage_can_be_left(file, document)
    _check_no_idle_cycle(file, document)


def _check_unlike(names: list[tuple[str, FieldPath]], document: Document, at: FieldPath) -> None:
    """No name may stand twice in one list of ways, lines or groups."""
    seen: set[str] = set()
    for name, place in names:
        if name in seen:
            raise document.error(
                f"the name {name!r} stands here twice",
                f"le nom « {name} » se trouve ici deux fois",
                (*at, *place),
            )
        seen.add(name)


def _check_names(file: StageFile, document: Document) -> None:
    ids = [stage.id for stage in file.stages]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            raise document.error(
                f"two stages are called {name!r}",
                f"deux étapes s'appellent « {name} »",
                ("stages", number, "id"),
            )
    if file.first_stage not in ids:
        raise document.error(
            f"there is no stage {file.first_stage!r}",
            f"il n'y a pas d'étape « {file.first_stage} »",
            ("first_stage",),
            nearest(file.first_stage, ids),
        )
    if isinstance(file.stages[ids.index(file.first_stage)], EndStage):
        raise document.error(
            f"{file.first_stage!r} is an end, so nobody could come into it first",
            f"« {file.first_stage} » est une fin : personne ne peut y entrer d'abord",
            ("first_stage",),
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
            if stage.redetermined_as in ids:
                _check_reads_pathways(file.stages[ids.index(stage.redetermined_as)], document, at)
        for to, place in ways:
            if to not in ids:
                raise document.error(
                    f"there is no stage {to!r}", f"il n'y a pas d'étape « {to} »", place, nearest(to, ids)
                )


def _check_reads_pathways(stage: Any, document: Document, at: FieldPath) -> None:
    """People whom a change of law takes out of a stage leave by the exits of one that reads pathways."""
    if all(way.pathways is None for way in getattr(stage, "exits", [])):
        raise document.error(
            f"{stage.id!r} has no exits by pathway",
            f"« {stage.id} » n'a pas de sorties par voie",
            (*at, "redetermined_as"),
        )


def _check_exits(exits: list[Exit], document: Document, at: FieldPath) -> None:
    by_pathway = [way.pathways is not None for way in exits]
    if any(by_pathway):
        _check_pathways(exits, document, at)
        return
    rest = [i for i, way in enumerate(exits) if way.takes_who_is_left]
    if len(rest) > 1:
        raise document.error(
            "only one exit may be without a share (it takes the rest)",
            "une seule sortie peut être sans part (elle prend le reste)",
            (*at, "exits", rest[1]),
        )
    shares = [way.share for way in exits if way.share is not None]
    of_rest = {i: way.share_of_rest for i, way in enumerate(exits) if way.share_of_rest is not None}
    if of_rest and not shares:
        raise document.error(
            "no exit here has a share, so there is no rest: say share",
            "aucune sortie d'ici n'a de share : il n'y a pas de reste; dites share",
            (*at, "exits", min(of_rest), "share_of_rest"),
        )
    _check_sum(shares, not rest and not of_rest, ("shares", "parts"), document, at)
    named = ("shares of the rest", "parts du reste")
    _check_sum(list(of_rest.values()), not rest and bool(of_rest), named, document, at)


def _check_sum(
    shares: list[Quantity], whole: bool, named: tuple[str, str], document: Document, at: FieldPath
) -> None:
    """Shares that are all plain numbers add up to one where they are the ``whole``, and to no more where they are not."""
    values = [share.value for share in shares if isinstance(share, Constant)]
    total = sum(values)
    if len(values) == len(shares) and (total > 1 + _TOLERANCE or (whole and total < 1 - _TOLERANCE)):
        raise document.error(
            f"the {named[0]} of the exits add up to {total:g}, not to 1",
            f"la somme des {named[1]} des sorties est {total:g}, et non 1",
            (*at, "exits"),
        )


def _check_pathways(exits: list[Exit], document: Document, at: FieldPath) -> None:
    seen: set[str] = set()
    for position, way in enumerate(exits):
        place = (*at, "exits", position)
        if not way.takes_who_is_left:
            raise document.error(
                "exits by pathway and exits by share cannot be mixed in one stage",
                "des sorties par voie et des sorties par part ne peuvent pas se mêler dans une étape",
                (*place, "share" if way.share is not None else "share_of_rest"),
            )
        check_known(way.pathways or [], PATHWAYS, "pathway", document, (*place, "pathways"))
        for name in way.pathways or []:
            if name in seen:
                raise document.error(
                    f"the pathway {name!r} leads to two exits",
                    f"la voie « {name} » mène à deux sorties",
                    (*place, "pathways"),
                )
            seen.add(name)
    missing = [name for name in PATHWAYS if name not in seen]
    if missing and all(way.pathways is not None for way in exits):
        raise document.error(
            f"the pathway {missing[0]!r} leads nowhere",
            f"la voie « {missing[0]} » ne mène nulle part",
            (*at, "exits"),
        )


def _check_streams(streams: list[Stream], file: StageFile, document: Document, at: FieldPath) -> None:
    _check_unlike([(stream.name, (i,)) for i, stream in enumerate(streams)], document, at)
    _check_shares_of_streams(streams, document, at)
    for position, stream in enumerate(streams):
        last = position == len(streams) - 1
        if last != (stream.when is None):
            said = ("say `when` this stream is taken", "dites par `when` quand cette filière est suivie")
            if last:
                said = (
                    "the last stream takes everyone else, so it has no `when`",
                    "la dernière filière prend tous les autres : elle n'a pas de `when`",
                )
            raise document.error(*said, (*at, position))
        if stream.when is not None and not stream.when.model_fields_set:
            raise document.error(
                "say by origin, channel or share who takes this stream",
                "dites par origin, channel ou share qui prend cette filière",
                (*at, position, "when"),
            )
        if stream.when is not None:
            check_known(
                stream.when.origin or [], file.origins, "origin", document, (*at, position, "when", "origin")
            )
            check_known(
                stream.when.channel or [],
                file.channels,
                "channel",
                document,
                (*at, position, "when", "channel"),
            )


def _check_shares_of_streams(streams: list[Stream], document: Document, at: FieldPath) -> None:
    """Streams that take a share of everybody, whatever their group, take no more than there is."""
    total = 0.0
    for position, stream in enumerate(streams):
        when = stream.when
        if (
            when is not None
            and (when.origin, when.channel) == (None, None)
            and isinstance(when.share, Constant)
        ):
            total += when.share.value
            if total > 1 + _TOLERANCE:
                raise document.error(
                    f"the shares of the streams up to this one add up to {total:g}, more than 1",
                    f"la somme des parts des filières jusqu'à celle-ci est {total:g}, plus que 1",
                    (*at, position, "when", "share"),
                )


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
        raise document.error(
            "no stage is an end, so nobody can ever leave",
            "aucune étape n'est une fin : personne ne pourrait jamais partir",
            ("stages",),
        )
    while True:
        more = {name for name, to in ways.items() if name not in leads_out and to & leads_out}
        if not more:
            break
        leads_out |= more
    for number, stage in enumerate(file.stages):
        if stage.id not in leads_out:
            raise document.error(
                f"{stage.id!r} cannot be left: no way leads from it to an end",
                f"on ne peut pas quitter « {stage.id} » : aucun chemin n'en mène à une fin",
                ("stages", number),
            )


def _passes_at_once(stage: Any, steps_per_day: int) -> bool:
    """Whether people leave a stage on the step on which they come: a fork, or a delay that rounds to no step."""
    if isinstance(stage, ForkStage):
        return True
    if not isinstance(stage, DelayStage):
        return False
    means = constants(stage.takes.mean_days)
    return bool(means) and max(means) * steps_per_day < 0.5


def _check_no_idle_cycle(file: StageFile, document: Document) -> None:
    """Nobody may go round for ever on one day: some stage of every cycle must take time or capacity."""
    at_once = {stage.id for stage in file.stages if _passes_at_once(stage, file.steps_per_day or 1)}
    ways = {name: to & at_once for name, to in _ways(file).items() if name in at_once}
    for number, stage in enumerate(file.stages):
        reached, frontier = set(), set(ways.get(stage.id, ()))
        while frontier:
            reached |= frontier
            frontier = {to for name in frontier for to in ways[name]} - reached
        if stage.id in reached:
            raise document.error(
                f"{stage.id!r} lies on a cycle in which nobody ever waits",
                f"« {stage.id} » est sur un cycle où personne n'attend jamais",
                ("stages", number),
            )

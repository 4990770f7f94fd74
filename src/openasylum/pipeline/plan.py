"""A checked process with its numbers, laid out as arrays for the engines: one layout per run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openasylum.errors import UserError, nearest
from openasylum.keyed_random import stream_key
from openasylum.pipeline.definition.capacity import (
    DAYS_A_YEAR,
    CapacityLever,
    at_the_start_of_the_year,
    daily_capacity,
    first_days_of_years,
    following,
    levered,
)
from openasylum.pipeline.definition.number_checks import located
from openasylum.pipeline.definition.quantities import Quantity, Setting
from openasylum.pipeline.definition.stage_file import (
    CapacityStage,
    DelayStage,
    Duration,
    EndStage,
    Exit,
    ForkStage,
    Hazard,
    ServerStage,
    Stream,
)
from openasylum.pipeline.definition.stage_graph import REDETERMINED, AnyStage, StageGraph
from openasylum.pipeline.engine import layout
from openasylum.pipeline.number_tables import same_until, wait_table
from openasylum.timeline import day_number
from openasylum.vocabulary import PATHWAYS

_KINDS = {
    DelayStage: layout.DELAY,
    CapacityStage: layout.CAPACITY,
    ServerStage: layout.SERVERS,
    ForkStage: layout.FORK,
    EndStage: layout.END,
}
_LAWS = {
    "exponential": layout.EXPONENTIAL,
    "fixed": layout.FIXED,
    "erlang": layout.ERLANG,
    "lognormal": layout.LOGNORMAL,
}

# More steps than any run of ours has; a slip of the keyboard ends here, not in the memory of the machine.
_STEPS_AT_MOST = 200_000_000

# A capacity without bounds: more than all the people a run can hold.
_EVERYONE = 1e9

Array = NDArray[np.float64]


# The count level, which has no chance, asks for the same ones for each of its draws.
_kept_key = lru_cache(1000)(stream_key)


def setting_for(graph: StageGraph, values: Mapping[str, Any], start: date, until: date) -> Setting:
    """The periods from ``start`` to ``until`` in which no quantity of the graph changes, with the observed
    tables it names.
    """
    from openasylum.pipeline.definition.observed import tables

    observed = tables(graph.quantities)
    # The tables themselves tell one overlay from another: they are the same objects as long as it is the same.
    key = (start, until, *(id(table) for table in observed.values()))
    if key not in graph.settings:
        first, last = day_number(start), day_number(until)
        marks: set[int] = set().union(*(quantity.breakpoints(observed) for quantity in graph.quantities))
        periods = np.array(sorted({first, *(mark for mark in marks if first < mark <= last)}), np.int64)
        graph.settings[key] = Setting(
            periods, tuple(graph.file.origins), tuple(graph.file.channels), {}, observed
        )
    return replace(graph.settings[key], values=values)


def make_process(
    graph: StageGraph,
    values: Mapping[str, Any],
    *,
    seed: int,
    draw: int,
    start: date,
    until: date,
    capacity: Sequence[CapacityLever] = (),
    weight: float = 1.0,
    setting: Setting | None = None,
) -> layout.Process:
    """Lay out a run from ``start`` to ``until`` (both included), in the setting that ``setting_for`` gives, or in
    one made before. Raises ``UserError`` where numbers make no sense together.
    """
    if until < start:
        raise UserError(
            f"the run would end ({until}) before it starts ({start})",
            f"l'exécution finirait ({until}) avant de commencer ({start})",
            field="until",
        )
    if not weight > 0:
        raise UserError(
            f"each row must stand for more than no people, not {weight}",
            f"chaque ligne doit représenter plus de zéro personne, non {weight}",
            field="weight",
        )
    able = [stage.id for stage in graph.stages if isinstance(stage, (CapacityStage, ServerStage))]
    for name, _ in capacity:
        if name not in able:
            raise UserError(
                f"{name!r} is no stage with a capacity",
                f"« {name} » n'est pas une étape qui a une capacité",
                field="capacity",
                nearest=nearest(name, able),
            )
    if setting is None:
        setting = setting_for(graph, values, start, until)
    return _Builder(graph, setting, seed, draw, (until - start).days + 1, capacity, weight).process()


class _Builder:
    """Collects the records of the process stage by stage."""

    def __init__(
        self,
        graph: StageGraph,
        setting: Setting,
        seed: int,
        draw: int,
        days: int,
        levers: Sequence[CapacityLever],
        weight: float,
    ) -> None:
        self.graph, self.setting, self.seed, self.draw = graph, setting, seed, draw
        self.levers, self.weight, self.days = levers, weight, days
        self.per_day = graph.steps_per_day
        self.steps = days * self.per_day
        if self.steps > _STEPS_AT_MOST:
            raise UserError(
                f"the run would have {self.steps} steps, more than {_STEPS_AT_MOST}",
                f"l'exécution aurait {self.steps} pas, plus que {_STEPS_AT_MOST}",
                field="steps_per_day" if self.per_day > 1 else "until",
            )
        self.number_of = {name: number for number, name in enumerate(graph.ids)}
        self.period_start = (setting.periods - setting.periods[0]) * self.per_day
        self.period_of = np.repeat(
            np.arange(len(self.period_start), dtype=np.int32), np.diff(self.period_start, append=self.steps)
        )
        self.numbers: list[Array] = []
        self.durations: list[tuple[float, int, int, int]] = []
        self.hazards: list[tuple[np.uint64, int, int, int, int]] = []
        self.numbers.append(np.ones(setting.shape))
        self.waits: list[list[tuple[float, float]]] = [[]]
        self.needs: list[tuple[np.uint64, int, bool]] = []
        self.lines: list[tuple[Stream, int, int]] = []
        self.followers: list[tuple[int, int, int]] = []
        self.lever: list[Array] = []
        self.stages = np.zeros(len(graph.stages), layout.STAGE)
        self.exits = np.zeros(len(graph.transitions), layout.EXIT)
        self.capacity = np.zeros((len(graph.stages), self.days))
        self.pathway_exit = np.full((len(graph.stages), len(PATHWAYS)), -1, np.int32)
        self.instant = np.zeros((len(graph.stages), len(PATHWAYS)), np.bool_)

    def key(self, *words: str) -> np.uint64:
        return _kept_key(self.seed, self.draw, ".".join(words))

    def resolve(self, quantity: Quantity) -> Array:
        try:
            found = quantity.resolve(self.setting)
        except UserError as error:
            english, french = error.said
            raise self.fault(quantity, english, french, error.nearest) from None
        if not (found.min() >= 0 and found.max() < np.inf):
            raise self.fault(
                quantity,
                "the number comes out negative or without end",
                "le nombre devient négatif ou infini",
            )
        return found

    def fault(self, quantity: Quantity, english: str, french: str, near: str | None = None) -> UserError:
        """What is wrong with a quantity, with the place where it stands in the file."""
        place = next((path for path, other in located(self.graph.file) if other is quantity), ())
        return self.graph.document.error(english, french, place, near)

    def number(self, values: Array) -> int:
        """Keep an array ``[period, origin, channel]`` and say where."""
        self.numbers.append(values)
        return len(self.numbers) - 1

    def duration(self, duration: Duration) -> int:
        mean = self.number(self.resolve(duration.mean_days) * self.per_day)
        self.durations.append((duration.sigma, mean, duration.shape, _LAWS[duration.distribution]))
        return len(self.durations) - 1

    def process(self) -> layout.Process:
        for number, stage in enumerate(self.graph.stages):
            self._stage(number, stage)
        np.minimum(self.capacity, _EVERYONE, out=self.capacity)
        for e, way in enumerate(self.graph.transitions):
            self.exits[e]["to"] = -1 if way.to is None else self.number_of[way.to]
        lines = np.zeros(len(self.lines), layout.LINE)
        for line, (stream, weight, share) in zip(lines, self.lines, strict=True):
            line["effort"], line["priority"], line["weight"], line["share"] = (
                stream.effort,
                stream.priority,
                weight,
                share,
            )
            line["alternate"] = 0.5
        numbers = np.empty((len(self.numbers), *self.setting.shape[1:], self.setting.shape[0]))
        np.stack(self.numbers, out=np.moveaxis(numbers, 3, 1))
        period_end = np.append(self.period_start[1:], 1 << 40).astype(np.int64)
        return layout.Process(
            steps=self.steps,
            per_day=self.per_day,
            stages=self.stages,
            exits=self.exits,
            durations=np.array(self.durations, layout.DURATION),
            hazards=np.array(self.hazards, layout.HAZARD),
            needs=np.array(self.needs, layout.NEED),
            lines=lines,
            followers=np.array(self.followers, layout.FOLLOWER),
            numbers=numbers,
            waits=wait_table(self.waits, self.per_day),
            capacity=self.capacity,
            new_year=first_days_of_years(int(self.setting.periods[0]) + np.arange(self.days)),
            lever=np.array(self.lever).reshape(-1, self.days),
            entered=np.zeros((len(self.followers), self.steps), np.int64),
            pathway_exit=self.pathway_exit,
            instant=self.instant,
            period_of=self.period_of,
            period_end=period_end,
            same_until=same_until(numbers, period_end),
            stage_of=np.array([self.number_of[way.stage] for way in self.graph.transitions], np.uint8),
        )

    def _stage(self, s: int, stage: AnyStage) -> None:
        record = self.stages[s]
        record["kind"] = _KINDS[type(stage)]
        record["outcome_key"], record["stream_key"] = (
            self.key(stage.id, "outcome"),
            self.key(stage.id, "stream"),
        )
        record["duration_key"] = self.key(stage.id, "duration")
        record["follower"] = record["redetermine_exit"] = record["redetermine_as"] = -1
        record["line_last"] = record["exit_last"] = -1
        if isinstance(stage, EndStage):
            return
        own = [(e, way) for e, way in enumerate(self.graph.transitions) if way.stage == stage.id]
        routes = [e for e, way in own if way.route is not None]
        record["exit_first"], record["exit_last"] = routes[0], routes[-1]
        self._routes(s, routes)
        record["pathway_routed"] = (self.pathway_exit[s] >= 0).any()
        if isinstance(stage, ForkStage):
            return
        record["hazard_first"] = len(self.hazards)
        for e, way in own:
            if way.hazard is not None:
                self._hazard(stage.id, way.hazard, e)
            elif way.name == REDETERMINED:
                assert stage.redetermined_as is not None
                record["redetermine_exit"], record["redetermine_as"] = (
                    e,
                    self.number_of[stage.redetermined_as],
                )
        record["hazard_last"] = len(self.hazards)
        if isinstance(stage, DelayStage):
            record["duration"] = self.duration(stage.takes)
            for name in stage.instant:
                self.instant[s, PATHWAYS.index(name)] = True
        else:
            self._queue(s, stage)

    def _hazard(self, stage: str, hazard: Hazard, e: int) -> None:
        rate = self.number(self.resolve(hazard.per_year) / DAYS_A_YEAR / self.per_day)
        waits = 0  # no effect of the wait
        if hazard.by_wait:
            waits = len(self.waits)
            self.waits.append(
                [(step.from_days, float(self.resolve(step.factor)[0, 0, 0])) for step in hazard.by_wait]
            )
        self.hazards.append(
            (self.key(stage, hazard.name), round(hazard.after_days * self.per_day), rate, e, waits)
        )

    def _queue(self, s: int, stage: CapacityStage | ServerStage) -> None:
        record = self.stages[s]
        record["need_first"] = len(self.needs)
        for need in stage.prerequisites:
            self.needs.append(
                (self.key(stage.id, need.name), self.duration(need.takes), need.since == "claim")
            )
        record["need_last"] = len(self.needs)
        record["line_first"] = len(self.lines)
        for stream in stage.streams:
            weight, share = self.number(self.resolve(stream.weight)), self.number(self._stream_share(stream))
            self.lines.append((stream, weight, share))
        record["line_last"] = len(self.lines) - 1
        record["by_priority"] = stage.allocation == "priority"
        record["oldest"] = self.number(self.resolve(stage.oldest_share))
        days = int(self.setting.periods[0]) + np.arange(self.days)
        period_of_day = self.period_of[:: self.per_day]
        if isinstance(stage, ServerStage):
            record["duration"] = self.duration(stage.service)
            servers = self.resolve(stage.servers)[:, 0, 0][period_of_day]
            self.capacity[s] = levered(servers, stage.id, self.levers, days, 1.0)
            return
        daily = daily_capacity(stage.capacity, self.resolve, period_of_day)
        daily = levered(daily, stage.id, self.levers, days, DAYS_A_YEAR)
        if stage.capacity.quota is not None:
            record["quota"] = True
            daily = at_the_start_of_the_year(daily, days)
        self.capacity[s] = daily / self.per_day / self.weight
        rule = stage.capacity.follows_intake
        if rule is not None:
            record["follower"] = len(self.followers)
            share = self.number(self.resolve(rule.share))
            self.followers.append((rule.lag_days * self.per_day, rule.window_days * self.per_day, share))
            self.lever.append(levered(np.ones(self.days), stage.id, self.levers, days, None))
        wanted = following(stage.id, self.levers)
        if wanted is not None:
            if rule is not None or stage.capacity.quota is not None:
                raise UserError(
                    f"the capacity of {stage.id!r} follows its intake already, or is a quota",
                    f"la capacité de « {stage.id} » suit déjà ses entrées, ou est un quota",
                    field="capacity",
                )
            record["follower"] = len(self.followers)
            share = self.number(np.full(self.setting.shape, wanted.share))
            self.followers.append((wanted.lag_days * self.per_day, wanted.window_days * self.per_day, share))
            inside = days >= day_number(wanted.from_)
            if wanted.until is not None:
                inside &= days <= day_number(wanted.until)
            self.lever.append(inside.astype(np.float64))

    def _routes(self, s: int, routes: Sequence[int]) -> None:
        ways = [self.graph.transitions[e].route for e in routes]
        by_pathway = {
            name: e for e, way in zip(routes, ways, strict=True) if way for name in way.pathways or []
        }
        if by_pathway:
            others = [e for e, way in zip(routes, ways, strict=True) if way and way.pathways is None]
            for position, name in enumerate(PATHWAYS):
                self.pathway_exit[s, position] = by_pathway[name] if name in by_pathway else others[0]
            return
        shares = self._shares([way for way in ways if way is not None])
        rest = self._left_by(shares)
        if rest.min() < -1e-9 or (all(share is not None for share in shares) and rest.max() > 1e-9):
            raise self.graph.document.error(
                f"the shares of the exits of {self.graph.ids[s]!r} add up to {1 - rest.min():.4f}, not to 1",
                f"la somme des parts des sorties de « {self.graph.ids[s]} » est {1 - rest.min():.4f}, "
                "et non 1",
                ("stages", s, "exits"),
            )
        total = np.zeros(self.setting.shape)
        for e, share in zip(routes, shares, strict=True):
            total = total + (rest if share is None else share)
            self.exits[e]["cumulative"] = self.number(total)

    def _shares(self, ways: Sequence[Exit]) -> list[Array | None]:
        """The part of all who leave that each exit takes; ``None`` for the one that takes who is left."""
        plain = [None if way.share is None else self.resolve(way.share) for way in ways]
        left = np.maximum(self._left_by(plain), 0.0)
        return [
            share if way.share_of_rest is None else left * self.resolve(way.share_of_rest)
            for way, share in zip(ways, plain, strict=True)
        ]

    def _left_by(self, shares: Sequence[Array | None]) -> Array:
        return np.asarray(
            1.0 - sum((each for each in shares if each is not None), np.zeros(self.setting.shape))
        )

    def _stream_share(self, stream: Stream) -> Array:
        if stream.when is None:
            return np.ones(self.setting.shape)
        found = np.ones(self.setting.shape) if stream.when.share is None else self.resolve(stream.when.share)
        if stream.when.origin is not None:
            inside = np.isin(self.setting.origins, stream.when.origin)
            found = found * inside[None, :, None]
        if stream.when.channel is not None:
            inside = np.isin(self.setting.channels, stream.when.channel)
            found = found * inside[None, None, :]
        return found

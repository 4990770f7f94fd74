"""The flows of a run gathered into the boxes of the pathway diagram."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl
from pydantic import BaseModel, ConfigDict, RootModel

from openasylum.bilingual import Text
from openasylum.documents import shipped, validate
from openasylum.report.charts.sankey_layout import AGAIN
from openasylum.report.scene import Scene
from openasylum.vocabulary import CHANNEL_LABELS

#: What the simulation calls the end of a way that goes on, and the suffix of the box that shows it.
STILL_WAITING = "still_waiting"
WAITING = "_waiting"


class Group(BaseModel):
    """Stages shown as one box."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    family: str
    stages: tuple[str, ...]
    label: Text | None = None
    end: bool = False


class _Groups(RootModel[tuple[Group, ...]]):
    """The content of ``pathway_groups.yaml``."""


@cache
def groups() -> Mapping[str, Group]:
    """Every box by id."""
    return {
        group.id: group
        for group in validate(_Groups, shipped("openasylum.report", "pathway_groups.yaml")).root
    }


def gathered(flows: pl.DataFrame) -> pl.DataFrame:
    """``flows`` (scenario, draw, source, target, persons) between boxes: steps within a box and after an end
    are left out, and those still waiting stand apart by the box in which they wait.
    """
    box = {stage: group.id for group in groups().values() for stage in group.stages}
    ends = [group.id for group in groups().values() if group.end]
    source = pl.col("source").cast(pl.String).replace(box)
    target = pl.col("target").cast(pl.String).replace(box)
    waits = pl.when(target == STILL_WAITING).then(source + WAITING).otherwise(target)
    return (
        flows.select("scenario", "draw", source.alias("source"), waits.alias("target"), "persons")
        .filter((pl.col("source") != pl.col("target")) & ~pl.col("source").is_in(ends))
        .group_by("scenario", "draw", "source", "target", maintain_order=True)
        .agg(pl.col("persons").sum())
    )


def family(box: str) -> str:
    """What gives a box its colour."""
    if box.endswith(WAITING):
        return "waiting"
    found = groups().get(box.removesuffix(AGAIN))
    return found.family if found else "left"


def label(scene: Scene, box: str) -> str:
    """What people read on a box: "RPD", "Waiting: RPD", "Back to: RPD"; a stage's own title where it has no
    group.
    """
    if box.endswith(WAITING):
        return scene.t("Waiting: ", "En attente : ") + label(scene, box.removesuffix(WAITING))
    if box.endswith(AGAIN):
        return scene.t("Back to: ", "Retour : ") + label(scene, box.removesuffix(AGAIN))
    if box in CHANNEL_LABELS:
        return scene.t.of(CHANNEL_LABELS[box])
    group = groups().get(box)
    if group is not None and group.label is not None:
        return scene.t.of(group.label)
    return box.replace("_", " ")

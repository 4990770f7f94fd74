"""The process as a diagram: Mermaid text from a stage file, so that the picture cannot differ from the data."""

from __future__ import annotations

from openasylum.pipeline.definition.stage_file import CapacityStage, DelayStage, EndStage, ForkStage
from openasylum.pipeline.definition.stage_graph import AnyStage, StageGraph


def mermaid(graph: StageGraph, language: str = "en") -> str:
    """A Mermaid flow chart: boxes wait in line, rounded boxes take a time of their own, diamonds part ways,
    circles are ends.

    Full arrows are decisions, dotted ones are people who leave while they wait. ``language``: "en" or "fr".
    """
    lines = ["flowchart TD"]
    lines += [f"  {stage.id}{_shape(stage, getattr(stage.title, language))}" for stage in graph.stages]
    seen: set[tuple[str, str, bool]] = set()
    for way in graph.transitions:
        if way.to is None:
            continue
        key = (way.stage, way.to, way.hazard is not None)
        if key in seen:
            continue
        seen.add(key)
        names = [
            other.name.replace("_", " ")
            for other in graph.transitions
            if (other.stage, other.to, other.hazard is not None) == key
        ]
        arrow = "-.->" if way.hazard is not None else "-->"
        lines.append(f"  {way.stage} {arrow}|{', '.join(names)}| {way.to}")
    return "\n".join(lines) + "\n"


def _shape(stage: AnyStage, title: str) -> str:
    text = f'"{title}"'
    if isinstance(stage, EndStage):
        return f"(({text}))"
    if isinstance(stage, ForkStage):
        return f"{{{text}}}"
    if isinstance(stage, DelayStage):
        return f"({text})"
    return f"[{text}]" if isinstance(stage, CapacityStage) else f"[[{text}]]"

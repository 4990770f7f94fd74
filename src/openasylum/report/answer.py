"""The answer in a sentence: what each alternative changes, with ranges."""

from __future__ import annotations

from collections.abc import Sequence

from openasylum.report.scene import Scene
from openasylum.results import measure

#: Measures that the sentence speaks of, people before money.
SPOKEN = ("claims_made", "returned_to_us", "rpd_pending", "cost_all_governments")


def answers(scene: Scene, spoken: Sequence[str] = SPOKEN) -> list[str]:
    """One sentence per alternative; for a run of the baseline alone, one about it."""
    if not scene.alternatives:
        parts = [
            f"{scene.cell(row, row['unit'], scene.baseline)} {scene.t.of(measure(name).sentence)}"
            for name in spoken
            if (row := scene.totals.get((scene.baseline, name)))
        ]
        return [f"{scene.title(scene.baseline)}, {scene.period}{scene.t.colon} {scene.t.listing(parts)}."]
    pairs = zip(scene.alternatives, scene.differences, strict=True)
    return [_compared(scene, alternative, difference, spoken) for alternative, difference in pairs]


def _compared(scene: Scene, alternative: str, difference: str, spoken: Sequence[str]) -> str:
    parts = []
    for name in spoken:
        row = scene.totals.get((difference, name))
        if row is None or row["p50"] is None:
            continue
        of = measure(name)
        label = scene.label(of)
        label = label[0].lower() + label[1:]
        when = row["period"]
        parts.append(f"{label} {scene.change(row['p50'], of.unit)} "
                     f"({scene.interval(row['p05'], row['p95'], of.unit, signed=True)}; {when})")  # fmt: skip
    title, law = scene.t.quote(scene.title(alternative)), scene.t.quote(scene.title(scene.baseline))
    return scene.t(
        f"With {title} rather than {law}: {scene.t.listing(parts)}.",
        f"Avec {title} plutôt que {law} : {scene.t.listing(parts)}.",
    )

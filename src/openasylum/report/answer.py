"""The answer in a sentence: what each alternative changes, with ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openasylum.report.scene import Scene
from openasylum.results import Measure, measure

#: Measures that the sentence speaks of, people before money.
SPOKEN = ("claims_made", "returned_to_us", "rpd_pending", "cost_all_governments")


#: Measures that the highlights of a brief speak of, one sentence each.
HIGHLIGHTED = (*SPOKEN[:3], "cost_federal", SPOKEN[3])


@dataclass(frozen=True)
class Highlights:
    """What an alternative changes, a sentence a measure."""

    title: str
    sentences: list[str]


def highlights(scene: Scene, spoken: Sequence[str] = HIGHLIGHTED) -> list[Highlights]:
    """Of each alternative what it changes; of a run of the baseline alone what it finds."""
    if not scene.alternatives:
        return [Highlights(scene.title(scene.baseline), [_sentence(part) for part in _found(scene, spoken)])]
    pairs = zip(scene.alternatives, scene.differences, strict=True)
    return [
        Highlights(scene.title(alternative), [_sentence(part) for part in _parts(scene, difference, spoken)])
        for alternative, difference in pairs
    ]


def _sentence(part: str) -> str:
    return f"{part[0].upper()}{part[1:]}."


def answers(scene: Scene, spoken: Sequence[str] = SPOKEN) -> list[str]:
    """One sentence per alternative; for a run of the baseline alone, one about it."""
    if not scene.alternatives:
        parts = scene.t.listing(_found(scene, spoken))
        return [f"{scene.title(scene.baseline)}, {scene.period}{scene.t.colon} {parts}."]
    pairs = zip(scene.alternatives, scene.differences, strict=True)
    return [_compared(scene, alternative, difference, spoken) for alternative, difference in pairs]


def _found(scene: Scene, spoken: Sequence[str]) -> list[str]:
    """What the baseline gives, measure by measure."""
    return [
        f"{scene.cell(row, row['unit'], scene.baseline)} {scene.t.of(measure(name).sentence)}"
        for name in spoken
        if (row := scene.totals.get((scene.baseline, name)))
    ]


def _parts(scene: Scene, difference: str, spoken: Sequence[str]) -> list[str]:
    """What an alternative changes, measure by measure."""
    return [
        _part(scene, measure(name), row)
        for name in spoken
        if (row := scene.totals.get((difference, name))) and row["p50"] is not None
    ]


def _compared(scene: Scene, alternative: str, difference: str, spoken: Sequence[str]) -> str:
    parts = _parts(scene, difference, spoken)
    title, law = scene.t.quote(scene.title(alternative)), scene.t.quote(scene.title(scene.baseline))
    return scene.t(
        f"With {title} rather than {law}, the model finds {scene.t.listing(parts)}.",
        f"Avec {title} plutôt que {law}, le modèle trouve {scene.t.listing(parts)}.",
    )


def _part(scene: Scene, of: Measure, row: dict[str, Any]) -> str:
    """ "159,000 more claims made in 2025–2030 (53,500 to 532,000 more)"."""
    label = scene.label(of)
    label = label[0].lower() + label[1:]
    low, middle, high = row["p05"], row["p50"], row["p95"]
    if low == high == 0:
        return _nothing(scene, of, label, row["period"])
    size = scene.amount(abs(middle), of.unit)
    when = {
        "stock": scene.t(f"at the end of {row['period']}", f"à la fin de {row['period']}"),
    }.get(of.kind, scene.t(f"in {row['period']}", f"sur {row['period']}"))
    if low < 0 < high:
        words = scene.t(
            f"between {scene.amount(-low, of.unit)} {_direction(scene, of, low)} and "
            f"{scene.amount(high, of.unit)} {_direction(scene, of, high)}",
            f"entre {scene.amount(-low, of.unit)} {_direction(scene, of, low)} et "
            f"{scene.amount(high, of.unit)} {_direction(scene, of, high)}",
        )
    else:
        near, far = sorted((abs(low), abs(high)))
        words = f"{scene.interval(near, far, of.unit)} {_direction(scene, of, low + high)}"
    way = _direction(scene, of, middle)
    if of.kind == "money":
        said = scene.t(f"{size} {way} in {label}", f"{size} {way} en {label}")
    else:
        said = scene.t(f"{size} {way} {label}", f"{size} {label} {way}")
    return f"{said} {when} ({words})"


def _nothing(scene: Scene, of: Measure, label: str, period: str) -> str:
    """ "no change in people returned to the U.S. in 2025–2030"."""
    counted = "" if of.unit != "persons" else "nombre d'" if label[0] in "aeiouhéè" else "nombre de "
    return scene.t(f"no change in {label} in {period}", f"aucun changement du {counted}{label} sur {period}")


def _direction(scene: Scene, of: Measure, value: float) -> str:
    if value >= 0:
        return scene.t("more", "de plus")
    return scene.t("fewer" if of.unit == "persons" else "less", "de moins")

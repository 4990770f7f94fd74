"""What travels inside every file of a run: what the range means, what is counted and what is not, the law's date, the
data's vintage, the run.
"""

from __future__ import annotations

from collections.abc import Iterable

from openasylum.report.scene import Scene
from openasylum.results import measure


def colophon(scene: Scene, names: Iterable[str]) -> dict[str, str]:
    """Keys for machines, texts in the scene's language; ``includes`` and ``excludes`` of the measures ``names``."""
    manifest, t = scene.run.manifest, scene.t
    counted = [measure(name) for name in names]
    titles = [scene.title(name) for name in manifest.scenario_ids]
    return {
        "title": t(f"OpenAsylum: {t.listing(titles)}", f"OpenAsylum : {t.listing(titles)}"),
        "run_id": manifest.run_id,
        "law_date": manifest.law_date.isoformat(),
        "data_vintage": manifest.data_vintage,
        "model_version": manifest.model_version,
        "draws": str(manifest.draws),
        "seed": str(manifest.seed),
        "range": scene.range_meaning(),
        "includes": " | ".join(f"{scene.label(of)}{t.colon} {t.of(of.includes)}" for of in counted),
        "excludes": " | ".join(f"{scene.label(of)}{t.colon} {t.of(of.excludes)}" for of in counted),
        "provenance": scene.provenance(),
        "source": scene.source(),
        "conditional": conditional(scene),
        "language": scene.language,
    }


def conditional(scene: Scene) -> str:
    """That a projection is conditional, and nobody's but ours."""
    return scene.t(
        "This says what the rules and assumptions imply, not what governments or people will do. Results are not "
        "to be attributed to the publishers of the data.",
        "Ceci dit ce qu'impliquent les règles et les hypothèses, non ce que feront gouvernements ou personnes. Les "
        "résultats ne sauraient être attribués aux éditeurs des données.",
    )

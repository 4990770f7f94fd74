"""How to cite a run."""

from __future__ import annotations

from openasylum.report.scene import Scene


def citation(scene: Scene) -> str:
    """One sentence, for a footnote."""
    manifest, t = scene.run.manifest, scene.t
    return t(
        f"OpenAsylum contributors, OpenAsylum: the open, auditable model of the Canada-U.S. asylum system, version "
        f"{manifest.model_version}, run {manifest.run_id}: {_subject(scene)}, {scene.period}. Law as of "
        f"{t.day(manifest.law_date)}, data to {t.month_of(manifest.data_vintage)}.",
        f"Les contributeurs d'OpenAsylum, OpenAsylum : le modèle ouvert et vérifiable du système d'asile "
        f"canado-américain, version {manifest.model_version}, exécution {manifest.run_id} : {_subject(scene)}, "
        f"{scene.period}. Droit au {t.day(manifest.law_date)}, données jusqu'à {t.month_of(manifest.data_vintage)}.",
    )


def bibtex(scene: Scene) -> str:
    """A BibTeX entry (``@software``). Its year is that of the law the run read."""
    manifest, t = scene.run.manifest, scene.t
    fields = {
        "author": "{The OpenAsylum contributors}",
        "title": f"{{OpenAsylum}}{t.colon} {_escaped(_subject(scene))}, {scene.period.replace('–', '--')}",
        "version": manifest.model_version,
        "year": str(manifest.law_date.year),
        "note": _escaped(
            t(
                f"Run {manifest.run_id}; law as of {manifest.law_date}; data {manifest.data_vintage}; "
                f"{manifest.draws} draws, seed {manifest.seed}",
                f"Exécution {manifest.run_id}; droit au {manifest.law_date}; données {manifest.data_vintage}; "
                f"{manifest.draws} tirages, germe {manifest.seed}",
            )
        ),
        "license": "Apache-2.0",
        "langid": t("english", "french"),
    }
    rows = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@software{{openasylum_{manifest.run_id},\n{rows}\n}}\n"


def citation_file(scene: Scene) -> str:
    """``CITATION.cff`` of the run (Citation File Format 1.2.0)."""
    import yaml

    manifest = scene.run.manifest
    content = {
        "cff-version": "1.2.0",
        "message": citation(scene),
        "type": "dataset",
        "title": f"OpenAsylum{scene.t.colon} {_subject(scene)}, {scene.period}",
        "authors": [{"name": "The OpenAsylum contributors"}],
        "version": manifest.model_version,
        "identifiers": [{"type": "other", "value": manifest.run_id, "description": "run id"}],
        "license": "Apache-2.0",
    }
    written: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return written


def _subject(scene: Scene) -> str:
    return scene.t.listing([scene.title(name) for name in (scene.alternatives or [scene.baseline])])


def _escaped(text: str) -> str:
    for mark in "&%$#_{}":
        text = text.replace(mark, "\\" + mark)
    return text

"""The brief of a run: two pages as a tagged PDF, in one language.

Highlights and one chart; then one table, the assumptions that matter, what is counted and what is not, and
sources. How it is laid out stands in ``templates/brief.typ``; the PDF conforms to PDF/UA-1, or there is none.
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any, Final

from openasylum.report.answer import highlights
from openasylum.report.charts.arguments import concerned
from openasylum.report.charts.drivers import matter
from openasylum.report.charts.fan import fan
from openasylum.report.charts.rendering import draw_one
from openasylum.report.colophon import conditional
from openasylum.report.page import headline_table
from openasylum.report.publishers import publishers
from openasylum.report.scene import Scene
from openasylum.report.tongue import Language
from openasylum.report.units import unit_name
from openasylum.results import Run, measure
from openasylum.results.manifest import Argument, RunAssumption
from openasylum.scenario import GRADES
from openasylum.timeline import day_number

#: Pages of a brief, and sizes of its text in points, of which the first that fits them is taken.
PAGES: Final = 2
SIZES: Final = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)

SECONDS_A_DAY: Final = 86_400

#: The measure that is drawn, and those of which the brief says what they include.
DRAWN: Final = "claims_made"
EXPLAINED: Final = ("claims_made", "cost_all_governments")

#: Assumptions named for each of these measures.
ASSUMED: Final = ("claims_made", "cost_all_governments")
ASSUMPTIONS_EACH: Final = 3

#: Arguments named, of those for a number that was never observed.
ARGUMENTS: Final = 2

#: Scenarios and differences that fit beside each other in the table.
COLUMNS: Final = 4


def brief(run: Run, language: Language) -> bytes:
    """The brief as PDF. The same run gives the same bytes."""
    import typst

    data = json.dumps(content(Scene(run, language)), ensure_ascii=False)
    source = files("openasylum.report").joinpath("templates", "brief.typ").read_bytes()
    with as_file(files("openasylum.report").joinpath("fonts")) as fonts:
        for size in SIZES:
            inputs = {"data": data, "size": str(size)}
            setter = typst.Compiler(  # type: ignore[misc]
                source, font_paths=[str(fonts)], ignore_system_fonts=True, sys_inputs=inputs
            )
            if json.loads(setter.query("<pages>", field="value", one=True)) == PAGES:
                break
        made = typst.compile(  # type: ignore[misc]
            source,
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            # The same run is the same bytes: no clock.
            timestamp=day_number(run.manifest.law_date) * SECONDS_A_DAY,
        )
    assert isinstance(made, bytes)
    return made


def content(scene: Scene) -> dict[str, Any]:
    """What the brief says, as plain data for its template: words, numbers as they are written, the chart as SVG."""
    t, manifest = scene.t, scene.run.manifest
    chart = fan(scene, DRAWN)
    names = [scene.title(name) for name in (scene.alternatives or [scene.baseline])]
    title = t(f"{t.listing(names)}: what would follow", f"{t.listing(names)} : ce qui s'ensuivrait")
    shown = highlights(scene)
    found = [
        {"title": one.title if len(scene.alternatives) > 1 else None, "sentences": one.sentences}
        for one in shown
    ]
    return {
        "language": scene.language,
        "title": title,
        "subtitle": t(
            f"Canada, {scene.period}. Conditional projection, against “{scene.title(scene.baseline)}”."
            if scene.alternatives
            else f"Canada, {scene.period}. Conditional projection.",
            f"Canada, {scene.period}. Projection conditionnelle, comparée à {t.quote(scene.title(scene.baseline))}."
            if scene.alternatives
            else f"Canada, {scene.period}. Projection conditionnelle.",
        ),
        "summary": " ".join(sentence for group in shown for sentence in group.sentences),
        "keywords": ["asylum" if scene.language == "en" else "asile", "Canada", manifest.run_id],
        "words": {
            "kicker": t("OpenAsylum · brief", "OpenAsylum · note"),
            "colon": t.colon,
            "highlights": t("Highlights", "Faits saillants"),
            "table": t("Headline figures", "Chiffres principaux"),
            "assumptions": t("Assumptions that matter most", "Hypothèses qui pèsent le plus"),
            "included": t("What is counted and what is not", "Ce qui est compté et ce qui ne l'est pas"),
            "sources": t("Sources and how to check", "Sources et vérification"),
        },
        "scenarios": _scenarios(scene),
        "highlights": found,
        "ranges": f"{scene.range_meaning()} "
        + t("The first figure is the median.", "Le premier chiffre est la médiane."),
        "chart": {"svg": draw_one(chart.order(png=False))[0], "summary": chart.summary},
        "table": _table(scene),
        "assumptions_intro": t(
            f"{len(manifest.assumptions)} numbers that no source gives are assumptions, each with a range, a reason and "
            "an evidence grade. These move the answer most (5th to 95th percentile of the assumption):",
            f"{len(manifest.assumptions)} nombres qu'aucune source ne donne sont des hypothèses, chacune avec une "
            "fourchette, une raison et une cote. Celles-ci déplacent le plus la réponse (5e au 95e centile de "
            "l'hypothèse) :",
        ),
        "assumptions": _assumptions(scene),
        "scope": _scope(scene),
        "not_modelled": t(
            "Not modelled: crossing routes, individual outcomes, what people do after they leave or are protected.",
            "Non modélisé : itinéraires de passage, issues individuelles, ce que font les personnes après leur départ "
            "ou l'octroi de la protection.",
        ),
        "sources": _sources(scene),
        "how": t(
            f"Run {manifest.run_id} lists every source with its address. The same numbers again: "
            f"{command(scene)}; check: openasylum runs verify {manifest.run_id}.",
            f"L'exécution {manifest.run_id} énumère chaque source avec son adresse. Les mêmes nombres : "
            f"{command(scene)}; vérification : openasylum runs verify {manifest.run_id}.",
        ),
        "conditional": conditional(scene),
        "provenance": scene.provenance(),
    }  # fmt: skip


def command(scene: Scene) -> str:
    """The command that makes the run."""
    return scene.run.manifest.command or " ".join(["openasylum run", *scene.alternatives])


def _scenarios(scene: Scene) -> list[dict[str, str]]:
    """Of each alternative (or of the only scenario) its title, when it begins, and what it is."""
    found = []
    for one in scene.run.manifest.scenarios[1:] or scene.run.manifest.scenarios:
        when = scene.t(f" (from {scene.t.day(one.effective)})", f" (dès le {scene.t.day(one.effective)})") \
            if one.effective else ""  # fmt: skip
        description = one.document.get("description", {})
        found.append(
            {"title": f"{scene.t.of(one.title)}{when}", "description": description.get(scene.language, "")}
        )
    return found


def _table(scene: Scene) -> dict[str, Any]:
    columns = [scene.baseline, *scene.alternatives, *scene.differences]
    if len(scene.alternatives) > 1:
        columns = [scene.baseline, *scene.differences]
    keep = [
        place
        for place, name in enumerate([scene.baseline, *scene.alternatives, *scene.differences])
        if name in columns[:COLUMNS]
    ]
    months = scene.t("months", "mois")
    head = [
        scene.t("Measure", "Mesure"),
        scene.t("Period", "Période"),
        *(scene.title(name) for name in columns[:COLUMNS]),
    ]
    rows = [
        [
            scene.label(of) + (f" ({months})" if of.unit == "months" else ""),
            period,
            *(_parts(cells[place]) for place in keep),
        ]
        for of, period, cells in headline_table(scene)
    ]
    return {"head": head, "rows": rows, "narrow": len(keep) > 3}


def _parts(cell: str) -> list[str]:
    """A cell as median and range."""
    middle, _, reach = cell.partition(" (")
    return [middle, reach.rstrip(")")]


def _assumptions(scene: Scene) -> list[str]:
    """The assumptions that move the measures most, and the arguments for what was never observed."""
    known = {one.id: one for one in scene.run.manifest.assumptions}
    strongest = {
        row["id"]: known[row["id"]]
        for name in ASSUMED
        if (scene.baseline, name) in scene.totals
        for row in matter(scene, name).head(ASSUMPTIONS_EACH).to_dicts()
    }
    found = [_assumption(scene, one) for one in strongest.values()]
    if not found:
        found = [scene.t("Too few draws to rank them.", "Trop peu de tirages pour les classer.")]
    if concerned(scene):
        found += [_argument(scene, one) for one in scene.run.manifest.arguments[:ARGUMENTS]]
    return found


def _assumption(scene: Scene, one: RunAssumption) -> str:
    low, high = (_written(scene, end) for end in (one.interval[0], one.interval[2]))
    unit = unit_name(one.unit, scene.language)
    grade = GRADES[one.grade][scene.language]
    return scene.t(
        f"{one.title.en}: {low} to {high} ({unit}). Grade {one.grade}, {grade}.",
        f"{one.title.fr} : {low} à {high} ({unit}). Cote {one.grade}, {grade}.",
    )


def _argument(scene: Scene, one: Argument) -> str:
    low, high = (scene.amount(end, "persons") for end in (one.p05, one.p95))
    return scene.t(
        f"Never observed, an argument: {lower(one.title.en)}: {low} to {high} people a month.",
        f"Jamais observé, un argument : {lower(one.title.fr)} : {low} à {high} personnes par mois.",
    )


def lower(words: str) -> str:
    """Words that follow a colon, their first letter small unless it begins a name in capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _written(scene: Scene, value: Any) -> str:
    return scene.amount(value, "number") if isinstance(value, int | float) else str(value)


def _scope(scene: Scene) -> list[dict[str, str]]:
    t = scene.t
    found = []
    for name in EXPLAINED:
        of = measure(name)
        found.append(
            {
                "label": scene.label(of),
                "includes": t(f"Includes {of.includes.en}.", f"Comprend : {of.includes.fr}."),
                "excludes": t(f"Excludes {of.excludes.en}.", f"Exclut : {of.excludes.fr}."),
            }
        )
    return found


def _sources(scene: Scene) -> str:
    """The institutions that published, by how many of the sources are theirs; the others by their number."""
    official = publishers()
    counts = dict.fromkeys(official, 0)
    for source in scene.run.manifest.sources:
        for name in official:
            if source.publisher.startswith(name):
                counts[name] += 1
                break
    first = sorted((name for name in counts if counts[name]), key=lambda name: -counts[name])
    named = [name if scene.language == "en" else official[name] for name in first]
    rest = len(scene.run.manifest.sources) - sum(counts.values())
    others = scene.t(
        f"{rest} texts of the press and copies on other sites",
        f"{rest} textes de presse et copies sur d'autres sites",
    )
    listed = "; ".join([*named, *([others] if rest else [])])
    return scene.t(f"Data of {listed}.", f"Données : {listed}.")

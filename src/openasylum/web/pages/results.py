"""What a page shows of a run: the answer in a sentence, people and dollars side by side, one chart, what drives it."""

from __future__ import annotations

from typing import Any

from openasylum.errors import UserError, nearest
from openasylum.report.answer import answers
from openasylum.report.page import headline_table
from openasylum.report.scene import Scene
from openasylum.report.tongue import Language
from openasylum.results import Run, measures
from openasylum.web.pages.charts import arguments_chart, cost_chart, drivers_chart, fan_chart
from openasylum.web.pages.flow_chart import flow_chart
from openasylum.web.pages.province_chart import province_chart

#: The figures above the chart, people and money with equal weight.
LEADING = (
    "claims_made",
    "returned_to_us",
    "rpd_pending",
    "wait_months_p50",
    "cost_all_governments",
    "cost_federal",
)

#: The measures of which a page can show what drives them.
DRIVEN = ("claims_made", "cost_all_governments")


def chosen_measure(name: str | None) -> str:
    """The measure that an address names; claims made if it names none. Raises ``UserError`` with the nearest."""
    if name is None:
        return LEADING[0]
    if name not in measures():
        raise UserError(
            f"there is no measure {name[:40]!r}",
            f"il n'y a pas de mesure « {name[:40]} »",
            field="measure",
            nearest=nearest(name[:40], measures()),
        )
    return name


def view(run: Run, language: Language, measure: str) -> dict[str, Any]:
    """Everything that ``result.html`` shows of a run."""
    scene = Scene(run, language)
    return {
        "run": run,
        "scene": scene,
        "sentences": answers(scene),
        "leading": _leading(scene),
        "chart": fan_chart(scene, measure),
        "measure": measure,
        "measures": list(measures().values()),
        "drivers": drivers_chart(scene, measure if measure in DRIVEN else DRIVEN[0]),
        "arguments": arguments_chart(scene),
        "flow": flow_chart(scene),
        "provinces": province_chart(scene),
        "costs": cost_chart(scene),
        "headline": headline_table(scene),
        "columns": [scene.baseline, *scene.alternatives, *scene.differences],
        "provenance": scene.provenance(),
        "range_meaning": scene.range_meaning(),
    }


def _leading(scene: Scene) -> list[dict[str, Any]]:
    """The figures above the chart: of the first difference where there is one, else of the law in force itself."""
    about = scene.differences[0] if scene.differences else scene.baseline
    signed = bool(scene.differences)
    found = []
    for name in LEADING:
        row = scene.totals.get((about, name))
        if row is not None and row["p50"] is not None:
            write = scene.change if signed else scene.amount
            found.append(
                {
                    "figure": write(row["p50"], row["unit"]),
                    "range": scene.interval(row["p05"], row["p95"], row["unit"], signed),
                    "what": scene.label(name),
                    "period": row["period"],
                    "unit": scene.t("months", "mois") if row["unit"] == "months" else "",
                }
            )
    return found

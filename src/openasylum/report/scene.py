"""What the charts, the page and the terminal say about a run in common: names, colours, provenance,
quantiles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import polars as pl

from openasylum.report.numbers import amount, change, interval
from openasylum.report.tongue import LANGUAGES, Language, Tongue
from openasylum.results import DIFFERENCE, Measure, Run, measure, over_horizon, quantiles

Kept = TypeVar("Kept")

#: The run id of an answer that is still computed: it names no run.
NOT_A_RUN = "preview"


@dataclass(frozen=True)
class Numbers:
    """What is computed of a run whatever the language, each once."""

    run: Run
    _kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def whole_horizon(self) -> pl.DataFrame:
        """Per scenario, draw and measure: flows and money added up, stocks and waits at the end."""
        return over_horizon(self.run.frames["annual"])

    @cached_property
    def totals(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Quantiles of ``whole_horizon`` by (scenario, measure): ``p05`` … ``p95``, ``period``, ``unit``."""
        return {(row["scenario"], row["measure"]): row for row in quantiles(self.whole_horizon).to_dicts()}

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What ``make`` gives, made at the first call with this name."""
        if name not in self._kept:
            self._kept[name] = make()
        found: Kept = self._kept[name]
        return found


@dataclass(frozen=True)
class Scene:
    """A run, in one language. Scenes made together (``scenes``) share their numbers."""

    run: Run
    language: Language
    shared: Numbers | None = field(default=None, repr=False, compare=False)

    @cached_property
    def numbers(self) -> Numbers:
        """What is computed whatever the language."""
        return self.shared or Numbers(self.run)

    @cached_property
    def t(self) -> Tongue:
        """Says one of two texts."""
        return Tongue(self.language)

    @property
    def baseline(self) -> str:
        """Id of the first scenario."""
        return self.run.manifest.scenario_ids[0]

    @property
    def alternatives(self) -> list[str]:
        """Ids of the other scenarios."""
        return self.run.manifest.scenario_ids[1:]

    @property
    def differences(self) -> list[str]:
        """Ids under which the differences of the alternatives stand in the frames."""
        others = self.alternatives
        return [DIFFERENCE] if len(others) == 1 else [f"{DIFFERENCE}:{other}" for other in others]

    def title(self, scenario: str) -> str:
        """The title of a scenario; of the only difference, "Difference"."""
        if scenario == DIFFERENCE:
            return self.t("Difference", "Écart")
        return self.t.of(self.run.manifest.title(scenario))

    def label(self, of: Measure | str) -> str:
        """The name of a measure."""
        return self.t.of((measure(of) if isinstance(of, str) else of).label)

    def amount(self, value: float | None, unit: str) -> str:
        """See ``numbers.amount``."""
        return amount(value, unit, self.language)

    def change(self, value: float | None, unit: str) -> str:
        """See ``numbers.change``."""
        return change(value, unit, self.language)

    def interval(self, low: float | None, high: float | None, unit: str, signed: bool = False) -> str:
        """See ``numbers.interval``."""
        return interval(low, high, unit, self.language, signed)

    def cell(self, row: dict[str, Any] | None, unit: str, scenario: str, middle: str = "p50") -> str:
        """Median (or mean) and range of a row of quantiles, "47,300 (41,000 to 52,000)"; signed for a
        difference.
        """
        if row is None or row[middle] is None:
            return "–"
        signed = scenario.startswith(DIFFERENCE)
        write = self.change if signed else self.amount
        return f"{write(row[middle], unit)} ({self.interval(row['p05'], row['p95'], unit, signed)})"

    @property
    def whole_horizon(self) -> pl.DataFrame:
        """See ``Numbers``."""
        return self.numbers.whole_horizon

    @property
    def totals(self) -> dict[tuple[str, str], dict[str, Any]]:
        """See ``Numbers``."""
        return self.numbers.totals

    @property
    def series(self) -> pl.DataFrame:
        """Monthly quantiles: scenario, measure, breakdown, category, month, unit, ``p05`` … ``p95``."""
        return self.run.frames["series_quantiles"]

    @property
    def period(self) -> str:
        """The horizon in years: "2025–2030"."""
        first, last = self.run.manifest.horizon
        return f"{first[:4]}–{last[:4]}"

    @property
    def last_day_of_data(self) -> date:
        """The first day of the horizon: what lies before was observed."""
        year, month = map(int, self.run.manifest.horizon[0].split("-")[:2])
        return date(year, month, 1)

    def provenance(self) -> str:
        """Law date, data vintage, draws, run id and model version, in one line."""
        manifest = self.run.manifest
        law, data = self.t.day(manifest.law_date), self.t.month_of(manifest.data_vintage)
        run = self.t(f"run {manifest.run_id}", f"exécution {manifest.run_id}")
        if manifest.run_id == NOT_A_RUN:
            run = self.t("not a whole run yet", "exécution pas encore entière")
        return self.t(
            f"Law as of {law} · data to {data} · {manifest.draws} draws · {run} "
            f"· OpenAsylum {manifest.model_version}",
            f"Droit au {law} · données jusqu'à {data} · {manifest.draws} tirages · {run} "
            f"· OpenAsylum {manifest.model_version}",
        )

    def range_meaning(self) -> str:
        """What median and ranges mean."""
        return self.t(
            "Ranges run from the 5th to the 95th percentile of the draws: nine draws in ten lie within.",
            "Les fourchettes vont du 5e au 95e centile des tirages : neuf tirages sur dix s'y trouvent.",
        )

    def scope(self, of: Measure) -> str:
        """Includes … Excludes … of a measure."""
        return self.t(
            f"Includes {of.includes.en}. Excludes {of.excludes.en}.",
            f"Comprend : {of.includes.fr}. Ne comprend pas : {of.excludes.fr}.",
        )

    def source(self) -> str:
        """The line that names who published what the run rests on."""
        return self.t(
            "Source: OpenAsylum, from figures of IRCC, the IRB, CBSA, RCMP, PBO and others, listed in the "
            "run's report.",
            "Source : OpenAsylum, d'après IRCC, la CISR, l'ASFC, la GRC, le DPB et d'autres, énumérés au "
            "rapport.",
        )

    def footer(self, *notes: str) -> list[str]:
        """The lines under a chart."""
        return [*notes, self.provenance(), self.source()]


def scenes(run: Run) -> dict[Language, Scene]:
    """The run in every language, with its numbers computed once."""
    numbers = Numbers(run)
    return {language: Scene(run, language, numbers) for language in LANGUAGES}

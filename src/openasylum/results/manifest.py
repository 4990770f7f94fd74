"""What a run is made from, and its id: a hash of everything that its numbers depend on."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text
from openasylum.code_version import code_version

FORMAT = 1

#: The fields that the numbers depend on, and so the id.
IDENTITY = (
    *("format", "model_version", "scenarios", "horizon", "draws", "seed", "weight"),
    *("law_date", "data_vintage", "assumptions"),
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RunScenario(_Part):
    """A scenario of a run: its id, its title, the first day on which it differs from the law in force, its
    whole document.
    """

    id: str
    title: Text
    effective: date | None = None
    document: dict[str, Any] = Field(default_factory=dict)


class RunAssumption(_Part):
    """An assumption as the run used it: its prior (``kind`` and parameters) and its 5, 50 and 95 % points."""

    id: str
    title: Text
    unit: str
    prior: dict[str, Any]
    interval: tuple[Any, Any, Any]
    grade: str
    why: Text
    sources: tuple[str, ...] = ()


class Argument(_Part):
    """One published or reasoned argument for a number that was never observed: its interval, shown beside the
    answer.
    """

    id: str
    title: Text
    reasoning: Text | None = None
    p05: float
    p50: float
    p95: float
    weight: float | None = None
    sources: tuple[str, ...] = ()


class RunSource(_Part):
    """A source of the data that the run used."""

    title: str
    publisher: str = ""
    url: str = ""
    licence: str = ""


class FileEntry(_Part):
    """A file of the run folder."""

    sha256: str
    bytes: int


class Manifest(_Part):
    """``manifest.json``.

    ``scenarios[0]`` is the baseline; ``horizon`` is its first and last month, "2025-01", "2030-12".
    """

    format: int = FORMAT
    run_id: str
    model_version: str
    scenarios: tuple[RunScenario, ...] = Field(min_length=1)
    horizon: tuple[str, str]
    draws: int = Field(ge=1)
    seed: int
    weight: float
    law_date: date
    data_vintage: str
    command: str = ""
    assumptions: tuple[RunAssumption, ...] = ()
    arguments: tuple[Argument, ...] = ()
    sources: tuple[RunSource, ...] = ()
    files: dict[str, FileEntry] = Field(default_factory=dict)

    @property
    def scenario_ids(self) -> list[str]:
        """Ids of the scenarios, the baseline first."""
        return [scenario.id for scenario in self.scenarios]

    def title(self, scenario: str) -> Text:
        """The title of a scenario, or of a difference."""
        found = next(
            (entry for entry in self.scenarios if scenario in (entry.id, f"difference:{entry.id}")), None
        )
        if found is None:
            return Text(en="Difference", fr="Écart")
        if scenario == found.id:
            return found.title
        return Text(en=f"Difference: {found.title.en}", fr=f"Écart : {found.title.fr}")

    def record(self) -> dict[str, Any]:
        """What a list of runs says of it."""
        plain = self.model_dump(mode="json")
        names = ("run_id", "horizon", "draws", "seed", "law_date", "data_vintage", "model_version")
        return {**{name: plain[name] for name in names}, "scenarios": self.scenario_ids}

    def to_json(self) -> str:
        """The text of ``manifest.json``: the fields in their order, files by name."""
        plain = self.model_dump(mode="json")
        plain["files"] = dict(sorted(plain["files"].items()))
        return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def new_manifest(**fields: Any) -> Manifest:
    """A manifest with its run id, from its other fields (``format``, ``model_version`` and ``files`` have
    defaults).
    """
    fields = {"model_version": model_version(), **fields}
    unnamed = Manifest.model_validate({**fields, "run_id": ""}, from_attributes=True)
    return unnamed.model_copy(update={"run_id": run_id_of(unnamed)})


def run_id_of(manifest: Manifest) -> str:
    """Twelve hexadecimal digits of the SHA-256 of the identity fields, written as JSON with sorted keys."""
    plain = manifest.model_dump(mode="json")
    identity = {name: plain[name] for name in IDENTITY}
    words = json.dumps(identity, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(words.encode()).hexdigest()[:12]


#: The package's version and eight digits of a hash of its code and data.
model_version = code_version

"""Claims, scenarios and stage files near valid ones."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from openasylum import law
from openasylum.documents import parse_document
from openasylum.pipeline.definition.stage_graph import read_stages
from openasylum.scenario import read_scenario
from support.fuzzing import Kind
from support.mutations import frozen, text_near

ROOT = Path(__file__).resolve().parents[2]


@cache
def claims() -> list[bytes]:
    """Forty vignettes, the claim of the tutorial and the one with every field."""
    cases = [case for file in ("own", "public") for case in _load(ROOT / f"tests/law/vignettes/{file}.yaml")]
    found = [case["claim"] for case in cases if isinstance(case.get("claim"), dict)]
    examples = ("docs/tutorials/claim.yaml", "tests/law/examples/claim.json")
    return frozen([*found[:40], *(_load(ROOT / name) for name in examples)])


@cache
def scenarios() -> list[bytes]:
    """The presets."""
    folder = files("openasylum.scenario").joinpath("presets")
    return frozen([_load(Path(str(file))) for file in sorted(folder.iterdir(), key=str)])


@cache
def stage_files() -> list[bytes]:
    """The small example, and the shipped map, which takes ten times as long to read: one in five."""
    shipped = Path(str(files("openasylum.pipeline").joinpath("stages.yaml")))
    return frozen([*[_load(ROOT / "docs/how-to/tribunal.yaml")] * 4, _load(shipped)])


def _load(path: Path) -> Any:
    data = yaml.load(path.read_text(), Loader=yaml.BaseLoader if path.suffix == ".json" else yaml.SafeLoader)
    data = data.get("cases", data.get("vignettes", data)) if isinstance(data, dict) else data
    return _plain(data)


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data if isinstance(data, str | int | float | bool | None) else str(data)


def read_claim(text: str) -> Any:
    """A claim read, decided, and explained in French."""
    document = parse_document(text, "claim.yaml")
    decision = law.decide_claim(law.check_claim(document.data, document))
    assert decision.outcome
    return law.as_text(law.explain(decision, "fr"))


def read_one_scenario(text: str) -> Any:
    """A scenario file."""
    return read_scenario(parse_document(text, "scenario.yaml"))


def read_stage_file(text: str) -> Any:
    """A stage file."""
    return read_stages(parse_document(text, "stages.yaml"))


KINDS: dict[str, Kind] = {
    "claim": Kind(read_claim, lambda chance: text_near(chance, claims()), 300_000),
    "scenario": Kind(read_one_scenario, lambda chance: text_near(chance, scenarios()), 430_000),
    "stage file": Kind(read_stage_file, lambda chance: text_near(chance, stage_files()), 50_000, 0.3),
}

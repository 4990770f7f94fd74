"""Claims, scenarios and stage files that nobody would write: an answer or one sentence, never a traceback, never a hang."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from openasylum import law
from openasylum.documents import parse_document
from openasylum.pipeline.stage_graph import read_stages
from openasylum.scenario import read_scenario
from support.mutations import FAST, answers_or_tells, fuzz, heavy, texts

ROOT = Path(__file__).resolve().parents[2]


@cache
def claims() -> list[Any]:
    cases = [case for file in ("own", "public") for case in _load(ROOT / f"tests/law/vignettes/{file}.yaml")]
    found = [case["claim"] for case in cases if isinstance(case.get("claim"), dict)]
    return [
        *found[:40],
        _load(ROOT / "docs/tutorials/claim.yaml"),
        _load(ROOT / "tests/law/examples/claim.json"),
    ]


@cache
def scenarios() -> list[Any]:
    folder = files("openasylum.scenario").joinpath("presets")
    return [_load(Path(str(file))) for file in sorted(folder.iterdir(), key=str)]


@cache
def stage_files() -> list[Any]:
    shipped = Path(str(files("openasylum.pipeline").joinpath("stages.yaml")))
    return [_load(ROOT / "docs/how-to/tribunal.yaml"), _load(shipped)]


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
    document = parse_document(text, "claim.yaml")
    decision = law.decide_claim(law.check_claim(document.data, document))
    assert decision.outcome
    return law.as_text(law.explain(decision, "fr"))


def read_one_scenario(text: str) -> Any:
    return read_scenario(parse_document(text, "scenario.yaml"))


def read_stage_file(text: str) -> Any:
    return read_stages(parse_document(text, "stages.yaml"))


KINDS: dict[str, tuple[Callable[[str], Any], Callable[[], list[Any]]]] = {
    "claim": (read_claim, claims),
    "scenario": (read_one_scenario, scenarios),
    "stage file": (read_stage_file, stage_files),
}


@pytest.mark.parametrize("kind", KINDS)
def test_some(kind: str) -> None:
    read, documents = KINDS[kind]
    _try(FAST // 3 if kind == "stage file" else FAST, read, texts(documents()))


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_many(kind: str) -> None:
    read, documents = KINDS[kind]
    _try(heavy(0.3 if kind == "stage file" else 1), read, texts(documents()))


@pytest.mark.parametrize("kind", KINDS)
def test_any_text(kind: str) -> None:
    _try(FAST, KINDS[kind][0], st.text(max_size=200))


def _try(cases: int, read: Callable[[str], Any], strategy: st.SearchStrategy[str]) -> None:
    @fuzz(cases)
    @given(strategy)
    def one(text: str) -> None:
        answers_or_tells(lambda: read(text))

    one()


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]",
        "a: &a {b: *a}",
        "[" * 5000,
        "{a: " * 3000,
        "x: &x [1,1,1,1,1,1,1,1,1]\n"
        + "\n".join(
            f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]"
            for a, b in zip("xbcdefgh", "bcdefghi", strict=True)
        ),
        "!!python/object/apply:os.system ['true']",
        "%YAML 9.9\n---\na: 1",
        "a: 1\n---\nb: 2",
        "? [a, b]\n: 1",
        "{1: 2, 1.0: 3, true: 4}",
        "a: 0x_",
        "a: 1:99:99",
        "1e999999: 1",
        "a: !!binary '***'",
        "a: !!timestamp nonsense",
        "a: !!int x",
        "- - - -\n  - a: b\n c",
    ],
    ids=lambda text: text[:20],
)
@pytest.mark.parametrize("kind", KINDS)
def test_documents_made_to_hurt(kind: str, text: str) -> None:
    """References to themselves, bombs, depths, foreign tags."""
    read, _ = KINDS[kind]
    answers_or_tells(lambda: read(text))

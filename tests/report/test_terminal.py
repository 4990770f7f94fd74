"""One screen: at most 30 lines of 100 columns, in both languages."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from openasylum.report import terminal_summary
from openasylum.report.scene import Scene
from openasylum.results import Run
from support import made_up_run


def screen(run: Run, language: str, width: int = 100) -> list[str]:
    """The lines of the summary on a terminal of so many columns."""
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False).print(terminal_summary(run, language))
    return stream.getvalue().rstrip("\n").split("\n")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "alternatives", [(), ("us-not-designated",), ("us-not-designated", "ports-only", "third")]
)
def test_it_fits_one_screen(language: str, alternatives: tuple[str, ...]) -> None:
    lines = screen(made_up_run.run(12, alternatives=alternatives), language)
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_says_each_figure_with_its_range_and_where_it_comes_from(language: str) -> None:
    run = made_up_run.run(40)
    text = "\n".join(screen(run, language))
    scene = Scene(run, language)  # type: ignore[arg-type]
    for scenario in (made_up_run.BASELINE, made_up_run.ALTERNATIVE, "difference"):
        for name in ("claims_made", "returned_to_us", "rpd_pending", "cost_all_governments"):
            row = scene.totals[(scenario, name)]
            write = scene.change if scenario == "difference" else scene.amount
            assert write(row["p50"], row["unit"]) in text
            if scenario != "difference":
                assert scene.amount(row["p95"], row["unit"]) in text
    assert run.manifest.run_id in text
    assert {"en": "Excludes", "fr": "Exclut"}[language] in text
    assert {"en": "23 July 2026", "fr": "23 juillet 2026"}[language] in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_eighty_columns_no_number_is_broken(language: str) -> None:
    run = made_up_run.run(40)
    lines = screen(run, language, width=80)
    assert max(map(len, lines)) <= 80
    scene = Scene(run, language)  # type: ignore[arg-type]
    for scenario in (made_up_run.BASELINE, made_up_run.ALTERNATIVE):
        row = scene.totals[(scenario, "cost_all_governments")]
        expected = f"({scene.amount(row['p05'], 'CAD')}–{scene.amount(row['p95'], 'CAD')})"
        assert any(expected in line for line in lines)

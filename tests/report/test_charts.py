"""Charts: true to their numbers, carrying their provenance, valid Vega-Lite, in both languages."""

from __future__ import annotations

import html
import json
import re
import xml.etree.ElementTree as ElementTree
from importlib.resources import files
from typing import Any

import altair
import polars as pl
import pytest

from openasylum.report.album import album
from openasylum.report.charts.drawing import COLOURS, INK, QUIET, WIDTH, Chart
from openasylum.report.charts.drivers import drivers
from openasylum.report.charts.fan import fan
from openasylum.report.charts.framing import PADDING, Frame, framed
from openasylum.report.charts.rendering import draw_one, for_a_page
from openasylum.report.charts.sankey import pathways
from openasylum.report.charts.time_marks import place
from openasylum.report.policy_dates import policy_dates
from openasylum.report.scene import Scene
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.results import measures
from support import made_up_run

SCENES = {language: Scene(made_up_run.run(), language) for language in LANGUAGES}
ALBUMS = {language: album(scene) for language, scene in SCENES.items()}
CHARTS = [chart for found in ALBUMS.values() for chart in found.values()]
EVERY = pytest.mark.parametrize("chart", CHARTS, ids=lambda one: f"{one.id}-{one.language}")


def check_form(chart: Chart) -> None:
    """Check a definition against Vega-Lite's schema, without its rows, of which the schema says nothing."""
    altair.Chart.from_dict(emptied(chart.spec()), validate=True)


def emptied(spec: Any) -> Any:
    """The definition without its rows."""
    if isinstance(spec, list):
        return [emptied(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    return {name: {"values": []} if name == "data" else emptied(part) for name, part in spec.items()}


def drawn_values(spec: Any) -> list[dict[str, Any]]:
    """Every row of inline data of a definition."""
    if isinstance(spec, list):
        return [row for part in spec for row in drawn_values(part)]
    if not isinstance(spec, dict):
        return []
    own = spec["data"]["values"] if "values" in spec.get("data", {}) else []
    return own + [row for name, part in spec.items() if name != "data" for row in drawn_values(part)]


def test_there_is_a_fan_for_every_measure_and_each_other_chart() -> None:
    others = {"claims_by_channel", "claims_by_province", "pathways", "cost_by_organisation"}
    drivers = {"drivers_claims_made", "drivers_cost_all_governments"}
    expected = {*(f"fan_{name}" for name in measures()), *others, *drivers}
    assert set(ALBUMS["en"]) == set(ALBUMS["fr"]) == expected


@EVERY
def test_a_chart_is_valid_vega_lite(chart: Chart) -> None:
    check_form(chart)


@EVERY
def test_a_chart_carries_what_its_number_means_inside_the_image(chart: Chart) -> None:
    image = json.dumps(chart.spec(), ensure_ascii=False).replace("\\n", " ")
    manifest = SCENES[chart.language].run.manifest
    law = {"en": "23 July 2026", "fr": "23 juillet 2026"}[chart.language]
    data = {"en": "December 2024", "fr": "décembre 2024"}[chart.language]
    for needed in (manifest.run_id, manifest.model_version, law, data, str(manifest.draws), "IRCC"):
        assert needed in image, needed


@EVERY
def test_a_chart_is_self_contained(chart: Chart) -> None:
    assert '"url"' not in json.dumps(chart.spec()), "data from elsewhere"


@EVERY
def test_a_table_twin_has_as_many_cells_in_each_row_as_headings(chart: Chart) -> None:
    assert len(chart.digest) > 1
    assert {len(row) for row in chart.digest} == {len(chart.digest[0])}
    assert chart.table.height > 0
    assert chart.csv().startswith(f"# {chart.title}\n")


@pytest.mark.parametrize("name", ["claims_made", "rpd_pending", "cost_federal"])
def test_what_a_fan_draws_is_what_its_table_says(name: str) -> None:
    chart = ALBUMS["en"][f"fan_{name}"]
    rows = {
        (row["when"].isoformat(), *(round(row[level], 6) for level in ("p05", "p50", "p95")))
        for row in chart.table.filter(pl.col("scenario") != "observed").to_dicts()
    }
    drawn = [value for value in drawn_values(chart.spec()) if "p50" in value]
    assert drawn
    for value in drawn:
        assert (value["when"], *(round(value[level], 6) for level in ("p05", "p50", "p95"))) in rows


@pytest.mark.parametrize("name", ["claims_by_channel", "claims_by_province", "cost_by_organisation"])
def test_what_panels_and_bars_draw_is_what_their_table_says(name: str) -> None:
    chart = ALBUMS["en"][name]
    said = {
        round(value, 3) for column in chart.table.select(pl.col(pl.Float64)) for value in column.drop_nulls()
    }
    drawn = [row["p50"] for row in drawn_values(chart.spec()) if isinstance(row.get("p50"), float)]
    assert len(drawn) >= 8
    assert {round(value, 3) for value in drawn} <= said


def test_what_chance_may_explain_is_hollow() -> None:
    chart = ALBUMS["en"]["drivers_claims_made"]
    bars = [row for row in drawn_values(chart.spec()) if "fill" in row]
    strong = set(chart.table.filter(pl.col("beyond_chance"))["when_low"].to_list())
    assert strong
    assert len(bars) > len(strong)
    for bar in bars:
        assert (bar["fill"] == "white") == (bar["low"] not in strong)


def test_an_alternative_is_drawn_from_its_first_day_only() -> None:
    spec = ALBUMS["en"]["fan_claims_made"].spec()
    main = spec["vconcat"][0]["layer"]
    lines = [layer for layer in main if layer["mark"]["type"] == "line"]
    orange = [layer for layer in lines if layer["mark"].get("color") == COLOURS[1]]
    assert min(row["when"] for row in orange[0]["data"]["values"]) == "2026-12-01"


def test_the_summary_says_the_median_and_the_range_of_the_difference() -> None:
    scene = SCENES["en"]
    row = scene.totals[("difference", "claims_made")]
    words = ALBUMS["en"]["fan_claims_made"].summary
    assert scene.change(row["p50"], "persons") in words
    assert scene.interval(row["p05"], row["p95"], "persons", signed=True) in words


def test_the_pathway_diagram_conserves_people() -> None:
    table = pathways(SCENES["en"]).table.filter(pl.col("scenario") == made_up_run.BASELINE)
    came = table.filter(pl.col("target") == "eligibility")["mean"].sum()
    went = table.filter(pl.col("source") == "eligibility")["mean"].sum()
    assert went == pytest.approx(came)


def test_french_charts_say_nothing_in_english() -> None:
    for name, chart in ALBUMS["fr"].items():
        words = f"{chart.title} {chart.subtitle} {' '.join(chart.footer)} {chart.digest[0]}"
        assert not re.search(r"\b(the|and|of|with|median of|draws)\b", words), (name, words)
        assert chart.title != ALBUMS["en"][name].title


def test_no_word_calls_a_person_what_the_law_does_not() -> None:
    for chart in CHARTS:
        words = json.dumps(
            [chart.title, chart.subtitle, chart.summary, list(chart.footer)], ensure_ascii=False
        )
        assert not re.search(r"illegal|illégal|irregular|irrégul|bogus|queue.jump", words, re.IGNORECASE)


def contrast(colour: str) -> float:
    """Contrast ratio with white: WCAG 2.1, definition of relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("colour", [*COLOURS, INK, QUIET])
def test_words_stand_out_from_white(colour: str) -> None:
    assert contrast(colour) >= 4.5


def test_labels_of_dates_never_overlap() -> None:
    span = (policy_dates()[0].day.replace(year=2015), policy_dates()[-1].day.replace(year=2030))
    placed = place([(one.day, one.label.fr) for one in policy_dates()], span, 540)
    for position, one in enumerate(placed):
        for other in placed[position + 1 :]:
            assert one.row != other.row or one.high <= other.low or other.high <= one.low


def test_a_picture_has_one_name_and_ids_of_its_own() -> None:
    svg, png = draw_one(ALBUMS["fr"]["fan_claims_made"].order())
    assert svg.count('role="') == 1
    assert svg.startswith('<svg role="img" aria-label="Demandes')
    assert png.startswith(b"\x89PNG")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert all(one.startswith("fan_claims_made-fr-") for one in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_a_name_with_marks_stays_an_attribute() -> None:
    named = for_a_page(
        '<svg class="a"><g id="clip0"/><g clip-path="url(#clip0)"/></svg>', "x", 'a "b" <c> & d'
    )
    assert named == (
        '<svg role="img" aria-label="a &quot;b&quot; &lt;c> &amp; d" class="a">'
        '<g id="x-clip0"/><g clip-path="url(#x-clip0)"/></svg>'
    )


def test_heading_and_notes_stand_around_the_drawing_as_they_stand_in_the_definition() -> None:
    chart = ALBUMS["fr"]["pathways"]
    svg, _ = draw_one(chart.order(png=False))
    spec = chart.spec()
    set_as_text = html.unescape(re.sub(r"<[^>]+>", "\n", svg))
    for line in (*spec["title"]["text"], *spec["title"]["subtitle"]):
        assert line in set_as_text
    for note in chart.footer:
        for word in note.split():
            assert word in set_as_text
    assert set_as_text.index(spec["title"]["text"][0]) < set_as_text.index(chart.footer[-1].split()[0])


@EVERY
def test_no_line_of_a_heading_or_note_leaves_the_picture(chart: Chart) -> None:
    truetype = pytest.importorskip("PIL.ImageFont").truetype
    fonts = files("openasylum.report").joinpath("fonts")
    frame = chart.order().frame
    for lines, face, size in (
        (frame.title, "Bold", 19), (frame.subtitle, "Regular", 13), (frame.notes, "Regular", 11)
    ):  # fmt: skip
        font = truetype(str(fonts.joinpath(f"LiberationSans-{face}.ttf")), size)
        assert max(font.getlength(line) for line in lines) <= WIDTH - PADDING, lines


def test_marks_in_a_heading_are_words_and_not_markup() -> None:
    frame = Frame(["a < b & <script>"], ["c"], ["d"], "Liberation Sans", "#000", "#333")
    svg = framed('<svg class="marks" width="10" height="20" viewBox="0 0 10 20"><g/></svg>', frame, 100)
    root = ElementTree.fromstring(svg)
    assert [one.text for one in root.iter("text")] == ["a < b & <script>", "c", "d"]
    assert float(root.attrib["width"]) == 100
    assert float(root.attrib["height"]) > 20 + 3 * 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_of_the_baseline_alone_has_its_charts(language: Language) -> None:
    scene = Scene(made_up_run.run(12, alternatives=()), language)
    charts = album(scene)
    assert "fan_claims_made" in charts
    check_form(charts["fan_claims_made"])
    check_form(charts["pathways"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_of_several_alternatives_shows_each(language: Language) -> None:
    scene = Scene(made_up_run.run(12, alternatives=("us-not-designated", "ports-only")), language)
    chart = fan(scene, "claims_made")
    assert len(chart.digest[0]) == 1 + 3 + 2
    check_form(chart)


def test_an_assumption_about_cost_is_never_said_to_drive_claims() -> None:
    run = made_up_run.run(40)
    renamed = run.frames["assumptions"].with_columns(
        pl.col("id").str.replace("arrivals.test_3$", "costs.test_3")
    )
    scene = Scene(type(run)(run.manifest, {**run.frames, "assumptions": renamed}), "en")
    assert "costs.test_3" not in drivers(scene, "claims_made").table["id"].to_list()
    assert "costs.test_3" in drivers(scene, "cost_federal").table["id"].to_list()

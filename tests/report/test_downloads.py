"""Every form in which a run leaves: true to its numbers, and carrying what they mean."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from functools import cache
from pathlib import Path

import polars as pl
import pytest
import yaml

from openasylum.errors import UserError
from openasylum.report.charts.metadata import png_texts, png_with
from openasylum.report.downloads import FORMS, Download, charts, download
from openasylum.report.run_workbook import FIRST_DRAW, LEVELS, sheet_name
from openasylum.report.scene import Scene
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.results import measure, measures
from support import made_up_run
from support.workbooks import recalculated

RUN = made_up_run.run(12)
ID = RUN.manifest.run_id
EVERY = pytest.mark.parametrize("form", [form for form in FORMS if form != "zip"])


@cache
def made(form: str, language: Language, chosen: str | None = None) -> Download:
    return download(RUN, language, form, chosen)


def text_of(form: str, language: Language) -> str:
    """Everything that a reader of the format can get at."""
    content = made(form, language).content
    if form in ("csv", "svg", "yaml", "py", "bib", "cff"):
        return content.decode()
    if form == "parquet":
        return " ".join(pl.read_parquet_metadata(io.BytesIO(content)).values())
    if form == "png":
        return " ".join(png_texts(content).values())
    if form == "pdf":
        from pypdf import PdfReader

        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("language", LANGUAGES)
@EVERY
def test_every_form_carries_run_law_date_and_vintage(form: str, language: Language) -> None:
    text = re.sub(r"\s+", " ", text_of(form, language))
    assert ID in text
    law = {"en": "23 July 2026", "fr": "23 juillet 2026"}[language]
    assert law in text or "2026-07-23" in text
    assert {"en": "December 2024", "fr": "décembre 2024"}[language] in text or "2024-12" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv", "parquet", "png", "svg"])
def test_every_form_with_numbers_says_its_range_and_what_is_counted(form: str, language: Language) -> None:
    text = re.sub(r"\s+", " ", text_of(form, language))
    assert {"en": "95th percentile", "fr": "95e centile"}[language] in text
    claims = measure("claims_made")
    for part in (claims.includes[language], claims.excludes[language]):
        assert part.split(";")[0] in text


@EVERY
def test_the_same_run_gives_the_same_bytes(form: str) -> None:
    assert download(RUN, "en", form).content == made(form, "en").content


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_hold_the_headline_rows(language: Language) -> None:
    expected = pl.DataFrame(RUN.headline)
    table = pl.read_csv(made("csv", language).content, comment_prefix="#")
    parquet = pl.read_parquet(io.BytesIO(made("parquet", language).content))
    for found in (table, parquet):
        assert found.select(expected.columns).with_columns(pl.col("p05", "p50", "p95").round(6)).rows() == (
            expected.with_columns(pl.col("p05", "p50", "p95").round(6)).rows()
        )
        first = found.filter(pl.col("measure") == "claims_made")["includes"][0]
        assert first == measure("claims_made").includes[language]


def test_the_svg_has_title_description_and_metadata() -> None:
    root = ElementTree.fromstring(made("svg", "fr", "pathways").content)
    space = "{http://www.w3.org/2000/svg}"
    chart = charts(RUN, "fr")["pathways"]
    assert root.find(f"{space}title").text == chart.title  # type: ignore[union-attr]
    assert root.find(f"{space}desc").text == chart.summary  # type: ignore[union-attr]
    core = "{http://purl.org/dc/elements/1.1/}"
    metadata = root.find(f"{space}metadata")
    assert metadata is not None
    assert [one.text for one in metadata.iter(f"{core}identifier")] == [ID]
    assert [one.text for one in metadata.iter(f"{core}language")] == ["fr"]


def test_texts_in_a_png_read_back_and_the_picture_is_whole() -> None:
    content = made("png", "fr").content
    assert png_texts(content)["run_id"] == ID
    bare = made("png", "en").content
    assert png_texts(png_with(bare, {"why": "−12,5 % « à »"}))["why"] == "−12,5 % « à »"


def test_a_chart_or_scenario_or_form_that_there_is_not() -> None:
    with pytest.raises(UserError, match="no form 'docx'"):
        download(RUN, "en", "docx")
    with pytest.raises(UserError, match=r"no chart 'fan_claims'.*fan_claims_made"):
        download(RUN, "en", "svg", "fan_claims")
    with pytest.raises(UserError, match=r"no scenario 'us-not-designate'.*us-not-designated"):
        download(RUN, "en", "yaml", "us-not-designate")


def test_the_scenario_is_the_document_of_the_run() -> None:
    assert yaml.safe_load(made("yaml", "en").content) == RUN.manifest.scenarios[1].document
    own = download(RUN, "en", "yaml", "law-in-force")
    assert "law-in-force" in own.name


def test_the_citation_file_is_in_its_format() -> None:
    content = yaml.safe_load(made("cff", "fr").content)
    assert {"cff-version", "message", "title", "authors"} <= set(content)  # required by CFF 1.2.0
    assert content["identifiers"][0]["value"] == ID


def test_bibtex_is_balanced_and_escaped() -> None:
    for language in LANGUAGES:
        entry = made("bib", language).content.decode()
        assert entry.startswith(f"@software{{openasylum_{ID},")
        assert entry.count("{") == entry.count("}")
        assert not re.search(r"(?<!\\)[&%$#]", entry)


def test_the_program_compiles_and_names_the_digest(tmp_path: Path) -> None:
    source = made("py", "en").content.decode()
    compile(source, "run.py", "exec")
    assert ID in source
    assert f"draws={RUN.manifest.draws}" in source


def test_a_program_keeps_words_that_could_end_it_early() -> None:
    hostile = 'He said """hello""" \\ and left'
    scenarios = (
        RUN.manifest.scenarios[0],
        RUN.manifest.scenarios[1].model_copy(
            update={"document": {"id": "x", "description": {"en": hostile}}}
        ),
    )
    run = type(RUN)(RUN.manifest.model_copy(update={"scenarios": scenarios}), RUN.frames)
    names: dict[str, str] = {}
    head = download(run, "en", "py").content.decode().split("def main")[0].split("SCENARIOS = ")[1]
    exec(f"SCENARIOS = {head}", names)
    assert list(yaml.safe_load_all(names["SCENARIOS"]))[1]["description"]["en"] == hostile


def test_the_archive_holds_every_form_chart_and_scenario() -> None:
    archive = zipfile.ZipFile(io.BytesIO(download(RUN, "fr", "zip").content))
    assert archive.testzip() is None
    names = {name.removeprefix(f"openasylum-{ID}-fr/") for name in archive.namelist()}
    assert {f"{ID}.{form}" for form in ("pdf", "xlsx", "csv", "parquet", "py", "bib")} <= names
    assert {"CITATION.cff", "scenarios/law-in-force.yaml", "scenarios/us-not-designated.yaml"} <= names
    assert {f"charts/{name}.csv" for name in charts(RUN, "fr")} <= names
    assert {"charts/fan_claims_made.svg", "charts/fan_claims_made.png"} <= names


SMALL = made_up_run.run(4, alternatives=("us-not-designated", "ports-only"))


@cache
def test_the_headline_of_the_workbook_recalculates_to_the_quantiles_of_the_run() -> None:
    cells, scene = recalculated(download(SMALL, "en", "xlsx").content), Scene(SMALL, "en")
    columns = [*SMALL.manifest.scenario_ids, *scene.differences]
    present = [of for of in measures().values() if (columns[0], of.id) in scene.totals]
    checked = 0
    for row, of in enumerate(present, 7):
        for place, column in enumerate(columns):
            for step, level in enumerate(LEVELS):
                cell = f"{_letters(3 + place * len(LEVELS) + step)}{row}"
                expected = scene.totals[column, of.id][level]
                assert cells["HEADLINE", cell] == pytest.approx(expected, rel=1e-9, abs=1e-6), (of.id, column)
                checked += 1
    assert checked == len(present) * 5 * 3


def test_a_draw_recalculates_to_its_sum_and_its_difference() -> None:
    cells, scene = recalculated(download(SMALL, "en", "xlsx").content), Scene(SMALL, "en")
    of = measure("claims_made")
    sheet = sheet_name(scene, of).upper()
    for draw in range(4):
        row = FIRST_DRAW + draw + 1
        years = [cells[sheet, f"{_letters(column)}{row}"] for column in range(1, 7)]
        assert cells[sheet, f"{_letters(7)}{row}"] == pytest.approx(sum(years))
        own = scene.whole_horizon.filter(measure="claims_made", draw=draw, scenario=scene.differences[1])
        last = 1 + 3 * 7 + 1
        assert cells[sheet, f"{_letters(last)}{row}"] == pytest.approx(own["value"].item())


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + name
    return name

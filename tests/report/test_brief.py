"""The brief: two pages, tagged, in its language, with what its numbers mean."""

from __future__ import annotations

import io
import re
from functools import cache

import pytest
from pypdf import PdfReader

from openasylum.report.brief import brief, content
from openasylum.report.scene import Scene
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.report.units import unit_name
from openasylum.scenario import register
from support import made_up_run

SEVERAL = ("us-not-designated", "ports-only", "more-members", "fewer-members", "another-one")


@cache
def made(language: Language, alternatives: tuple[str, ...] = (made_up_run.ALTERNATIVE,)) -> bytes:
    return brief(made_up_run.run(alternatives=alternatives), language)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read(pdf).pages))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("alternatives", [(), (made_up_run.ALTERNATIVE,), SEVERAL[:3], SEVERAL])
def test_it_has_two_pages_however_much_there_is_to_say(
    language: Language, alternatives: tuple[str, ...]
) -> None:
    assert len(read(made(language, alternatives)).pages) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_for_screen_readers(language: Language) -> None:
    root = read(made(language)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == f"{language}-CA"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            found.append(str(node.get("/S", "")))
            if node.get("/S") == "/Figure":
                assert "200" in str(node["/Alt"]) or len(str(node["/Alt"])) > 100
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(found)
    # PDF/UA-1, as the file says of itself (ISO 14289-1, clause 5).
    metadata = read(made(language)).xmp_metadata
    assert metadata is not None
    assert re.search(r"pdfuaid:part\W+1", metadata.stream.get_data().decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_title_is_that_of_the_scenario(language: Language) -> None:
    information = read(made(language)).metadata
    assert information is not None
    title = {"en": "U.S. not designated: what would follow", "fr": "É.-U. non désignés : ce qui s'ensuivrait"}
    assert str(information.title).replace("\u00a0", " ") == title[language]


def test_every_font_is_inside() -> None:
    for page in read(made("fr")).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            for part in font.get_object().get("/DescendantFonts", [font]):
                descriptor = part.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("Highlights", "Headline figures", "Assumptions", "Includes", "Excludes", "Sources", "95th percentile")),
        ("fr", ("Faits saillants", "Chiffres principaux", "Hypothèses", "Comprend", "Exclut", "Sources", "95e centile")),
    ],
)  # fmt: skip
def test_it_says_what_its_numbers_mean(language: Language, expected: tuple[str, ...]) -> None:
    text = words(made(language))
    manifest = made_up_run.manifest()
    law = {"en": "23 July 2026", "fr": "23 juillet 2026"}[language]
    data = {"en": "December 2024", "fr": "décembre 2024"}[language]
    for needed in (*expected, manifest.run_id, manifest.model_version, law, data):
        assert needed in text, needed


def test_its_numbers_are_those_of_the_page() -> None:
    scene = Scene(made_up_run.run(), "en")
    row = scene.totals["difference", "claims_made"]
    text = words(made("en"))
    assert scene.change(row["p50"], "persons") in text
    assert scene.interval(row["p05"], row["p95"], "persons", signed=True) in text


def test_the_same_run_gives_the_same_bytes() -> None:
    assert brief(made_up_run.run(), "en") == made("en")


def test_no_english_is_left_in_the_french_one() -> None:
    found = content(Scene(made_up_run.run(), "fr"))
    told = " ".join([*found["words"].values(), found["ranges"], found["provenance"], *found["assumptions"]])
    assert not re.search(r"\b(the|and|of|with|share|grade)\b", told, re.IGNORECASE)


def test_every_unit_of_an_assumption_has_its_french() -> None:
    same = {"argument", "quantile"}
    for entry in register().values():
        french = unit_name(entry.unit, "fr")
        assert french != entry.unit or entry.unit in same, entry.unit
    assert unit_name("CAD of 2024 per month", "fr") == "$ de 2024 par mois"
    assert unit_name("CAD of 2024 per month", "en") == "$ of 2024 per month"

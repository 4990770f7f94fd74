"""The page and the files of a run: whole in themselves, readable by everyone, the same bytes again."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from openasylum import report
from openasylum.report.page import page as compose
from openasylum.report.scene import Scene
from openasylum.results import measures
from support import made_up_run

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; checks that every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return report.render(made_up_run.run())


@pytest.fixture(scope="module", params=["report.html", "report.fr.html"])
def page(request: pytest.FixtureRequest, files: dict[str, bytes]) -> Page:
    return Page(files[request.param].decode())


@pytest.mark.heavy
def test_the_same_run_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert report.render(made_up_run.run()) == files


def test_a_page_asks_nothing_of_anyone(page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag not in ("script", "iframe", "object", "embed", "img", "form"), tag
        assert not any(name.startswith("on") for name in attributes), attributes
        assert "src" not in attributes
        if tag == "link":
            raise AssertionError("a stylesheet from elsewhere")
        for name in ("href", "xlink:href"):
            if tag != "a" and name in attributes:
                assert str(attributes[name]).startswith("#")
    policy = [a for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"].startswith("default-src 'none'")  # type: ignore[union-attr]


def test_a_style_fetches_nothing(files: dict[str, bytes]) -> None:
    style = re.search(r"<style>(.*?)</style>", files["report.html"].decode(), re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    within = [str(a["href"])[1:] for tag, a in page.tags if tag == "a" and str(a.get("href")).startswith("#")]
    assert within
    assert set(within) <= set(ids)


def test_headings_descend_without_a_gap(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_a_name_and_a_table_twin(page: Page) -> None:
    pictures = [a for tag, a in page.tags if tag == "svg"]
    assert len(pictures) >= 20
    assert all(a.get("role") == "img" and a.get("aria-label") for a in pictures)
    figures = [tag for tag, _ in page.tags if tag in ("figure", "figcaption", "table", "svg")]
    for at, tag in enumerate(figures):
        if tag == "figure":
            assert figures[at : at + 4] == ["figure", "svg", "figcaption", "table"]


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(page: Page) -> None:
    for _, attributes in page.tags:
        if attributes.get("class") == "scroll":
            assert attributes["tabindex"] == "0"
            assert attributes["aria-label"]


def test_the_pages_are_in_their_languages_and_link_to_each_other(files: dict[str, bytes]) -> None:
    english, french = files["report.html"].decode(), files["report.fr.html"].decode()
    assert '<html lang="en-CA">' in english
    assert '<html lang="fr-CA">' in french
    assert 'href="report.fr.html" lang="fr"' in english
    assert 'href="report.html" lang="en"' in french
    words = " ".join(Page(french).text)
    assert not re.search(r"\b(the|which|people|claims made|with)\b", words)


def test_the_answer_gives_its_range(files: dict[str, bytes]) -> None:
    answer = re.search(r'<p class="answer">(.*?)</p>', files["report.html"].decode(), re.DOTALL)
    assert answer is not None
    row = Scene(made_up_run.run(), "en").totals[("difference", "claims_made")]
    assert row["p05"] < 0 < row["p95"]
    expected = r"[\d,]+ more claims made in 2025–2030 \(between [\d,]+ fewer and [\d,]+ more\)"
    assert re.search(expected, answer[1])
    assert "cost to all governments" in answer[1]


def test_the_page_says_what_each_figure_is_and_how_to_get_it_again(page: Page) -> None:
    words = " ".join(page.text)
    manifest = made_up_run.manifest()
    for needed in (
        manifest.run_id,
        manifest.command,
        f"openasylum runs verify {manifest.run_id}",
        manifest.model_version,
    ):
        assert needed in words
    language = next(a["lang"] for tag, a in page.tags if tag == "html")
    for measure in measures().values():
        assert measure.excludes[str(language)[:2]] in words


def test_text_from_outside_is_text() -> None:
    run = made_up_run.run(12)
    hostile = "<script>alert(1)</script>"
    scenarios = tuple(
        one.model_copy(update={"title": one.title.model_copy(update={"en": hostile, "fr": hostile})})
        for one in run.manifest.scenarios
    )
    made = type(run)(run.manifest.model_copy(update={"scenarios": scenarios, "command": hostile}), run.frames)
    text = compose(Scene(made, "en"), {}, {}, {"en": "report.html", "fr": "report.fr.html"})
    page = Page(text)
    assert "script" not in {tag for tag, _ in page.tags}


def test_the_files_are_those_promised(files: dict[str, bytes]) -> None:
    assert {"report.html", "report.fr.html", "headline.csv"} <= set(files)
    for language in ("en", "fr"):
        for kind in ("svg", "png", "csv"):
            assert f"charts/fan_claims_made.{language}.{kind}" in files
    assert len(files["report.html"]) < 3_000_000


def test_every_picture_in_the_folder_says_what_it_is(files: dict[str, bytes]) -> None:
    space, core = "{http://www.w3.org/2000/svg}", "{http://purl.org/dc/elements/1.1/}"
    pictures = {name: content for name, content in files.items() if name.endswith(".svg")}
    assert len(pictures) >= 40
    for name, content in pictures.items():
        root = ElementTree.fromstring(content)
        title, description, metadata = (root.find(f"{space}{part}") for part in ("title", "desc", "metadata"))
        assert title is not None, name
        assert description is not None, name
        assert metadata is not None, name
        assert title.text
        assert len(str(description.text)) > len(title.text)
        assert [one.text for one in metadata.iter(f"{core}identifier")] == [made_up_run.manifest().run_id]
        assert f"charts/{name.removeprefix('charts/').removesuffix('.svg')}.csv" in files


def test_the_headline_csv_says_what_it_is(files: dict[str, bytes]) -> None:
    text = files["headline.csv"].decode()
    assert made_up_run.manifest().run_id in text.splitlines()[0]
    heading = next(line for line in text.splitlines() if not line.startswith("#"))
    assert heading == "scenario,measure,period,p05,p50,p95,unit,includes,excludes"

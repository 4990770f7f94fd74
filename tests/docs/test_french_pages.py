"""What the documentation says in English it says in French: the same pages, the same headings, the same figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openasylum import pipeline

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: Pages by path below ``docs``; those of the rulebook hold both languages, and the lists of licences and promises are made by
#: tools with tests of their own.
PAGES = sorted(
    str(page.relative_to(DOCS))
    for folder in (".", "explanation", "how-to", "tutorials", "reference")
    for page in (DOCS / folder).glob("*.md")
    if not page.name.endswith(".fr.md") and page.name not in ("licences.md", "promises.md")
)
_SPACE = "[ \u00a0\u202f]"


def _read(page: str, language: str) -> str:
    path = DOCS / page
    return (path if language == "en" else path.with_suffix(".fr.md")).read_text(encoding="utf-8")


def _figures(text: str, language: str) -> set[str]:
    """Every number of a text as digits with a point: 14,321 and 14 321, 2017-18 and 2017-2018 are one.

    Numbers in code are those of the code, and addresses of links are no text.
    """
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", " ", text, flags=re.DOTALL)
    text = re.sub(r"\b((?:19|20)\d\d)-(?:19|20)(\d\d)\b", r"\1-\2", text)
    if language == "en":
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    else:
        text = re.sub(rf"(?<=\d){_SPACE}(?=\d{{3}}\b)", "", text)
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_french(page: str) -> None:
    assert (DOCS / page).with_suffix(".fr.md").is_file()


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_headings_tables_and_code(page: str) -> None:
    def shape(text: str) -> list[str]:
        fenced = re.sub(r"(```\w*).*?```", r"\1", text, flags=re.DOTALL)
        return re.findall(r"^(#+|```\w*|\|)", fenced, flags=re.MULTILINE)

    assert shape(_read(page, "fr")) == shape(_read(page, "en"))


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_give_the_same_figures(page: str) -> None:
    english, french = (_figures(_read(page, language), language) for language in ("en", "fr"))
    assert french == english


def test_the_map_of_the_process_is_in_french_on_the_french_page() -> None:
    assert pipeline.mermaid(pipeline.load_stages(), "fr") in _read("explanation/pipeline.md", "fr")

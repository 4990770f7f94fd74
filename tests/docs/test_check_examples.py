"""The examples of the pages on checking a text, run as they stand: what the pages show is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openasylum.cli.application import build

DOCS = Path(__file__).resolve().parents[2] / "docs"
RUN = CliRunner()


def _page(name: str, language: str) -> str:
    return (DOCS / (f"{name}.md" if language == "en" else f"{name}.fr.md")).read_text(encoding="utf-8")


def _blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, flags=re.DOTALL)


def _piped(block: str) -> str:
    """What a command of a page hands to ``openasylum check -``."""
    told = re.search(r"""echo (["'])(.*?)\1 \|""", block)
    assert told, block
    return told[2].replace("\\$", "$")


def _printed(*arguments: str, stdin: str | None = None) -> list[str]:
    """The lines printed; their unbreakable spaces are written as others in the pages, until the site is built."""
    printed = RUN.invoke(build(), ["check", *arguments], input=stdin).stdout
    return re.sub("[\u00a0\u202f]", " ", printed).splitlines()


def _stands_in(shown: str, printed: list[str]) -> bool:
    """Whether each line shown is printed, in order; a line that ends in "…" goes on."""
    lines = iter(printed)
    return all(
        any(line.startswith(part[:-1].rstrip()) if part.endswith("…") else line == part for line in lines)
        for part in shown.splitlines()
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sentence_of_the_explanation_gets_the_verdicts_shown(language: str) -> None:
    page = _page("explanation/check", language)
    printed = _printed("-", "--lang", language, stdin=_piped(_blocks(page, "bash")[0]))
    assert _stands_in(_blocks(page, "text")[0], printed), printed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_article_of_the_guide_gets_the_verdicts_shown(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, shown = _blocks(_page("how-to/check-a-text", language), "text")[:2]
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(article, encoding="utf-8")
    assert _stands_in(shown, _printed("article.txt", "--lang", language))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_entry_of_the_guide_is_held_against_another_number(language: str, tmp_path: Path) -> None:
    page = _page("how-to/check-a-text", language)
    for name, entry in zip(("figures.yaml", "measures.yaml"), _blocks(page, "yaml"), strict=True):
        (tmp_path / name).write_text(entry, encoding="utf-8")
    told = next(_piped(block) for block in _blocks(page, "bash") if "echo" in block)
    with_time, without = (
        "\n".join(_printed("-", "--lang", language, "--data", str(tmp_path), stdin=sentence))
        for sentence in (told, re.sub(r"^(In|En) 2026, ", "", told))
    )
    assert {"en": "differs", "fr": "diffère"}[language] in with_time
    assert {"en": "not in the register", "fr": "pas au registre"}[language] in without

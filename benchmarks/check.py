"""How fast texts are checked: the start and an article, what is read only when a text speaks of it, prose in which no sentence
comes twice, text that repeats itself, and two texts held side by side. Processor time of one process, since machines are
shared; last, the whole command by the clock, which reads a long text on as many cores as there are.

python benchmarks/check.py
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import distributions
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openasylum.check import Text

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    begun = time.process_time()
    from openasylum.check import Text, check_texts

    listed = {language: corpus(language) for language in ("en", "fr")}
    article = Text("article", "\n\n".join(listed["en"][::9]), "en")
    check_texts([article])
    print(f"start and one article ({len(article.content):,} characters): {time.process_time() - begun:.2f} s")
    begun = time.process_time()
    check_texts([Text("both corpora", "\n\n".join(listed["en"] + listed["fr"]), None)])
    print(f"what an article did not ask for, read when first spoken of: {time.process_time() - begun:.2f} s")
    others = [one for place, one in enumerate(listed["en"]) if place % 9]
    texts = [
        Text("the same article again", article.content, "en"),
        Text("documentation of this project, each page once", "\n\n".join(pages("en")), "en"),
        Text("prose, a figure in one sentence of five", told("en", listed["en"], 300_000, 5), "en"),
        Text("the same in French", told("fr", listed["fr"], 300_000, 5), "fr"),
        Text("text on other matters", other_matters(1_000_000), "en"),
        Text("a figure or statement of law in every sentence", told("en", listed["en"], 150_000, 1), "en"),
        Text("a megabyte that repeats itself", repeated("\n\n".join(others), 1_000_000), "en"),
    ]
    for text in texts:
        report(f"{text.name} ({len(text.content):,} characters)", len(text.content), check_once(text))
    first = told("en", listed["en"], 300_000, 5)
    second = first[:150_000] + told("en", listed["en"], 150_000, 5, seed=2)
    pair = [Text("one", first, "en"), Text("other", second, "en")]
    report("two texts of 300 kB that share a half", len(first) + len(second), lambda: check_pair(pair))
    report_command(article)


def check_once(text: Text) -> Callable[[], int]:
    """What checks one text and counts its findings."""
    from openasylum.check import check_texts

    return lambda: len(check_texts([text]).findings)


def report_command(article: Text) -> None:
    """Print how long the command takes, from its start to its end, for an article and for long texts, and the rate beyond the article."""
    from openasylum.backends import available_cores

    listed = corpus("en")
    with TemporaryDirectory() as folder:
        start = by_the_clock(Path(folder), article.content)
        print(f"the command by the clock, on {available_cores()} cores: an article {start:.2f} s")
        for size in (1_000_000, 2_000_000, 4_000_000):
            taken = by_the_clock(Path(folder), told("en", listed, size, 5, seed=size))
            rate = (size - len(article.content)) / 1e6 / (taken - start)
            print(
                f"the command, prose ({size:,} characters): {taken:.2f} s, {rate:.2f} MB/s beyond the article"
            )


def by_the_clock(folder: Path, content: str, times: int = 5) -> float:
    """The median of some runs of the command, in seconds."""
    file = folder / "text.txt"
    file.write_text(content)
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "openasylum", "check", str(file), "--json"], stdout=subprocess.DEVNULL
        )
        taken.append(time.perf_counter() - begun)
    return median(taken)


def check_pair(texts: list[Text]) -> int:
    """Check two texts and count what they share."""
    from openasylum.check import check_texts

    comparison = check_texts(texts).comparison
    return len(comparison.statements) if comparison else 0


def corpus(language: str) -> list[str]:
    """The sentences of the test corpus in one language, without their marks."""
    lines = (ROOT / "tests/check/corpus.tsv").read_text().splitlines()
    return [
        re.sub(r"\{\w: ([^{}]*)\}", r"\1", line.split("\t")[1]) for line in lines if line.startswith(language)
    ]


def pages(language: str) -> list[str]:
    """The pages of the documentation in one language."""
    files = sorted((ROOT / "docs").rglob("*.md"))
    return [file.read_text() for file in files if file.stem.endswith(".fr") == (language == "fr")]


def other_matters(length: int) -> str:
    """What the packages installed here say of themselves, each once: English text that has nothing to do with asylum."""
    described = {one.metadata["Name"].lower(): str(one.metadata.get_payload()) for one in distributions()}
    return "\n\n".join(text for name, text in sorted(described.items()) if name != "openasylum")[:length]


def told(language: str, figures: list[str], length: int, every: int, seed: int = 1) -> str:
    """A text in which no sentence comes twice: someone new says each, one in ``every`` so many is of the corpus with other
    digits, and the rest are sentences of the documentation without a figure.
    """
    chance = random.Random(seed)
    plain, written = prose(language), 0
    parts: list[str] = []
    says = {"en": "said", "fr": "a dit"}[language]
    while written < length:
        figure = len(parts) % every == 0
        sentence = other_digits(chance.choice(figures), chance) if figure else chance.choice(plain)
        parts.append(f"{name(chance)} {says}{' ' if language == 'fr' else ''}: {sentence}")
        written += len(parts[-1]) + 1
    return "".join(one + ("\n\n" if place % 4 == 3 else " ") for place, one in enumerate(parts))[:length]


def prose(language: str) -> list[str]:
    """The sentences of the documentation that hold no figure and no mark-up."""
    from openasylum.check.texts.segments import sentences

    def all_of(page: str) -> Iterator[str]:
        for one in sentences(page):
            yield page[one.start : one.end].replace("\n", " ")

    return [
        one
        for page in pages(language)
        for one in all_of(page)
        if 40 < len(one) < 400 and not re.search(r"[\d|`#\[]", one)
    ]


def other_digits(sentence: str, chance: random.Random) -> str:
    """A sentence with four digits of ten changed."""
    return re.sub(r"\d", lambda one: one[0] if chance.random() < 0.6 else str(chance.randint(1, 9)), sentence)


def name(chance: random.Random) -> str:
    """A name that nobody bears."""
    syllables = [chance.choice("bdklmnrstvz") + chance.choice("aeiou") for _ in range(6)]
    return f"{''.join(syllables[:3]).capitalize()} {''.join(syllables[3:]).capitalize()}"


def repeated(text: str, length: int) -> str:
    """A text over and over, up to a length."""
    return (text * (length // len(text) + 1))[:length]


def report(what: str, size: int, counted: Callable[[], int]) -> None:
    """Print how long something took, what that is a second, and how much it found."""
    begun = time.process_time()
    found = counted()
    taken = time.process_time() - begun
    print(f"{what}: {taken:.2f} s, {size / 1e6 / taken:.2f} MB/s, {found:,} found")


if __name__ == "__main__":
    main()

"""How fast texts are checked: the start, an article, prose that never repeats, and one that does. Processor time, since
machines are shared.

python benchmarks/check.py
"""

from __future__ import annotations

import re
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    begun = time.process_time()
    from openasylum.check import Text, check_texts

    lines = (ROOT / "tests/check/corpus.tsv").read_text().splitlines()
    sentences = [
        re.sub(r"\{\w: ([^{}]*)\}", r"\1", line.split("\t")[1]) for line in lines if line.startswith("en")
    ]
    article = "\n\n".join(sentences[::9])
    check_texts([Text("article", article, "en")])
    print(f"start and one article ({len(article):,} characters): {time.process_time() - begun:.2f} s")
    report(check_texts, Text("the same article again", article, "en"))
    rest = "\n\n".join(one for place, one in enumerate(sentences) if place % 9)
    report(
        check_texts,
        Text("as dense a text as there is: a figure or statement of law in every sentence", rest, "en"),
    )
    documents = [
        file.read_text() for file in sorted((ROOT / "docs").rglob("*.md")) if not file.stem.endswith(".fr")
    ]
    report(check_texts, Text("documentation of this project, each page once", "\n\n".join(documents), "en"))
    repeated = (rest * (1_000_000 // len(rest) + 1))[:1_000_000]
    report(check_texts, Text("1 MB that repeats itself", repeated, "en"))


def report(check_texts, text) -> None:  # type: ignore[no-untyped-def]
    """Print how long one text took, what that is a second, and how many findings it has."""
    begun = time.process_time()
    found = len(check_texts([text]).findings)
    taken = time.process_time() - begun
    size = len(text.content)
    print(
        f"{text.name} ({size:,} characters): {taken:.2f} s, {size / 1e6 / taken:.2f} MB/s, {found:,} findings"
    )


if __name__ == "__main__":
    main()

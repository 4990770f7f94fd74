"""How fast texts are checked: the start, an article, a megabyte of prose. Processor time, since machines are shared.

python benchmarks/check.py
"""

from __future__ import annotations

import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    begun = time.process_time()
    from openasylum.check import Text, check_texts

    article = "\n\n".join(
        line.split("\t")[1] for line in (ROOT / "tests/check/corpus.tsv").read_text().splitlines()[:25]
    )
    check_texts([Text("article", article, "en")])
    print(f"start and one article ({len(article):,} characters): {time.process_time() - begun:.2f} s")
    begun = time.process_time()
    check_texts([Text("article", article, "en")])
    print(f"the same article again: {time.process_time() - begun:.3f} s")
    prose = "\n\n".join(file.read_text() for file in sorted((ROOT / "docs").rglob("*.md")))
    prose = (prose * (1_000_000 // len(prose) + 1))[:1_000_000]
    begun = time.process_time()
    report = check_texts([Text("prose", prose, "en")])
    taken = time.process_time() - begun
    print(f"1 MB of documentation: {taken:.2f} s, {1 / taken:.2f} MB/s, {len(report.findings):,} findings")


if __name__ == "__main__":
    main()

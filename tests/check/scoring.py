"""The corpus of sentences, split into development and test by a hash of each, and the score of the checker on it.

A line of ``corpus.tsv``: language, sentence, source of what is expected. ``{A: words}`` marks a statement and its expected
verdict. The split was fixed before anything was tuned: it hangs on the sentence alone.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openasylum.check import VERDICTS, Text, check_texts

CORPUS = Path(__file__).parent / "corpus.tsv"
AS_OF = date(2026, 11, 22)
CODES = dict(zip("ARCODSN", VERDICTS, strict=True))
MARK = re.compile(r"\{([ARCODSN]): ([^{}]*)\}")


@dataclass(frozen=True)
class Sentence:
    language: str
    text: str
    expected: tuple[tuple[int, int, str], ...]
    why: str

    @property
    def part(self) -> str:
        return "test" if int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 5 < 2 else "development"


def corpus() -> list[Sentence]:
    sentences = []
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        language, marked, why = line.split("\t")
        text, expected, at = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()]
            expected.append((len(text), len(text) + len(mark[2]), CODES[mark[1]]))
            text += mark[2]
            at = mark.end()
        sentences.append(Sentence(language, text + marked[at:], tuple(expected), why))
    return sentences


@dataclass
class Score:
    right: Counter[str]
    found: Counter[str]
    expected: Counter[str]

    def precision(self, verdict: str) -> float:
        return self.right[verdict] / self.found[verdict] if self.found[verdict] else 1.0

    def recall(self, verdict: str) -> float:
        return self.right[verdict] / self.expected[verdict] if self.expected[verdict] else 1.0


def score(sentences: Iterable[Sentence], faults: list[str] | None = None) -> Score:
    """Every finding counts: one where nothing is expected is wrong, save that a sum that is right may be named."""
    total = Score(Counter(), Counter(), Counter())
    for sentence in sentences:
        report = check_texts([Text("corpus", sentence.text, sentence.language)], as_of=AS_OF)
        findings = [one for one in report.findings if one.kind != "sum"]
        left = list(sentence.expected)
        total.expected.update(verdict for _, _, verdict in left)
        for one in findings:
            over = [mark for mark in left if mark[0] < one.end and one.start < mark[1]]
            if not over and any(
                a < one.end and one.start < b and v == one.verdict for a, b, v in sentence.expected
            ):
                continue  # the same statement seen twice with the same verdict, as law and as a date
            total.found[one.verdict] += 1
            hit = next((mark for mark in over if mark[2] == one.verdict), None)
            if hit is not None:
                total.right[one.verdict] += 1
                left.remove(hit)
            elif faults is not None:
                wanted = over[0][2] if over else "nothing"
                faults.append(
                    f"{one.quoted!r}: {one.verdict} ({one.measure}), expected {wanted} | {sentence.text}"
                )
        if faults is not None:
            faults.extend(
                f"{sentence.text[a:b]!r}: missed {verdict} | {sentence.text}"
                for a, b, verdict in left
                if not any(a < one.end and one.start < b for one in findings)
            )
    return total


def table(sentences: list[Sentence]) -> str:
    """The score as the table of the documentation."""
    lines = [
        "| verdict | development: expected | precision | recall | test: expected | precision | recall |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    parts = {part: score(one for one in sentences if one.part == part) for part in ("development", "test")}
    for verdict in VERDICTS:
        cells = []
        for one in parts.values():
            cells += [
                str(one.expected[verdict]),
                f"{one.precision(verdict):.2f}",
                f"{one.recall(verdict):.2f}",
            ]
        lines.append(f"| {verdict} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    part = sys.argv[1] if len(sys.argv) > 1 else "development"
    if part == "table":
        print(table(corpus()))
    else:
        faults: list[str] = []
        result = score((one for one in corpus() if one.part == part), faults)
        if part == "development":
            print("\n".join(faults))
        for verdict in VERDICTS:
            print(
                f"{verdict:20} {result.expected[verdict]:4} p {result.precision(verdict):.2f} r {result.recall(verdict):.2f}"
            )

"""Overlays, tables of claims, lines of claims, SQL and articles near valid ones."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openasylum import facts
from openasylum.facts.overlay_files import read_overlay
from openasylum.law.batch.files import decide_file
from openasylum.results import Run, save
from openasylum.results.query import query
from support import made_up_run
from support.chance import Chance
from support.fuzz_words import ARTICLE_WORDS, SQL_WORDS
from support.fuzzing import Kind
from support.mutations import frozen, near, strewn, words
from support.random_facts import random_facts

ROOT = Path(__file__).resolve().parents[2]
TABLES = (
    "ircc_claims_by_mode_of_entry",
    "consumer_price_index",
    "rpd_calibration_series",
    "rcmp_interceptions_monthly_province",
)
CELLS = [
    "", " ", "x", "-1", "0", "1e999", "nan", "--", "2025-13", "2025-01", "2024Q5", "Canada", "Québec", '"', ",", "\n", "NULL", "9" * 400,
]  # fmt: skip


@cache
def shipped_csv(name: str) -> str:
    """The first rows of a shipped table, as printed."""
    from openasylum.facts import schema

    columns = schema.tables()[name].columns
    frame = facts.table(name)
    return frame.select([column for column in frame.columns if column in columns]).head(12).write_csv()


@cache
def claims_csv(seed: int) -> str:
    """Six random claims as flat facts."""
    return random_facts(6, seed).write_csv()


def _with_odd_cells(chance: Chance, text: str, at_most: int) -> str:
    lines = [line.split(",") for line in text.splitlines()]
    for _ in range(chance.below(at_most + 1)):
        row = lines[chance.below(len(lines))]
        row[chance.below(len(row))] = (
            CELLS[chance.below(len(CELLS))] if chance.below(2) else chance.letters(8)
        )
    return strewn(chance, "\n".join(",".join(row) for row in lines) + "\n")


def near_table(chance: Chance) -> tuple[str, str]:
    """A table's name and a CSV file near a valid one."""
    name = TABLES[chance.below(len(TABLES))]
    return name, _with_odd_cells(chance, shipped_csv(name), 4)


def near_claims(chance: Chance) -> str:
    """Claims as flat facts, a few cells of them odd."""
    return _with_odd_cells(chance, claims_csv(chance.below(50)), 6)


def near_lines(chance: Chance) -> str:
    """One to three claims as JSON Lines."""
    claims = [near(chance, example_claim()) for _ in range(1 + chance.below(3))]
    return strewn(chance, "\n".join(json.dumps(one, default=str) for one in claims))


@cache
def example_claim() -> list[bytes]:
    """The claim with every field."""
    return frozen([json.loads((ROOT / "tests/law/examples/claim.json").read_text())])


def near_sql(chance: Chance) -> str:
    """Words of SQL one after the other."""
    return words(chance, SQL_WORDS, 14, 6)


def near_article(chance: Chance) -> str:
    """Sentences of little but the words that the checker listens for."""
    return words(chance, ARTICLE_WORDS, 60, 10)


def lay(table: tuple[str, str]) -> Any:
    """A table laid over the shipped one."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{table[0]}.csv").write_text(table[1], encoding="utf-8", errors="surrogatepass")
        return read_overlay(Path(folder))


def decide_table_file(text: str) -> Any:
    """A CSV of claims decided."""
    return _decide(text, "csv")


def decide_lines(text: str) -> Any:
    """Lines of claims decided."""
    return _decide(text, "jsonl")


def _decide(text: str, suffix: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"claims.{suffix}")
        source.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            return decide_file(source, Path(folder, f"out.{suffix}"), Path(folder, "rejects.jsonl"))
        finally:
            assert not [path for path in Path(folder).iterdir() if path.name.startswith(".")]


def ask_facts(text: str) -> Any:
    """SQL over the facts."""
    return facts.sql(text, limit=20, seconds=5)


@cache
def kept_run() -> Run:
    """A small run on disk."""
    folder = Path(tempfile.mkdtemp(prefix="openasylum-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return save(made_up_run.run(5), {}, str(folder))


def ask_run(text: str) -> Any:
    """SQL over a run."""
    return query(kept_run(), text)


def check_article(text: str) -> Any:
    """A text held against law and figures."""
    from openasylum.check import Text, check_texts

    return check_texts([Text("article.txt", text)], as_of=date(2026, 11, 22))


KINDS: dict[str, Kind] = {
    "overlay": Kind(lay, near_table, 30_000),
    "table of claims": Kind(decide_table_file, near_claims, 10_000, 0.5),
    "lines of claims": Kind(decide_lines, near_lines, 60_000, 0.5),
    "facts sql": Kind(ask_facts, near_sql, 5_000, 0.2),
    "runs sql": Kind(ask_run, near_sql, 5_000, 0.3),
    "article": Kind(check_article, near_article, 110_000),
}

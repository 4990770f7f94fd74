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

from hypothesis import strategies as st

from openasylum import facts
from openasylum.facts.overlay_files import read_overlay
from openasylum.law.batch import decide_file
from openasylum.results import Run, save
from openasylum.results.query import query
from support import made_up_run
from support.fuzz_words import SQL_WORDS, articles
from support.fuzzing import Kind
from support.mutations import near, strewn
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
_CELLS = st.sampled_from(CELLS) | st.text(max_size=8)
_TABLES, _SEEDS, _LINES = st.sampled_from(TABLES), st.integers(0, 50), st.integers(1, 3)
_FOUR, _SIX, _ANYWHERE = st.integers(0, 4), st.integers(0, 6), st.integers(0, 10**6)


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


def _with_odd_cells(draw: st.DrawFn, text: str, how_many: st.SearchStrategy[int]) -> str:
    lines = [line.split(",") for line in text.splitlines()]
    for _ in range(draw(how_many)):
        row = lines[draw(_ANYWHERE) % len(lines)]
        row[draw(_ANYWHERE) % len(row)] = draw(_CELLS)
    return strewn(draw, "\n".join(",".join(row) for row in lines) + "\n")


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str]:
    """A table's name and a CSV file near a valid one."""
    name = draw(_TABLES)
    return name, _with_odd_cells(draw, shipped_csv(name), _FOUR)


@st.composite
def claim_tables(draw: st.DrawFn) -> str:
    """Claims as flat facts, a few cells of them odd."""
    return _with_odd_cells(draw, claims_csv(draw(_SEEDS)), _SIX)


@st.composite
def claim_lines(draw: st.DrawFn, claim: st.SearchStrategy[Any]) -> str:
    """One to three claims as JSON Lines."""
    claims = [draw(claim) for _ in range(draw(_LINES))]
    return strewn(draw, "\n".join(json.dumps(one, default=str) for one in claims))


@cache
def example_claim() -> Any:
    """The claim with every field."""
    return json.loads((ROOT / "tests/law/examples/claim.json").read_text())


def sql_texts() -> st.SearchStrategy[str]:
    """Words of SQL one after the other."""
    return st.lists(st.sampled_from(SQL_WORDS) | st.text(max_size=6), max_size=14).map(" ".join)


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
    "overlay": Kind(lay, tables, 40_000),
    "table of claims": Kind(decide_table_file, claim_tables, 30_000, 0.5),
    "lines of claims": Kind(decide_lines, lambda: claim_lines(near([example_claim()])), 80_000, 0.5),
    "facts sql": Kind(ask_facts, sql_texts, 10_000, 0.2),
    "runs sql": Kind(ask_run, sql_texts, 10_000, 0.3),
    "article": Kind(check_article, articles, 130_000),
}

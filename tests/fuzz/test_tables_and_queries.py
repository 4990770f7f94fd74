"""Overlays, tables of claims, lines of claims, SQL and articles that nobody would write: an answer or one sentence."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum import facts
from openasylum.facts.overlay_files import read_overlay
from openasylum.law.batch import decide_file
from openasylum.results import Run, save
from openasylum.results.query import query
from support import made_up_run
from support.fuzz_words import SQL_WORDS, articles
from support.mutations import FAST, answers_or_tells, fuzz, heavy, near, strewn
from support.random_facts import random_facts

ROOT = Path(__file__).resolve().parents[2]
TABLES = (
    "ircc_claims_by_mode_of_entry",
    "consumer_price_index",
    "rpd_calibration_series",
    "rcmp_interceptions_monthly_province",
)
CELLS = [
    "",
    " ",
    "x",
    "-1",
    "0",
    "1e999",
    "nan",
    "--",
    "2025-13",
    "2025-01",
    "2024Q5",
    "Canada",
    "Québec",
    '"',
    ",",
    "\n",
    "NULL",
    "9" * 400,
]


@cache
def shipped_csv(name: str) -> str:
    from openasylum.facts import schema

    columns = schema.tables()[name].columns
    frame = facts.table(name)
    return frame.select([column for column in frame.columns if column in columns]).head(12).write_csv()


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str]:
    """A table's name and a CSV file near a valid one."""
    name = draw(st.sampled_from(TABLES))
    lines = [line.split(",") for line in shipped_csv(name).splitlines()]
    for _ in range(draw(st.integers(0, 4))):
        row = lines[draw(st.integers(0, 10**6)) % len(lines)]
        row[draw(st.integers(0, 10**6)) % len(row)] = draw(st.sampled_from(CELLS) | st.text(max_size=8))
    return name, draw(strewn("\n".join(",".join(row) for row in lines) + "\n"))


def lay(table: tuple[str, str]) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{table[0]}.csv").write_text(table[1], encoding="utf-8", errors="surrogatepass")
        return read_overlay(Path(folder))


@st.composite
def claim_tables(draw: st.DrawFn) -> str:
    frame = random_facts(6, draw(st.integers(0, 50)))
    lines = [line.split(",") for line in frame.write_csv().splitlines()]
    for _ in range(draw(st.integers(0, 6))):
        row = lines[draw(st.integers(0, 10**6)) % len(lines)]
        row[draw(st.integers(0, 10**6)) % len(row)] = draw(st.sampled_from(CELLS) | st.text(max_size=8))
    return draw(strewn("\n".join(",".join(row) for row in lines) + "\n"))


def decide_table_file(text: str) -> Any:
    return _decide(text, "csv")


def decide_lines(text: str) -> Any:
    return _decide(text, "jsonl")


def _decide(text: str, suffix: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"claims.{suffix}")
        source.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            return decide_file(source, Path(folder, f"out.{suffix}"), Path(folder, "rejects.jsonl"))
        finally:
            assert not [path for path in Path(folder).iterdir() if path.name.startswith(".")]


@cache
def example_claim() -> Any:
    return json.loads((ROOT / "tests/law/examples/claim.json").read_text())


@st.composite
def claim_lines(draw: st.DrawFn) -> str:
    claims = [draw(near([example_claim()])) for _ in range(draw(st.integers(1, 3)))]
    return draw(strewn("\n".join(json.dumps(claim, default=str) for claim in claims)))


sql_texts = st.lists(st.sampled_from(SQL_WORDS) | st.text(max_size=6), max_size=14).map(" ".join)


def ask_facts(text: str) -> Any:
    return facts.sql(text, limit=20, seconds=5)


@cache
def kept_run() -> Run:
    folder = Path(tempfile.mkdtemp(prefix="openasylum-test-"))
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return save(made_up_run.run(5), {}, str(folder))


def ask_run(text: str) -> Any:
    return query(kept_run(), text)


def check_article(text: str) -> Any:
    from openasylum.check import Text, check_texts

    return check_texts([Text("article.txt", text)], as_of=date(2026, 11, 22))


KINDS: dict[str, tuple[Callable[[Any], Any], st.SearchStrategy[Any]]] = {
    "overlay": (lay, tables()),
    "table of claims": (decide_table_file, claim_tables()),
    "lines of claims": (decide_lines, claim_lines()),
    "facts sql": (ask_facts, sql_texts),
    "runs sql": (ask_run, sql_texts),
    "article": (check_article, articles()),
}
#: Slower ones get fewer cases where time counts.
SHARE = {"facts sql": 0.2, "runs sql": 0.3, "table of claims": 0.5, "lines of claims": 0.5}


@pytest.mark.parametrize("kind", KINDS)
def test_some(kind: str) -> None:
    _try(round(FAST * SHARE.get(kind, 1) / 2), *KINDS[kind])


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_many(kind: str) -> None:
    _try(heavy(SHARE.get(kind, 1)), *KINDS[kind])


def _try(cases: int, work: Callable[[Any], Any], strategy: st.SearchStrategy[Any]) -> None:
    @fuzz(cases)
    @given(strategy)
    def one(given_: Any) -> None:
        answers_or_tells(lambda: work(given_))

    one()


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy (select 1) to '/tmp/openasylum-fuzz.csv'",
        "install httpfs",
        "load httpfs",
        "attach '/tmp/openasylum-fuzz.db'",
        "pragma database_list",
        "set enable_external_access = true",
        "select getenv('HOME')",
        "create table x as select 1",
        "select * from glob('/*')",
        "export database '/tmp/x'",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t, t as u limit 1",
    ],
)
def test_sql_reaches_nothing_but_the_tables(statement: str) -> None:
    for ask in (ask_facts, ask_run):
        if "recursive" in statement:
            continue
        found = answers_or_tells(lambda ask=ask: ask(statement))
        if isinstance(found, tuple | pl.DataFrame):
            text = str(found)
            assert "root:" not in text
            assert "/etc/passwd" not in text or "glob" not in statement
    assert not Path("/tmp/openasylum-fuzz.csv").exists()
    assert not Path("/tmp/openasylum-fuzz.db").exists()

"""Overlays, tables of claims, lines of claims, SQL and articles that nobody would write: an answer or one sentence."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from openasylum import facts
from openasylum.errors import UserError
from support.fuzz_tables import KINDS, ask_facts, ask_run
from support.fuzzing import FAST, answers_or_tells, heavy, tried


@pytest.mark.parametrize("name", KINDS)
def test_some(name: str) -> None:
    tried(KINDS[name], round(FAST * KINDS[name].share / 2))


@pytest.mark.heavy
@pytest.mark.parametrize("name", KINDS)
def test_many(name: str) -> None:
    tried(KINDS[name], heavy(KINDS[name]))


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy (select 1) to 'written.csv'",
        "install httpfs",
        "load httpfs",
        "attach 'written.db'",
        "pragma database_list",
        "set enable_external_access = true",
        "select getenv('HOME')",
        "create table x as select 1",
        "select * from glob('/*')",
        "export database 'written'",
    ],
)
def test_sql_reaches_nothing_but_the_tables(
    statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for ask in (ask_facts, ask_run):
        found = answers_or_tells(lambda ask=ask: ask(statement))
        if isinstance(found, tuple | pl.DataFrame):
            text = str(found)
            assert "root:" not in text
            assert "/etc/passwd" not in text or "glob" not in statement
    assert not list(tmp_path.iterdir())


def test_a_question_without_end_is_ended() -> None:
    endless = "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t, t as u"
    with pytest.raises(UserError, match="longer than"):
        facts.sql(endless, limit=20, seconds=1)

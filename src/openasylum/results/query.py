"""SQL over the frames of a run, with DuckDB."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from openasylum.errors import UserError
from openasylum.facts.query import MEMORY_LIMIT, only_select, unique_names
from openasylum.results.runs import Run


def query(run: Run, sql: str) -> pl.DataFrame:
    """The answer to a ``select`` over the frames of a run on disk, each a view of its own name.

    The query can read the run's files and nothing else: no other file, no network, no extension, no setting.
    Raises ``UserError`` with DuckDB's own words where the statement is wrong.
    """
    import duckdb

    if run.folder is None:
        raise UserError(
            "this run is not on disk yet, and SQL reads its files",
            "cette exécution n'est pas encore sur le disque, et SQL lit ses fichiers",
        )
    folder = Path(run.folder).resolve()
    with duckdb.connect() as connection:
        statement = only_select(connection, sql)
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("SET temp_directory = ''")
        connection.execute("SET allowed_directories = [$folder]", {"folder": str(folder)})
        connection.execute("SET enable_external_access = false")
        for name in run.frames:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        connection.execute("SET lock_configuration = true")
        try:
            answer = connection.execute(statement)
            columns = unique_names([column[0] for column in answer.description or ()])
            return pl.DataFrame(answer.fetchall(), schema=columns, orient="row", infer_schema_length=None)
        except duckdb.Error as error:
            sentence = " ".join(str(error).split("\n\n")[0].split())
            raise UserError(f"SQL: {sentence}", f"SQL : « {sentence} »", nearest=None) from error

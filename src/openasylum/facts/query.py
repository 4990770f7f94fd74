"""SQL over the facts: every table a view, nothing else within reach."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from openasylum.bilingual import number
from openasylum.errors import UserError, nearest
from openasylum.facts.overlays import current
from openasylum.facts.package import resource
from openasylum.facts.reading import table_names
from openasylum.facts.schema import HERE

if TYPE_CHECKING:
    import duckdb

#: Rows given back unless asked otherwise.
ROW_LIMIT = 1000

#: Memory that one query may take; a query that needs more fails, and writes nothing to disk.
MEMORY_LIMIT = "1GB"


def sql(
    query: str,
    limit: int = ROW_LIMIT,
    *,
    seconds: float | None = None,
    memory: str = MEMORY_LIMIT,
    size: int | None = None,
) -> tuple[pl.DataFrame, bool]:
    """The answer to one SELECT statement of DuckDB's SQL, and whether it was cut at ``limit`` rows.

    Each table of the package is a view of its name (``ircc_claims_by_mode_of_entry``, ``sources``,
    ``figures``, …), with any overlay in force. The connection has no access to files, network or extensions,
    and its settings are locked. ``seconds``, ``memory`` and ``size`` (characters of the answer) bound what it
    may take. Raises ``UserError`` for a statement that is not valid, does more than read, or takes more than
    it may.
    """
    import duckdb

    with duckdb.connect(":memory:") as connection:
        statement = only_select(connection, query)
        _load(connection)
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute("SET temp_directory = ''")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        watch = threading.Timer(seconds or 0, connection.interrupt)
        watch.daemon = True
        try:
            if seconds is not None:
                watch.start()
            answer = connection.execute(statement)
            frame = pl.DataFrame(
                _fetched(answer, limit + 1, size),
                schema=unique_names([column[0] for column in answer.description or ()]),
                orient="row",
                infer_schema_length=None,
            )
        except duckdb.CatalogException as error:
            missing = str(error).partition("Table with name ")[2].partition(" ")[0]
            raise UserError(
                *_said(error), nearest=nearest(missing, table_names()) if missing else None
            ) from error
        except duckdb.InterruptException as error:
            raise UserError(
                f"the query took longer than {seconds:g} seconds",
                f"la requête a pris plus de {seconds:g} secondes",
            ) from error
        except duckdb.Error as error:
            raise UserError(*_said(error)) from error
        finally:
            watch.cancel()
    return frame.head(limit), frame.height > limit


def only_select(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    """The one statement of ``query``, which reads. Raises ``UserError`` for none, several, and any that does more."""
    import duckdb

    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise UserError(
            f"not valid SQL: {_first_line(error)}", f"ce n'est pas du SQL valide : « {_first_line(error)} »"
        ) from error
    if len(statements) != 1:
        raise UserError("one SQL statement at a time", "une seule instruction SQL à la fois")
    kind = str(statements[0].type).rpartition(".")[2]
    if kind not in ("SELECT", "EXPLAIN"):
        raise UserError(
            f"only SELECT statements can be asked, not {kind}",
            f"seules les instructions SELECT peuvent être demandées, non {kind}",
        )
    return statements[0]


def _fetched(answer: Any, rows: int, size: int | None) -> list[tuple[Any, ...]]:
    """The first ``rows`` rows. Raises ``UserError`` where they come to more than ``size`` characters."""
    if size is None:
        return list(answer.fetchmany(rows))
    found: list[tuple[Any, ...]] = []
    length = 0
    while len(found) < rows and (more := answer.fetchmany(min(64, rows - len(found)))):
        found += more
        length += sum(len(str(cell)) for row in more for cell in row)
        if length > size:
            raise UserError(
                f"the answer is longer than {size:,} characters; ask for less",
                f"la réponse a plus de {number(size, 'fr')} caractères ; demandez-en moins",
            )
    return found


def _load(connection: duckdb.DuckDBPyConnection) -> None:
    """Every table into the connection, from the files that stand for it: the shipped ones, or copies of those
    laid over them.
    """
    laid = current()
    with tempfile.TemporaryDirectory() as scratch:
        for name in table_names():
            file = HERE / resource(name)["path"]
            if laid and name in laid.tables:
                file = Path(scratch) / f"{name}.parquet"
                laid.tables[name].write_parquet(file)
            path = str(file).replace("'", "''")
            connection.execute(f"CREATE TABLE \"{name}\" AS SELECT * FROM read_parquet('{path}')")


def unique_names(names: list[str]) -> list[str]:
    """Column names with a number after those that come again, as a frame needs them."""
    return [name if name not in names[:place] else f"{name}_{place + 1}" for place, name in enumerate(names)]


def _said(error: Exception) -> tuple[str, str]:
    """The engine's own words, which it has in English only; in French in quotation marks."""
    words = _first_line(error)
    return words, f"le moteur SQL répond : « {words} »"


def _first_line(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return (lines[0].partition("Error: ")[2] or lines[0]).rstrip("!.")

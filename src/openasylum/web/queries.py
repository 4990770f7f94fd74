"""SQL over the tables, asked by strangers: so many queries at a time, each within bounds of time, memory, rows and size."""

from __future__ import annotations

import threading
from functools import cache

import polars as pl

from openasylum import facts
from openasylum.web.problems import Refused
from openasylum.web.settings import Limits

#: Memory that one query may take, and characters of its answer.
_MEMORY, _SIZE = "256MB", 8 << 20


@cache
def _free(queries: int) -> threading.Semaphore:
    return threading.Semaphore(queries)


def ask(query: str, rows: int, limits: Limits) -> tuple[pl.DataFrame, bool]:
    """The first ``rows`` rows of the answer, and whether there are more.

    Raises ``Refused`` (503) where too many queries are under way, and ``UserError`` as ``facts.sql`` does.
    """
    free = _free(limits.queries)
    if not free.acquire(timeout=limits.query_seconds):
        raise Refused(
            503,
            "too many queries at once; try again in a few seconds",
            "trop de requêtes à la fois ; réessayez dans quelques secondes",
            retry_after=5,
        )
    try:
        most = min(rows, limits.query_rows)
        return facts.sql(query, most, seconds=limits.query_seconds, memory=_MEMORY, size=_SIZE)
    finally:
        free.release()

"""``/facts``: tables, single figures, their sources, and SQL over them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from openasylum import facts
from openasylum.web import queries
from openasylum.web.problems import Refused, not_found
from openasylum.web.settings import Settings

_FORMS = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


class Query_(BaseModel):
    """One SELECT statement of DuckDB's SQL; every table is a view of its name."""

    model_config = ConfigDict(extra="forbid", title="Query")
    query: str = Field(max_length=20_000, examples=["select id, value from figures limit 5"])
    limit: int = Field(default=1000, ge=1, le=10_000)


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["facts"])
    resource.get("/facts")(search)
    resource.get("/facts/tables")(list_tables)
    resource.get("/facts/tables/{name}", response_model=None)(show_table)
    resource.post("/facts/sql")(_sql(settings))
    resource.get("/facts/{name:path}")(show)
    return resource


def search(
    q: Annotated[
        str, Query(max_length=200, description="Words in English or French; none: every table.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 20,
) -> dict[str, Any]:
    """Tables, columns and figures that hold all the words; without words, the list of tables."""
    if not q.strip():
        return list_tables()
    hits = facts.search(q)
    return {"found": len(hits), "hits": [hit.record() for hit in hits[:limit]]}


def list_tables() -> dict[str, Any]:
    """Every table in brief, and the vintage of the data."""
    return {"vintage": facts.data_vintage(), "tables": [facts.in_brief(one) for one in facts.describe_all()]}


def show_table(
    name: str,
    form: Annotated[Literal["json", "csv", "parquet"], Query(alias="format")] = "json",
    rows: Annotated[int, Query(ge=0, le=100_000)] = 1000,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any] | Response:
    """A table: its description and rows, or the whole of it as CSV or Parquet."""
    if name not in facts.table_names():
        raise _missing(name)
    frame = facts.table(name)
    if form == "json":
        return {**facts.describe(name), "offset": offset, "data": frame.slice(offset, rows).to_dicts()}
    if form == "csv":
        content = frame.write_csv().encode()
    else:
        import io

        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        content = buffer.getvalue()
    return Response(
        content,
        media_type=_FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def show(name: str) -> dict[str, Any]:
    """A figure with everything known of it; or a table's description."""
    with not_found():
        found = facts.find(name)
    return found.as_dict() if isinstance(found, facts.Figure) else facts.describe(found)


def _missing(name: str) -> Refused:
    from openasylum.errors import nearest

    return Refused(
        404,
        f"there is no table {name[:60]!r}",
        f"il n'y a pas de tableau « {name[:60]} »",
        nearest=nearest(name[:60], facts.table_names()),
    )


def _sql(settings: Settings) -> Any:
    def sql(asked: Query_) -> dict[str, Any]:
        """Ask the tables in SQL: read-only, no files, no network, and bounds on time, memory and rows."""
        frame, cut = queries.ask(asked.query, asked.limit, settings.limits)
        return {"rows": frame.to_dicts(), "cut": cut}

    return sql

"""The page of the API: what each address gives and takes, read from the API's own description."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request

from openasylum.report.tongue import Language
from openasylum.web.pages.routes import show
from openasylum.web.settings import Settings

#: Where the API begins, and a question to it that can be copied.
ROOT: Final = "/api/v1"
EXAMPLE: Final = """curl -s {origin}/api/v1/decide -H 'content-type: application/json' \\
  -d '{{"claim": {{"claim": {{"date": "2024-01-15", "place": "port_of_entry"}}}}}}'"""


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "api", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """Every way of asking, by group."""
    described = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path.removeprefix(ROOT),
                    "takes": [*_in_address(operation), *_in_body(operation, described)],
                }
            )
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return {"api_groups": groups, "root": ROOT, "example": EXAMPLE.format(origin=origin)}


def _in_address(operation: dict[str, Any]) -> list[str]:
    return [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]


def _in_body(operation: dict[str, Any], described: dict[str, Any]) -> list[str]:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return list(described["components"]["schemas"].get(name, {}).get("properties", {}))

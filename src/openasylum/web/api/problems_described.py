"""The errors that every resource may answer with, for the description of the API."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from openasylum.web.problems import MEDIA_TYPE


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    field: str | None = None
    nearest: str | None = None
    line: int | None = None


_REASONS = {
    400: "The body is not JSON, or the host is not this one.",
    403: "Asked by a page of another site.",
    404: "There is no such thing.",
    408: "The request did not arrive in time.",
    410: "It was there and is no more; ask again.",
    413: "The request is too large.",
    414: "The address is too long.",
    415: "The body is not said to be JSON.",
    422: "What was asked cannot be used; `detail` says why in one sentence.",
    429: "Too much at once from one client; try again after `Retry-After` seconds.",
    503: "The server has as much to do as it takes.",
}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": reason, "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
    for status, reason in _REASONS.items()
}

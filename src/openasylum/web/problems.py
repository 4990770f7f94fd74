"""Errors as ``application/problem+json`` (RFC 9457): one plain sentence, and where it is known the field and the nearest value."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from openasylum.documents import dotted
from openasylum.errors import UserError

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("openasylum.web")


class Refused(UserError):
    """A request that is refused for another reason than what it says: ``status`` and, if it may be tried again, when."""

    def __init__(self, status: int, message: str, *, retry_after: int | None = None, **place: Any) -> None:
        super().__init__(message, **place)
        self.status = status
        self.retry_after = retry_after


@contextmanager
def not_found() -> Iterator[None]:
    """What is named in an address and is not there: a 404, with the nearest name."""
    try:
        yield
    except UserError as error:
        raise Refused(404, error.message, field=error.field, nearest=error.nearest) from error


def problem(status: int, sentence: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """A problem document; ``more`` are extension members, left out where None."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        **{name: value for name, value in more.items() if value is not None},
    }
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def install(application: FastAPI) -> None:
    """Answer every error of ``application`` with a problem document."""
    application.add_exception_handler(UserError, _user_error)
    application.add_exception_handler(RequestValidationError, _not_as_described)
    application.add_exception_handler(HTTPException, _http_error)
    application.add_exception_handler(Exception, _fault)


def _user_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, UserError)
    status = error.status if isinstance(error, Refused) else HTTPStatus.UNPROCESSABLE_ENTITY
    retry = error.retry_after if isinstance(error, Refused) else None
    headers = None if retry is None else {"Retry-After": str(retry)}
    return problem(status, str(error), headers, field=error.field, nearest=error.nearest, line=error.line)


def _not_as_described(request: Request, error: Exception) -> Response:
    """The first fault only, and never the value itself: it may be a fact of a claim."""
    assert isinstance(error, RequestValidationError)
    fault = error.errors()[0]
    where = dotted(tuple(step for step in fault["loc"] if step not in ("body", "query", "path")))
    message = str(fault["msg"]).removeprefix("Value error, ")
    sentence = str(UserError(message[0].lower() + message[1:], field=where or None))
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, field=where or None)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentences = {
        400: "The body of this request is not JSON in UTF-8.",
        404: "There is nothing at this address.",
        405: "This address does not take this method.",
    }
    return problem(
        error.status_code,
        sentences.get(error.status_code, str(error.detail)),
        dict(error.headers) if error.headers else None,
    )


def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours. The log names the kind of error and the place in the code, never its text: it may quote a fact."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "?" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    _log.error("fault: %s at %s", type(error).__name__, place)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "This is a fault of the program, not of what was asked of it."
    )

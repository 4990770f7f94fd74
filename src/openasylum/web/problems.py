"""Errors as ``application/problem+json`` (RFC 9457): one plain sentence in the language that was asked for, and where it is
known the field and the nearest value.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from openasylum import model_faults
from openasylum.documents import dotted
from openasylum.errors import UserError
from openasylum.web.languages import language_of

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("openasylum.web")


class Refused(UserError):
    """A request that is refused for another reason than what it says: ``status`` and, if it may be tried again, when."""

    def __init__(
        self, status: int, english: str, french: str, *, retry_after: int | None = None, **place: Any
    ) -> None:
        super().__init__(english, french, **place)
        self.status = status
        self.retry_after = retry_after


@contextmanager
def not_found() -> Iterator[None]:
    """What is named in an address and is not there: a 404, with the nearest name."""
    try:
        yield
    except UserError as error:
        raise Refused(404, *error.said, field=error.field, nearest=error.nearest) from error


def problem(
    scope: Scope, status: int, error: UserError, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """A problem document in the language of the request; ``more`` are extension members, left out where None."""
    language = language_of(scope)
    sentence = error.sentence(language)
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "") if language == "fr" else HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        **{name: value for name, value in more.items() if value is not None},
    }
    return JSONResponse(body, status, {**(headers or {}), "Content-Language": language}, MEDIA_TYPE)


#: The reason phrases of HTTP in French.
TITLES = {
    400: "Requête incorrecte",
    403: "Interdit",
    404: "Introuvable",
    405: "Méthode non permise",
    408: "Requête trop lente",
    410: "Disparu",
    413: "Contenu trop volumineux",
    414: "Adresse trop longue",
    415: "Type de contenu non pris en charge",
    422: "Contenu inutilisable",
    429: "Trop de requêtes",
    500: "Faute du programme",
    503: "Service indisponible",
}


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
    place = {"field": error.field, "nearest": error.nearest, "line": error.line}
    return problem(request.scope, status, error, headers, **place)


def _not_as_described(request: Request, error: Exception) -> Response:
    """The first fault only, and never the value itself: it may be a fact of a claim."""
    assert isinstance(error, RequestValidationError)
    fault = error.errors()[0]
    if tuple(fault["loc"]) == ("body",) and "json" not in request.headers.get("content-type", ""):
        return problem(request.scope, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, UserError(*_SAID[415]))
    where = dotted(tuple(step for step in fault["loc"] if step not in ("body", "query", "path"))) or None
    said = UserError(*model_faults.said(fault), field=where)
    return problem(request.scope, HTTPStatus.UNPROCESSABLE_ENTITY, said, field=where)


_SAID = {
    400: (
        "The body of this request is not JSON in UTF-8.",
        "Le corps de cette requête n'est pas du JSON en UTF-8.",
    ),
    404: ("There is nothing at this address.", "Il n'y a rien à cette adresse."),
    405: ("This address does not take this method.", "Cette adresse n'accepte pas cette méthode."),
    415: (
        "The body of a request is JSON, and its content-type says so: application/json.",
        "Le corps d'une requête est du JSON, et son content-type le dit : application/json.",
    ),
}


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    said = _SAID.get(status, (str(error.detail), TITLES.get(status, str(error.detail))))
    return shown(request.scope, status, UserError(*said), error.headers)


def shown(scope: Scope, status: int, error: UserError, headers: Mapping[str, str] | None = None) -> Response:
    """A page, where a browser asked for one; otherwise a problem document."""
    request = Request(scope)
    if scope["path"].startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problem(scope, status, error, headers)
    from openasylum.web.pages.routes import error_page

    page = error_page(request, status, error.sentence(language_of(scope)))
    page.headers.update(headers or {})
    return page


def _fault(request: Request, error: Exception) -> Response:
    log_fault(error)
    return problem(request.scope, HTTPStatus.INTERNAL_SERVER_ERROR, A_FAULT)


A_FAULT = UserError(
    "This is a fault of the program, not of what was asked of it.",
    "C'est une faute du programme, et non de ce qui lui a été demandé.",
)


def log_fault(error: Exception) -> None:
    """A fault of ours. The log names the kind of error and the place in the code, never its text: it may quote a fact."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "?" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    _log.error("fault: %s at %s", type(error).__name__, place)

"""Which address shows which page, and what is shown where an address is broken."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from openasylum.errors import UserError
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.web.languages import language_of
from openasylum.web.pages import embed, parts, waiting
from openasylum.web.pages.catalogue import BY_ID, PAGES, Page, page_at
from openasylum.web.pages.frame import render
from openasylum.web.pages.live import NotYet
from openasylum.web.pages.words import Speaker
from openasylum.web.problems import Refused, log_fault
from openasylum.web.settings import Settings
from openasylum.web.workshop import Workshop


class PageRoute(APIRoute):
    """A route whose errors are pages: one plain sentence, in the language of the address."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with errors turned into pages."""
        handler = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return await handler(request)
            except UserError as error:
                status = error.status if isinstance(error, Refused) else 422
                return error_page(request, status, error.sentence(_language(request)))
            except NotYet:
                return waiting_page(request)
            except RequestValidationError:
                return error_page(request, 422, _say(request, "shell.error.missing"))
            except HTTPException as error:
                if error.status_code != 404:
                    raise
                return error_page(request, 404, _say(request, "shell.error.missing"))
            except Exception as error:
                log_fault(error)
                return error_page(request, 500, _say(request, "shell.error.broken"))

        return shown


def _language(request: Request) -> str:
    return language_of(request.scope)


def _say(request: Request, key: str) -> str:
    return Speaker(_language(request))(key)


def error_page(request: Request, status: int, sentence: str) -> Response:
    """A page that says what is wrong with what was asked."""
    page = render(request, None, _language(request), {"sentence": sentence})
    page.status_code = status
    return page


def waiting_page(request: Request) -> Response:
    """A page that asks again by itself in a moment."""
    workshop: Workshop = request.app.state.workshop
    language = LANGUAGES[_language(request) == "fr"]
    page = render(request, None, language, waiting.context(workshop, language), "waiting.html")
    page.status_code = 503
    page.headers["Retry-After"] = "2"
    return page


def make_router(settings: Settings) -> APIRouter:
    """The pages, in the order in which addresses are tried: parts of pages first, then pages, then what is no page."""
    router = APIRouter(route_class=PageRoute, include_in_schema=False)
    for page in PAGES:
        module = import_module(f"openasylum.web.pages.{page.id}_page")
        module.add(router, settings)
    embed.add(router, settings)
    parts.add(router, settings)

    for language in LANGUAGES:
        _add_ways_in(router, language)
    return router


def _add_ways_in(router: APIRouter, language: str) -> None:
    """The language alone, the other language's address of a page, and what is no page."""

    @router.get(f"/{language}")
    @router.get(f"/{language}/")
    def home() -> Response:
        return RedirectResponse(BY_ID["answer"].path(language), 307)

    @router.get(f"/{language}/{{rest:path}}")
    def elsewhere(request: Request, rest: str) -> Response:
        page = page_at(rest.strip("/"))
        if page is None:
            raise HTTPException(404)
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(page.path(language) + query, 307)


Context = Callable[[Request, Language, Settings], dict[str, Any]]


def show(router: APIRouter, name: str, settings: Settings, context: Context) -> None:
    """Add a page that is only read: ``context(request, language, settings)`` fills its template."""
    for language in LANGUAGES:
        _add_page(router, BY_ID[name], language, settings, context)


def _add_page(
    router: APIRouter, page: Page, language: Language, settings: Settings, context: Context
) -> None:
    @router.get(page.path(language))
    def shown(request: Request) -> Response:
        return render(request, page, language, context(request, language, settings))

"""The application: pages, API and what stands between them and strangers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from importlib.util import find_spec

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.responses import RedirectResponse

import openasylum
from openasylum.web import api, problems
from openasylum.web.languages import language_of, preferred
from openasylum.web.security import Guard, ResponseHeaders
from openasylum.web.settings import Settings
from openasylum.web.workshop import Workshop

API = "/api/v1"

#: Requests that may be under way in threads of their own; see ``serve`` for how many connections there may be.
_THREADS = 200


def create_application(settings: Settings | None = None) -> FastAPI:
    """The web application: API under ``/api/v1``, pages under ``/en`` and ``/fr``, files of the pages under ``/static``."""
    settings = settings or Settings()
    application = FastAPI(
        title="OpenAsylum",
        version=openasylum.__version__,
        summary="The open, auditable model of the Canada-U.S. asylum system.",
        description=api.DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    application.state.settings = settings
    application.state.workshop = Workshop(settings)
    problems.install(application)
    application.include_router(api.router(settings), prefix=API)
    _add_pages(application, settings)
    application.add_middleware(Guard, limits=settings.limits, hosts=settings.hosts)
    application.add_middleware(ResponseHeaders)
    return application


@asynccontextmanager
async def _lifespan(application: FastAPI) -> AsyncIterator[None]:
    workshop: Workshop = application.state.workshop
    # Pages that wait for their first draws hold a thread each; claims must always find one.
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    if application.state.settings.warm:
        workshop.start()
    yield
    workshop.stop()


def _add_pages(application: FastAPI, settings: Settings) -> None:
    application.get("/", include_in_schema=False)(_by_language)
    application.get(f"{API}/docs", include_in_schema=False)(_described)
    static = files("openasylum.web").joinpath("static")
    if static.is_dir():
        application.mount("/static", StaticFiles(directory=str(static)), name="static")
    if find_spec("openasylum.web.pages") is not None:
        from openasylum.web import pages

        application.include_router(pages.router(settings), include_in_schema=False)


def _described(request: Request) -> RedirectResponse:
    """To the page of the API, in the language that is asked for."""
    return RedirectResponse(f"/{language_of(request.scope)}/api", 307)


def _by_language(request: Request) -> RedirectResponse:
    """To the pages in the language that the browser asks for first; English where it asks for neither."""
    return RedirectResponse(f"/{preferred(request.headers.get('accept-language', ''))}/", 307)

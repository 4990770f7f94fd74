"""The pages people see: server-rendered, in both languages, small scripts of their own, no model logic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter

    from openasylum.web.settings import Settings


def router(settings: Settings) -> APIRouter:
    """Every page under ``/en`` and ``/fr``."""
    from openasylum.web.pages.routes import make_router

    return make_router(settings)

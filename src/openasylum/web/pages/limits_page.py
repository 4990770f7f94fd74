"""What this must not be used for, and what it cannot know: words only."""

from __future__ import annotations

from fastapi import APIRouter

from openasylum.web.pages.routes import show
from openasylum.web.settings import Settings

#: What the model does not do, and what it cannot know, in the order of the page (keys of ``words/limits.yaml``).
ROWS = ("routes", "finer", "score", "infer", "entitled")
CANNOT = ("never", "hidden", "breaks", "origin", "unpublished", "response")


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "limits", settings, lambda request, language, _: {"rows": ROWS, "cannot": CANNOT})

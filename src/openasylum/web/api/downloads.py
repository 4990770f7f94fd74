"""``/downloads``: a run, or what a link shows, in every form in which it may leave."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from openasylum.results import Run
from openasylum.web.api.runs import find_run
from openasylum.web.links import read_pairs
from openasylum.web.settings import Settings
from openasylum.web.whole_runs import whole_run

Language = Annotated[Literal["en", "fr"], Query(alias="lang")]
Chosen = Annotated[str | None, Query(max_length=80, description="A chart (png, svg) or a scenario (yaml).")]

#: Parts of the address that say how the file is to be, and are no part of the link.
_OWN = ("lang", "chosen")


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["downloads"])
    resource.get("/downloads")(list_forms)
    resource.get("/downloads/{form}", response_class=Response)(of_link)
    resource.get("/runs/{run_id}/download/{form}", response_class=Response)(of_run)
    return resource


def list_forms() -> list[dict[str, Any]]:
    """The forms that there are."""
    from openasylum.report.downloads import FORMS

    return [
        {"form": name, "media_type": form.media_type, "label": dict(form.label)}
        for name, form in FORMS.items()
    ]


def of_run(
    run_id: str, form: str, request: Request, language: Language = "en", chosen: Chosen = None
) -> Response:
    """A kept run: ``pdf`` (the brief), ``xlsx``, ``csv``, ``parquet``, ``png``, ``svg``, ``yaml``, ``py``, ``bib``, ``cff``, ``zip``."""
    return _file(find_run(request.app.state.settings.runs, run_id), form, language, chosen)


def of_link(form: str, request: Request, language: Language = "en", chosen: Chosen = None) -> Response:
    """What a link shows (its query stands in this address): the form's name, alone or as a file's ending.

    A run that is not kept is made first; while that takes, the answer is a 503 with ``Retry-After``.
    """
    pairs = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=50)
    state = read_pairs((name, value) for name, value in pairs if name not in _OWN)
    _check(form.rpartition(".")[2])
    run = whole_run(request.app.state.workshop, state, request.client.host if request.client else "")
    return _file(run, form.rpartition(".")[2], language, chosen)


def _check(form: str) -> None:
    from openasylum.errors import UserError, nearest
    from openasylum.report.downloads import FORMS

    if form not in FORMS:
        raise UserError(
            f"there is no form {form[:20]!r}",
            f"il n'y a pas de format « {form[:20]} »",
            field="form",
            nearest=nearest(form[:20], FORMS),
        )


def _file(run: Run, form: str, language: Literal["en", "fr"], chosen: str | None) -> Response:
    from openasylum.report.downloads import download

    _check(form)
    made = download(run, language, form, chosen)
    return Response(
        made.content,
        media_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )

"""A run in other forms: each a pure function of the run, written by ``report``."""

from __future__ import annotations

import json
from collections.abc import Callable

from openasylum.errors import UserError
from openasylum.results import Run

Make = Callable[[Run, str], bytes]


def _from_folder(english: str, french: str) -> Make:
    def read(run: Run, language: str) -> bytes:
        assert run.folder is not None
        try:
            return (run.folder / (french if language == "fr" else english)).read_bytes()
        except OSError:
            raise UserError("this run was kept without this form of it") from None

    return read


def _json(run: Run, language: str) -> bytes:
    return json.dumps(run.to_json(), ensure_ascii=False, indent=2, default=str).encode()


#: What each form is made by, and its media type.
FORMS: dict[str, tuple[Make, str]] = {
    "json": (_json, "application/json"),
    "html": (_from_folder("report.html", "report.fr.html"), "text/html; charset=utf-8"),
}


def make(run: Run, form: str, language: str) -> tuple[bytes, str, str]:
    """Content, media type and file name of a run in a form of ``FORMS``."""
    function, media_type = FORMS[form]
    name = f"openasylum-{run.manifest.run_id}-{language}.{form}"
    return function(run, language), media_type, name

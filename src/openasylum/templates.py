"""HTML templates that lie beside the code that fills them."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from openasylum.typography import french_spaces


@cache
def environment(package: str, language: str) -> Environment:
    """The templates of ``package`` for pages in ``language``: everything escaped, what is filled in has the spaces of French,
    and a name that is not given is an error.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_french if language == "fr" else None,
    )


def _french(value: Any) -> Any:
    """What is filled in, with French spaces; markup is left as it is, its texts have been filled in before."""
    return french_spaces(value) if isinstance(value, str) and not isinstance(value, Markup) else value

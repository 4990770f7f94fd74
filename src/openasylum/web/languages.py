"""Which language a request is answered in: the one it asks for, in its address or by its headers."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Scope

from openasylum.web.settings import LANGUAGES


def language_of(scope: Scope) -> str:
    """``/fr/…`` first, then ``lang=fr`` in the query, then ``Accept-Language``; English where nothing is asked for."""
    first = scope["path"].strip("/").partition("/")[0]
    if first in LANGUAGES:
        return str(first)
    query = scope["query_string"][:8192].decode("latin-1")
    asked = next((value for name, value in parse_qsl(query) if name == "lang"), "")
    if asked in LANGUAGES:
        return asked
    return preferred(Headers(scope=scope).get("accept-language", ""))


def preferred(accepted: str) -> str:
    """The language of ours that an ``Accept-Language`` header wants most."""
    wanted = []
    for position, part in enumerate(accepted.split(",")[:20]):
        word, _, quality = part.strip().partition(";q=")
        language = word.partition("-")[0].casefold()
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if language in LANGUAGES:
            wanted.append((-weight, position, language))
    return min(wanted)[2] if wanted else LANGUAGES[0]

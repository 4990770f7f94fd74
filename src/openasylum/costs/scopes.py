"""Scopes: what a total includes and excludes, so that no total travels without saying so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from openasylum.bilingual import Text
from openasylum.costs.lines import SCOPES, CostLine, cost_lines
from openasylum.documents import parse_document, validate
from openasylum.errors import UserError, nearest
from openasylum.typography import WIDE


class Texts(BaseModel):
    """A list of texts in both official languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: tuple[str, ...]
    fr: tuple[str, ...]


class Scope(BaseModel):
    """What a scope is called, how it counts, and what it leaves out."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: Text
    counts: Text
    excludes: Texts


class _Scopes(RootModel[dict[str, Scope]]):
    """The content of ``scopes.yaml``."""


@cache
def _scopes() -> dict[str, Scope]:
    source = files("openasylum.costs").joinpath("scopes.yaml")
    return validate(_Scopes, parse_document(source.read_text(encoding="utf-8"), "costs/scopes.yaml")).root


def scope_of(name: str) -> Scope:
    """The scope of that name. Raises ``UserError`` with the nearest name."""
    if name not in SCOPES:
        raise UserError(
            f"there is no scope {name!r}; a scope is pbo or full",
            f"il n'y a pas de périmètre « {name} » ; un périmètre est pbo ou full",
            nearest=nearest(name, SCOPES),
        )
    return _scopes()[name]


def marks_in(name: str) -> tuple[str, ...]:
    """The marks (column ``scope`` of a ledger) that a scope takes in: itself and every narrower one."""
    scope_of(name)
    return SCOPES[: SCOPES.index(name) + 1]


#: French sets a space before the colon.
_COLON = {"en": ":", "fr": f"{WIDE}:"}


def scope_statement(name: str, lines: Iterable[CostLine] | None = None) -> dict[str, dict[str, Any]]:
    """``{"en": …, "fr": …}``, each with ``title``, ``counts``, ``includes`` and ``excludes`` (lists of
    texts), to stand beside every total.

    What is included is read off the cost lines, so it cannot fall behind them.
    """
    scope, marks = scope_of(name), marks_in(name)
    own = [line for line in (cost_lines() if lines is None else lines) if line.scope in marks]
    return {
        language: {
            "title": getattr(scope.title, language),
            "counts": getattr(scope.counts, language),
            "includes": [
                f"{getattr(line.title, language)}{_COLON[language]} {getattr(line.includes, language)}"
                for line in own
            ],
            "excludes": list(getattr(scope.excludes, language)),
        }
        for language in ("en", "fr")
    }

"""The dated rulebook: who may claim, under which provisions, read at which date, with which exceptions and
consequences.

The law is data: one small file a provision in ``provisions/``, in the statute's own order. Conditions are
wired into one circuit of three-valued gates (``circuit``), which answers one claim or ten million with the
same code.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openasylum.law.amendments import Amendment, parse_amendments
    from openasylum.law.checks import check_claim
    from openasylum.law.decisions import Decision, decide_claim, decide_claims
    from openasylum.law.engine import citations_of, decide, exceptions, grounds
    from openasylum.law.explanations import as_markdown, as_text, explain
    from openasylum.law.flat_facts import NEVER, FlatFact, fill_known
    from openasylum.law.rulebook import commencements

    #: The columns that the batch engine reads, by name.
    FLAT_FACTS: dict[str, FlatFact]

_HOMES = {
    "NEVER": "flat_facts",
    "Amendment": "amendments",
    "Decision": "decisions",
    "FlatFact": "flat_facts",
    "as_markdown": "explanations",
    "as_text": "explanations",
    "check_claim": "checks",
    "citations_of": "engine",
    "commencements": "rulebook",
    "decide": "engine",
    "decide_claim": "decisions",
    "decide_claims": "decisions",
    "exceptions": "engine",
    "explain": "explanations",
    "fill_known": "flat_facts",
    "grounds": "engine",
    "parse_amendments": "amendments",
}

__all__ = [
    "FLAT_FACTS",
    "NEVER",
    "Amendment",
    "Decision",
    "FlatFact",
    "as_markdown",
    "as_text",
    "check_claim",
    "citations_of",
    "commencements",
    "decide",
    "decide_claim",
    "decide_claims",
    "exceptions",
    "explain",
    "fill_known",
    "grounds",
    "parse_amendments",
]


def __getattr__(name: str) -> Any:
    # The provisions are read by many who decide no claim: the engine is imported when it is first asked for.
    if name == "FLAT_FACTS":
        return importlib.import_module("openasylum.law.flat_facts").flat_facts()
    if name in _HOMES:
        return getattr(importlib.import_module(f"openasylum.law.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

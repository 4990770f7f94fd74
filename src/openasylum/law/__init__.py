"""The dated rulebook: who may claim, under which provisions, read at which date, with which exceptions and
consequences.

The law is data: one small file a provision in ``provisions/``, in the statute's own order. Conditions are
wired into one circuit of three-valued gates (``circuit``), which answers one claim or ten million with the
same code.
"""

from __future__ import annotations

from openasylum.law.amendments import Amendment, parse_amendments
from openasylum.law.checks import check_claim
from openasylum.law.decisions import Decision, decide_claim, decide_claims
from openasylum.law.engine import citations_of, decide, exceptions, grounds
from openasylum.law.explain import as_markdown, as_text, explain
from openasylum.law.flat_facts import NEVER, FlatFact, fill_known, flat_facts
from openasylum.law.rulebook import commencements

#: The columns that the batch engine reads, by name.
FLAT_FACTS = flat_facts()

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
    "flat_facts",
    "grounds",
    "parse_amendments",
]

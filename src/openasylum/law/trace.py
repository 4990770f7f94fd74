"""The provisions consulted for one claim, as a tree: each with its result and the facts it read."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openasylum.law.amendments import Amendment
from openasylum.law.flat_facts import flat_facts
from openasylum.law.reading import Reading, full_plan
from openasylum.law.rulebook import Rulebook


@dataclass(frozen=True)
class Branch:
    """A provision, the facts that its own words name, and the provisions that they refer to."""

    citation: str
    rules: tuple[str, ...]
    facts: tuple[str, ...]
    children: tuple[Branch, ...]


@lru_cache(maxsize=32)
def branches(amendments: tuple[Amendment, ...] = ()) -> tuple[Branch, ...]:
    """The tree of every ground and gate under the law as amended."""
    book = full_plan(amendments).plan.book
    return tuple(branch(book, citation) for citation in book.of_kind("gate", "ground"))


def branch(book: Rulebook, citation: str) -> Branch:
    """The tree below one provision."""
    provision = book.provisions[citation]
    facts: dict[str, None] = {}
    below: dict[str, None] = {provision.within: None} if provision.within else {}
    texts = [provision.when, *[period.when for period in provision.in_force if period.when]]
    for text in texts:
        for node in ast.walk(ast.parse(" ".join(text.split()), mode="eval")):
            if isinstance(node, ast.Name) and node.id in flat_facts():
                facts[node.id] = None
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                below |= dict.fromkeys(_referred_to(book, node))
    children = tuple(branch(book, other) for other in below if other != citation)
    return Branch(citation, provision.rules, tuple(facts), children)


def _referred_to(book: Rulebook, call: ast.Call) -> list[str]:
    assert isinstance(call.func, ast.Name)
    target = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    match call.func.id:
        case "provision":
            return [str(target)]
        case "under":
            return book.of_kind("scope", to=str(target))
        case "stands":
            return [*book.of_kind("scope", to=str(target)), *book.of_kind("exception", to=str(target))]
        case "excepted":
            return book.of_kind("exception", to=str(target))
    return []


def trace(reading: Reading) -> list[dict[str, Any]]:
    """``trace`` of the decision schema: the grounds of the claim's direction, in the order consulted."""
    book = reading.plan.book
    direction = reading.fact("direction")
    return [
        _filled(found, reading)
        for found in branches(book.amendments)
        if book.provisions[found.citation].direction in (direction, "both")
    ]


def _filled(found: Branch, reading: Reading) -> dict[str, Any]:
    node: dict[str, Any] = {"citation": found.citation}
    if found.rules:
        node["rule"] = found.rules[0]
    node["result"] = result(reading, found.citation)
    node["facts"] = list(_paths_of(found.facts, _last_entry(reading.claim)))
    if found.children:
        node["children"] = [_filled(child, reading) for child in found.children]
    return node


def result(reading: Reading, citation: str) -> str:
    """true, false, unknown, or not_in_force."""
    if reading.in_force(citation) is False:
        return "not_in_force"
    return {True: "true", False: "false", None: "unknown"}[reading.met(citation)]


def fact_paths(name: str, claim: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a claim document states a flat fact."""
    return _paths_of((name,), _last_entry(claim))


def _last_entry(claim: Mapping[str, Any]) -> int:
    return max(len(claim.get("entries", ())) - 1, 0)


@lru_cache(maxsize=4096)
def _paths_of(names: tuple[str, ...], last: int) -> tuple[str, ...]:
    paths = [path.replace("[-1]", f"[{last}]") for name in names for path in flat_facts()[name].paths]
    return tuple(dict.fromkeys(paths))

"""Statements of several texts gathered: what one of them says, and what the others say of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openasylum.check.findings import GROUP_LABELS, Finding, Group, Shared


def groups(statements: Iterable[Shared], findings: Sequence[Finding]) -> list[Group]:
    """The findings of all texts, each in one group, in the order in which the texts tell them. Where two of a group
    disagree, all of it is a disagreement.
    """
    parent = list(range(len(findings)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    tied = [one for one in statements if len(one.texts) > 1]
    for one in tied:
        for place in one.findings[1:]:
            first, second = sorted((root(one.findings[0]), root(place)))
            parent[second] = first
    kinds: dict[int, set[str]] = {}
    for one in tied:
        kinds.setdefault(root(one.findings[0]), set()).add(one.kind)
    members: dict[int, list[int]] = {}
    for place in range(len(findings)):
        members.setdefault(root(place), []).append(place)
    return [
        Group(next((kind for kind in GROUP_LABELS if kind in kinds.get(first, ())), "only"), tuple(places))
        for first, places in sorted(members.items())
    ]

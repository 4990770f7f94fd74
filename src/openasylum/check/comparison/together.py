"""Several texts on one event: what they share, what one adds, drops or rounds, where they disagree, and which
passages are nearly the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from openasylum.bilingual import Text as Bilingual
from openasylum.check.comparison.groups import groups
from openasylum.check.comparison.passages import near_duplicates
from openasylum.check.comparison.relations import relation
from openasylum.check.comparison.rivals import Rivals
from openasylum.check.findings import Comparison, Finding, Passage, Shared
from openasylum.check.texts.text import Text

_ORDER = {"same": 0, "rounded": 1, "disagree": 2}


def compare(texts: Sequence[Text], findings: Sequence[Finding]) -> Comparison:
    """How several texts stand to each other, pair by pair in the order given."""
    of: dict[int, list[int]] = defaultdict(list)
    for place, finding in enumerate(findings):
        of[finding.text].append(place)
    statements: list[Shared] = []
    passages: list[Passage] = []
    for first, second in combinations(range(len(texts)), 2):
        statements += _pair(of[first], of[second], findings, (texts[first].name, texts[second].name))
        passages += near_duplicates(first, texts[first].content, second, texts[second].content)
    return Comparison(tuple(statements), tuple(passages), tuple(groups(statements, findings)))


def _pair(
    of_first: list[int], of_second: list[int], findings: Sequence[Finding], names: tuple[str, str]
) -> list[Shared]:
    left = Rivals(findings, of_second)
    pairs: list[tuple[int, int, str]] = []
    alone: list[int] = []
    for one in of_first:
        best = _best(one, left.of(findings[one]), findings)
        if best is None:
            alone.append(one)
        else:
            left.drop(best[0])
            pairs.append((one, *best))
    added = list(left.left)
    said_again = _said_again(alone, pairs, 1, findings) | _said_again(added, pairs, 0, findings)
    found = []
    for one, other, how in pairs:
        again = tuple(place for place, pair in said_again.items() if pair == (one, other))
        told = _note(how, findings[one], findings[other], *names)
        found.append(Shared(how, (findings[one].text, findings[other].text), (one, other, *again), told))
    for kind, places, name in (("dropped", alone, names[0]), ("added", added, names[1])):
        for place in places:
            if place not in said_again:
                told = _note(kind, findings[place], None, name, "")
                found.append(Shared(kind, (findings[place].text,), (place,), told))
    return sorted(found, key=lambda one: one.findings[0])


def _best(one: int, rivals: list[int], findings: Sequence[Finding]) -> tuple[int, str] | None:
    """The rival that a finding stands to most closely, the first of several, and how."""
    best: tuple[int, str] | None = None
    for other in rivals:
        how = relation(findings[one], findings[other])
        if how and (best is None or _ORDER[how] < _ORDER[best[1]]):
            best = (other, how)
        if how == "same":
            break
    return best


def _said_again(
    alone: list[int], pairs: list[tuple[int, int, str]], side: int, findings: Sequence[Finding]
) -> dict[int, tuple[int, int]]:
    """Statements without a partner that only say again what their text shares with the other, each with that pair.
    ``side``: whose finding of a pair they are held against, the other text's.
    """
    of_measure: defaultdict[tuple[str, object], list[tuple[int, int]]] = defaultdict(list)
    for one, other, how in pairs:
        if how != "disagree":
            said = findings[(one, other)[side]]
            of_measure[said.kind, said.measure or said.value].append((one, other))
    found: dict[int, tuple[int, int]] = {}
    for place in alone:
        mine = findings[place]
        for pair in of_measure.get((mine.kind, mine.measure or mine.value), ()):
            if relation(mine, findings[pair[side]]) == "same":
                found[place] = pair
                break
    return found


def _note(kind: str, one: Finding, other: Finding | None, name: str, other_name: str) -> Bilingual:
    quoted, against = one.quoted, other.quoted if other else ""
    told = {
        "same": (f"Both say “{quoted}”.", f"Les deux disent « {quoted} »."),
        "rounded": (
            f"{name} says “{quoted}”, {other_name} “{against}”: one is the other rounded.",
            f"{name} dit « {quoted} », {other_name} « {against} » : l'un arrondit l'autre.",
        ),
        "disagree": (
            f"{name} says “{quoted}”, {other_name} “{against}”: they disagree.",
            f"{name} dit « {quoted} », {other_name} « {against} » : ils se contredisent.",
        ),
        "added": (f"Only {name} says “{quoted}”.", f"Seul {name} dit « {quoted} »."),
        "dropped": (f"Only {name} says “{quoted}”.", f"Seul {name} dit « {quoted} »."),
    }[kind]
    return Bilingual(en=told[0], fr=told[1])

"""What a figure is plainly said to count, by the words right beside it: "272,440 appeals", "39,540 people were deported". Where a
measure counts none of it, the number may be its own, but the text tells of another thing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from openasylum.check.figures.measures import Measure
from openasylum.check.language.folding import any_of, plain_pattern
from openasylum.check.language.little_words import LITTLE_WORDS
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context


class _Thing(NamedTuple):
    """The nouns that stand for it after a number, the words for what was done to those counted, and how the titles of
    measures that count it name it (beginnings of words).
    """

    nouns: tuple[str, ...]
    done: tuple[str, ...]
    titles: tuple[str, ...]


#: How the titles of measures name the resettled, and what those who claim are called: nobody is both.
_RESETTLED: Final = (
    "resettl",
    "sponsor",
    "admission",
    "admit",
    "ceiling",
    "reinstall",
    "parrain",
    "plafond",
    "plac",
)
_OF_CLAIMS: Final = ("claim", "asylum", "demandeur", "asile")
_CLAIMING: Final = frozenset({"claimant", "claim", "asylum"})
_THINGS: Final = (
    _Thing(("appeal", "appeals", "appel", "appels"), (), ("appeal", "appel")),
    _Thing(
        ("deportations", "removals", "expulsions", "renvois"),
        ("deported", "expelled", "removed", "expulse", "expulses", "expulsees", "deporte", "deportes", "renvoye", "renvoyes"),
        ("remov", "deport", "return", "turned back", "renvo", "expuls", "refoul", "exit"),
    ),
    _Thing(
        ("detentions", "detainees"),
        ("detained", "jailed", "detenu", "detenus", "incarceres"),
        ("detain", "detention", "detenu", "intercept", "apprehen"),
    ),
    _Thing(("students", "etudiants"), (), ("student", "stud", "etud")),
    _Thing(("visas", "work permits", "study permits", "permis de travail", "permis d'etudes"), (), ("visa", "permit", "permis")),
    _Thing(
        (
            "residence applications", "visa applications", "citizenship applications", "permit applications",
            "demandes de residence", "demandes de visa", "demandes de visas", "demandes de citoyennete", "demandes de permis",
            "demandes de parrainage",
        ),
        (),
        ("residen", "visa", "citizen", "permit", "permis"),
    ),
    _Thing(("hearings", "audiences"), (), ("hear", "audience", "decid", "finaliz", "regle")),
    _Thing(
        ("resettled refugees", "sponsored refugees", "refugies reinstalles", "refugies parraines"),
        ("resettled", "reinstalle", "reinstalles"),
        _RESETTLED,
    ),
)  # fmt: skip

_WORD: Final = plain_pattern(r" ?([a-z'-]+)")
#: Between a number and what was done: "people were", "demandeurs ont été".
_WAS: Final = plain_pattern(
    r"(?: [a-z'-]+){1,3}?(?: (?:were|was|are|have been|has been|had been|ont ete|avaient ete|furent|etaient|sont))?(?: [a-z]+ly)? "
)
_OF_WHOLE: Final = plain_pattern(r" (?:of|des|de) (?:all |the |these |those |refugee |asylum |les |ces )*")
_RIGHT_BEFORE: Final = 24
#: How many words may describe a noun: "88,500 pending refugee appeals".
_DESCRIBING: Final = 2


def counts_another_thing(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether the words right beside a figure say that it is of what a measure does not count."""
    if "resettled" in context.named and _CLAIMING.isdisjoint(context.named) and _titled(measure, _OF_CLAIMS):
        return True
    told = _told(quantity, context.plain)
    return any(not _titled(measure, thing.titles) for thing in told)


def _titled(measure: Measure, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of the title begins so, in either language."""
    return any(f" {beginning}" in measure.titled for beginning in beginnings)


def _told(quantity: Quantity, plain: str) -> list[_Thing]:
    """The things that a count, or the whole of a share, is said to be of."""
    nouns = _pattern("nouns")
    if quantity.dimension == "share":
        whole = _OF_WHOLE.match(plain, quantity.end)
        noun = nouns.match(plain, whole.end() - 1) if whole else None
        return [thing for thing in _THINGS if noun is not None and noun[1] in thing.nouns]
    if quantity.dimension != "count":
        return []
    place = quantity.end
    for _ in range(_DESCRIBING + 1):
        if noun := nouns.match(plain, place):
            return [thing for thing in _THINGS if noun[1] in thing.nouns]
        word = _WORD.match(plain, place)
        if word is None or word[1] in LITTLE_WORDS:
            break
        place = word.end()
    done = _pattern("done")
    was = _WAS.match(plain, quantity.end)
    found = done.match(plain, was.end() - 1) if was else None
    if found is None:
        before = plain[max(0, quantity.start - _RIGHT_BEFORE) : quantity.start].rstrip()
        last = before.rpartition(" ")[2]
        return [thing for thing in _THINGS if last in thing.done]
    return [thing for thing in _THINGS if found[1] in thing.done]


@cache
def _pattern(part: str) -> re.Pattern[str]:
    return plain_pattern(rf" ?({any_of(word for thing in _THINGS for word in getattr(thing, part))})\b")

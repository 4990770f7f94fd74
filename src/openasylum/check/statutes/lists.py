"""Items of a list read with the words that open it: "A claim is ineligible if: … (d) another country recognised the claimant …"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from openasylum.check.language.folding import plain_pattern
from openasylum.check.meaning.lexicon import bits
from openasylum.check.statutes.vocabulary import Named, bits_of

if TYPE_CHECKING:
    from openasylum.check.meaning.contexts import Context

#: How a sentence ends that opens a list.
_OPENS: Final = (":", ": -", " if", " si", " unless", " if -", " si -")
#: How an item opens.
_MARK = plain_pattern(r"^\W{0,2}(?:[-*•·]|\(?(?:\d{1,2}|[a-z])(?:\.\d)?[.)]) ?")
#: How an item of a list within a sentence opens: "; (d) ", "; and ".
_MARK_WITHIN = plain_pattern(r"\((?:\d{1,2}|[a-z])(?:\.\d)?\) ?|; (?:and |or |et |ou )?(?!\()")
#: What the words that open a list say of each of its items.
_SAID_OF_ALL: Final = (
    "not_heard",
    "cannot_claim",
    "exception",
    "may_if_excepted",
    "claims",
    "applies",
    "applies_only",
    "caught_crossing",
    "designated_origin",
    "no_appeal",
    "their_hearing",
)
#: The longest title that stands above a list.
_TITLE: Final = 70
#: How a sentence opens that lists what the one before it spoke of.
_TAKES_UP = plain_pattern(
    r"^\W{0,3}(?:these|they|those|the exceptions|celles-ci|ceux-ci|elles|ces exceptions|les exceptions) "
    r"(?:include|concern|cover|apply to|relate to|visent|concernent|comprennent|incluent|touchent)\b"
)


def heading_of(context: Context) -> Context | None:
    """The sentence that opens the list of which this one is an item, if it is one: right before it, or before another item; or the
    one that speaks of exceptions, where this one says which ("They include …").
    """
    if not context.before:
        return None
    if context.before[-1].bits & _exceptions() and _TAKES_UP.match(context.plain):
        return context.before[-1]
    mark = _MARK.match(context.plain)
    marked = mark is not None
    for last in reversed(context.before):
        if _opens_list(last.plain):
            return last
        if mark and last.bits & _exceptions() and _is_title(last.plain, mark[0]):
            return last
        if last.under or not marked:
            return last.under if marked or not _is_whole(last.plain) else None
    return None


def _opens_list(plain: str) -> bool:
    """Whether words open a list, or hold the first items of one that is cut."""
    return plain.rstrip().endswith(_OPENS) or ("(b" in plain and not _is_whole(plain))


def _is_title(plain: str, mark: str) -> bool:
    """Whether words are a title, not an item of the list that an item with this mark belongs to: "2. Exceptions", above
    "- …".
    """
    if len(plain) > _TITLE or _is_whole(plain):
        return False
    its_own = _MARK.match(plain)
    return its_own is None or its_own[0][:1].isalnum() != mark[:1].isalnum()


@cache
def _exceptions() -> int:
    return bits(("exception",))


def _is_whole(plain: str) -> bool:
    return plain.rstrip().endswith((".", "!", "?"))


def with_what_opens_it(named: Named, heading: Named) -> Named:
    """What an item names, and what the words above it say of every item, as if said at its beginning."""
    places = {name: [*named.places.get(name, ())] for name in {*named.places, *_said(heading)}}
    for name in _said(heading):
        places[name].insert(0, (0, 0))
    return Named(places, named.bits | bits_of(_said(heading)))


def may_hold_a_list(plain: str) -> bool:
    """Whether a sentence may hold a list of its own."""
    return "(b" in plain or "; (" in plain or plain.count(";") > 1


def within_a_sentence(named: Named, plain: str) -> Named:
    """What a sentence names that holds a list of its own ("(1) … if (a) …; (b) …", "those with …; …; and …"): what opens it is said of
    each item.
    """
    marks = [one.end() for one in _MARK_WITHIN.finditer(plain)]
    if len(marks) < 2:
        return named
    places = dict(named.places)
    for name in _said(named):
        if name in places and places[name][0][1] <= marks[1]:
            places[name] = [*places[name], *((mark, mark) for mark in marks)]
    return Named(places, named.bits)


def _said(named: Named) -> Iterator[str]:
    if "kinds_of_exception" in named.places and "exception" not in named.places:
        yield "exception"
    yield from (name for name in _SAID_OF_ALL if name in named.places)

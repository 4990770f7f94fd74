"""What a statement of law or an event is recognised by, and when it is so (``statements.yaml``)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text as Bilingual
from openasylum.check.language.folding import plain_pattern
from openasylum.check.meaning.concept_index import ConceptIndex
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import bits
from openasylum.documents import shipped, validate


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Days(_Declared):
    """Days on which a statement is so, first and last included."""

    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="until")

    def holds(self, first: date, last: date) -> bool:
        """Whether some day of a period is among them."""
        return self.first <= last and (self.last is None or first <= self.last)


class _Recognised(_Declared):
    """``never_around``: concepts that the sentences before may not name either where the thing is not named itself but
    told as "it" or "the deal", which could be theirs.
    """

    id: str
    title: Bilingual
    needs: tuple[tuple[str, ...], ...]
    about: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    never_around: tuple[str, ...] = ()
    patterns: tuple[str, ...]
    only_if: str | None = None
    never_with: str | None = None
    provisions: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """All patterns as one, looked for only where a word begins."""
        numbered = (
            re.sub(r"\?P<number>", f"?P<number{place}>", one) for place, one in enumerate(self.patterns)
        )
        return plain_pattern(rf"\b(?=\w)(?:{'|'.join(numbered)})")

    @cached_property
    def wanted(self) -> tuple[tuple[int, ...], int]:
        """``about`` and ``never`` as bits."""
        return tuple(map(bits, self.about)), bits(self.never)

    def found(self, context: Context) -> re.Match[str] | None:
        """Where a sentence that names what is needed makes the statement, or None."""
        about, never = self.wanted
        if context.bits & never:
            return None
        for group in about:
            if not context.around_bits & group:
                return None
        theirs = self.never_around and context.around_bits & bits(self.never_around)
        if theirs and not all(context.bits & group for group in about):
            return None
        match = self.compiled.search(context.plain) or self._past_stops(context.plain)
        if match is None or (self.only_if and not _search(self.only_if, context.plain)):
            return None
        return None if self.never_with and _search(self.never_with, context.plain) else match

    def _past_stops(self, words: str) -> re.Match[str] | None:
        """The statement in a sentence whose "U.S." would else end it, since patterns do not reach beyond a stop."""
        spelt = words.replace("u.s.", "usa ")
        return self.compiled.search(spelt) if spelt != words else None


class Statement(_Recognised):
    """A statement that is so on some days. ``number``: a number that it turns on. ``bill``: what to say where the text
    still speaks of a bill. ``event``: something that was held once, and so can be told in the past.
    ``dated_by``: events that say it better where the sentence names their day.
    ``yields_to``: statements beside which it is not told; ``stands_apart``: only where their words overlap.
    ``asks``: its own words may be those of a wish ("may ask for").
    """

    so: tuple[Days, ...]
    now: Bilingual
    then: Bilingual
    number: dict[str, int] = Field(default_factory=dict)
    bill: Bilingual | None = None
    law_since: date | None = None
    yields_to: tuple[str, ...] = ()
    stands_apart: bool = False
    dated_by: tuple[str, ...] = ()
    court: bool = False
    event: bool = False
    timeless: bool = False
    conditional: bool = False
    asks: bool = False


class Event(_Recognised):
    """Something that happened on a day; ``or_day``: another day that goes by the same name; ``differs_if``: another day
    is said to differ only where one of these is named, ``differs_unless``: and none of
    these; ``date_after``: its title ends in "after"; ``far``: its day may
    stand at the end of a long clause.
    """

    day: date
    date_after: bool = False
    far: bool = False
    or_day: date | None = None
    differs_if: tuple[str, ...] = ()
    differs_unless: tuple[str, ...] = ()


class _File(_Declared):
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]


@cache
def statements() -> _File:
    """The statements and events as shipped. Raises ``UserError`` where the file is not well formed."""
    return validate(_File, shipped(__package__, "statements.yaml"))


@cache
def statements_by_concept() -> ConceptIndex[Statement]:
    """The statements by what they need."""
    return ConceptIndex((one, one.needs) for one in statements().statements)


@cache
def events_by_concept() -> ConceptIndex[Event]:
    """The events by what they need."""
    return ConceptIndex((one, one.needs) for one in statements().events)


@cache
def concepts_of_law() -> int:
    """Concepts of which every statement and event needs at least one, as bits."""
    file = statements()
    return bits(name for one in (*file.statements, *file.events) for name in one.needs[0])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return plain_pattern(pattern)


def _search(pattern: str, words: str) -> bool:
    return _compiled(pattern).search(words) is not None

"""What a statement of law or an event is recognised by, and when it is so (``statements.yaml``)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text as Bilingual
from openasylum.check.language.folding import plain_pattern
from openasylum.check.meaning.concept_index import ConceptIndex
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import bits
from openasylum.check.statutes.lists import with_what_opens_it, within_a_sentence
from openasylum.check.statutes.needed_words import Ways, can_be_told, needed_words
from openasylum.check.statutes.vocabulary import Named, Telling, named_in
from openasylum.documents import shipped, validate


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(NamedTuple):
    """Where a sentence makes a statement, its words, and the number in them that it turns on. ``loosely``: by what it names, not by
    a turn of phrase.
    """

    start: int
    end: int
    words: str
    number: str | None = None
    loosely: bool = False


class Sentence:
    """A sentence as statements of law are looked for in it; what it names is read when first asked for."""

    def __init__(self, context: Context) -> None:
        self.context, self.under = context, context.under
        #: Its words; patterns do not reach beyond a stop, so "U.S." may have none.
        self.plain = context.plain
        self.spelt = context.plain.replace("u.s.", "usa ")

    @cached_property
    def around(self) -> int:
        """The concepts that it and the sentences before it name, as bits; the treaty where it can only be meant."""
        return self.context.around_bits | (_treaty() if _between_the_two(self.context) else 0)

    @cached_property
    def met(self) -> int:
        """Which words that patterns need it has, in either spelling."""
        spoken = self.context.said.spoken | (self.under.said.spoken if self.under else frozenset())
        return needed_words().met(spoken if self.spelt == self.plain else {*spoken, "usa"})

    @cached_property
    def named(self) -> Named:
        """What of the vocabulary of the law it names, and where."""
        named = named_in(self.plain, self.context.said)
        if self.under is not None:
            named = with_what_opens_it(named, named_in(self.under.plain, self.under.said))
        return within_a_sentence(named, self.plain) if "(b" in self.plain or "; (" in self.plain else named

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The concepts that it and the words that open its list name."""
        return self.context.named | self.under.named if self.under else self.context.named


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
    patterns: tuple[str, ...] = ()
    told_by: tuple[Telling, ...] = ()
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

    @cached_property
    def by_pattern(self) -> Ways:
        """What words each of the patterns needs."""
        return needed_words().patterns[self.id]

    @cached_property
    def by_telling(self) -> Ways:
        """What words each way to be told by what a stretch names needs."""
        return needed_words().tellings[self.id]

    def found(self, sentence: Sentence) -> Told | None:
        """Where a sentence that names what is needed makes the statement, or None."""
        context, met = sentence.context, sentence.met
        if not can_be_told(self.by_pattern, met) and not can_be_told(self.by_telling, met):
            return None
        about, never = self.wanted
        if context.bits & never:
            return None
        for group in about:
            if not sentence.around & group:
                return None
        theirs = self.never_around and context.around_bits & bits(self.never_around)
        if theirs and not all(context.bits & group for group in about):
            return None
        told = self._by_pattern(sentence) or self.by_words(sentence)
        if told is None or (self.never_with and _search(self.never_with, sentence.plain)):
            return None
        return told

    def _by_pattern(self, sentence: Sentence) -> Told | None:
        """The statement in a turn of phrase."""
        if not can_be_told(self.by_pattern, sentence.met):
            return None
        match = self.compiled.search(sentence.plain)
        if not match and sentence.spelt != sentence.plain:
            match = self.compiled.search(sentence.spelt)
        if not match or (self.only_if and not _search(self.only_if, sentence.plain)):
            return None
        number = (word for name, word in match.groupdict().items() if name.startswith("number") and word)
        return Told(match.start(), match.end(), match[0], next(number, None))

    def by_words(self, sentence: Sentence) -> Told | None:
        """The statement in what the sentence names."""
        if not can_be_told(self.by_telling, sentence.met):
            return None
        for telling in self.told_by:
            if stretch := telling.found(sentence.named, sentence.plain):
                return Told(*stretch, sentence.plain[stretch.start : stretch.end], loosely=True)
        return None


class Statement(_Recognised):
    """A statement that is so on some days. ``number``: a number that it turns on. ``bill``: what to say where the text
    still speaks of a bill. ``event``: something that was held once, and so can be told in the past.
    ``dated_by``: events that say it better where the sentence names their day.
    ``yields_to``: statements beside which it is not told; ``stands_apart``: only where their words overlap, or stand
    within ``apart_by`` characters.
    ``asks``: its own words may be those of a wish ("may ask for"); ``alongside``: they may be those of another statement too.
    """

    so: tuple[Days, ...]
    now: Bilingual
    then: Bilingual
    number: dict[str, int] = Field(default_factory=dict)
    bill: Bilingual | None = None
    law_since: date | None = None
    yields_to: tuple[str, ...] = ()
    stands_apart: bool = False
    apart_by: int = 0
    dated_by: tuple[str, ...] = ()
    court: bool = False
    event: bool = False
    timeless: bool = False
    conditional: bool = False
    asks: bool = False
    alongside: bool = False


class Event(_Recognised):
    """Something that happened on a day; ``or_day``: another day that goes by the same name; ``differs_if``: another day
    is said to differ only where one of these is named, ``differs_unless``: and none of
    these; ``date_after``: its title ends in "after"; ``court``: what a court decided, not
    the day on which the Agreement that it decided on was signed; ``far``: its day may
    stand at the end of a long clause.
    """

    day: date
    court: bool = False
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
def _treaty() -> int:
    return bits(("stca",))


@cache
def _the_two() -> tuple[int, ...]:
    return bits(("place.Canada",)), bits(("place.United States",)), bits(("claim", "claimant", "asylum"))


def _between_the_two(context: Context) -> bool:
    """Whether a sentence speaks of asylum between the two countries: the Agreement is meant, named or not."""
    return all(context.bits & group for group in _the_two())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return plain_pattern(pattern)


def _search(pattern: str, words: str) -> bool:
    return _compiled(pattern).search(words) is not None

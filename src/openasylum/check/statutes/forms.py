"""What a statement of law or an event is recognised by, and when it is so (the files of ``FILES``)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Final, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from openasylum.bilingual import Text as Bilingual
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.once import once
from openasylum.check.meaning.concept_index import ConceptIndex
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import bits
from openasylum.check.statutes.lists import may_hold_a_list, with_what_opens_it, within_a_sentence
from openasylum.check.statutes.needed_words import needed_words
from openasylum.check.statutes.vocabulary import Named, Telling, named_in
from openasylum.documents import shipped, validate

Way = TypeVar("Way")
Form = TypeVar("Form", bound="_Recognised")

#: Where statements and events are declared.
FILES: Final = ("statements.yaml", "time_limits.yaml", "turned_round.yaml")


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

    @once
    def around(self) -> int:
        """The concepts that it and the sentences before it name, as bits; the treaty where it can only be meant."""
        above = self.under.around_bits if self.under else 0
        return self.context.around_bits | above | (_treaty() if _between_the_two(self.context) else 0)

    @once
    def ways(self) -> int:
        """The ways to tell a statement for which it has the words, in either spelling."""
        spoken = self.context.said.spoken
        if self.under is not None:
            spoken |= self.under.said.spoken
        return needed_words().ways(spoken if self.spelt == self.plain else {*spoken, "usa"})

    def may_tell(self, listed: Collection[Form]) -> list[Form]:
        """Those of some statements or events for which it has the words; most sentences have them for few."""
        if not listed:
            return []
        ways = self.ways
        return [one for one in listed if ways & one.ways]

    @once
    def named(self) -> Named:
        """What of the vocabulary of the law it names, and where."""
        named = named_in(self.plain, self.context.said)
        if self.under is not None:
            named = with_what_opens_it(named, named_in(self.under.plain, self.under.said))
        return within_a_sentence(named, self.plain) if may_hold_a_list(self.plain) else named

    @property
    def concepts(self) -> int:
        """The concepts that it and the words that open its list name, as bits."""
        return self.context.bits | self.under.bits if self.under else self.context.bits


class Days(_Declared):
    """Days on which a statement is so, first and last included."""

    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="until")

    def holds(self, first: date, last: date) -> bool:
        """Whether some day of a period is among them."""
        return self.first <= last and (self.last is None or first <= self.last)


class _Recognised(_Declared):
    """``about``: groups of concepts of each of which the sentence or those before it name one, first those of the thing itself.
    ``never_around``: concepts that the sentences before may not name where the thing is not named in its sentence but
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
    def wanted(self) -> tuple[tuple[int, ...], int]:
        """``about`` and ``never`` as bits."""
        return tuple(map(bits, self.about)), bits(self.never)

    @cached_property
    def by_pattern(self) -> int:
        """Its patterns among all ways to tell a statement, as bits."""
        return needed_words().patterns[self.id]

    @cached_property
    def by_telling(self) -> int:
        """What it is told by, among all ways to tell a statement, as bits."""
        return needed_words().tellings[self.id]

    @cached_property
    def ways(self) -> int:
        """All ways in which it is told, as bits."""
        return self.by_pattern | self.by_telling

    def found(self, sentence: Sentence) -> Told | None:
        """Where a sentence that names what is needed, and has the words for it, makes the statement, or None."""
        context = sentence.context
        about, never = self.wanted
        if context.bits & never:
            return None
        for group in about:
            if not sentence.around & group:
                return None
        theirs = self.never_around and context.around_bits & bits(self.never_around)
        if theirs and not (about and context.bits & about[0]):
            return None
        told = self._by_pattern(sentence) or self.by_words(sentence)
        if told is None or (self.never_with and _search(self.never_with, sentence.plain)):
            return None
        return told

    def _by_pattern(self, sentence: Sentence) -> Told | None:
        """The statement in a turn of phrase."""
        if not sentence.ways & self.by_pattern:
            return None
        tried = self.tried(sentence.ways)
        match = _first(tried, sentence.plain)
        if not match and sentence.spelt != sentence.plain:
            match = _first(tried, sentence.spelt)
        if not match or (self.only_if and not _search(self.only_if, sentence.plain)):
            return None
        return Told(match.start(), match.end(), match[0], match.groupdict().get("number") or None)

    def tried(self, ways: int) -> list[re.Pattern[str]]:
        """Those of its patterns for which a sentence has the words, in their order."""
        return [_at_word(one) for one in _among(self.patterns, self.by_pattern, ways)]

    def by_words(self, sentence: Sentence) -> Told | None:
        """The statement in what the sentence names."""
        if not sentence.ways & self.by_telling:
            return None
        for telling in _among(self.told_by, self.by_telling, sentence.ways):
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
    ``counts_no_one``: what it counts are copies, not people.
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
    counts_no_one: bool = False


class Event(_Recognised):
    """Something that happened on a day; ``or_days``: other days that go by the same name; ``differs_if``: another day
    is said to differ only where one of these is named, ``differs_unless``: and none of
    these; ``date_after``: its title ends in "after"; ``court``: what a court decided, not
    the day on which the Agreement that it decided on was signed; ``far``: its day may
    stand at the end of a long clause; ``to_the_day_unless``: only a day, not a month or a year, says that it is meant
    where none of these is named.
    """

    day: date
    court: bool = False
    date_after: bool = False
    far: bool = False
    or_days: tuple[date, ...] = ()
    differs_if: tuple[str, ...] = ()
    differs_unless: tuple[str, ...] = ()
    to_the_day_unless: tuple[str, ...] = ()


class _File(_Declared):
    statements: tuple[Statement, ...]
    events: tuple[Event, ...] = ()


@cache
def statements() -> _File:
    """The statements and events as shipped. Raises ``UserError`` where a file is not well formed."""
    files = [validate(_File, shipped(__package__, name)) for name in FILES]
    return _File(
        statements=tuple(one for file in files for one in file.statements),
        events=tuple(one for file in files for one in file.events),
    )


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


def _among(listed: Sequence[Way], places: int, ways: int) -> list[Way]:
    """Those of some ways to tell a statement that are among others; ``places`` are theirs, in a row."""
    first = (places & -places).bit_length() - 1
    return [one for place, one in enumerate(listed, first) if ways >> place & 1]


@cache
def _at_word(pattern: str) -> re.Pattern[str]:
    """A pattern that is looked for only where a word begins; compiled when a sentence first has the words that it needs."""
    return plain_pattern(rf"\b(?=\w)(?:{pattern})")


def _first(patterns: list[re.Pattern[str]], plain: str) -> re.Match[str] | None:
    """What the first in a sentence of some patterns finds; of those that begin at one place, the first of them."""
    found = [match for one in patterns if (match := one.search(plain))]
    return min(found, key=lambda match: match.start(), default=None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return plain_pattern(pattern)


def _search(pattern: str, words: str) -> bool:
    return _compiled(pattern).search(words) is not None

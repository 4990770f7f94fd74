"""What stands around a figure: the concepts and times of its sentence, of its clause, and of the sentences on this
subject before it.

Sentences that name nothing of this field are passed over, so that a paragraph about something else changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from openasylum.check.language.brackets import kept_from
from openasylum.check.language.dates import NAMES_OF_MONTHS, When, named_months
from openasylum.check.language.ends_of_change import time_of_end
from openasylum.check.language.folding import Said, plain_pattern
from openasylum.check.language.going_on import GOES_ON
from openasylum.check.language.little_words import LITTLE_WORDS, PREPOSITIONS
from openasylum.check.language.once import once
from openasylum.check.language.quantities import Quantity
from openasylum.check.language.respective import time_in_row
from openasylum.check.language.tenses import PAST, PRESENT
from openasylum.check.meaning.lexicon import Mention, bits, places_within
from openasylum.check.meaning.own_of_lists import is_of_compared, of_row, own_of

if TYPE_CHECKING:
    from openasylum.check.meaning.further import Further

_CLAUSE = plain_pattern(
    r";|:| · |, (?:when|where|while|quand|lorsque|whereas|most|mostly|mainly|many|including|la plupart|"
    r"surtout|dont|notamment|but|compared|up from|down from|and|tandis que|alors que|mais|"
    r"contre|et|comparativement)\b| (?:compared (?:to|with)|up from|down from|versus|contre|"
    r"comparativement a)\b| - | \((?![a-z]{2,5}\))|\)(?<!\([a-z]{2}\))(?<!\([a-z]{3}\))(?<!\([a-z]{4}\))(?<!\([a-z]{5}\))"
)
_NEXT_WORD = plain_pattern(r"(?P<word>[a-z]+)|(?<= )-(?= )|[^a-z\s'-]+")
_OF = plain_pattern(r"\)? (?:of|des?|sur)(?: (?:the|les|all|toutes|ces|these))? ?")
_OF_TOTAL = plain_pattern(
    r"\)? (?:of the|du) (?:\w+ )?total(?: \w+)?,? (?:or|soit|-)(?: (?:about|some|environ|quelque))? ?"
)
_PARTED = plain_pattern(r"[,;](?!\d)")
_OPENS_WITH_PLACE = plain_pattern(r"\([a-z .-]{3,24}\) ?")
_SET_BESIDE = plain_pattern(
    r"\b(?:compared (?:to|with)|versus|against|up from|down from|from|contre|comparativement a|par rapport aux?)"
    r"(?: (?:only|just|about|nearly|some|the|les|environ|seulement))* ?$"
)
#: What opens the parts of a whole, or what came of it: the places and kinds named after it are theirs.
_PARTS = plain_pattern(
    r", (?:overwhelm|strain|putt|driv|prompt|push|forc|leav|caus|lead|creat|fill|clogg|exacerbat|stretch|test|rais|add|fuel)"
    r"\w*ing\b|,? (?:(?:thanks|due|owing)(?: \w+)? to|because of|en raison de|a cause de|grace a)\b|"
    r", (?:including|dont|among them|of (?:whom|which)|"
    r"parmi (?:eux|lesquel)|(?:the|la) (?:bulk|majority|vast majority|majorite|grande majorite)|pour la plupart)\b|"
    r", with (?:(?:over|just|more|than|nearly|almost|about|under|well|close|to) ){0,3}"
    r"(?:half|a (?:third|quarter)|two[ -]thirds|most|many|the (?:bulk|majority|vast)|\d+ ?(?:%|per))"
)
#: Where most of those counted are is not where they are counted: "39,540 people crossed, almost all of them in Quebec".
_MOST_OF_THEM = plain_pattern(
    r", (?:(?:almost|nearly|virtually|presque) (?:all|tous|toutes)|most(?:ly)?|(?:la )?plupart|surtout|principalement)\b"
)


@dataclass
class Context:
    """A sentence, and what it names. ``plain`` is the sentence made plain, and places are places in it; ``said`` are its
    words.
    """

    plain: str
    said: Said
    mentions: list[Mention]
    times: list[When]
    quantities: list[Quantity]
    before: list[Context] = field(default_factory=list)
    published: date | None = None
    #: The time that the sentences before left in mind, for one that only goes on counting what they named.
    time_before: When | None = None
    #: What ``figures`` works out once: where a figure is of (by its place), and its values of a measure (by its place and that).
    worked_out: dict[Any, Any] = field(default_factory=dict)
    #: The sentence as it reads with what those before it named; None until it is asked for.
    wider: list[Further] | None = None
    #: The sentence that opens the list of which this one is an item.
    under: Context | None = None
    _clauses: dict[int, tuple[int, int]] = field(default_factory=dict)
    _nearest: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _times: dict[int, tuple[When | None, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        #: The concepts that the sentence names, as a set and as bits.
        self.named = frozenset([one.concept for one in self.mentions])
        self.bits = bits(self.named)
        #: Those, and the ones that the sentences on this subject before it name.
        self.around_bits = reduce(or_, [one.bits for one in self.before], self.bits)

    def naming(self, more: list[Mention]) -> Context:
        """The sentence as it reads with what others before it named: when its figures are of stays, and where if no place is new."""
        elsewhere = any(one.concept.startswith(("place.", "origin.")) for one in more)
        return Context(
            self.plain, self.said, [*more, *self.mentions], self.times, self.quantities, self.before, self.published,
            self.time_before, under=self.under, _clauses=self._clauses, _nearest={} if elsewhere else self._nearest, _times=self._times,
        )  # fmt: skip

    @once
    def in_the_other_year(self) -> Context | None:
        """The sentence as it reads where its months are of the other year that they may be of; None where there is none."""
        if all(one.or_year is None for one in self.times):
            return None
        times = [one.in_the_other_year if one.or_year is not None else one for one in self.times]
        return Context(
            self.plain, self.said, self.mentions, times, self.quantities, self.before, self.published,
            self.time_before, under=self.under, _clauses=self._clauses, _nearest=self._nearest,
        )  # fmt: skip

    @property
    def names_a_place_within(self) -> bool:
        """Whether the sentence names a place that is not a whole country."""
        return bool(self.bits & places_within())

    @once
    def names_a_crossing(self) -> bool:
        """Whether the sentence speaks of crossing between ports otherwise than by telling that Roxham Road was closed."""
        closed = [one for one in self.mentions if one.concept == "roxham_closed"]
        return any(
            one.concept in ("roxham", "between_ports")
            and not any(other.start <= one.start <= other.end for other in closed)
            for one in self.mentions
        )

    def follows_at_once(self, quantity: Quantity, concepts: frozenset[str]) -> bool:
        """Whether one of the concepts stands right after the figure: "20,550 by land"."""
        return any(one.concept in concepts and 0 <= one.start - quantity.end <= 12 for one in self.mentions)

    def within(self, when: When) -> bool:
        """Whether the text was published before a time that it names was over, so that its counts are up to then."""
        return self.published is not None and when.first <= self.published <= when.last

    @once
    def goes_on(self) -> bool:
        """Whether the sentence opens with words for what the one before counted: "of them", "that number"."""
        return GOES_ON.match(self.plain) is not None

    @property
    def says_where_or_when(self) -> bool:
        """Whether the sentence names a province or state, or a month or year."""
        return self.names_a_place_within or bool(self.times or self.months)

    @property
    def time_left(self) -> When | None:
        """The time that stays in mind: the last one named, not one told only to compare with."""
        told = [one for one in self.times if not (one.beside or one.grain == "unknown")]
        return next((one for one in reversed(told) if not is_of_compared(self, one)), self.time_before)

    @property
    def kept_times(self) -> list[When]:
        """The times that the two sentences before name."""
        return [one for context in self.before[-2:] for one in context.times]

    @once
    def _by_kind(self) -> dict[str, list[Mention]]:
        """The mentions of places and of origins."""
        return {
            kind: [
                one for one in self.mentions if one.concept.startswith(kind) and one.start >= self._dateline
            ]
            for kind in ("place.", "origin.")
        }

    def names_of(self, kind: str) -> list[str]:
        """The names of a kind of concept ("place.", "origin.") in the order in which the sentence names them."""
        return [one.concept.removeprefix(kind) for one in self._by_kind[kind]]

    @once
    def _dateline(self) -> int:
        """Where the sentence begins behind the place that a report opens with: "(Québec) …" is from there, not of it."""
        match = _OPENS_WITH_PLACE.match(self.plain)
        return match.end() if match else 0

    @once
    def _starts(self) -> frozenset[int]:
        """Where concepts other than places are named."""
        return frozenset(one.start for one in self.mentions if not one.concept.startswith("place."))

    @once
    def months(self) -> frozenset[int]:
        """The months that the sentence names, with or without a year."""
        return frozenset() if NAMES_OF_MONTHS.isdisjoint(self.said.spoken) else named_months(self.plain)

    def present_tense(self, quantity: Quantity) -> bool:
        """Whether the clause of a figure, or failing that its sentence, speaks of now."""
        start, end = self.clause(quantity)
        for words in (self.plain[start:end], self.plain):
            past, present = PAST.search(words), PRESENT.search(words)
            if bool(past) != bool(present):
                return bool(present)
        return bool(PRESENT.search(self.plain))

    def clause(self, quantity: Quantity) -> tuple[int, int]:
        """The part of the sentence that the figure stands in, between marks and words that part clauses."""
        if quantity.start not in self._clauses:
            self._clauses[quantity.start] = self._clause(quantity)
        return self._clauses[quantity.start]

    def _clause(self, quantity: Quantity) -> tuple[int, int]:
        start, end = 0, len(self.plain)
        for first, last in self._partings:
            if last <= quantity.start:
                start = last
            elif first >= quantity.end:
                end = first
                break
        return start, end

    @once
    def _partings(self) -> list[tuple[int, int]]:
        """Where the marks and words stand that part clauses."""
        return [one.span() for one in _CLAUSE.finditer(self.plain)]

    def when(self, quantity: Quantity) -> tuple[When | None, bool]:
        """The time that a figure is said to be of, and whether this sentence names it: one in its clause first,
        then the nearest in the sentence with no other figure between, then the last one named before.
        """
        if quantity.start not in self._times:
            self._times[quantity.start] = self._when(quantity)
        return self._times[quantity.start]

    def _when(self, quantity: Quantity) -> tuple[When | None, bool]:
        own = own_of(self, "time", quantity, self.times)
        if quantity.start in own:
            return self.times[own[quantity.start]], True
        if one := time_of_end(self.plain, self.quantities, quantity, self.times, self.kept_times):
            return one, True
        named = self.before[-1].times if self.before else []
        if one := time_in_row(self.plain, self.quantities, quantity, self.times, named):
            return one, True
        if len(own) < len(self.times):
            start, end = self.clause(quantity)
            taken = own.values()
            free = [one for number, one in enumerate(self.times) if number not in taken]
            near = [one for one in free if not one.beside or self._told_beside(one, quantity)]
            inside = [one for one in near if start <= one.start and one.end <= end]
            best = min(inside or near or free, key=lambda one: self._distance(one, quantity))
            if best.grain == "unknown":
                return None, False
            if best.start < quantity.start or not self._another_between(best, quantity):
                return best, best.start >= quantity.start or best in inside or self._leads(best, quantity)
            if not all(one.beside for one in self.times):
                return None, False
        for context in reversed(self.before):
            if (left := context.time_left) is not None:
                return left, False
        return None, False

    def _told_beside(self, one: When, quantity: Quantity) -> bool:
        """Whether a time that is only compared with is this figure's: right after it, or right before."""
        low, high = sorted((one.start, quantity.start))
        return high - low <= 60 and not self._another_between(one, quantity)

    def _leads(self, one: When, quantity: Quantity) -> bool:
        """Whether a time before the figure is its own: no other figure between, or it opens the list of them all."""
        first = min((other.start for other in self.quantities), default=quantity.start)
        return one.start < first or not self._another_between(one, quantity)

    def _distance(self, one: When, quantity: Quantity) -> float:
        gap = one.start - quantity.end if one.start >= quantity.end else quantity.start - one.end
        between = 60 * self._another_between(one, quantity)
        return gap + between + (0 if one.start >= quantity.end else 4)

    def _another_between(self, one: When, quantity: Quantity) -> int:
        """How many other figures stand between; "12 months" beside a count is no rival of its time."""
        low, high = sorted((one.start, quantity.start))
        return sum(
            low < other.start < high
            and (other.dimension != "duration" or quantity.dimension == "duration")
            and not self._is_whole_of(other, quantity)
            for other in self.quantities
            if other is not quantity
        )

    def _is_whole_of(self, other: Quantity, share: Quantity) -> bool:
        """Whether a count is what a share is of: "45% of the 144,035 claims"."""
        between = self.plain[share.end : other.start]
        return (
            share.dimension == "share"
            and other.dimension == "count"
            and (_OF.fullmatch(between) or _OF_TOTAL.fullmatch(between)) is not None
        )

    def told_elsewhere(self, quantity: Quantity, concept: str) -> bool:
        """Whether the sentence names a concept only behind the clause of a figure: "56% were accepted, but Nigerians fared worse"."""
        _, end = self.clause(quantity)
        here = [one for one in self.mentions if one.concept == concept]
        return bool(here) and all(one.start >= end for one in here)

    def parted_from(self, quantity: Quantity, kind: str) -> bool:
        """Whether all mentions of a kind after a figure stand behind a comma: "12,000 in 2023, Indian students made …"."""
        after = [one for one in self._by_kind[kind] if one.start >= quantity.end]
        return (
            bool(after)
            and len(after) == len(self._by_kind[kind])
            and all(_PARTED.search(self.plain[quantity.end : one.start]) for one in after)
        )

    def nearest(self, prefix: str, quantity: Quantity) -> list[str]:
        """The names of a kind of concept ("place.", "origin.") in the sentence, the nearest to the figure first;
        those with another figure between come last.
        """
        key = (prefix, quantity.start)
        if key not in self._nearest:
            self._nearest[key] = self._by_distance(prefix, quantity)
        return self._nearest[key]

    def _by_distance(self, prefix: str, quantity: Quantity) -> list[str]:
        found: dict[str, float] = {}
        named = self._by_kind[prefix]
        if not named:
            return []
        start, end = self.clause(quantity)
        enclosed = self.plain[: quantity.start].endswith("(")
        parted = "(" in self.plain or ";" in self.plain
        for one in named:
            if parted and kept_from(self.plain, one.start, one.end, quantity.start, quantity.end):
                continue
            if one.start > quantity.end and _MOST_OF_THEM.search(self.plain, quantity.end, one.start):
                continue
            gap = one.start - quantity.end if one.start >= quantity.end else quantity.start - one.end + 12
            low, high = sorted((one.start, quantity.start))
            gap += 200 * sum(low < other.start < high for other in self.quantities if other is not quantity)
            gap += 0 if start <= one.start < end else 80
            gap += 150 if enclosed and one.start >= quantity.end else 0  # "Quebec (65,570), ahead of Ontario"
            name = one.concept.removeprefix(prefix)
            found[name] = min(gap, found.get(name, gap))
        by_distance = sorted(found, key=lambda name: found[name])
        own = own_of(self, prefix, quantity, named)
        if quantity.start in own:
            name = named[own[quantity.start]].concept.removeprefix(prefix)
            return [name, *(one for one in by_distance if one != name)]
        return of_row(self, named, quantity) or by_distance

    def counts_something_else(self, quantity: Quantity, ours: Callable[[str], bool] | None = None) -> bool:
        """Whether the noun after a count is none of this field ("1,450 blankets for asylum seekers"), nor one of ``ours``."""
        if quantity.dimension != "count":
            return False
        following = _NEXT_WORD.finditer(self.plain, quantity.end, min(len(self.plain), quantity.end + 60))
        for unknown, match in enumerate(following):
            word = match["word"]
            if match.start() in self._starts or unknown > 3 or (ours is not None and ours(word or "")):
                return False
            if not word or word in LITTLE_WORDS or word.endswith(("ly", "ed")):
                return unknown > 0 and word in PREPOSITIONS
        return False

    def publishers(self, known: frozenset[str]) -> frozenset[str]:
        """Who says so, of those known: whom the sentence names, or failing that the one that the sentence before names."""
        if here := known & self.named:
            return here
        for context in reversed(self.before[-2:]):
            if there := known & context.named:
                return there if len(there) == 1 else frozenset()
        return frozenset()

    def beside(self, quantity: Quantity, concepts: frozenset[str]) -> bool:
        """Whether one of the concepts is named in the clause of the figure, or close to it."""
        start, end = self.clause(quantity)
        here = any(one.concept in concepts and start <= one.start < end for one in self.mentions)
        several = sum(start <= one.start < end for one in self.quantities) > 1
        near = self.bearing_on(quantity, concepts)
        return bool(near) and ((here and not several) or self.close_to(quantity, near, 60))

    def bearing_on(self, quantity: Quantity, concepts: frozenset[str]) -> frozenset[str]:
        """Those of some concepts that are not named only after what parts them from a figure: ", with over half in Montreal" tells
        of the parts, ", overwhelming shelters" of what came of it.
        """
        parts = _PARTS.search(self.plain, quantity.end)
        if parts is None:
            return concepts
        return frozenset(
            one.concept for one in self.mentions if one.concept in concepts and one.start < parts.start()
        )

    def compared(self, quantity: Quantity) -> bool:
        """Whether a figure is only set beside the one before it, and so is of the same thing."""
        return _SET_BESIDE.search(self.plain, max(0, quantity.start - 40), quantity.start) is not None

    def close_to(self, quantity: Quantity, concepts: Collection[str], reach: int = 90) -> bool:
        """Whether one of the concepts is named close to the figure, with no other figure between."""
        for one in self.mentions:
            if one.concept not in concepts:
                continue
            gap = one.start - quantity.end if one.start >= quantity.end else quantity.start - one.end
            if gap <= reach:
                low, high = sorted((one.start, quantity.start))
                if not any(low < other.start < high for other in self.quantities if other is not quantity):
                    return True
        return False

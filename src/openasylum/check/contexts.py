"""What stands around a figure: the concepts and times of its sentence, of its clause, and of the sentences on this
subject before it.

Sentences that name nothing of this field are passed over, so that a paragraph about something else changes
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from openasylum.check.dates import When
from openasylum.check.lexicon import Mention
from openasylum.check.quantities import Quantity
from openasylum.check.segments import Sentence

_CLAUSE = re.compile(
    r";|:|, (?:while|whereas|but|compared|up from|down from|and|tandis que|alors que|mais|"
    r"contre|et|comparativement)\b| (?:compared (?:to|with)|up from|down from|versus|contre|"
    r"comparativement a)\b| - | \(|\)"
)
_PAST = re.compile(
    r"\b(?:was|were|had|applied|did|didn't|used to|until|then|at the time|before|previously|"
    r"had been|stood|reached|totalled|"
    r"etait|etaient|avait|avaient|s'appliquait|s'appliquaient|jusqu'en|a l'epoque|auparavant|"
    r"alors|ete|ont|avant|n'etait)\b|\b\w+ed\b"
)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|now|currently|today|stands|sits|applies|costs?|lives?|waits?|takes?|"
    r"remain|remains|exceeds?|tops|there's|est|sont|"
    r"s'appliquent?|actuellement|aujourd'hui|coutent?|vivent?|attendent|dure|prend|depasse|"
    r"atteint|compte|comptent|se chiffre|s'eleve|maintenant|a present)\b"
)


@dataclass
class Context:
    """A sentence, and what it names. ``plain`` is the whole text, made plain; places are places in it."""

    plain: str
    sentence: Sentence
    mentions: list[Mention]
    times: list[When]
    quantities: list[Quantity]
    before: list[Context] = field(default_factory=list)
    published: date | None = None

    @cached_property
    def named(self) -> frozenset[str]:
        """The concepts that the sentence names."""
        return frozenset(one.concept for one in self.mentions)

    @cached_property
    def around(self) -> frozenset[str]:
        """Those, and the ones that the sentences on this subject before it name."""
        return self.named.union(*(one.named for one in self.before)) if self.before else self.named

    @cached_property
    def words(self) -> str:
        """The sentence, made plain."""
        return self.plain[self.sentence.start : self.sentence.end]

    @cached_property
    def present_tense(self) -> bool:
        """Whether the sentence speaks of now: a present verb, or no past one."""
        return bool(_PRESENT.search(self.words)) or not _PAST.search(self.words)

    def clause(self, quantity: Quantity) -> tuple[int, int]:
        """The part of the sentence that the figure stands in, between marks and words that part clauses."""
        start, end = self.sentence.start, self.sentence.end
        for match in _CLAUSE.finditer(self.plain, self.sentence.start, self.sentence.end):
            if match.end() <= quantity.start:
                start = match.end()
            elif match.start() >= quantity.end:
                end = match.start()
                break
        return start, end

    def when(self, quantity: Quantity) -> tuple[When | None, bool]:
        """The time that a figure is said to be of, and whether this sentence names it: one in its clause first,
        then the nearest in the sentence with no other figure between, then the last one named before.
        """
        if self.times:
            start, end = self.clause(quantity)
            inside = [one for one in self.times if start <= one.start and one.end <= end]
            best = min(inside or self.times, key=lambda one: self._distance(one, quantity))
            if inside or len(self.times) == 1 or not self._another_between(best, quantity):
                return best, True
            return best, True
        for context in reversed(self.before[-2:]):
            if context.times:
                return context.times[-1], False
        return None, False

    def _distance(self, one: When, quantity: Quantity) -> float:
        gap = one.start - quantity.end if one.start >= quantity.end else quantity.start - one.end
        between = 60 * self._another_between(one, quantity)
        return gap + between + (0 if one.start >= quantity.end else 4)

    def _another_between(self, one: When, quantity: Quantity) -> int:
        low, high = sorted((one.start, quantity.start))
        return sum(low < other.start < high for other in self.quantities if other is not quantity)

    def nearest(self, prefix: str, quantity: Quantity) -> list[str]:
        """The names of a kind of concept ("place.", "origin.") in the sentence, the nearest to the figure first;
        those with another figure between come last.
        """
        found: dict[str, float] = {}
        start, end = self.clause(quantity)
        for one in self.mentions:
            if one.concept.startswith(prefix):
                gap = one.start - quantity.end if one.start >= quantity.end else quantity.start - one.end + 12
                low, high = sorted((one.start, quantity.start))
                gap += 200 * sum(
                    low < other.start < high for other in self.quantities if other is not quantity
                )
                gap += 0 if start <= one.start < end else 80
                name = one.concept.removeprefix(prefix)
                found[name] = min(gap, found.get(name, gap))
        return sorted(found, key=lambda name: found[name])

    def close_to(self, quantity: Quantity, concepts: frozenset[str] | set[str], reach: int = 90) -> bool:
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

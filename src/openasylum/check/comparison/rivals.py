"""The findings of one text that a finding of another can stand to at all: of the same measure, of the same number, in
nearly the same words, or of the same noun and time. Held ready by each, so that two long texts are compared without trying every pair.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from openasylum.check.comparison.shingles import Shingles
from openasylum.check.comparison.told import span, subject
from openasylum.check.findings import Finding
from openasylum.check.language.folding import fold, plain_pattern

#: Statements of law that gainsay one another.
CONTRARY: Final = ({"only_at_ports", "whole_border"}, {"scc_upheld", "scc_struck"})
#: Looked for where a run of digits and marks begins, so that a row of dots is read once.
_FIGURE = re.compile(r"(?<![\d.,])[.,]*+\d[\d.,]*+")
#: How many words in a row two sentences in nearly the same words share at least.
_SHARED: Final = 3


#: The judgment of the Supreme Court told with its day is held against that day; its words may still say how it ended.
_UPHELD: Final = plain_pattern(r"\b(?:uph[eo]ld\w*|confirm\w*|maint\w+|valid\w*)\b")


def stance(one: Finding) -> str | None:
    """The statement of law that a finding makes, where another may gainsay it."""
    if one.measure == "scc_decision":
        return "scc_upheld" if _UPHELD.search(fold(one.sentence)) else None
    return one.measure if one.kind == "law" else None


@lru_cache(maxsize=20_000)
def without_figures(sentence: str) -> str:
    """A sentence made plain, with every figure the same."""
    return _FIGURE.sub("0", fold(sentence))


class Rivals:
    """Findings of one text that none of the other has been set beside yet, in their order."""

    def __init__(self, findings: Sequence[Finding], places: Sequence[int]) -> None:
        self._findings = findings
        #: Their places in the report, in order.
        self.left: dict[int, None] = dict.fromkeys(places)
        self._by: defaultdict[tuple[object, ...], dict[int, None]] = defaultdict(dict)
        for place in places:
            for key in self._keys(findings[place]):
                self._by[key][place] = None
        self._sentences = Shingles((without_figures(findings[place].sentence) for place in places), _SHARED)

    def of(self, one: Finding) -> list[int]:
        """Those that a finding of the other text can stand to, in order."""
        keys = list(self._asked(one))
        return sorted({place for key in keys for place in self._by.get(key, ())})

    def drop(self, place: int) -> None:
        """Set one aside: it has been set beside a finding of the other text."""
        del self.left[place]
        for key in self._keys(self._findings[place]):
            del self._by[key][place]

    def _keys(self, one: Finding) -> Iterator[tuple[object, ...]]:
        if one.measure is not None:
            yield one.kind, "measure", one.measure
        if any(stance(one) in pair for pair in CONTRARY):
            yield "stance", stance(one)
        if one.value is not None:
            yield one.kind, "value", one.value
            yield one.kind, "words", without_figures(one.sentence)
            if (when := span(one.period)) is not None:
                yield from ((one.kind, when, noun) for noun in subject(one).nouns)

    def _asked(self, one: Finding) -> Iterator[tuple[object, ...]]:
        yield from self._keys(one)
        for pair in CONTRARY:
            if stance(one) in pair:
                yield from (("stance", other) for other in pair - {stance(one)})
        if one.value is not None:
            for alike in self._sentences.sharing(without_figures(one.sentence)):
                yield one.kind, "words", alike

"""Words that may stand between a count and its noun."""

from __future__ import annotations

from typing import Final

PREPOSITIONS: Final = frozenset([
    "of", "for", "in", "at", "to", "by", "from", "with", "on", "into", "de", "des", "du", "d", "en", "a", "au",
    "aux", "dans", "par", "pour", "sur", "avec", "chez",
])  # fmt: skip
LITTLE_WORDS: Final = PREPOSITIONS | frozenset([
    "were", "was", "had", "have", "has", "are", "is", "be", "been", "being", "during", "last", "this", "that",
    "these", "when", "per", "an", "the", "and", "or", "while", "after", "since", "as", "over", "who", "which",
    "whose", "would", "could", "will", "may", "between", "through", "until", "before", "out", "up", "than",
    "compared", "so", "far", "crossed", "made", "came", "arrived", "claimed", "entered", "left", "more", "fewer", "new",
    "additional", "le", "la", "les", "l", "qui", "ont", "sont", "etait", "etaient", "sera", "seront", "avait",
    "avaient", "que", "ou", "et", "contre", "depuis", "avant", "apres", "entre", "lors", "durant", "selon", "soit",
    "dont", "ce", "cette", "ces", "ete", "plus", "come", "coming", "concerned", "involved", "provenaient", "proviennent",
    "venaient", "viennent", "concernaient", "visaient", "etant",
]) - {"new", "additional"}  # fmt: skip

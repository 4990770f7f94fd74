"""A sentence as it reads with what another named."""

from __future__ import annotations

from collections.abc import Sequence

from openasylum.check.language.once import once
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import Mention, of_kinds


class Further:
    """A sentence as it reads with what ``spoken`` named, but for the kinds ("place.", "origin.") of which it says its ``own``.
    What it names then is known at once; the rest is read where that could be of anything more.
    """

    def __init__(self, sentence: Context, spoken: Context, own: tuple[str, ...]) -> None:
        self._sentence, self._spoken, self._own = sentence, spoken, own
        #: The concepts that it names, and with them those that the sentences before it name, as bits.
        self.bits = sentence.bits | spoken.bits & ~of_kinds(own)
        self.around_bits = sentence.around_bits | self.bits

    @once
    def context(self) -> Context:
        """The sentence as it reads further."""
        return self._sentence.naming(named_by((self._spoken,), self._own))


def named_by(spoken: Sequence[Context], own: tuple[str, ...]) -> list[Mention]:
    """What some sentences name as what another speaks of, but for what that one says itself."""
    return [
        Mention(name, 0, 0)
        for name in sorted({name for one in spoken for name in one.named})
        if not name.startswith(own)
    ]

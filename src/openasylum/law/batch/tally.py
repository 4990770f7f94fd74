"""What a batch of claims came to, and how it says what it could not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from openasylum.errors import UserError

#: Told of each claim that cannot be read: its place in the file (``row`` or ``line``, from 1), its id, and why.
Refuse: TypeAlias = Callable[[dict[str, int], Any, Sequence[UserError]], None]
#: Told how many claims are done, as they are.
Progress: TypeAlias = Callable[[int], None]


@dataclass
class Tally:
    """How many claims had each outcome and pathway, and how many were rejected."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: int = 0

    @property
    def decided(self) -> int:
        """Claims decided."""
        return sum(self.counts.values())

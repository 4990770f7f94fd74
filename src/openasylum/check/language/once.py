"""What is worked out of one sentence when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")


class once(Generic[Found]):
    """As ``functools.cached_property``, which before Python 3.12 takes a lock each time: more than most of this work. Two threads
    may work the same thing out, and come to the same.
    """

    def __init__(self, work: Callable[[Any], Found]) -> None:
        self._work, self._name = work, work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, one: Any, owner: type) -> Found:
        found = self._work(one)
        setattr(one, self._name, found)  # not by its dictionary, which would have to be made first
        return found

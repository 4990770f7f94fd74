"""What a sentence is asked for is worked out when first asked for, and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Thing = TypeVar("Thing")
Value = TypeVar("Value")


class once(Generic[Thing, Value]):
    """A property that is worked out once, as ``functools.cached_property`` but without its lock, which costs more than many a
    question asked of a sentence, and which Python 3.12 does without too. Threads that ask at once may work it out twice.
    """

    def __init__(self, work: Callable[[Thing], Value]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, thing: None, owner: type[Any]) -> once[Thing, Value]: ...

    @overload
    def __get__(self, thing: Thing, owner: type[Any]) -> Value: ...

    def __get__(self, thing: Thing | None, owner: type[Any]) -> once[Thing, Value] | Value:
        if thing is None:
            return self
        value = thing.__dict__[self._name] = self._work(thing)
        return value

"""Draws that were made, kept small: the rows' keys are the same in every draw, so they are kept once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

import polars as pl

from openasylum.ensemble import FRAMES
from openasylum.results.summaries import value_column
from openasylum.simulate import Drawn

#: What a draw is known by: scenario's content, seed, weight, number of the draw.
Key = tuple[Hashable, int, float, int]

#: Different sets of row keys remembered for each frame.
_SHAPES = 64


@dataclass(frozen=True)
class Slim:
    """A draw as values beside shared keys, by the name of the frame."""

    parts: dict[str, tuple[pl.DataFrame, pl.Series]]

    def frame(self, name: str) -> pl.DataFrame:
        """One of the frames of ``simulate.Drawn``, as it was."""
        keys, values = self.parts[name]
        return keys.with_columns(values).select(COLUMNS[name])

    @property
    def bytes(self) -> int:
        """The memory of what is not shared."""
        return sum(int(values.estimated_size()) for _, values in self.parts.values())


#: The columns of each frame, in their order.
COLUMNS = {
    "series": ("measure", "breakdown", "category", "month", "value"),
    "flows": ("source", "target", "persons"),
    "ledger": ("fiscal_year", "organisation", "payer", "stage", "scope", "cents"),
    "annual": ("measure", "period", "value", "unit"),
}


class Store:
    """The last draws made, up to so many bytes of values; safe between threads."""

    def __init__(self, most: int = 256 << 20) -> None:
        self._most = most
        self._size = 0
        self._draws: OrderedDict[Key, Slim] = OrderedDict()
        self._shapes: dict[str, list[pl.DataFrame]] = {name: [] for name in FRAMES}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._draws)

    def get(self, key: Key) -> Slim | None:
        """A draw, if it is still here."""
        with self._lock:
            found = self._draws.get(key)
            if found is not None:
                self._draws.move_to_end(key)
            return found

    def put(self, key: Key, drawn: Drawn) -> Slim:
        """Keep a draw."""
        with self._lock:
            slim = Slim({name: self._slim(name, getattr(drawn, name)) for name in FRAMES})
            before = self._draws.pop(key, None)
            self._draws[key] = slim
            self._size += slim.bytes - (before.bytes if before else 0)
            while self._size > self._most and len(self._draws) > 1:
                _, gone = self._draws.popitem(last=False)
                self._size -= gone.bytes
            return slim

    def _slim(self, name: str, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        value = value_column(frame)
        keys = frame.drop(value)
        shapes = self._shapes[name]
        for shape in shapes:
            if shape.height == keys.height and shape.equals(keys):
                return shape, frame[value]
        shapes.append(keys)
        del shapes[:-_SHAPES]
        return keys, frame[value].rechunk()

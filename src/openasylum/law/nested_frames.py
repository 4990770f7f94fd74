"""Nested tables of claims (Parquet with structs and lists) to flat facts, column by column.

The columns are those of ``claim.schema.json``. A table has no way to tell "known not to exist" from "not
stated": a null is unknown, an empty list is known to be empty, and the day 9999-12-31 stands for "never".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError, nearest
from openasylum.law.amendments import Amendment
from openasylum.law.columns import Table, table_of_frame
from openasylum.law.countries import CODES
from openasylum.law.derived_facts import Items, columns_of, draw_facts
from openasylum.law.flat_facts import NEVER, flat_facts
from openasylum.law.flatten import DAYS_TO_APPLY, LISTS, NO_ENTRY, days_of_claims, under_18
from openasylum.law.nested_paths import CONTAINS, DATES, FIELDS, LAST_ENTRY, PLAIN
from openasylum.law.planes import Planes, pack, truth_flags
from openasylum.law.rare_rows import rare_facts

_COUNTRY: Final = pl.Enum(CODES)


def flatten_frame(
    frame: pl.DataFrame, amendments: tuple[Amendment, ...] = ()
) -> tuple[Table, dict[int, str]]:
    """The flat facts of a nested frame, and what cannot be read, for the rows that hold a word or a day that is none."""
    reader = _Reader(frame)
    plain = reader.plain()
    table = table_of_frame(plain)
    lists = {name: reader.items(name, table) for name in LISTS if name != "relatives"}
    lists["relatives"] = reader.relatives(table, amendments)
    truths, numbers = draw_facts(lists, amendments)
    return Table(frame.height, {**table.truths, **truths}, {**table.numbers, **numbers}), reader.unread


class _Reader:
    """Reads the parts of a nested frame, and remembers the rows in which something could not be read."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.unread: dict[int, str] = {}
        self._items: dict[str, tuple[pl.DataFrame, NDArray[np.int64]]] = {}

    def part(self, frame: pl.DataFrame, path: str) -> pl.Series | None:
        """A column by dotted path through structs; None where there is none."""
        first, *rest = path.split(".")
        if first not in frame.columns:
            return None
        column = frame.get_column(first)
        for step in rest:
            if not isinstance(column.dtype, pl.Struct) or step not in [f.name for f in column.dtype.fields]:
                return None
            column = column.struct.field(step)
        return column

    def cast(
        self, column: pl.Series, dtype: Any, path: str, owner: NDArray[np.int64] | None = None
    ) -> pl.Series:
        """``column``, which is that of ``path``, as ``dtype``; a value that is none of it marks the row."""
        if column.dtype == dtype:
            return column
        if column.dtype == pl.String and dtype == pl.Date:
            read = column.str.to_date("%Y-%m-%d", strict=False)
        else:
            read = (
                column.cast(pl.String).cast(dtype, strict=False)
                if isinstance(dtype, pl.Enum)
                else column.cast(dtype, strict=False)
            )
        if read.null_count() > column.null_count():
            for at in (read.is_null() & column.is_not_null()).arg_true():
                self.refuse(at if owner is None else int(owner[at]), path, column[at], dtype)
        return read

    def refuse(self, row: int, path: str, value: Any, dtype: Any = None) -> None:
        """Mark a row for a value that cannot be read."""
        near = nearest(value, dtype.categories.to_list()) if isinstance(dtype, pl.Enum) else None
        said = f"{value!r} cannot be read", f"« {value} » ne peut pas être lu"
        self.unread.setdefault(row, str(UserError(*said, field=path, nearest=near)))

    def plain(self) -> pl.DataFrame:
        """The facts that stand on their own."""
        facts = flat_facts()
        columns: dict[str, pl.Series] = {}
        for name, path in PLAIN.items():
            column = self.part(self.frame, path)
            if column is not None:
                columns[name] = self.cast(column, facts[name].dtype if name in facts else pl.Date, path)
        status = self.part(self.frame, "claimant.status_in_canada")
        if status is not None:
            columns["permanent_resident"] = status.cast(pl.String) == "permanent_resident"
        first = self.part(self.frame, "proceedings.first_claim_received")
        if first is not None:
            columns["not_first_claim"] = ~first
        appellant = self.part(self.frame, "proceedings.appellant")
        if appellant is not None:
            columns["minister_appealed"] = appellant.cast(pl.String) == "minister"
        for name, (path, wanted) in CONTAINS.items():
            column = self.part(self.frame, path)
            if column is not None:
                columns[name] = _has_any(column, wanted)
        columns |= _nationality(columns, self.part(self.frame, "claimant.nationalities"))
        columns |= self._last_entry(facts)
        columns |= rare_facts(self.frame, self.part, self.refuse)
        frame = pl.DataFrame(columns) if columns else pl.DataFrame(height=self.frame.height)
        return _with_law_date(frame)

    def _last_entry(self, facts: Any) -> dict[str, pl.Series]:
        """The facts of the entry on which each claim is made."""
        entries = self.part(self.frame, "entries")
        if entries is None:
            return {}
        frame, owner = self.exploded("entries", entries)
        found: dict[str, pl.Series] = {}
        for name, field in LAST_ENTRY.items():
            column = self.part(frame, field)
            if column is not None:
                found[name] = self.cast(column, facts[name].dtype, f"entries.{field}", owner)
        origin, via = self.part(frame, "from"), self.part(frame, "via")
        if origin is not None:
            for name, country in (("came_from_us", "US"), ("came_from_canada", "CA")):
                direct = origin.cast(pl.String) == country
                found[name] = direct if via is None else direct | _has_any(via, (country,))
        lengths = entries.list.len()
        last = (lengths.fill_null(0).cum_sum() - 1).cast(pl.UInt32)
        at = pl.select(pl.when(lengths > 0).then(last)).to_series()
        nothing = lengths == 0
        some_nothing = bool(nothing.any())
        for name in dict.fromkeys([*found, *NO_ENTRY]):
            column = found[name].gather(at) if name in found else _constant(None, facts[name].dtype, len(at))
            if name in NO_ENTRY and some_nothing:
                known = pl.lit(NO_ENTRY[name], dtype=facts[name].dtype)
                column = pl.select(pl.when(nothing).then(known).otherwise(column)).to_series()
            if name in found or some_nothing:
                found[name] = column
        return found

    def exploded(self, name: str, column: pl.Series) -> tuple[pl.DataFrame, NDArray[np.int64]]:
        """The items of one list of every claim, as one table."""
        if name not in self._items:
            self._items[name] = _exploded(column)
        return self._items[name]

    def items(self, name: str, table: Table) -> Items:
        """The items of one list of every claim."""
        column = self.part(self.frame, ".".join(LISTS[name]))
        if column is None:
            return _no_items(self.frame.height, stated=False)
        if column.null_count() == 0 and not column.list.len().sum():
            return _no_items(self.frame.height, stated=True)
        frame, owner = self.exploded(name, column)
        columns = {
            field: self._column(frame, field, name, kind, owner) for field, kind in columns_of(name).items()
        }
        if name == "entries":
            columns["last"] = pl.Series(
                np.append(owner[1:] != owner[:-1], True) if len(owner) else [], dtype=pl.Boolean
            )
            nature = columns.get("nature")
            ordinary = _constant("ordinary", pl.Enum(columns_of("entries")["nature"]), len(owner))
            columns["nature"] = ordinary if nature is None else nature.fill_null("ordinary")
        if name == "prior_claims_in_canada":
            under = self.part(frame, "ineligible_under")
            columns["under_e"] = None if under is None else _has_any(under, ("IRPA 101(1)(e)",))
        if name == "inadmissibility":
            paragraph = columns["paragraph"] = _paragraph(self.part(frame, "paragraph"), len(owner))
            former = paragraph.cast(pl.String)
            columns["former_35_1_c"] = pl.select(
                pl.when(former != "unstated").then(former == "35(1)(c)")
            ).to_series()
        if name == "documents":
            issuer = columns.get("issuer")
            columns["issuer"] = (
                _constant("CA", _COUNTRY, len(owner)) if issuer is None else issuer.fill_null("CA")
            )
        return _as_items(columns, owner, column.is_not_null().to_numpy(), table)

    def _column(
        self, frame: pl.DataFrame, field: str, of: str, kind: Any, owner: NDArray[np.int64]
    ) -> pl.Series | None:
        path = FIELDS.get((of, field), field)
        column, whole = self.part(frame, path), f"{of}.{path}"
        if column is None or field in ("last", "under_e", "paragraph", "former_35_1_c"):
            return None
        if kind == "truth":
            return self.cast(column, pl.Boolean, whole, owner)
        if kind == "number":
            return self.cast(column, pl.Date if field in DATES else pl.Int32, whole, owner)
        return self.cast(column, _COUNTRY if kind is CODES else pl.Enum(kind), whole, owner)

    def relatives(self, table: Table, amendments: tuple[Amendment, ...]) -> Items:
        """Relatives, with their permits and the claimant's own age where it matters."""
        column = self.part(self.frame, "relatives")
        if column is None:
            return _no_items(self.frame.height, stated=False)
        frame, owner = _exploded(column)
        columns = {
            field: self._column(frame, field, "relatives", kind, owner)
            for field, kind in columns_of("relatives").items()
            if field not in ("has_claim", "has_permit", "under_18")
        }
        claim = self.part(frame, "claim")
        if claim is not None:
            columns["has_claim"] = pl.select(pl.when(claim.is_not_null()).then(pl.lit(True))).to_series()
        items = _as_items(columns, owner, column.is_not_null().to_numpy(), table)
        truths = dict(items.table.truths)
        permits = self.part(frame, "permits")
        if permits is not None and len(owner):
            held, holder = _exploded(permits)
            kinds = columns_of("permits")
            inner = {
                field: self._column(held, field, "permits", kind, owner[holder])
                for field, kind in kinds.items()
            }
            of_relative = _as_items(
                inner, holder, permits.is_not_null().to_numpy(), Table(len(owner), {}, {})
            )
            truths["has_permit"] = draw_facts({"permits": of_relative}, amendments)[0]["has_permit"]
        minor, adult = truth_flags(under_18(table), table.height)
        truths["under_18"] = Planes(pack(minor[owner]), pack(adult[owner]))
        return Items(Table(len(owner), truths, items.table.numbers), owner, items.stated)


def _exploded(column: pl.Series) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """The items of a list column one under the other, and the row that each belongs to."""
    lengths = column.list.len().fill_null(0).to_numpy()
    owner = np.repeat(np.arange(len(column)), lengths)
    inner = (column if lengths.all() else column.filter(pl.Series(lengths) > 0)).explode()
    if isinstance(inner.dtype, pl.Struct):
        return inner.struct.unnest(), owner
    return pl.DataFrame({"value": inner}), owner


def _constant(value: Any, dtype: Any, height: int) -> pl.Series:
    return pl.select(pl.repeat(value, height, dtype=dtype)).to_series()


def _has_any(column: pl.Series, wanted: Sequence[str]) -> pl.Series:
    """Whether a list of words has one of ``wanted``; null where the list is null."""
    texts = pl.DataFrame({"list": column.cast(pl.List(pl.String))})
    found = [pl.col("list").list.contains(word) for word in wanted]
    return texts.select(pl.any_horizontal(found)).to_series()


def _nationality(columns: dict[str, pl.Series], nationalities: pl.Series | None) -> dict[str, pl.Series]:
    """Whoever has no nationality is stateless, and a stateless person has none."""
    found: dict[str, pl.Series] = {}
    said = columns.get("stateless")
    if nationalities is not None:
        none = nationalities.list.len() == 0
        found["stateless"] = none if said is None else pl.select(pl.coalesce(said, none)).to_series()
    if said is not None:
        for name in ("us_national", "canadian_national"):
            other = pl.select(pl.when(said).then(pl.lit(False))).to_series()
            has = columns.get(name)
            found[name] = other if has is None else pl.select(pl.coalesce(has, other)).to_series()
    return found


def _paragraph(column: pl.Series | None, height: int) -> pl.Series:
    words = columns_of("inadmissibility")["paragraph"]
    if column is None:
        return _constant("unstated", pl.Enum(words), height)
    text = column.cast(pl.String)
    expression: Any = pl.when(text.is_null()).then(pl.lit("unstated"))
    for word in words[:4]:
        expression = expression.when(text.str.starts_with(word)).then(pl.lit(word))
    return pl.select(expression.otherwise(pl.lit("other")).cast(pl.Enum(words))).to_series()


def _no_items(height: int, stated: bool) -> Items:
    return Items(Table(0, {}, {}), np.zeros(0, dtype=np.int64), np.full(height, stated))


def _as_items(
    columns: dict[str, pl.Series | None], owner: NDArray[np.int64], stated: NDArray[np.bool_], table: Table
) -> Items:
    given = {name: column for name, column in columns.items() if column is not None}
    inner = table_of_frame(pl.DataFrame(given)) if given and len(owner) else Table(len(owner), {}, {})
    numbers = {**inner.numbers, **days_of_claims(table, owner)}
    return Items(Table(len(owner), inner.truths, numbers), owner, stated)


def _with_law_date(frame: pl.DataFrame) -> pl.DataFrame:
    days = [name for name in ("law_date", "decision_date", "claim_date") if name in frame.columns]
    if "decision_date" in frame.columns:  # still undecided: no day, and the law of the day of the claim
        undecided = pl.col("decision_date") == NEVER
        frame = frame.with_columns(
            decision_date=pl.when(~undecided).then("decision_date"), _undecided=undecided.fill_null(False)
        )
    if "claim_date" in frame.columns:
        frame = frame.with_columns(
            decision_date=pl.coalesce(
                [name for name in ("decision_date", "claim_date") if name in frame.columns]
            )
        )
        frame = frame.with_columns(law_date=pl.coalesce(days))
    if "_undecided" in frame.columns:
        frame = frame.with_columns(decision_date=pl.when(~pl.col("_undecided")).then("decision_date")).drop(
            "_undecided"
        )
    frame = _with_reviews(frame)
    acted = [name for name in ("_heard", "_allowed") if name in frame.columns]
    if acted:
        frame = frame.with_columns(rpd_heard_or_allowed_on=pl.min_horizontal(acted).fill_null(NEVER)).drop(
            acted
        )
    return frame


def _with_reviews(frame: pl.DataFrame) -> pl.DataFrame:
    """What has happened with a judicial review of the RAD's decision, and with a risk assessment."""
    if "_sought" in frame.columns:
        frame = frame.with_columns(leave_sought=pl.col("_sought") != NEVER).drop("_sought")
    given = [name for name in ("_notified", "_applied", "_decided") if name in frame.columns]
    if not given or "law_date" not in frame.columns:
        return frame.drop(given)
    law = pl.col("law_date")
    days = {
        name: pl.col(name) if name in given else pl.lit(None, pl.Date)
        for name in ("_notified", "_applied", "_decided")
    }
    notified = (days["_notified"] <= law).fill_null(False)
    asked = (days["_applied"] <= law).fill_null(False)
    decided = (days["_decided"] <= law).fill_null(False)
    in_time = notified & (law <= days["_notified"] + pl.duration(days=DAYS_TO_APPLY)).fill_null(False)
    return frame.with_columns(
        risk_assessment_pending=asked & ~decided,
        risk_assessment_stay=~decided & (in_time | ((days["_notified"] < NEVER).fill_null(False) & asked)),
        risk_assessment_decided_on=pl.when(decided).then(days["_decided"]),
    ).drop(given)

"""Nested tables of claims (Parquet with structs and lists) to flat facts, column by column.

The columns are those of ``claim.schema.json``. A table has no way to tell "known not to exist" from "not
stated": a null is unknown, an empty list is known to be empty, and the day 9999-12-31 stands for "never".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.law.amendments import Amendment
from openasylum.law.batch.arrow_parts import (
    Flags,
    Lists,
    codes,
    flags_truth,
    numbers,
    part,
    series,
    truth,
    valid,
)
from openasylum.law.batch.flat_tables import cannot_be_read
from openasylum.law.batch.nested_days import with_days_of_law
from openasylum.law.batch.nested_paths import CONTAINS, DATES, FIELDS, LAST_ENTRY, PLAIN
from openasylum.law.batch.rare_rows import rare_facts
from openasylum.law.countries import CODES, ISO_3166
from openasylum.law.derived_facts import Items, columns_of, draw_facts
from openasylum.law.flat_facts import flat_facts
from openasylum.law.flatten import LISTS, NO_ENTRY, days_of_claims, guardian_counts, known_rows
from openasylum.law.gates.columns import Numbers, Table
from openasylum.law.gates.planes import (
    UNKNOWN,
    Planes,
    Truth,
    disjunction,
    first_known,
    is_known_true,
    negation,
    pack,
    truth_flags,
)
from openasylum.law.questions import answers

#: How a column is read: as a truth, a day or a number of this type, or as the place of its word among these.
Kind: TypeAlias = Any

_COUNTRIES: Final = tuple(sorted(ISO_3166))
_COUNTRY_CODES: Final = pa.array([CODES.index(country) for country in _COUNTRIES], pa.int32())
#: Columns of lists that are drawn from others, and not read as they stand.
_DRAWN: Final = frozenset(
    ("last", "under_e", "paragraph", "former_35_1_c", "has_claim", "has_permit", "guardian_counts")
)


def flatten_nested(
    claims: pa.StructArray, amendments: tuple[Amendment, ...] = ()
) -> tuple[Table, dict[int, UserError]]:
    """The flat facts of nested claims, and what cannot be read, for the rows that hold a word or a day that is none."""
    reader = _Reader(claims)
    table = reader.plain()
    lists = {name: reader.items(name, table) for name in LISTS if name != "relatives"}
    lists["relatives"] = reader.relatives(table, amendments)
    truths, numbers = draw_facts(lists, amendments)
    return Table(len(claims), {**table.truths, **truths}, {**table.numbers, **numbers}), reader.unread


class _Facts:
    """Truths and numbers by name, as they are read."""

    def __init__(self) -> None:
        self.truths: dict[str, Truth] = {}
        self.numbers: dict[str, Numbers] = {}

    def add(self, name: str, found: Truth | Numbers) -> None:
        if isinstance(found, Numbers):
            self.numbers[name] = found
        else:
            self.truths[name] = found


class _Reader:
    """Reads the parts of nested claims, and remembers the rows in which something could not be read."""

    def __init__(self, claims: pa.StructArray) -> None:
        self.claims = claims
        self.unread: dict[int, UserError] = {}
        self._lists: dict[str, Lists | None] = {}
        self._members: dict[str, pa.Array] = {}

    def lists(self, path: str) -> Lists | None:
        """The lists of every claim at ``path``, taken apart once; None where there is no such column."""
        if path not in self._lists:
            column = part(self.claims, path)
            self._lists[path] = None if column is None else Lists.of(column)
        return self._lists[path]

    def read(self, column: pa.Array, kind: Kind, path: str, owner: Any = None) -> Truth | Numbers:
        """``column``, which is that of ``path``; a value that is none of its ``kind`` marks its row."""
        if pa.types.is_null(column.type):
            return (
                UNKNOWN if kind == "truth" else Numbers(np.zeros(len(column), np.uint8), _none(len(column)))
            )
        if kind == "truth":
            return truth(self._as(column, pa.bool_(), path, owner))
        if isinstance(kind, pa.DataType):
            return numbers(self._as(column, kind, path, owner))
        if kind is CODES:
            return numbers(pc.take(_COUNTRY_CODES, self.places(column, _COUNTRIES, path, owner)))
        return numbers(self.places(column, kind, path, owner))

    def _as(self, column: pa.Array, kind: pa.DataType, path: str, owner: Any) -> pa.Array:
        if column.type == kind:
            return column
        try:
            if pa.types.is_integer(column.type) and pa.types.is_integer(kind):
                return column.cast(kind)
        except pa.ArrowInvalid:  # some number is too large: which, is found below
            pass
        found = series(column)
        dtype: Any = {pa.bool_(): pl.Boolean, pa.date32(): pl.Date}.get(kind, pl.Int32)
        if found.dtype == pl.String and dtype == pl.Date:
            read = found.str.to_date("%Y-%m-%d", strict=False)
        else:
            read = found.cast(pl.Int16 if kind == pa.int16() else dtype, strict=False)
        if read.null_count() > found.null_count():
            self._refuse_lost(column, (read.is_null() & found.is_not_null()).to_numpy(), path, owner)
        return read.to_arrow()

    def places(self, column: pa.Array, words: Sequence[str], path: str, owner: Any = None) -> pa.Array:
        """The place of each word among ``words``; another word, or a code of no country, marks its row."""
        found = codes(column, words)
        if found.null_count > column.null_count:
            self._refuse_lost(column, valid(column) & ~valid(found), path, owner, words)
        return found

    def _refuse_lost(
        self, column: pa.Array, lost: Flags, path: str, owner: Any, words: Sequence[str] = ()
    ) -> None:
        for at in np.flatnonzero(lost):
            self.refuse(int(at if owner is None else owner[at]), path, column[int(at)].as_py(), words)

    def refuse(self, row: int, path: str, value: Any, words: Sequence[str] = ()) -> None:
        """Mark a row for a value that cannot be read."""
        self.unread.setdefault(row, cannot_be_read(value, path, words))

    def plain(self) -> Table:
        """The facts that stand on their own."""
        kinds, found, height = flat_facts(), _Facts(), len(self.claims)
        for name, path in PLAIN.items():
            column = part(self.claims, path)
            if column is not None:
                kind = (
                    _kind_of(kinds[name].kind, kinds[name].is_day, pa.int16())
                    if name in kinds
                    else pa.date32()
                )
                found.add(name, self.read(column, kind, path))
        for name, path, word in (
            ("permanent_resident", "claimant.status_in_canada", "permanent_resident"),
            ("minister_appealed", "proceedings.appellant", "minister"),
        ):
            column = part(self.claims, path)
            if column is not None:
                words = answers(path).words
                found.add(name, truth(pc.equal(self.places(column, words, path), words.index(word))))
        path = "proceedings.first_claim_received"
        if (first := part(self.claims, path)) is not None:
            found.add("not_first_claim", negation(truth(self._as(first, pa.bool_(), path, None))))
        for name, (path, wanted) in CONTAINS.items():
            if (lists := self.lists(path)) is not None:
                words = answers(path).words or _COUNTRIES
                found.add(name, self.has_any(lists, wanted, path, words))
        self._nationality(found)
        self._last_entry(found)
        found.truths |= rare_facts(self.claims, self.lists("entries"), self.refuse)
        return Table(height, *with_days_of_law(found.truths, found.numbers, height))

    def has_any(self, lists: Lists, wanted: Sequence[str], path: str, words: Sequence[str]) -> Truth:
        """Whether each claim's list of ``words`` has one of ``wanted``; unknown where there is no list."""
        if path not in self._members:
            self._members[path] = self.places(lists.items, words, path, lists.owner)
        found = self._members[path]
        places = pa.array([words.index(word) for word in wanted], found.type)
        return lists.some(np.asarray(pc.is_in(found, value_set=places).to_numpy(zero_copy_only=False)))

    def _nationality(self, found: _Facts) -> None:
        """Whoever has no nationality is stateless, and a stateless person has none."""
        said = found.truths.get("stateless", UNKNOWN)
        lists = self.lists("claimant.nationalities")
        if lists is not None:
            found.add("stateless", first_known(said, flags_truth(lists.last < 0, lists.stated)))
        if said is not UNKNOWN:
            stateless = is_known_true(said, (len(self.claims) + 63) // 64)
            none = Planes(np.zeros_like(stateless), stateless)
            for name in ("us_national", "canadian_national"):
                found.add(name, first_known(found.truths.get(name, UNKNOWN), none))

    def _last_entry(self, found: _Facts) -> None:
        """The facts of the entry on which each claim is made."""
        kinds, entries = flat_facts(), self.lists("entries")
        if entries is None:
            return
        last = entries.last_items()
        for name, field in LAST_ENTRY.items():
            column = part(last, field)
            if column is not None:
                kind = _kind_of(kinds[name].kind, kinds[name].is_day, pa.int16())
                found.add(name, self.read(column, kind, f"entries.{field}"))
        origin, via = part(last, "from"), part(last, "via")
        places = None if origin is None else self.places(origin, _COUNTRIES, "entries.from")
        through = None if via is None else Lists.of(via)
        for name, country in (("came_from_us", "US"), ("came_from_canada", "CA")):
            # Directly or indirectly; not from there only where both are stated.
            ways: list[Truth] = [UNKNOWN, UNKNOWN]
            if places is not None:
                ways[0] = truth(pc.equal(places, _COUNTRIES.index(country)))
            if through is not None:
                ways[1] = self.has_any(through, (country,), "entries.via", _COUNTRIES)
            found.add(name, disjunction(ways))
        nothing = entries.stated & (entries.last < 0)
        if nothing.any():
            for name, value in NO_ENTRY.items():
                if value is False:
                    none = Planes(_none(len(nothing)), pack(nothing))
                    found.add(name, first_known(found.truths.get(name, UNKNOWN), none))
                else:
                    code = kinds[name].words.index(str(value))
                    found.add(name, _with(found.numbers.get(name), nothing, code))

    def items(self, name: str, table: Table) -> Items:
        """The items of one list of every claim."""
        lists = self.lists(".".join(LISTS[name]))
        if lists is None:
            return _no_items(len(self.claims), stated=False)
        if lists.stated.all() and not len(lists.owner):
            return _no_items(len(self.claims), stated=True)
        found, every = self._columns(name, lists.items, lists.owner), np.ones(len(lists.owner), np.bool_)
        if name == "entries":
            last = np.zeros(len(lists.owner), dtype=np.bool_)
            last[lists.last[lists.last >= 0]] = True
            found.add("last", Planes(pack(last)))
            words = columns_of("entries")["nature"]
            found.add("nature", _with(found.numbers.get("nature"), every, words.index("ordinary")))
        if name == "prior_claims_in_canada":
            under = part(lists.items, "ineligible_under")
            if under is not None:
                cited = Lists.of(under)
                found.add("under_e", cited.some(valid(codes(cited.items, ("IRPA 101(1)(e)",)))))
        if name == "inadmissibility":
            words = columns_of("inadmissibility")["paragraph"]
            paragraph = _paragraph(part(lists.items, "paragraph"), words, len(every))
            found.add("paragraph", Numbers(paragraph, None))
            former, stated = paragraph == words.index("35(1)(c)"), paragraph != words.index("unstated")
            found.add("former_35_1_c", flags_truth(former, stated))
        if name == "documents":
            found.add("issuer", _with(found.numbers.get("issuer"), every, CODES.index("CA")))
        return _as_items(found, lists, table)

    def _columns(self, of: str, items: pa.Array, owner: NDArray[np.int64]) -> _Facts:
        """The columns of a list that its items state; ``owner`` is the claim of each."""
        found = _Facts()
        for field, kind in columns_of(of).items():
            path = FIELDS.get((of, field), field)
            column = None if field in _DRAWN else part(items, path)
            if column is not None:
                kind_of = _kind_of(kind, field in DATES, pa.int32())
                found.add(field, self.read(column, kind_of, f"{of}.{path}", owner))
        return found

    def relatives(self, table: Table, amendments: tuple[Amendment, ...]) -> Items:
        """Relatives, with their permits and the claimant's own age where it matters."""
        lists = self.lists("relatives")
        if lists is None:
            return _no_items(len(self.claims), stated=False)
        found = self._columns("relatives", lists.items, lists.owner)
        claim = part(lists.items, "claim")
        if claim is not None:
            found.add("has_claim", flags_truth(valid(claim), valid(claim)))
        permits = part(lists.items, "permits")
        if permits is not None and len(lists.owner):
            held = Lists.of(permits)
            inner = self._columns("permits", held.items, lists.owner[held.owner])
            of_relative = _as_items(inner, held, Table(len(lists.owner), {}, {}))
            found.add("has_permit", draw_facts({"permits": of_relative}, amendments)[0]["has_permit"])
        counts, not_so = truth_flags(guardian_counts(table), table.height)
        found.add("guardian_counts", Planes(pack(counts[lists.owner]), pack(not_so[lists.owner])))
        return _as_items(found, lists, table)


def _kind_of(kind: Any, is_day: bool, number: pa.DataType) -> Kind:
    if kind == "number":
        return pa.date32() if is_day else number
    return kind


def _none(height: int) -> NDArray[np.uint64]:
    """A plane of zeros."""
    return np.zeros((height + 63) // 64, dtype=np.uint64)


def _with(column: Numbers | None, rows: Flags, value: int) -> Numbers:
    """``column`` with ``value`` in those of ``rows`` in which it is not known."""
    if column is None:
        column = Numbers(np.zeros(len(rows), dtype=np.int32), _none(len(rows)))
    if column.known is None:
        return column
    known = known_rows(column)
    filled = np.where(~known & rows, np.int32(value), column.values)
    return Numbers(filled, None if (known | rows).all() else pack(known | rows))


def _paragraph(column: pa.Array | None, words: Sequence[str], height: int) -> NDArray[np.int64]:
    """The place among ``words`` of the paragraph that each finding begins with."""
    found = np.full(height, words.index("unstated"))
    if column is not None:
        text = series(column).cast(pl.String)
        found[text.is_not_null().to_numpy()] = words.index("other")
        for word in words[:4]:
            found[text.str.starts_with(word).fill_null(False).to_numpy()] = words.index(word)
    return found


def _no_items(height: int, stated: bool) -> Items:
    return Items(Table(0, {}, {}), np.zeros(0, dtype=np.int64), np.full(height, stated))


def _as_items(found: _Facts, lists: Lists, table: Table) -> Items:
    days = days_of_claims(table, lists.owner)
    inner = Table(len(lists.owner), found.truths, {**found.numbers, **days})
    return Items(inner, lists.owner, lists.stated)

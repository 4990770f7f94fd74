"""Files of claims to files of decisions, streamed: order kept, nothing lost, what cannot be read rejected
with its reason.

JSON Lines hold claim documents (``claim.schema.json``), one a line, and give decisions
(``decision.schema.json``), one a line. Parquet and CSV hold flat facts, or (Parquet) claims in the nested
form, and give a table of decisions.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import polars as pl

from openasylum.errors import UserError, nearest, no_such_file, unwritable
from openasylum.law.amendments import Amendment, refuse_for_flat_facts
from openasylum.law.checks import faults
from openasylum.law.columns import Table
from openasylum.law.decisions import decide_claims
from openasylum.law.engine import citations_of, complete_table, decide_table, facts_table
from openasylum.law.flat_facts import flat_facts
from openasylum.law.nested_frames import flatten_frame
from openasylum.law.nested_paths import is_nested, refuse_other_shapes
from openasylum.law.plan import plan_for

_LINES: Final = 2_000
_ROWS: Final = 1 << 18
_BYTES: Final = 1 << 26
SUFFIXES: Final = (".parquet", ".csv", ".jsonl", ".ndjson")

Progress = Callable[[int], None]


@dataclass
class Tally:
    """How many claims had each outcome and pathway, and how many were rejected."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: int = 0

    @property
    def decided(self) -> int:
        """Claims decided."""
        return sum(self.counts.values())


def decide_file(
    source: Path,
    target: Path,
    rejects: Path,
    amendments: tuple[Amendment, ...] = (),
    progress: Progress = lambda _: None,
) -> Tally:
    """Decide every claim of ``source`` into ``target``; rows that cannot be read go to ``rejects`` (JSON
    Lines).

    The form of each file is that of its name's ending (``SUFFIXES``). Files are written aside and renamed
    when complete. Raises ``UserError`` for a missing or empty file, another ending, or a table with none of
    the facts.
    """
    for path in (source, target):
        if path.suffix not in SUFFIXES:
            raise UserError(
                f"files end in {', '.join(SUFFIXES)}",
                f"les fichiers se terminent par {', '.join(SUFFIXES)}",
                file=path,
                nearest=nearest(path.suffix, SUFFIXES),
            )
    if not source.exists():
        raise no_such_file(source)
    if source.stat().st_size == 0:
        raise UserError("the file is empty", "le fichier est vide", file=source)
    lines = source.suffix in (".jsonl", ".ndjson")
    if lines != (target.suffix in (".jsonl", ".ndjson")):
        raise UserError(
            "JSON Lines in give JSON Lines out; tables give tables",
            "des JSON Lines donnent des JSON Lines ; des tableaux donnent des tableaux",
            file=target,
        )
    aside, refused = (path.with_name(f".{path.name}.part") for path in (target, rejects))
    tally = Tally()
    try:
        for path in (aside, refused):
            _make_private(path)
        with refused.open("w", encoding="utf-8") as reject_file:
            if lines:
                _decide_lines(source, aside, reject_file, amendments, tally, progress)
            else:
                _decide_tables(source, aside, target.suffix, reject_file, amendments, tally, progress)
        _hand_over(aside, target)
        if tally.rejected:
            _hand_over(refused, rejects)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        aside.unlink(missing_ok=True)
        refused.unlink(missing_ok=True)
    return tally


def _make_private(path: Path) -> None:
    """An empty file that its owner alone can read, for as long as it is being written."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _hand_over(aside: Path, target: Path) -> None:
    """Rename to the name that was asked for, with the access rights that a new file has here."""
    mask = os.umask(0o077)
    os.umask(mask)
    aside.chmod(0o666 & ~mask)
    aside.replace(target)


def _decide_lines(
    source: Path,
    aside: Path,
    rejects: IO[str],
    amendments: tuple[Amendment, ...],
    tally: Tally,
    progress: Progress,
) -> None:
    with source.open("rb") as lines, aside.open("w", encoding="utf-8") as out:
        for first, batch in _batches(lines):
            claims = []
            for number, line in enumerate(batch, first):
                claim, reasons = _claim_of(line)
                if reasons:
                    name = claim.get("id") if isinstance(claim, dict) else None
                    _reject(rejects, tally, {"line": number, "id": name, "reasons": reasons})
                elif claim is not None:
                    claims.append(claim)
            for decision in decide_claims(claims, amendments):
                out.write(json.dumps(decision.data, ensure_ascii=False) + "\n")
                tally.counts[decision.outcome, decision.pathway] += 1
            progress(sum(map(len, batch)))


def _batches(lines: IO[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    batch: list[bytes] = []
    number = 1
    for line in lines:
        batch.append(line)
        if len(batch) == _LINES:
            yield number, batch
            number += len(batch)
            batch = []
    if batch:
        yield number, batch


def _claim_of(line: bytes) -> tuple[Any, list[str]]:
    if not line.strip():
        return None, []
    try:
        claim = json.loads(line)
    except (ValueError, UnicodeDecodeError) as error:
        return None, [f"not JSON: {error}"]
    return claim, [fault.sentence for fault in faults(claim)]


def _reject(rejects: IO[str], tally: Tally, reason: dict[str, Any]) -> None:
    tally.rejected += 1
    rejects.write(json.dumps(reason, ensure_ascii=False, default=str) + "\n")


def _decide_tables(
    source: Path, aside: Path, suffix: str, rejects: IO[str], amendments: tuple[Amendment, ...], tally: Tally,
    progress: Progress,
) -> None:  # fmt: skip
    plan = plan_for(amendments)
    with _Writer(aside, suffix) as writer:
        row = 0
        for frame in _frames(source):
            if row == 0:
                _refuse_other_columns(frame, source)
            table, unreadable, reasons = _table_of(frame, amendments)
            answer = decide_table(plan, table)
            kept = ~(unreadable | _impossible(table, reasons))
            for number in np.flatnonzero(~kept):
                _reject(rejects, tally, _reason(frame, int(number), row, reasons))
            answer = _readable(answer, plan.grounds, plan.exceptions)
            if "id" in frame.columns:
                answer = answer.insert_column(0, frame.get_column("id"))
            if not kept.all():
                answer = answer.filter(pl.Series(kept))
            for outcome, pathway, count in answer.group_by("outcome", "pathway").len().iter_rows():
                tally.counts[outcome, pathway] += count
            writer.write(answer)
            row += frame.height
            progress(frame.height)
        if row == 0:
            raise UserError("the file has no rows", "le fichier n'a pas de lignes", file=source)


def _frames(source: Path) -> Iterator[pl.DataFrame]:
    try:
        if source.suffix == ".parquet":
            scan = pl.scan_parquet(source)
            height = scan.select(pl.len()).collect().item()
            with ThreadPoolExecutor(1) as ahead:  # the next rows are read while these are decided
                waiting = ahead.submit(scan.slice(0, _ROWS).collect)
                for start in range(_ROWS, height + _ROWS, _ROWS):
                    frame = waiting.result()
                    waiting = ahead.submit(scan.slice(start, _ROWS).collect)
                    if frame.height:
                        yield frame
        else:
            yield from _csv_frames(source)
    except pl.exceptions.PolarsError as error:
        raise UserError(
            f"cannot be read as a table: {str(error).splitlines()[0]}",
            f"lecture impossible comme tableau : « {str(error).splitlines()[0]} »",
            file=source,
        ) from error


def _csv_frames(source: Path) -> Iterator[pl.DataFrame]:
    """A CSV block by block, in the memory of one block however long the file; a quoted line break does not end
    a row.
    """
    with source.open("rb") as stream:
        header = stream.readline()
        if not header.endswith(b"\n"):
            header += b"\n"
        while block := stream.read(_BYTES):
            block += stream.readline()
            while block.count(b'"') % 2 and (line := stream.readline()):
                block += line
            yield pl.read_csv(header + block, infer_schema=False)


def _refuse_other_columns(frame: pl.DataFrame, source: Path) -> None:
    if is_nested(frame):
        refuse_other_shapes(frame.schema, source)
        return
    facts = flat_facts()
    odd = [name for name in frame.columns if name not in facts and name != "id"]
    if odd and (twice := re.fullmatch(r"(.+)_duplicated_\d+", odd[0])) and twice[1] in frame.columns:
        said = "this column stands twice in the table", "cette colonne est deux fois dans le tableau"
        raise UserError(*said, file=source, field=twice[1])
    if odd or "claim_date" not in frame.columns:
        name = odd[0] if odd else "claim_date"
        said = (f"{name!r} is no flat fact", f"« {name} » n'est pas un fait à plat")
        if not odd:
            said = ("the table has no column claim_date", "le tableau n'a pas de colonne claim_date")
        raise UserError(*said, file=source, field=name, nearest=nearest(name, facts))
    for name, found in frame.schema.items():
        if name in facts and not _can_be_read(found, facts[name].dtype):
            raise UserError(
                f"a column of {found} cannot be read as {facts[name].dtype}",
                f"une colonne de {found} ne peut pas être lue comme {facts[name].dtype}",
                file=source,
                field=name,
            )


def _can_be_read(found: Any, wanted: Any) -> bool:
    """Whether a column's values say what the fact needs: a whole number is no day, no word, and not true or false."""
    if found in (wanted, pl.String, pl.Null):
        return True
    if isinstance(wanted, pl.Enum):
        return isinstance(found, pl.Categorical | pl.Enum)
    if wanted == pl.Date:
        return isinstance(found, pl.Datetime)
    return bool(wanted.is_integer() and found.is_integer())


def _table_of(frame: pl.DataFrame, amendments: tuple[Amendment, ...]) -> tuple[Table, Any, dict[int, str]]:
    reasons: dict[int, str] = {}
    if is_nested(frame):
        table, reasons = flatten_frame(frame, amendments)
        unreadable = np.zeros(frame.height, dtype=np.bool_)
        unreadable[list(reasons)] = True
        return complete_table(table), unreadable, reasons
    refuse_for_flat_facts(amendments)
    unreadable = np.zeros(frame.height, dtype=np.bool_)
    known = flat_facts()
    wanted = {
        name: known[name].dtype
        for name, dtype in frame.schema.items()
        if name in known and dtype != known[name].dtype
    }
    # All columns in one go: of a few rows, one at a time takes longer than deciding them.
    read = frame.with_columns(_read_column(name, frame.schema[name], dtype) for name, dtype in wanted.items())
    lost = frame.select(pl.col(list(wanted)).null_count()).row(0) if wanted else ()
    for name, before in zip(wanted, lost, strict=True):
        if read.get_column(name).null_count() == before:
            continue
        for row in np.flatnonzero(
            (read.get_column(name).is_null() & frame.get_column(name).is_not_null()).to_numpy()
        ):
            value = frame.get_column(name)[int(row)]
            words = known[name].words
            near = nearest(value, words) if words else None
            reasons[int(row)] = str(
                UserError(
                    f"{value!r} cannot be read", f"« {value} » ne peut pas être lu", field=name, nearest=near
                )
            )
            unreadable[row] = True
    return facts_table(read), unreadable, reasons


def _read_column(name: str, found: Any, dtype: Any) -> pl.Expr:
    column = pl.col(name)
    if found != pl.String:
        return column.cast(dtype, strict=False)
    text = column.str.strip_chars()
    if dtype == pl.Boolean:
        words = {"true": True, "false": False, "1": True, "0": False}
        return text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)
    return text.str.to_date("%Y-%m-%d", strict=False) if dtype == pl.Date else text.cast(dtype, strict=False)


def _impossible(table: Table, reasons: dict[int, str]) -> Any:
    """Rows whose days cannot be: an entry after the claim, a birth after either, a claim after its decision."""
    bad = np.zeros(table.height, dtype=np.bool_)
    for first, second in (
        ("entry_date", "claim_date"),
        ("birth_date", "claim_date"),
        ("birth_date", "entry_date"),
        ("claim_date", "law_date"),
        ("claim_date", "decision_date"),
    ):
        a, b = table.number(first), table.number(second)
        if a is None or b is None:
            continue
        wrong = a.values > b.values
        for column in (a, b):
            if column.known is not None:
                wrong &= np.unpackbits(
                    column.known.view(np.uint8), count=table.height, bitorder="little"
                ).view(np.bool_)
        if wrong.any():
            bad |= wrong
            said = f"{first} is after {'as_of' if second == 'law_date' else second}"
            reasons |= {int(row): said for row in np.flatnonzero(wrong)}
    return bad


def _reason(frame: pl.DataFrame, row: int, before: int, reasons: dict[int, str]) -> dict[str, Any]:
    name = frame.get_column("id")[row] if "id" in frame.columns else None
    return {"row": before + row + 1, "id": name, "reasons": [reasons.get(row, "cannot be read")]}


def _readable(answer: pl.DataFrame, grounds: tuple[str, ...], exceptions: tuple[str, ...]) -> pl.DataFrame:
    """Bit words as citations: each distinct word is spelt out once."""
    spelt = []
    for name, citations in (("grounds", grounds), ("possible_grounds", grounds), ("exceptions", exceptions)):
        words = answer.get_column(name).unique()
        texts = ["; ".join(citations_of(word, citations)) for word in words]
        spelt.append(pl.col(name).replace_strict(words, texts, return_dtype=pl.Categorical))
    return answer.with_columns(spelt)


class _Writer:
    """Writes frames one after the other to one Parquet or CSV file."""

    def __init__(self, path: Path, suffix: str) -> None:
        self._path, self._suffix = path, suffix
        self._parts: list[pl.DataFrame] = []
        self._file: IO[bytes] | None = None

    def __enter__(self) -> _Writer:
        self._file = self._path.open("wb")
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Append ``frame``."""
        assert self._file is not None
        if self._suffix == ".csv":
            frame.write_csv(self._file, include_header=self._file.tell() == 0)
        else:
            self._parts.append(frame)

    def __exit__(self, kind: Any, *_: object) -> None:
        assert self._file is not None
        if kind is None and self._suffix == ".parquet":
            # Decisions are a few small codes a claim: ten million of them are about a hundred megabytes.
            pl.concat(self._parts).write_parquet(self._file, compression="lz4", statistics=False)
        self._file.close()

"""Files of claims to files of decisions, streamed: order kept, nothing lost, what cannot be read rejected
with its reason.

JSON Lines hold claim documents (``claim.schema.json``), one a line, and give decisions
(``decision.schema.json``), one a line. Parquet and CSV hold flat facts, or (Parquet) claims in the nested
form, and give a table of decisions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import polars as pl

from openasylum.errors import UserError, nearest, no_such_file, unreadable, unwritable
from openasylum.law.amendments import Amendment
from openasylum.law.batch.claim_tables import Faults, Piece, pieces
from openasylum.law.batch.decision_tables import TableWriter, readable
from openasylum.law.batch.in_order import in_order
from openasylum.law.batch.json_lines import ESCAPED, decide_lines
from openasylum.law.batch.tally import Progress, Refuse, Tally
from openasylum.law.engine import decide_table
from openasylum.law.flatten import known_rows
from openasylum.law.gates.columns import Table
from openasylum.law.plan import Plan, plan_for

#: The highest age of ``claim.schema.json``.
OLDEST: Final = 130
SUFFIXES: Final = (".parquet", ".csv", ".jsonl", ".ndjson")


def decide_file(
    source: Path,
    target: Path,
    rejects: Path,
    amendments: tuple[Amendment, ...] = (),
    progress: Progress = lambda _: None,
    language: str = "en",
) -> Tally:
    """Decide every claim of ``source`` into ``target``; rows that cannot be read go to ``rejects`` (JSON
    Lines), with their reasons in ``language``.

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
    try:
        source.open("rb").close()
    except OSError as error:
        raise unreadable(source, error) from error
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
        with refused.open("w", encoding="utf-8", errors=ESCAPED) as reject_file:
            refuse = _refusal(reject_file, tally, language)
            if lines:
                decide_lines(source, aside, amendments, tally, refuse, progress)
            else:
                _decide_tables(source, aside, target.suffix, amendments, tally, refuse, progress)
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


def _refusal(rejects: IO[str], tally: Tally, language: str) -> Refuse:
    def refuse(place: dict[str, int], name: Any, reasons: Sequence[UserError]) -> None:
        tally.rejected += 1
        said = [reason.sentence(language) for reason in reasons]
        line = json.dumps({**place, "id": name, "reasons": said}, ensure_ascii=False, default=str)
        rejects.write(line + "\n")

    return refuse


@dataclass(frozen=True)
class _Answered:
    """The decisions of a piece, and the row, id and reason of each claim that has none."""

    height: int
    decisions: pl.DataFrame
    refused: list[tuple[int, Any, UserError]]


def _decide_tables(
    source: Path, aside: Path, suffix: str, amendments: tuple[Amendment, ...], tally: Tally, refuse: Refuse,
    progress: Progress,
) -> None:  # fmt: skip
    plan = plan_for(amendments)
    cores = os.cpu_count() or 1

    def answer(read: Callable[[], Piece]) -> _Answered:
        return _answer(plan, read())

    with TableWriter(aside, suffix) as writer, ThreadPoolExecutor(cores) as pool:
        row = 1
        for answered in in_order(pool, answer, pieces(source, amendments, pool), ahead=cores + 1):
            for number, name, reason in answered.refused:
                refuse({"row": row + number}, name, [reason])
            for outcome, pathway, count in (
                answered.decisions.group_by("outcome", "pathway").len().iter_rows()
            ):
                tally.counts[outcome, pathway] += count
            writer.write(answered.decisions)
            row += answered.height
            progress(answered.height)


def _answer(plan: Plan, piece: Piece) -> _Answered:
    faults = {**_impossible(piece.table), **piece.faults}
    answer = readable(decide_table(plan, piece.table, threads=1), plan.grounds, plan.exceptions)
    if piece.ids is not None:
        answer = answer.insert_column(0, piece.ids)
    refused = [(row, None if piece.ids is None else piece.ids[row], faults[row]) for row in sorted(faults)]
    if faults:
        kept = np.ones(piece.table.height, dtype=np.bool_)
        kept[list(faults)] = False
        answer = answer.filter(pl.Series(kept))
    return _Answered(piece.table.height, answer, refused)


def _impossible(table: Table) -> Faults:
    """Rows whose days cannot be (an entry after the claim, a birth after either, a claim after its decision), or whose age."""
    found: Faults = {}
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
        if wrong.any():
            later = "as_of" if second == "law_date" else second
            said = UserError(f"{first} is after {later}", f"{first} est après {later}")
            wrong &= known_rows(a) & known_rows(b)
            found |= dict.fromkeys(np.flatnonzero(wrong).tolist(), said)
    if (age := table.number("age")) is not None and (age.bounds[0] < 0 or age.bounds[1] > OLDEST):
        wrong = known_rows(age) & ((age.values < 0) | (age.values > OLDEST))
        said = UserError(f"age is not from 0 to {OLDEST}", f"age n'est pas de 0 à {OLDEST}")
        found |= dict.fromkeys(np.flatnonzero(wrong).tolist(), said)
    return found

"""JSON Lines of claim documents to JSON Lines of decisions, a few thousand at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from openasylum.errors import UnusableValue, UserError, said_by
from openasylum.law.amendments import Amendment
from openasylum.law.batch.tally import Progress, Refuse, Tally
from openasylum.law.checks import faults
from openasylum.law.decisions import decide_claims

_LINES: Final = 2_000
#: Digits of a whole number that is still read, if only to be told that it is too large.
_LONGEST: Final = 40
#: Half a surrogate pair, which JSON may name and UTF-8 cannot hold, is written as JSON names it.
ESCAPED: Final = "backslashreplace"


def decide_lines(
    source: Path,
    aside: Path,
    amendments: tuple[Amendment, ...],
    tally: Tally,
    refuse: Refuse,
    progress: Progress,
) -> None:
    """Decide every line of ``source`` into ``aside``; ``refuse`` hears of those that are no claim document."""
    with source.open("rb") as lines, aside.open("w", encoding="utf-8", errors=ESCAPED) as out:
        for first, batch in _batches(lines):
            claims = []
            for number, line in enumerate(batch, first):
                claim, reasons = _claim_of(line)
                if reasons:
                    name = claim.get("id") if isinstance(claim, dict) else None
                    refuse({"line": number}, name, reasons)
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


def _claim_of(line: bytes) -> tuple[Any, list[UserError]]:
    """The document of a line, and all that is wrong with it; None and nothing for an empty line."""
    if not line.strip():
        return None, []
    try:
        claim = json.loads(
            line, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite, parse_int=_whole
        )
    except UnicodeDecodeError:
        return None, [UserError("the line is not UTF-8 text", "la ligne n'est pas du texte en UTF-8")]
    except json.JSONDecodeError as error:
        said = (
            f"not JSON: {error.msg} at character {error.pos + 1}",
            f"ce n'est pas du JSON à partir du caractère {error.pos + 1}",
        )
        return None, [UserError(*said)]
    except RecursionError:
        return None, [UserError("nested too deep for a claim", "imbriqué trop profondément pour une demande")]
    except ValueError as error:
        return None, [UserError(*said_by(error))]
    return claim, [fault.error for fault in faults(claim)]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnusableValue(f"{twice!r} is said twice", f"« {twice} » est dit deux fois")
    return found


def _no_number(text: str) -> float:
    raise UnusableValue(f"{text} is no number", f"{text} n'est pas un nombre")


def _whole(text: str) -> int:
    if len(text) > _LONGEST:
        raise UnusableValue("a number is too large", "un nombre est trop grand")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) < float("inf") else _no_number(text)

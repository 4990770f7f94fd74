"""Folders of claims to folders of decisions: file by file, on as many workers or machines as there are, and resumable.

A folder may be Hive-partitioned (``claim_year=2024/part-000.parquet``); the decisions lie in the same partitions under the same
names. Memory is that of one file a worker, so a file should hold a million claims or so. What has been decided is noted in
``.decided/`` beside the decisions: counts and hashes of inputs, never a fact.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from openasylum.backends import map_reduce
from openasylum.code_version import code_version
from openasylum.errors import UserError
from openasylum.law.amendments import Amendment
from openasylum.law.batch.files import SUFFIXES, Tally, decide_file
from openasylum.law.flat_facts import flat_facts

#: Bytes of claims that make one piece of work: a second or so of deciding.
BYTES_PER_CHUNK = 32_000_000
NOTES = ".decided"


@dataclass(frozen=True)
class _Order:
    """What every piece of work has in common."""

    source: Path
    target: Path
    amendments: tuple[Amendment, ...]
    law: str
    language: str


def decide_folder(
    source: Path,
    target: Path,
    amendments: tuple[Amendment, ...] = (),
    *,
    resume: bool = False,
    progress: Callable[[int, int], None] = lambda claims, files: None,
    language: str = "en",
) -> Tally:
    """Decide every file of claims below ``source`` into the file of the same name below ``target``.

    Rows that cannot be read go to ``NAME.rejects.jsonl`` beside the decisions, with reasons in ``language``. With ``resume``, files
    already decided by the same code under the same law from the same input are left as they are. ``progress`` hears, as work comes
    back, of claims and files done. Raises ``UserError`` for a folder without claims, a target that holds something (without
    ``resume``), and a partition named as a fact, which would have to stand in the files too.
    """
    files = claim_files(source)
    if target.exists() and any(target.iterdir()) and not resume:
        raise UserError(
            "this folder is not empty: --resume goes on with what is there",
            "ce dossier n'est pas vide : --resume continue avec ce qui s'y trouve",
            file=target,
        )
    target.mkdir(parents=True, exist_ok=True)
    law = sha256(f"{code_version()}\x1f{amendments!r}".encode()).hexdigest()
    order = _Order(source.resolve(), target.resolve(), amendments, law, language)
    whole = Tally()
    missing = []
    for name in files:
        noted = _noted(order, name)
        if noted is None:
            missing.append(name)
        else:
            _add(whole, noted)
            progress(noted.decided + noted.rejected, 1)
    chunks = _chunks(source, missing)

    def take(position: int, tally: Tally) -> None:
        _add(whole, tally)
        progress(tally.decided + tally.rejected, len(chunks[position]))

    map_reduce(_decide, chunks, otherwise="serial", common=order, on_result=take)
    return whole


def claim_files(source: Path) -> list[str]:
    """Names of the files of claims below a folder, hidden ones left out, in order. Raises ``UserError`` where there are none."""
    found = sorted(
        path.relative_to(source)
        for path in source.rglob("*")
        if path.suffix in SUFFIXES
        and path.is_file()
        and not any(part.startswith((".", "_")) for part in path.relative_to(source).parts)
    )
    if not found:
        raise UserError(
            f"no file of claims ({', '.join(SUFFIXES)}) lies in this folder",
            f"aucun fichier de demandes ({', '.join(SUFFIXES)}) ne se trouve dans ce dossier",
            file=source,
        )
    for path in found:
        for part in path.parts[:-1]:
            key = part.partition("=")[0]
            if "=" in part and key in flat_facts():
                raise UserError(
                    f"the partition {key!r} is a fact of the claim: name the partition otherwise and keep the column in the files",
                    f"la partition « {key} » est un fait de la demande : nommez la partition "
                    "autrement et gardez la colonne dans les fichiers",
                    file=source / path,
                    field=key,
                )
    return [path.as_posix() for path in found]


def _chunks(source: Path, names: Sequence[str]) -> list[tuple[str, ...]]:
    chunks: list[list[str]] = []
    room = 0
    for name in names:
        size = (source / name).stat().st_size
        if size > room:
            chunks.append([])
            room = BYTES_PER_CHUNK
        chunks[-1].append(name)
        room -= size
    return [tuple(chunk) for chunk in chunks]


def _decide(order: _Order, names: tuple[str, ...]) -> Tally:
    whole = Tally()
    for name in names:
        target = order.target / name
        target.parent.mkdir(parents=True, exist_ok=True)
        stamp = _stamp(order, name)
        rejects = target.with_name(f"{target.stem}.rejects.jsonl")
        tally = decide_file(order.source / name, target, rejects, order.amendments, language=order.language)
        _note(order, name, stamp, tally)
        _add(whole, tally)
    return whole


def _stamp(order: _Order, name: str) -> list[str | int]:
    state = (order.source / name).stat()
    return [order.law, state.st_size, state.st_mtime_ns]


def _note_file(order: _Order, name: str) -> Path:
    return order.target / NOTES / f"{sha256(name.encode()).hexdigest()[:32]}.json"


def _note(order: _Order, name: str, stamp: list[str | int], tally: Tally) -> None:
    path = _note_file(order, name)
    path.parent.mkdir(exist_ok=True)
    counts = [[*pair, count] for pair, count in sorted(tally.counts.items())]
    aside = path.with_suffix(".part")
    aside.write_text(json.dumps({"stamp": stamp, "counts": counts, "rejected": tally.rejected}))
    aside.replace(path)


def _noted(order: _Order, name: str) -> Tally | None:
    """What was noted of a file, if its decisions are there and nothing about it has changed since."""
    try:
        noted = json.loads(_note_file(order, name).read_text())
        if noted["stamp"] != _stamp(order, name) or not (order.target / name).is_file():
            return None
        counts = {(outcome, pathway): count for outcome, pathway, count in noted["counts"]}
        return Tally(Counter(counts), noted["rejected"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _add(whole: Tally, part: Tally) -> None:
    whole.counts.update(part.counts)
    whole.rejected += part.rejected

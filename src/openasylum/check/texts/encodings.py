"""Bytes as text: UTF-8, UTF-16, the encoding that a page declares, or Windows-1252; anything else is refused."""

from __future__ import annotations

import codecs
import re
from typing import Final

from openasylum.errors import UserError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_-]{3,20})""")
_LETTERS_IN_A_ROW = re.compile(r"[\u0080-\uffff]{3,}")


def decoded(data: bytes, name: str) -> str:
    """The text of some bytes. Raises ``UserError`` for binary data and for an encoding that cannot be told."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with(data, encoding, name)
    if wide := _wide(data[:8192]):
        return _with(data, wide, name)
    if _binary(data):
        raise UserError(
            "this is binary data, not a text; plain text, HTML, PDF and DOCX are read",
            "ce sont des données binaires, non un texte ; le texte brut, le HTML, le PDF et le DOCX sont lus",
            file=name,
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared := _DECLARED.search(data[:2048]):
        try:
            return _with(data, declared[1].decode(), name)
        except LookupError:
            pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _unknown(name) from error
    strange = sum(len(run) for run in _LETTERS_IN_A_ROW.findall(text))
    if strange > 0.01 * len(text) + 3:
        raise _unknown(name)
    return text


def _with(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeError as error:
        raise _unknown(name) from error


def _unknown(name: str) -> UserError:
    return UserError(
        "the encoding of this text is not known; save it as UTF-8",
        "l'encodage de ce texte n'est pas connu ; enregistrez-le en UTF-8",
        file=name,
    )


def _wide(sample: bytes) -> str | None:
    """The encoding of text in two bytes a letter that has no mark of its own: nearly every second byte is nought."""
    halves = len(sample) // 2
    if halves < 8:
        return None
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if second > 0.8 * halves and first < 0.02 * halves:
        return "utf-16-le"
    return "utf-16-be" if first > 0.8 * halves and second < 0.02 * halves else None


def _binary(data: bytes) -> bool:
    sample = data[:8192]
    if b"\0" in sample:
        return True
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in sample)
    return bool(sample) and control > 0.02 * len(sample)

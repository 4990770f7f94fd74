"""Reading a document: plain text, HTML, PDF or DOCX, from a file, a stream or standard input.

What a file is is told by its first bytes, not by its name. Nothing is fetched and nothing is run.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, Final

from openasylum.check.texts.characters import seen
from openasylum.check.texts.encodings import decoded
from openasylum.check.texts.mail_text import body_of, is_message, without_marks
from openasylum.check.texts.text import Text
from openasylum.errors import UserError, no_such_file, unreadable

#: The largest document that is read, in bytes: several books.
LARGEST: Final = 50_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def read_document(source: Path | str | IO[bytes], name: str | None = None) -> Text:
    """A document as a text to check: its name, its words, and the day it was published where it says so.

    ``source`` is a path, "-" for standard input, or a stream of bytes. Raises ``UserError``, in one sentence, for a
    missing or too large file, binary data, a scanned or locked PDF, an unknown encoding, or an empty text.
    """
    data, called = _bytes_of(source)
    text = document_of(data, name or called)
    if not text.content.strip():
        raise UserError(
            "there is no text in this document", "il n'y a pas de texte dans ce document", file=text.name
        )
    return text


def document_of(data: bytes, name: str) -> Text:
    """The same from bytes. Raises ``UserError``."""
    if len(data) > LARGEST:
        raise _too_large(len(data), name)
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        from openasylum.check.texts.pdf_text import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        from openasylum.check.texts.docx_text import read_docx

        return read_docx(data, name)
    if data.startswith(_OLD_WORD):
        raise UserError(
            "this is an old Word document; save it as DOCX, PDF or plain text",
            "c'est un ancien document Word ; enregistrez-le en DOCX, en PDF ou en texte brut",
            file=name,
        )
    if data.startswith(b"{\\rtf"):
        raise UserError(
            "this is rich text (RTF); save it as DOCX, PDF or plain text",
            "c'est du texte enrichi (RTF) ; enregistrez-le en DOCX, en PDF ou en texte brut",
            file=name,
        )
    day = None
    if is_message(data):
        content, day = body_of(data)
    else:
        content = decoded(data, name)
    content = seen(content)
    if _is_html(content):
        from openasylum.check.texts.html_text import read_html

        text = read_html(content, name)
        return replace(text, published=text.published or day)
    content, told = plain_text(content)
    return Text(name, content, published=day or told)


def plain_text(content: str) -> tuple[str, date | None]:
    """A plain text as it is read: lines, marks and tables made alike; and its day, where it opens with the heads of a
    message.
    """
    from openasylum.check.texts.plain_tables import with_tables_read

    content, day = without_marks(seen(content).replace("\r\n", "\n").replace("\r", "\n"))
    return with_tables_read(content), day


def _bytes_of(source: Path | str | IO[bytes]) -> tuple[bytes, str]:
    if not isinstance(source, (str, Path)):
        return source.read(LARGEST + 1), str(getattr(source, "name", "stream"))
    if str(source) == "-":
        return sys.stdin.buffer.read(LARGEST + 1), "-"
    path = Path(source)
    try:
        if path.is_dir():
            raise UserError(
                "this is a folder, not a document", "c'est un dossier, non un document", file=path
            )
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(size, path)
        with path.open("rb") as opened:  # a pipe or device has no size, and may have no end
            return opened.read(LARGEST + 1), str(path)
    except FileNotFoundError as error:
        raise no_such_file(path, _nearest_file(path)) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _nearest_file(path: Path) -> str | None:
    from openasylum.errors import nearest

    siblings = [one.name for one in path.parent.glob("*")] if path.parent.is_dir() else []
    near = nearest(path.name, siblings)
    return str(path.parent / near) if near else None


def _too_large(size: int, file: object) -> UserError:
    most = f"{LARGEST / 1e6:.0f}"
    english, french = f"{size / 1e6:,.0f}", f"{size / 1e6:,.0f}"
    if size == LARGEST + 1:  # of a stream no more was read
        english, french = f"more than {most}", f"plus de {most}"
    return UserError(
        f"this document has {english} MB; up to {most} MB are read",
        f"ce document fait {french} Mo ; jusqu'à {most} Mo sont lus",
        file=file,
    )


def _is_html(content: str) -> bool:
    start = content[:4000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(
        ("<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<p ", "<div", "<main", "<section")
    ):
        return True
    return ("<html" in start or "<body" in start) and "</" in content

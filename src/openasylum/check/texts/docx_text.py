"""The words of a DOCX document: its paragraphs and the cells of its tables, in their order."""

from __future__ import annotations

import io
import zipfile

from openasylum.check.texts.characters import seen
from openasylum.check.texts.text import Text
from openasylum.errors import UserError

#: The most that a document may unpack to, in bytes; a few kilobytes can be made to unpack to gigabytes.
_UNPACKED = 400_000_000
#: The most that its words may, which are read whole into some twenty times as much.
_WORDS = 50_000_000


def read_docx(data: bytes, name: str) -> Text:
    """A DOCX document as a text. Raises ``UserError`` for another kind of archive or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            size = sum(one.file_size for one in archive.infolist())
            words = sum(
                one.file_size for one in archive.infolist() if one.filename.endswith((".xml", ".rels"))
            )
    except zipfile.BadZipFile as error:
        raise UserError(
            "this file is damaged: it begins as an archive and is none",
            "ce fichier est endommagé : il commence comme une archive et n'en est pas une",
            file=name,
        ) from error
    if "word/document.xml" not in names:
        raise UserError(
            "this archive is no DOCX document; plain text, HTML, PDF and DOCX are read",
            "cette archive n'est pas un document DOCX ; le texte brut, le HTML, le PDF et le DOCX sont lus",
            file=name,
        )
    if size > _UNPACKED or words > _WORDS:
        raise UserError(
            f"this document unpacks to {size / 1e6:,.0f} MB, more than is read",
            f"ce document se déplie en {size / 1e6:,.0f} Mo, plus qu'il n'en est lu",
            file=name,
        )
    import docx

    from openasylum.check.texts.docx_words import words_of

    try:
        document = docx.Document(io.BytesIO(data))
        parts = [part for part in words_of(document) if part.strip()]
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, RecursionError) as error:
        raise UserError(
            "this DOCX document is damaged or cannot be read",
            "ce document DOCX est endommagé ou ne peut pas être lu",
            file=name,
        ) from error
    return Text(name, seen("\n\n".join(parts)))

"""The words of a PDF, page by page; one without words (a scan) is refused plainly."""

from __future__ import annotations

import io
import logging
import re

from openasylum.check.texts.characters import seen
from openasylum.check.texts.pdf_lines import paragraphs_of
from openasylum.check.texts.text import Text
from openasylum.errors import UserError


def read_pdf(data: bytes, name: str) -> Text:
    """A PDF as a text. Raises ``UserError`` for one that is damaged, locked or scanned."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UserError(
                "this PDF is locked with a password", "ce PDF est protégé par un mot de passe", file=name
            )
        pages = [page.extract_text() or "" for page in reader.pages]
    except UserError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        NotImplementedError,
        ImportError,
    ) as error:
        raise UserError(
            "this PDF is damaged or cannot be read", "ce PDF est endommagé ou ne peut pas être lu", file=name
        ) from error
    words = sum(len(re.findall(r"[^\W\d_]{2,}", page)) for page in pages)
    if words < 3 * max(1, len(pages)):
        raise UserError(
            "this PDF holds pictures of pages and no text (a scan); make its text readable first (OCR)",
            "ce PDF contient des images de pages et aucun texte (une numérisation) ; rendez "
            "d'abord son texte lisible (ROC)",
            file=name,
        )
    from openasylum.check.texts.plain_tables import with_tables_read

    return Text(name, with_tables_read(seen(paragraphs_of(pages))))

"""The words of the parts of a DOCX document, as they are read with every change accepted: paragraphs with their links, fields
and insertions, text boxes, tables row by row, notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from openasylum.check.texts.tables_as_text import lines_of

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What was struck out, what stands a second time for older programs, and marks that are no words.
_LEFT_OUT: Final = frozenset(
    _WORD + name for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText")
) | {_FALLBACK}
_BOX: Final = _WORD + "txbxContent"
_MARKS: Final = {_WORD + "tab": "\t", _WORD + "br": "\n", _WORD + "cr": "\n", _WORD + "noBreakHyphen": "-"}
_NOTES: Final = ("/footnotes", "/endnotes")


def words_of(document: Any) -> Iterator[str]:
    """The paragraphs of a document (python-docx), in order, then those of its notes."""
    yield from _blocks(document.element.body)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            yield from _notes(relation.target_part.blob)


def _notes(blob: bytes) -> Iterator[str]:
    from lxml import etree

    root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    for note in root:
        yield from _blocks(note)


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs and tables that stand in a part, however they are wrapped."""
    for child in parent:
        if child.tag == _WORD + "p":
            yield from _paragraph(child)
        elif child.tag == _WORD + "tbl":
            yield from lines_of(list(_rows(child)))
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.iter(_WORD + "tr"):
        yield ["\n".join(_blocks(cell)) for cell in row.iter(_WORD + "tc")]


def _paragraph(paragraph: Any) -> Iterator[str]:
    """Its words, then those of the text boxes that hang on it."""
    boxes: list[Any] = []
    yield "".join(_runs(paragraph, boxes))
    for box in boxes:
        yield from _blocks(box)


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        if child.tag in _LEFT_OUT or not isinstance(child.tag, str):
            continue
        if child.tag == _BOX:
            boxes.append(child)
        elif child.tag == _WORD + "t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        else:
            yield from _runs(child, boxes)

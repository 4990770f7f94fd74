"""The words of a web page: its article, block by block, without menus, scripts and forms."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from lxml import etree, html

from openasylum.check.texts.other_pages import without_other_pages
from openasylum.check.texts.tables_as_text import lines_of
from openasylum.check.texts.text import Text
from openasylum.errors import UserError

_LEFT_OUT: Final = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "iframe",
    "select",
    "head",
)
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "br",
        "hr",
        "td",
        "th",
        "caption",
        "body",
        "details",
        "summary",
        "address",
    ]
)
_DATE = re.compile(r"(20\d\d|19\d\d)-(\d\d)-(\d\d)")
_DATED: Final = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@name='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='pubdate' or @name='publish-date' or @name='date' or @name='dcterms.issued' "
    "or @name='DC.date.issued']/@content",
    "//time[@pubdate]/@datetime",
    "//article//time/@datetime",
)
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')


def read_html(content: str, name: str) -> Text:
    """A page as a text. Raises ``UserError`` where it holds no words."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        page = html.document_fromstring(content.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UserError(
            "there is no text in this page", "il n'y a pas de texte dans cette page", file=name
        ) from error
    if any("depth" in entry.message for entry in parser.error_log):  # what stands below would be lost
        raise UserError(
            "the elements of this page are nested too deep to be read; save it as plain text",
            "les éléments de cette page sont trop emboîtés pour être lus ; enregistrez-la en texte brut",
            file=name,
        )
    published = _published(page, content)
    body = page.find("body")
    root = body if body is not None else page
    etree.strip_elements(root, *_LEFT_OUT, with_tail=False)
    without_other_pages(root)
    layouts = _layouts(root)
    for table in list(root.iter("table")):
        if table not in layouts:
            _flatten(table)
    words = _text(_article(root))
    language = (page.get("lang") or "")[:2].lower()
    return Text(name, words, language if language in ("en", "fr") else None, published)


def _layouts(root: Any) -> set[Any]:
    """The tables that hold other tables, or paragraphs in their cells: they lay out a page. One walk finds them all,
    however deep they are nested.
    """
    found: set[Any] = set()
    within: list[tuple[Any, int]] = []  # the tables that are open, and how many cells of each
    for event, element in etree.iterwalk(
        root, events=("start", "end"), tag=("table", "td", "p", "div", "li")
    ):
        opens = event == "start"
        if element.tag == "table":
            if opens and within:
                found.add(within[-1][0])
            within.append((element, 0)) if opens else within.pop()
        elif within and element.tag == "td":
            within[-1] = (within[-1][0], within[-1][1] + (1 if opens else -1))
        elif opens and within and within[-1][1]:
            found.add(within[-1][0])
    return found


def _flatten(table: Any) -> None:
    """A table of cells becomes a paragraph for each row."""
    rows = [[cell.text_content() for cell in row.xpath("./td | ./th")] for row in table.iter("tr")]
    captions = [" ".join(one.text_content().split()) for one in table.xpath("./caption")]
    lines = lines_of(rows, captions[0] if captions else "")
    for child in list(table):
        table.remove(child)
    table.text = None
    for line in (*captions, *lines):
        etree.SubElement(table, "p").text = line


def _article(root: Any) -> Any:
    """The article or main part where it holds most of the words of the page."""
    length = len(root.text_content())
    for path in (".//article", ".//main", ".//*[@role='main']", ".//*[@itemprop='articleBody']"):
        found = root.xpath(path)
        if found:
            best = max(found, key=lambda element: len(element.text_content()))
            if len(best.text_content()) > 0.3 * length:
                return best
    return root


def _text(root: Any) -> str:
    parts: list[str] = []
    _collect(root, parts)
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in "".join(parts).split("\n\n"))
    return "\n\n".join(re.sub(r"\s*\n\s*", " ", line) for line in lines if line)


def _collect(root: Any, parts: list[str]) -> None:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            if event == "end" and element.tail and element is not root:
                parts.append(element.tail)
            continue
        block = element.tag in _BLOCKS
        if block:
            parts.append("\n\n")
        if event == "start" and element.text:
            parts.append(element.text)
        if event == "end" and element.tail and element is not root:
            parts.append(element.tail)


def _published(page: Any, content: str) -> date | None:
    written = [str(value) for path in _DATED for value in page.xpath(path)]
    written += _LINKED_DATA.findall(content[:200_000])
    for value in written:
        if match := _DATE.search(value):
            try:
                return date(*(int(part) for part in match.groups()))
            except ValueError:
                continue
    return None

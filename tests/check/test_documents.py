"""Documents as they come: pages with what they show of other pages, PDF lines broken by columns and pages, DOCX with changes,
links, boxes and notes, mail, Markdown, encodings. Each states what the plain text states.
"""

from __future__ import annotations

import io
import quopri
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from openasylum.check import Text, check_texts
from openasylum.check.texts.files import document_of
from openasylum.check.texts.pdf_lines import paragraphs_of

AS_OF = date(2026, 11, 22)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COST = "Each person who crossed between ports of entry in 2017-18 cost $14,321 on average, the Budget Officer found."
BACKLOG = "The backlog of the Immigration and Refugee Board stood at 71,380 claims at the end of 2018."
CLAIMS = "In 2022, Canada received 91,710 asylum claims."


def stated(text: Text) -> set[tuple[str, str | None, str]]:
    found = check_texts([text], as_of=AS_OF).findings
    return {(one.quoted.replace("\u00a0", " "), one.measure, one.verdict) for one in found}


PLAIN = stated(Text("plain", f"{COST}\n\n{BACKLOG}", "en"))


def test_the_plain_text_states_both() -> None:
    assert {measure for _, measure, _ in PLAIN} == {"pbo_2018.average", "rpd.pending"}


STORY, REST = f"<p>{COST}</p>", f"<p>{BACKLOG}</p>"
LINK = f'<li><a href="x">{CLAIMS}</a></li>'
CUT = (STORY + REST).replace("$14,321", "$<b>14</b>,<i>321</i>").replace("71,380", "71,<wbr>380")
OTHERS = {
    "related inside the article": f'<article>{STORY}<div class="related-stories"><ul>{LINK}</ul></div>{REST}</article>',
    "most read beside divs": f'<div class="story">{STORY}{REST}</div><section class="most-read"><ol>{LINK}</ol></section>',
    "a cookie banner": f'<div id="onetrust-banner"><p>{CLAIMS}</p></div><main>{STORY}{REST}</main>',
    "a line that leads on": f'<article>{STORY}<p><a href="x"><b>READ MORE: {CLAIMS}</b></a></p>{REST}</article>',
    "an item that is a link": f"<article>{STORY}<ul>{LINK}</ul>{REST}</article>",
    "figures cut by marks": f"<article>{CUT}</article>",
    "a text called by a name of what is left out": f'<div class="sidebar-layout menu">{STORY}{REST}</div>',
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_what_a_page_shows_of_other_pages_is_not_the_text(body: str) -> None:
    page = f"<!doctype html><html lang=en><head><title>x</title></head><body>{body}</body></html>"
    assert stated(document_of(page.encode(), "page.html")) == PLAIN


def test_a_link_within_a_paragraph_stays() -> None:
    page = f'<html lang=en><body><article><p>{COST}</p><p><a href="x">{BACKLOG[:30]}</a>{BACKLOG[30:]}</p></article></body></html>'
    assert stated(document_of(page.encode(), "page.html")) == PLAIN


LINES = {
    "a narrow column": [
        "Each person who crossed between\nports of entry in 2017-\n18 cost $14,321 on average, the\nBudget Officer found.\n"
        "The backlog of the\nImmigration and Refugee Board\nstood at 71,380 claims at the\nend of 2018."
    ],
    "hyphens at line ends": [
        "Each per-\nson who crossed between ports of en\u00ad\ntry in 2017\u00ad18 cost $14,321 on aver-\nage, the Budget Officer "
        "found. The back-\nlog of the Immigration and Refugee Board\nstood at 71,380 claims at the end of 2018."
    ],
    "the end of a page": [
        "Brief 12\nEach person who crossed between ports of entry\nin 2017-18 cost $14,321 on average, the Budget Officer\n"
        "found. The backlog of the Immigration and Refugee Board stood\n1 of 2",
        "Brief 12\nat 71,380 claims at the end of 2018.\n2 of 2",
    ],
    "a running title with a figure": [
        f"1,200 asylum claims in a day\n{COST}\nPage 1",
        f"1,200 asylum claims in a day\n{BACKLOG}\nPage 2",
    ],
    "ligatures and what is not seen": [
        f"{COST}\n{BACKLOG}".replace("Officer", "O\ufb03cer")
        .replace("14,321", "14\u00ad,321")
        .replace("71,380", "71,\u200b380")
    ],
}


@pytest.mark.parametrize("pages", LINES.values(), ids=LINES)
def test_lines_of_a_pdf_are_put_together_again(pages: list[str]) -> None:
    from openasylum.check.texts.characters import seen

    assert stated(Text("pdf", seen(paragraphs_of(pages)), "en")) == PLAIN


def test_rows_of_a_table_are_not_joined() -> None:
    told = paragraphs_of(
        ["Claims made in Canada, by year of the claim\n2017 50,390\n2018 55,040\n2019 64,045"]
    )
    assert told.split("\n\n")[1:] == ["2017 50,390", "2018 55,040", "2019 64,045"]


def test_a_french_number_survives_the_end_of_a_line() -> None:
    told = paragraphs_of(["En 2024, le Canada a reçu 173\u202f\n000 demandes d’asile, un record."])
    assert "173 000 demandes" in told
    (one,) = check_texts([Text("pdf", told, "fr")], as_of=AS_OF).findings
    assert one.value == 173_000


def made(fill: Callable[[Any], None]) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    fill(document)
    document.save(stream)
    return stream.getvalue()


def cut(document: Any, xml: str) -> None:
    """A first paragraph whose figure stands in ``xml``, and a second as it is."""
    before, after = COST.split("$14,321")
    paragraph = document.add_paragraph(before)
    paragraph._p.append(parse_xml(xml))
    paragraph.add_run(after)
    document.add_paragraph(BACKLOG)


RUN = '<w:r><w:t xml:space="preserve">$14,321</w:t></w:r>'
STRUCK = '<w:del w:id="2" w:author="y"><w:r><w:delText>$99,999 </w:delText></w:r></w:del>'
WRAPPED = {
    "a tracked insertion": f'<w:ins {WORD} w:id="1" w:author="x">{RUN}</w:ins>',
    "a link": f"<w:hyperlink {WORD}>{RUN}</w:hyperlink>",
    "a field": f"<w:sdt {WORD}><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
    "beside what was struck out": f'<w:ins {WORD} w:id="1" w:author="x">{STRUCK}{RUN}</w:ins>',
}  # fmt: skip


@pytest.mark.parametrize("xml", WRAPPED.values(), ids=WRAPPED)
def test_a_document_is_read_with_its_changes_accepted(xml: str) -> None:
    assert stated(document_of(made(lambda document: cut(document, xml)), "brief.docx")) == PLAIN


def test_text_boxes_and_notes_are_read_once() -> None:
    box = f'<w:r {WORD} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>' + "".join(
        f"<mc:{part}><w:pict><w:txbxContent><w:p><w:r><w:t>{BACKLOG}</w:t></w:r></w:p></w:txbxContent></w:pict></mc:{part}>"
        for part in ("Choice", "Fallback")
    ) + "</mc:AlternateContent></w:r>"  # fmt: skip

    def fill(document: Any) -> None:
        document.add_paragraph(COST)._p.append(parse_xml(box))

    boxed = document_of(made(fill), "brief.docx")
    assert boxed.content.count("71,380") == 1 and stated(boxed) == PLAIN
    noted = document_of(with_note(made(lambda document: document.add_paragraph(COST)), BACKLOG), "brief.docx")
    assert stated(noted) == PLAIN


def with_note(data: bytes, words: str) -> bytes:
    """The same document with a footnote."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    added = {
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{media}"/></Types>'),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="n1" Type="{kind}" Target="footnotes.xml"/></Relationships>',
        ),
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for one in old.infolist():
            content = old.read(one).decode("utf-8", "surrogateescape")
            new.writestr(
                one, content.replace(*added.get(one.filename, ("\0", ""))).encode("utf-8", "surrogateescape")
            )
        note = f'<w:footnote w:id="1"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
        new.writestr("word/footnotes.xml", f"<w:footnotes {WORD}>{note}</w:footnotes>")
    return stream.getvalue()


HEADS = "From: Jo <jo@example.org>\nTo: desk@example.org\nDate: Thu, 29 Nov 2018 11:02:13 -0500\nSubject: 1,200 asylum claims\n"


def test_a_message_is_read_without_its_heads_and_marks_and_gives_the_day() -> None:
    quoted = "\n>\n".join(f"> {line}" for line in (COST, BACKLOG))
    plain = document_of(f"{HEADS}\n{quoted}\n\n-- \nJo, 1,200 asylum claims heard\n".encode(), "mail.txt")
    assert stated(plain) == PLAIN and plain.published == date(2018, 11, 29)
    for kind, body in (
        ("plain", f"{COST}\n\n{BACKLOG}"),
        ("html", f"<html><body><p>{COST}</p><p>{BACKLOG}</p></body></html>"),
    ):
        head = f"{HEADS}MIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        saved = document_of(head.encode() + quopri.encodestring(body.encode()), "mail.eml")
        assert stated(saved) == PLAIN and saved.published == date(2018, 11, 29)


def test_marks_of_markdown_hide_nothing() -> None:
    marked = f"## The cost\n\n> {COST}\n\n{BACKLOG}".replace("$14,321", "**$14,321**").replace(
        "71,380 claims", "[71,380 claims](https://example.org/a_(b)?y=2017)"
    )
    assert stated(document_of(marked.encode(), "page.md")) == PLAIN


@pytest.mark.parametrize(
    "encoding", ["cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"]
)
def test_encodings_with_and_without_their_mark(encoding: str) -> None:
    content = "En 2017, la GRC a intercepté 20\u00a0593 personnes entre les points d'entrée."
    (one,) = check_texts([document_of(content.encode(encoding), "texte.txt")], as_of=AS_OF).findings
    assert (one.value, one.verdict) == (20_593, "agrees")

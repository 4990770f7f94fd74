"""Reading documents, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from openasylum.check import Text, check_texts, read_document
from openasylum.check.texts.files import LARGEST, document_of
from openasylum.errors import UserError

SENTENCE = "In 2022, 39,540 people were intercepted by the RCMP between ports of entry."


def pdf_of(words: str | None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(width=600, height=400)
    if words:
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 40 200 Td ({words}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Interceptions", "39,540"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


HTML = f"""<!doctype html><html lang="en"><head><title>x</title>
<meta property="article:published_time" content="2023-02-01T10:00:00Z"><script>var n = 14321;</script></head>
<body><nav>Menu 14,321</nav><article><h1>Crossings</h1><p>{SENTENCE}</p><p>A <b>second</b> line.</p></article>
<footer>© 2023</footer></body></html>"""


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        HTML.encode(),
        pdf_of(SENTENCE),
        docx_of(SENTENCE),
    ],
    ids=["text", "text with mark", "utf-16", "html", "pdf", "docx"],
)
def test_every_kind_of_document_is_read(data: bytes) -> None:
    text = document_of(data, "d")
    assert "39,540 people were intercepted" in text.content
    report = check_texts([text])
    assert {one.verdict for one in report.findings if one.quoted == "39,540"} == {"agrees"}


def test_a_page_gives_its_article_and_its_day() -> None:
    text = document_of(HTML.encode(), "page.html")
    assert text.published == date(2023, 2, 1)
    assert "Menu" not in text.content and "14321" not in text.content
    assert "A second line." in text.content


def test_accents_in_the_older_encoding() -> None:
    text = document_of(
        "Près de 40 000 demandeurs d’asile sont passés par le chemin Roxham en 2022.".encode("cp1252"), "d"
    )
    assert text.content.startswith("Près de 40 000")


def test_the_table_of_a_docx_is_read() -> None:
    assert "Interceptions · 39,540" in document_of(docx_of(SENTENCE), "d").content


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf_of(None), "scan"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"\x00\x01\x02" * 1000, "binary data"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "old Word"),
        (
            "Привет, это текст о беженцах и границе Канады с Соединёнными Штатами.".encode("koi8-r"),
            "encoding",
        ),
        (b"{\\rtf1 text}", "RTF"),
        (b"   \n", "no text"),
        (b"", "no text"),
        (b"<html><body><script>1</script></body></html>", "no text"),
    ],
    ids=[
        "scan",
        "broken pdf",
        "binary",
        "broken archive",
        "old word",
        "unknown encoding",
        "rtf",
        "blank",
        "empty",
        "empty page",
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "document"
    file.write_bytes(data)
    with pytest.raises(UserError, match=said) as error:
        read_document(file)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_another_archive_is_no_docx(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(UserError, match="no DOCX"):
        read_document(file)


def test_a_very_large_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as handle:
        handle.truncate(200_000_000)
    with pytest.raises(UserError, match="200 MB"):
        read_document(file)
    with pytest.raises(UserError, match="up to 50 MB"):
        document_of(b"x" * (LARGEST + 1), "stream")


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("x")
    with pytest.raises(UserError, match=r"no such file.*article\.txt"):
        read_document(tmp_path / "artcle.txt")
    with pytest.raises(UserError, match="folder"):
        read_document(tmp_path)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "El gobierno de Canadá dice que los solicitantes de asilo que cruzan la frontera son devueltos a los Estados Unidos.",
            "Spanish",
        ),
        (
            "Die Regierung sagt, dass die Asylbewerber an der Grenze nicht mehr aufgenommen werden und das Land verlassen.",
            "German",
        ),
        (
            "Правительство Канады заявило, что просители убежища будут возвращены в Соединённые Штаты.",
            "Latin",
        ),
        ("加拿大政府表示，寻求庇护者将被送回美国，除非符合例外情况。", "Latin"),
    ],
)
def test_a_third_language_is_refused_plainly(text: str, language: str) -> None:
    with pytest.raises(UserError, match=f"neither English nor French.*{language}"):
        check_texts([Text("t", text)])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The backlog stands at 71,000 claims.", "en"),
        ("L’arriéré compte 71 000 demandes d’asile.", "fr"),
        ("39,540", "en"),
    ],
)
def test_the_language_is_found_out(text: str, language: str) -> None:
    assert check_texts([Text("t", text)]).languages == (language,)


def test_a_stream_is_read() -> None:
    assert read_document(io.BytesIO(SENTENCE.encode()), "given").name == "given"

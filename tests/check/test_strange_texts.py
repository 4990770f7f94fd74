"""Texts that nobody wrote: long rows of one thing are read once, and numbers beyond all figures are none."""

from __future__ import annotations

import contextlib
import io
import os
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from openasylum.check import Text, check_texts
from openasylum.check.texts import files
from openasylum.errors import UserError

ROWS = {
    "spaces": " " * 60_000,
    "stops": "." * 60_000,
    "stops and spaces": ". " * 30_000,
    "one long number": "9" * 60_000,
    "a number that never ends": "one hundred and " * 3_700,
    "quotation marks": '"' * 60_000,
    "empty lines": "\n" * 60_000,
}


@pytest.mark.parametrize("name", ROWS)
def test_strange_texts_are_read_in_a_moment(name: str) -> None:
    began = time.process_time()
    assert check_texts([Text("strange", ROWS[name], "en")]).findings == ()
    assert time.process_time() - began < 10


def test_a_row_of_numbers_without_a_stop_is_read_in_pieces() -> None:
    from openasylum.check.texts.segments import LONGEST_SENTENCE, sentences

    text = "asylum claims in canada 12,345 " * 2_000
    pieces = sentences(text)
    assert max(one.end - one.start for one in pieces) <= LONGEST_SENTENCE
    assert " ".join(text[one.start : one.end] for one in pieces).split() == text.split()


def test_a_pipe_without_end_is_read_up_to_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1_000)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def pour() -> None:
        with contextlib.suppress(BrokenPipeError), pipe.open("wb", buffering=0) as opened:
            for _ in range(1_000):
                opened.write(b"a" * 1_000)

    writer = threading.Thread(target=pour, daemon=True)
    writer.start()
    with pytest.raises(UserError, match="has more than 0 MB"):
        files.read_document(pipe)
    writer.join(10)
    assert not writer.is_alive()


def test_a_document_whose_words_unpack_to_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    from openasylum.check.texts import docx_text

    monkeypatch.setattr(docx_text, "_WORDS", 1_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 5_000 + b"</a>")
    with pytest.raises(UserError, match="unpacks to"):
        files.document_of(stream.getvalue(), "small.docx")


def test_a_short_sentence_of_the_other_language_is_read_in_it() -> None:
    text = "Canada received 91,710 asylum claims in 2022. Le Canada a reçu 143 785 demandes d’asile en 2023."
    found = check_texts([Text("both", text)], as_of=date(2026, 11, 22)).findings
    assert [one.value for one in found] == [91_710, 143_785]

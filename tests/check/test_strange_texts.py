"""Texts that nobody wrote: long rows of one thing are read once, and numbers beyond all figures are none."""

from __future__ import annotations

import time

import pytest

from openasylum.check import Text, check_texts

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

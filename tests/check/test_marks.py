"""Marks in a text: every statement is told from those that it overlaps."""

from datetime import date

from openasylum.check import Text, check_texts
from openasylum.check.marks import pieces
from openasylum.check.page import page

OVERLAPPING = (
    "Under Bill C-12, claims made more than one year after arrival in Canada (after June 24, 2020) would not be referred to "
    "the Board. In 2023, 144,000 asylum claims were made in Canada."
)


def _pieces():
    report = check_texts([Text("marks", OVERLAPPING, "en")], as_of=date(2026, 11, 22))
    return report, list(pieces(OVERLAPPING, 0, len(OVERLAPPING), list(enumerate(report.findings, start=1))))


def test_nothing_is_left_out_and_nothing_told_twice() -> None:
    assert "".join(one.words for one in _pieces()[1]) == OVERLAPPING


def test_each_statement_ends_once_and_opens_where_it_overlaps() -> None:
    report, cut = _pieces()
    closed = [number for one in cut for number, _ in one.closes]
    assert sorted(closed) == list(range(1, len(report.findings) + 1))
    crowded = {number for one in cut for number, crowded in one.closes if crowded}
    assert crowded and crowded == {number for one in cut for number in one.opens}
    alone = next(
        number
        for number, one in enumerate(report.findings, start=1)
        if "144,000" in OVERLAPPING[one.start : one.end]
    )
    assert alone not in crowded


def test_the_page_brackets_what_overlaps() -> None:
    report, cut = _pieces()
    shown = page(report)
    for number in {number for one in cut for number in one.opens}:
        assert f">{number}[</sup>" in shown and f">]{number}</a>" in shown

"""Shares and changes that a text's own counts do not make; amounts that need not be all of a sum."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def verdict(sentence: str, words: str) -> str | None:
    report = check_texts([Text("t", sentence)], as_of=AS_OF)
    return next((one.verdict for one in report.findings if one.quoted == words), None)


@pytest.mark.parametrize(
    ("sentence", "share", "right"),
    [
        ("Asylum claims rose {}, from 10,000 to 20,000.", "60 per cent", "100 per cent"),
        (
            "Asylum claims rose from 11,300 in one year to 18,700 in the next, an increase of {}.",
            "40%",
            "65%",
        ),
        ("Asylum claims fell by {}, from 20,000 to 15,000.", "50 per cent", "25 per cent"),
        ("Les demandes d'asile ont reculé de {}, passant de 20 000 à 15 000.", "50 %", "25 %"),
        ("Les demandes d'asile sont passées de 11 300 à 18 700, soit une hausse de {}.", "40 %", "65 %"),
        ("Sur 40 000 demandes d'asile, 12 000, soit {}, ont été rejetées.", "40 %", "30 %"),
        ("Of 40,000 asylum claims, 12,000, or {}, were rejected.", "40%", "30%"),
        ("The Board rejected 12,000 of the 40,000 asylum claims, or {}.", "40 per cent", "30 per cent"),
    ],
)
def test_a_share_that_the_texts_own_counts_do_not_make_differs(sentence: str, share: str, right: str) -> None:
    assert verdict(sentence.format(share), share) == "differs"
    assert verdict(sentence.format(right), right) == "agrees"


@pytest.mark.parametrize(
    "sentence",
    [
        # The share is of something else, or the counts are not plainly those it is drawn from.
        "Asylum claims rose 60 per cent in Quebec, while Ontario went from 10,000 to 20,000.",
        "Of 40,000 asylum claims, 12,000 came from Mexico, and 40% were rejected.",
        "The number of asylum claims rose from 10,000 to 20,000, and 60 per cent were made in Quebec.",
        "Canada had 20,000 asylum claims, 60 per cent more than in 2016, when there were 11,000.",
    ],
)
def test_a_share_that_may_be_of_something_else_does_not_differ(sentence: str) -> None:
    report = check_texts([Text("t", sentence)], as_of=AS_OF)
    assert not any(one.verdict == "differs" for one in report.findings)


def test_amounts_paid_to_some_need_not_be_all_of_a_sum() -> None:
    told = "Ottawa paid $698.8 million for asylum claimants: $440.9 million to Quebec and $215.4 million to Toronto."
    assert not any(one.verdict == "differs" for one in check_texts([Text("t", told)], as_of=AS_OF).findings)
    more = "Ottawa paid $600 million for asylum claimants: $440.9 million to Quebec and $215.4 million to Toronto."
    assert any(
        one.kind == "sum" and one.verdict == "differs"
        for one in check_texts([Text("t", more)], as_of=AS_OF).findings
    )


@pytest.mark.parametrize(
    ("text", "share", "expected"),
    [
        ("The town housed 5,140 claimants. That’s a decrease of {} compared to the 9,481 of last year.", "46%", "agrees"),
        ("The town housed 5,140 claimants. That’s a decrease of {} compared to the 9,481 of last year.", "26%", "not_in_register"),
        ("La ville a logé 144 035 demandeurs. Il s'agit d'une hausse de {} par rapport aux 92 000 de l'an dernier.", "57 %", "agrees"),
        # 34% more than the 658 of the sentence before, which this one does not say.
        ("The town housed 658 claimants in February. In March it housed 887, and {} of them slept in tents.", "34%", "not_in_register"),
    ],
)  # fmt: skip
def test_a_change_against_the_count_of_the_sentence_before(text: str, share: str, expected: str) -> None:
    assert verdict(text.format(share), share) in (
        expected,
        None if expected == "not_in_register" else expected,
    )

"""Several texts on one event: figures that the register does not hold, statements said twice, the law of two days, passages
that are nearly the same, and what all of three texts say of one thing.
"""

from __future__ import annotations

from datetime import date

import pytest

from openasylum.check import Comparison, Report, Text, check_texts
from openasylum.check.comparison.passages import likeness

AS_OF = date(2026, 11, 22)

SPACES = "In 2023, the city opened 1,312 shelter spaces for asylum claimants."
CASES = "Legal aid lawyers took on 8,412 refugee cases in Ontario in 2022."
CROSSED = "According to the department, 58,255 people crossed the border irregularly between February 2017 and March 2020."
HOTELS = "The hotel contract for asylum seekers cost $57.4 million in 2023."


def report(*contents: str) -> Report:
    return check_texts([Text(f"text {place}", one) for place, one in enumerate(contents, 1)], as_of=AS_OF)


def compared(*contents: str) -> Comparison:
    found = report(*contents).comparison
    assert found is not None
    return found


def tied(*contents: str) -> list[str]:
    """The kinds of what two texts say of one thing."""
    return [one.kind for one in compared(*contents).statements if len(one.texts) > 1]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (SPACES, "About 1,300 shelter spaces for asylum claimants were opened by the city in 2023.", "rounded"),
        (SPACES, "The city opened 1,700 shelter spaces for asylum claimants in 2023.", "disagree"),
        (SPACES, "More than 1,100 shelter spaces for asylum claimants were opened by the city in 2023.", "rounded"),
        (CASES, "In 2022, lawyers paid by legal aid in Ontario took 8,412 refugee cases.", "same"),
        (CASES, "In 2022, lawyers paid by legal aid in Ontario took on 9,650 refugee cases.", "disagree"),
        (HOTELS, "In 2023 the contract for hotel rooms for asylum seekers cost about $57 million.", "rounded"),
        (HOTELS, "In 2023 the contract for hotel rooms for asylum seekers cost $71 million.", "disagree"),
        (
            "About 45% of asylum claimants in Toronto shelters were women in 2023.",
            "In 2023, women were 38% of asylum claimants in Toronto shelters.",
            "disagree",
        ),
        (
            "Quebec asked Ottawa for $470 million for asylum seekers in 2021 and 2022.",
            "Quebec asked Ottawa for $460 million for asylum seekers in 2021 and 2022.",
            "disagree",
        ),
    ],
)  # fmt: skip
def test_a_figure_that_the_register_does_not_hold_is_held_against_the_other_text(
    one: str, other: str, kind: str
) -> None:
    assert tied(one, other) == [kind]
    assert tied(other, one) == [kind]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (CROSSED, "Entre février 2017 et mars 2020, 58 255 personnes ont traversé la frontière de façon irrégulière.", "same"),
        (CROSSED, "Entre février 2017 et mars 2020, plus de 58 000 personnes ont traversé la frontière de façon irrégulière.", "rounded"),
        (CROSSED, "Entre février 2017 et mars 2020, 61 300 personnes ont traversé la frontière de façon irrégulière.", "disagree"),
        (CASES, "En 2022, 8412 dossiers de réfugiés ont été confiés à l'aide juridique en Ontario.", "same"),
        (SPACES, "En 2023, la ville a ouvert 1700 places d'hébergement pour les demandeurs d'asile.", "disagree"),
        (SPACES, "En 2023, la ville a ouvert environ 1300 places d'hébergement pour les demandeurs d'asile.", "rounded"),
    ],
)  # fmt: skip
def test_the_same_holds_across_languages(one: str, other: str, kind: str) -> None:
    assert tied(one, other) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CASES, "In 2022, lawyers paid by legal aid in Manitoba took on 9,650 refugee cases."),  # another place
        (CASES, "In 2021, lawyers paid by legal aid in Ontario took on 9,650 refugee cases."),  # another year
        ("In 2022 the RCMP arrested 412 people who helped asylum seekers cross.",
         "In 2022 the RCMP helped 530 asylum seekers who were hurt crossing."),  # other people
        ("The board hired 800 new members in 2018 to hear refugee claims.",
         "The board heard 1,800 refugee claims in 2018 at its new office."),  # another noun
        ("The board granted protection in 63% of refugee claims in 2023.", "The board rejected 21% of refugee claims in 2023."),
        ("Claims fell 36% between January and April 2025 compared with a year earlier.",
         "Claims fell 36% in January and February 2025 compared with a year earlier."),  # equal by chance
    ],
)  # fmt: skip
def test_figures_of_two_things_say_nothing_of_each_other(one: str, other: str) -> None:
    assert tied(one, other) == []


def test_what_one_text_says_twice_is_not_told_as_added() -> None:
    twice = (
        "The Federal Court struck down the Safe Third Country Agreement. "
        "The Federal Court found that the Safe Third Country Agreement violates the Charter."
    )
    statements = compared(
        "A Federal Court judge struck down the Safe Third Country Agreement.", twice
    ).statements
    struck = [one for one in statements if one.kind == "same"]
    assert len(struck) == 1 and len(struck[0].findings) >= 3
    assert {one.kind for one in statements} <= {"same", "added"}


def test_the_rule_of_before_and_the_rule_of_now_do_not_contradict_each_other() -> None:
    before = "Until 2023 the Safe Third Country Agreement applied only at official border crossings."
    now = "The Safe Third Country Agreement applies along the entire land border."
    assert "disagree" not in tied(before, now)
    assert tied(before.replace("Until 2023 the", "The").replace("applied", "applies"), now) == ["disagree"]


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        # One text writes of the bill, the other of the law: both tell one rule.
        ("Bill C-2 is not yet law. Under Bill C-2, a claim made more than one year after entry would be ineligible.",
         "Under Bill C-12, now law, a claim made more than one year after entry is ineligible.", ["same"]),
        ("Le projet de loi C-2 n'est pas encore une loi.", "Bill C-2 is not yet law.", ["same"]),
        ("The Safe Third Country Agreement took effect in 2003.", "The Safe Third Country Agreement took effect in 2006.",
         ["disagree"]),
        ("The Safe Third Country Agreement took effect in 2003.", "The Safe Third Country Agreement took effect in 2004.",
         ["disagree"]),
        ("The Safe Third Country Agreement took effect in 2003.", "L'Entente sur les tiers pays sûrs est entrée en vigueur en 2003.",
         ["same"]),
    ],
)  # fmt: skip
def test_statements_of_one_rule_are_told_alike_where_both_are_or_were_so(
    one: str, other: str, kinds: list[str]
) -> None:
    found = compared(one, other)
    assert [row.kind for row in found.statements if row.kind not in ("added", "dropped")] == kinds


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("on tuesday the minister told the committee that new hearing rooms would open in the spring",
         "the minister told the committee on tuesday that new hearing rooms would open in the spring", True),
        ("the bill received royal assent on thursday and became law",
         "on thursday the bill received royal assent and has become law", True),
        ("the city will rent six more hotels for families who sleep in the bus station",
         "the city will rent six more hotels for families who sleep in the bus station the mayor said and it hopes to open them "
         "before the first snow falls on the streets of the old port", True),
        ("the minister told the committee that new hearing rooms would open in the spring",
         "the committee heard from the mayor that the old hotel would close in the autumn", False),
    ],
)  # fmt: skip
def test_sentences_reordered_or_lightly_edited_are_one_passage(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) is not None) is alike
    assert (likeness(other, one) is not None) is alike


def test_three_texts_are_gathered_by_what_they_speak_of() -> None:
    found = report(
        SPACES + " " + CASES,
        "In 2023, the city opened about 1,300 shelter spaces for asylum claimants.",
        "In 2023, the city opened 1,700 shelter spaces for asylum claimants.",
    )
    assert found.comparison is not None
    told = [
        (one.kind, [found.findings[place].text for place in one.findings]) for one in found.comparison.groups
    ]
    assert told == [("disagree", [0, 1, 2]), ("only", [0])]
    listed = found.as_dict()["comparison"]["groups"]
    assert listed[0] == {"kind": "disagree", "findings": [0, 2, 3]}


def test_every_finding_stands_in_one_group() -> None:
    found = report(CROSSED + " " + HOTELS, CASES, SPACES + " " + HOTELS)
    assert found.comparison is not None
    places = sorted(place for one in found.comparison.groups for place in one.findings)
    assert places == list(range(len(found.findings)))

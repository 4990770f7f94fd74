"""The words that patterns of law and things of its vocabulary need are those that the patterns and phrases make."""

from __future__ import annotations

import pytest

from support.tools import ROOT, tool


@pytest.fixture(scope="module")
def builder():
    return tool("build_needed_words")


def test_the_file_is_up_to_date(builder, tmp_path):
    builder.main(tmp_path / "made.json")
    kept = ROOT / "src" / "openasylum" / "check" / "statutes" / "needed_words.json"
    assert (tmp_path / "made.json").read_bytes() == kept.read_bytes(), "python tools/build_needed_words.py"


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        (r"turn(?:ed)? back", [{"turn ", "turned"}, {"back"}]),
        (r"(?:safe|first) third", [{"safe ", "first "}, {"third"}]),
        (r"court .{0,20}struck", [{"court "}]),
        (r"optional(?: word)?", [{"option"}]),
        (r"within (?:the )?(?P<number>\d+|[a-z]+)[ -]days?", [{"within"}, {"day", "days"}]),
        (r"first (?:\w+ ){0,2}country", [{"first "}, {"countr"}]),
        (r"court .?struck", [{"court "}]),
    ],
)
def test_a_group_is_the_beginnings_that_a_word_can_have(builder, pattern, groups):
    assert [set(group) for group in builder.groups_of(pattern)] == groups


def test_a_thing_that_is_named_needs_two_words_of_each_of_its_phrases_that_few_others_have(builder):
    named = builder.naming_groups(
        {"back": ["turned _ back", "sent _ back", "refus* entry"], "port": ["port of entry", "checkpoint"]}
    )
    first, second = named["back"]
    assert first == {"turned", "sent ", "refus"}  # "refus*" has any ending, "sent" none
    assert second == {"back ", "entry "}
    first, second = named["port"]
    assert first == {"entry ", "checkp"}  # "port" is little
    assert second == {"port ", "checkp"}

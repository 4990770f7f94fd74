"""Figures whose noun, place or time stands further back, pairs of years and places, parts by way in, and tables that lost their gaps."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts
from openasylum.check.texts.plain_tables import with_tables_read


def told(content: str, language: str = "en", published: date | None = None) -> dict[str, str]:
    """The verdict of each figure, by its words."""
    report = check_texts([Text("text", content, language, published)], as_of=AS_OF)
    return {one.quoted: one.verdict for one in report.findings}


def test_money_takes_its_noun_from_the_sentence_before() -> None:
    text = "The Interim Housing Assistance Program was renewed in July 2023. This includes $97 million for Toronto."
    assert told(text)["$97 million"] == "agrees"


def test_money_of_something_else_is_left_alone_though_the_number_is_one_of_ours() -> None:
    text = "Claimants were sheltered in the arena. The city spends $97 million on its roads."
    assert "$97 million" not in told(text)


def test_millions_take_their_noun_from_the_sentence_before() -> None:
    text = "The undocumented population of the United States grew, the Pew Research Center says. Its estimate rose from {} million in 2022."
    assert told(text.format("11.8"))["11.8 million"] == "agrees"
    assert "13.4 million" not in told(text.format("13.4"))


def test_each_of_two_figures_is_of_its_year() -> None:
    both = told("Canada received 36,856 and 33,153 refugee claims in 2008 and 2009.")
    assert both == {"36,856": "agrees", "33,153": "agrees"}


def test_each_of_two_figures_is_of_its_place() -> None:
    text = "In March 2017 the RCMP intercepted migrants in Manitoba and British Columbia between ports of entry: 170 and 71."
    assert told(text) == {"170": "agrees", "71": "agrees"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Roxham Road accounted for 43% of the asylum claims made in 2022.", "en"),
        ("Le chemin Roxham a compté pour 43 % des demandes d’asile de 2022.", "fr"),
    ],
)
def test_a_way_in_is_a_part_of_all_claims(text: str, language: str) -> None:
    assert set(told(text, language).values()) == {"agrees"}


def test_a_part_by_way_in_that_is_wrong_does_not_agree() -> None:
    assert "agrees" not in told("Roxham Road accounted for 61% of the asylum claims made in 2022.").values()


def test_the_count_of_one_kind_of_year_is_not_that_of_the_other() -> None:
    text = "The RCMP intercepted 20,593 people between ports of entry in {}."
    assert told(text.format("2017"))["20,593"] == "agrees"
    assert told(text.format("2017-18"))["20,593"] == "another_thing"


def test_the_count_of_all_is_not_that_of_students() -> None:
    assert told("Foreign students made 173,000 claims in 2024.")["173,000"] == "another_thing"
    assert told("Canada received 173,000 asylum claims in 2024.")["173,000"] == "agrees"


def test_a_month_is_of_the_day_of_the_text_though_another_year_is_compared_with() -> None:
    text = "Airports received 4,345 asylum claims in June, compared with 1,360 in June 2022."
    assert told(text, published=date(2023, 8, 11)) == {"4,345": "agrees", "1,360": "agrees"}


def test_a_table_that_lost_its_gaps_is_read_by_its_years() -> None:
    table = "Asylum claims in Canada\nMode 2019 2020\nAirport claims 8,125 1,864\nInland claims 34,639 15,825\nThe page ends here."
    read = with_tables_read(table)
    assert "2019 8,125 · 2020 1,864" in read
    assert read.endswith("The page ends here.")


def test_years_at_the_end_of_a_line_make_no_table_by_themselves() -> None:
    text = "Claims fell in 2019 2020\nand nobody knew why."
    assert with_tables_read(text) == text


def test_a_share_is_not_that_of_a_country_named_behind_it() -> None:
    text = "About 62% of claims were accepted in 2012, but the rates were lower for Nigerians."
    findings = check_texts([Text("text", text, "en")], as_of=AS_OF).findings
    assert not any(one.measure == "rpd.recognition_by_origin" for one in findings)


def test_thousands_may_be_told_with_a_letter() -> None:
    assert set(told("In 2022 Canada received 92K asylum claims.").values()) == {"agrees"}


def test_a_rate_beside_a_count_does_not_make_the_count_a_rate() -> None:
    text = "Irregular claims fell from 165 a day in March 2023 to 12 a day, some 17,300 in all of 2023."
    assert told(text)["some 17,300"] in ("agrees", "agrees_rounded")

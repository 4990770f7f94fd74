"""Parts of the country's count and periods set beside each other, as published articles tell them, in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from check.test_as_told_by_articles import verdicts

OURS = {"agrees", "agrees_rounded", "was_so_has_changed"}
IN_2024 = date(2024, 6, 10)


def recognised(text: str, published: date | None, language: str | None = None) -> list[str]:
    return [quoted for verdict, quoted in verdicts(text, published, language) if verdict in OURS]


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("Le Québec a reçu 64 % des demandeurs d’asile du pays en 2022, contre 45 % en 2023.", ["64 %", "45 %"]),
        (
            "In 2023 Quebec received 45 per cent of the asylum claims made in Canada and Ontario 44 per cent.",
            ["45 per cent", "44 per cent"],
        ),
        ("Some 46 per cent of the national total, or 65,570 claims, were filed in Quebec in 2023.", ["Some 46 per cent"]),
        ("En 2023, 65 570 personnes ont demandé l’asile au Québec. C’est 46 % du total canadien.", ["46 %"]),
        (
            "Cette année, 36 % des demandeurs d’asile sont attribués au Québec, contre 51 % en Ontario.",
            ["36 %", "51 %"],
        ),
    ],
)  # fmt: skip
def test_parts_of_the_whole_that_is_named_once(text: str, shares: list[str]) -> None:
    found = recognised(text, IN_2024)
    assert [one for one in found if one in shares] == shares, found


@pytest.mark.parametrize(
    "text",
    [
        "Le Québec a reçu 64 % des demandeurs d’asile du pays en 2022, contre 31 % en 2023.",
        "In 2023 Quebec received 45 per cent of the asylum claims made in Canada and Ontario 23 per cent.",
        "Quebec received 45 per cent of the asylum claims in 2023, and spent 44 per cent of its funds on them.",
    ],
)
def test_a_part_beside_another_is_not_made_out_of_nothing(text: str) -> None:
    assert len(recognised(text, IN_2024)) == 1


def test_part_and_whole_are_of_one_print() -> None:
    told = "En 2023, le Québec a reçu 46 % des demandes d’asile faites au Canada."
    from check.scoring import AS_OF
    from openasylum.check import Text, check_texts

    (one,) = check_texts([Text("t", told, "fr", IN_2024)], as_of=AS_OF).findings
    assert one.verdict == "agrees"
    assert "143" not in str(one.ours[0].value)  # of 65,570, which was printed with 144,035


@pytest.mark.parametrize(
    ("text", "published", "numbers"),
    [
        (
            "The RCMP intercepted 1,696 people between ports of entry in the first two months of 2019, down from 3,082 in "
            "the same two months of 2018.",
            date(2019, 4, 10),
            ["1,696", "3,082"],
        ),
        (
            "Les demandes d’asile sont passées de 37 465 dans les quatre premiers mois de 2023 à 62 180 dans les quatre "
            "premiers mois de 2024; en Ontario, de 11 915 à 31 820.",
            IN_2024,
            ["37 465", "62 180", "11 915", "31 820"],
        ),
        (
            "En avril, 859 migrants ont été interceptés entre les points d’entrée. Il était de 2560 un an plus tard.",
            date(2017, 5, 20),
            ["859"],
        ),
        (
            "On a compté 1263 interceptions entre les points d’entrée en juin. C’est le moins depuis juin 2017, mois durant "
            "lequel 884 interceptions avaient eu lieu.",
            date(2018, 7, 14),
            ["1263", "884"],
        ),
        (
            "Les interceptions entre les points d’entrée furent de 2560 en avril (2479 au Québec) et de 1869 en mai (1775 au Québec).",
            date(2018, 7, 14),
            ["2560", "2479", "1869", "1775"],
        ),
        (
            "Plus de 31 000 personnes ont franchi la frontière entre les points d’entrée depuis le début de l’année dernière.",
            date(2018, 7, 14),
            ["Plus de 31 000"],
        ),
        (
            "Des 2719 personnes interceptées entre les points d’entrée au Canada depuis janvier à pied, 1993 l’ont été au Québec.",
            date(2017, 5, 16),
            ["2719"],
        ),
    ],
)
def test_periods_beside_each_other(text: str, published: date, numbers: list[str]) -> None:
    assert recognised(text, published) == numbers


def test_a_round_number_of_a_time_of_last_year_is_none_of_long_ago() -> None:
    told = "Border officers have processed 12,500 asylum claims so far in 2025, compared to roughly 25,500 by the same time last year."
    assert recognised(told, date(2025, 5, 15)) == []


def test_students_are_no_count_of_all_of_another_year() -> None:
    told = "International students filed nearly 14,000 asylum claims in the first nine months of 2024."
    assert verdicts(told, date(2024, 11, 20)) == [("agrees_rounded", "nearly 14,000")]


def test_a_count_of_the_time_spoken_of_before() -> None:
    told = (
        "Canada received 132,525 asylum claims between January and September 2024. Among these, international students filed "
        "13,660 claims, well above the total for 2023."
    )
    assert verdicts(told, date(2024, 11, 21))[-1] == ("agrees", "13,660")


@pytest.mark.parametrize(
    ("text", "published", "numbers"),
    [
        (
            "Of the 113,368 claims from irregular border crossers referred to the Immigration and Refugee Board since 2017, "
            "75,038 have been finalized, with 43,071 accepted and 23,244 rejected.",
            IN_2024,
            ["113,368", "75,038", "43,071", "23,244"],
        ),
        (
            "Since February 2017, more than 113,000 irregular border crossers have had their claims referred to the Board. "
            "More than 43,000 have been accepted and about 23,000 rejected.",
            IN_2024,
            ["more than 113,000", "More than 43,000", "about 23,000"],
        ),
        (
            "Of the claims by Haitian irregular border crossers, the Board accepted 2,534 and rejected 5,024.",
            date(2022, 12, 10),
            ["2,534", "5,024"],
        ),
        (
            "At the end of 2018, the Board had finalized 9,330 irregular border crosser claims.",
            date(2019, 2, 20),
            ["9,330"],
        ),
        (
            "En janvier et février 2020, 266 Haïtiens ont demandé l’asile après avoir traversé la frontière de façon irrégulière.",
            date(2020, 7, 24),
            ["266"],
        ),
        (
            "Presque autant de demandes d’asile ont été traitées en Ontario (63 390) en 2023 qu’au Québec.",
            date(2024, 1, 25),
            ["63 390"],
        ),
    ],
)  # fmt: skip
def test_people_who_crossed_at_the_board_to_date(text: str, published: date, numbers: list[str]) -> None:
    assert recognised(text, published) == numbers


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (
            "Officers took 6,000 asylum claims in spring against 12,000 a year before, about 50% fewer.",
            "about 50%",
        ),
        ("Students made 12,915 asylum claims, making up 10.8% of the 119,835 made in all.", "10.8%"),
        (
            "Cette année, 8655 demandes d’asile ont été traitées. L’an dernier, 19 815 demandes d’asile l’avaient été. Il s’agit "
            "d’une diminution de 56 %.",
            "56 %",
        ),
    ],
)
def test_shares_and_changes_that_counts_of_the_text_make(text: str, share: str) -> None:
    assert share in recognised(text, None)


def test_a_share_is_of_the_time_of_the_count_that_it_tells_again() -> None:
    told = (
        "Les demandes d’asile étaient un peu moins de 92 000 en 2022. Le Québec en tête, avec 65 570 dossiers, soit 46 % du "
        "total canadien, puis l’Ontario et ses 63 390 demandes, soit 44 % du total canadien."
    )
    assert {"46 %", "44 %"} <= set(recognised(told, date(2024, 1, 19)))
    assert "37 %" not in recognised(told.replace("44 %", "37 %"), date(2024, 1, 19))


def test_a_change_is_between_the_very_months_that_are_named() -> None:
    told = "Asylum claims fell by 34% between January and July 2025 compared with the same period in 2024."
    assert recognised(told, date(2025, 9, 10)) == ["34%"]
    assert recognised(told.replace("34", "41"), date(2025, 9, 10)) == []


def test_those_of_a_year_are_its_same_months() -> None:
    told = (
        "Une comparaison des huit premiers mois de 2023 avec ceux de 2022 montre que les demandes d’asile sont passées de 53 450 à "
        "81 171."
    )
    assert recognised(told, date(2023, 9, 24)) == ["53 450", "81 171"]

"""Figures as published texts tell them: fiscal years, forecasts, parts behind "including", programmes beside others."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def told(content: str, language: str = "en", published: date | None = None) -> dict[str, str]:
    """The verdict of each figure, by its words."""
    report = check_texts([Text("text", content, language, published)], as_of=AS_OF)
    return {one.quoted: one.verdict for one in report.findings}


@pytest.mark.parametrize(
    ("text", "language", "quoted", "verdict"),
    [
        # A flow of months is added up over a fiscal year.
        ("In 2017-2018 the RCMP intercepted nearly 24,000 people between ports of entry.", "en", "nearly 24,000", "agrees_rounded"),
        ("En 2017-2018, la GRC a arrêté près de 24 000 personnes entre les points d’entrée.", "fr", "près de 24 000", "agrees_rounded"),
        # A programme beside another.
        ("Hotels aside, $1.5 billion went to provinces and municipalities between 2017 and June 2025.", "en", "$1.5 billion", "agrees"),
        # A part behind "including" does not make the whole another thing.
        ("In December 2024 the CBSA had 485,000 people waiting for removal, including many on warrants.", "en", "485,000", "agrees"),
        ("En septembre 2018, la CISR avait 65 000 demandes en attente, dont 28 000 venaient d’irréguliers.", "fr", "28 000", "agrees"),
        # A level of the month beside the day that is named.
        ("As of January 5, 2026, the IRB had around 300,000 refugee claims pending.", "en", "around 300,000", "agrees_rounded"),
        # Two waits of one sentence.
        ("En octobre 2020, l’attente était de 24 mois pour l’asile et de 12 mois pour les appels de réfugiés.", "fr", "12 mois", "agrees"),
        ("Students filed 5,500 asylum claims between January and March 2025.", "en", "5,500", "agrees"),
        ("Canada had 44,640 asylum claims in 2001.", "en", "44,640", "agrees"),
        ("Le Québec a procédé à 6021 renvois en 2023, dit l’ASFC.", "fr", "6021", "agrees"),
        ("Au Québec, la première année d’un demandeur d’asile coûte quelque 8400 $.", "fr", "quelque 8400 $", "agrees"),
    ],
)  # fmt: skip
def test_as_texts_tell_them(text: str, language: str, quoted: str, verdict: str) -> None:
    assert told(text, language)[quoted] == verdict


def test_a_forecast_for_a_fiscal_year_is_told_by_the_year_it_ends_in() -> None:
    text = "The cost of the Interim Federal Health Program is expected to reach {} by 2030."
    published = date(2026, 2, 20)
    assert told(text.format("$1.5 billion"), published=published)["$1.5 billion"] == "agrees_rounded"
    assert "$2.4 billion" not in told(text.format("$2.4 billion"), published=published)


def test_those_counted_without_a_noun() -> None:
    text = "La plupart passent par le chemin Roxham. Selon Ottawa, {} d’entre eux sont arrivés en janvier."
    published = date(2023, 3, 20)
    assert told(text.format("près de 5 000"), "fr", published)["près de 5 000"] == "agrees_rounded"
    assert "agrees" not in told(text.format("8 400"), "fr", published).values()


def test_those_of_the_sector_are_none_of_those_coming_north() -> None:
    before = "Crossings rose in the Swanton Sector of the border."
    text = f"{before} About 2,000 migrants were caught crossing illegally in the sector in early 2017."
    assert not {"agrees", "agrees_rounded"} & set(told(text).values())


def test_growth_a_year_over_several_is_no_change_between_two() -> None:
    text = "Average annual growth in the cost of the Interim Federal Health Program will be 11.2 per cent between 2025-26 and 2029-30."
    assert "differs" not in told(text).values()


def test_claims_are_not_gainsaid_by_interceptions() -> None:
    text = "Entre janvier et fin juin 2017, 6505 demandes d’asile ont été présentées, certaines par des personnes arrêtées par la GRC."
    assert "differs" not in told(text, "fr").values()


@pytest.mark.parametrize(("change", "agrees"), [("65 %", True), ("48 %", False)])
def test_a_change_of_two_counts_of_the_sentence_before(change: str, agrees: bool) -> None:
    before = (
        "De janvier à juillet 2018, la GRC a arrêté 12 378 irréguliers, contre 7509 aux mêmes mois de 2017."
    )
    text = f"{before} Il s’agit d’une hausse de {change}."
    assert (told(text, "fr").get(change) == "agrees") == agrees


def test_more_than_so_many_since_a_year() -> None:
    text = "Since January 2017, {} people were caught crossing between ports of entry by the RCMP."
    published = date(2019, 5, 7)
    assert told(text.format("over 42,000"), published=published)["over 42,000"] == "agrees_rounded"
    assert "over 31,000" not in {
        quoted
        for quoted, verdict in told(text.format("over 31,000"), published=published).items()
        if verdict.startswith("agrees")
    }


def test_who_crossed_at_roxham_road_crossed_into_quebec() -> None:
    text = "Between January and August 2022, 23,196 people crossed into Canada by Roxham Road."
    (one,) = check_texts([Text("text", text, "en")], as_of=AS_OF).findings
    assert (one.verdict, one.ours[0].geography) == ("agrees_rounded", "Quebec")


def test_a_share_of_now_is_of_the_last_whole_year() -> None:
    published = date(2024, 2, 1)
    assert (
        told("Quebec takes in 45% of all asylum seekers in Canada.", published=published)["45%"] == "agrees"
    )
    assert (
        told("Quebec takes in 31% of all asylum seekers in Canada.", published=published)["31%"] != "agrees"
    )


def test_money_for_temporary_housing_is_no_other_payment_to_quebec() -> None:
    text = "Ottawa a réservé 150 millions $ pour l’hébergement temporaire des demandeurs d’asile au Québec."
    assert not {"agrees", "agrees_rounded"} & set(told(text, "fr").values())


def test_the_bulk_of_them_elsewhere_is_not_where_they_all_were() -> None:
    text = "Since January the RCMP has caught more than 15,000 people crossing between ports of entry, the bulk of them in Quebec."
    report = check_texts([Text("text", text, "en", date(2017, 11, 7))], as_of=AS_OF)
    assert [(one.verdict, one.ours[0].geography) for one in report.findings] == [("agrees_rounded", "Canada")]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("En 2023, Ottawa logeait des demandeurs d’asile à l’hôtel pour 205 $/nuit.", "205 $"),
        (
            "Depuis 2020, Ottawa a donné 1,6 milliard $ aux villes et aux provinces pour loger les demandeurs d’asile.",
            "1,6 milliard $",
        ),
        (
            "Ottawa offrait aux demandeurs d’asile un logement temporaire : 36 millions de dollars pour le Québec.",
            "36 millions de dollars",
        ),
    ],
)
def test_money_for_lodging_in_french(text: str, quoted: str) -> None:
    assert told(text, "fr")[quoted] == "agrees"


def test_an_offer_is_known_in_the_month_it_was_made() -> None:
    text = "The minister announced {} for Ontario, Quebec and Manitoba to pay for lodging refugee claimants."
    assert told(text.format("$50 million"), published=date(2018, 6, 2))["$50 million"] == "agrees"
    assert "agrees" not in told(text.format("$50 million"), published=date(2017, 6, 2)).values()


def test_counts_in_brackets_behind_the_places_they_are_of() -> None:
    text = "In 2019 the RCMP caught people between ports of entry in British Columbia (182) and in Manitoba (180)."
    assert told(text) == {"182": "agrees", "180": "agrees"}
    assert "182" not in told(
        "The RCMP caught people between ports of entry in 2019, says section 5 (182) of the report."
    )


def test_whereabouts_are_those_of_people_to_be_removed() -> None:
    text = "In July 2020 the whereabouts of {} people up for deportation were not known, the auditor of the CBSA found."
    assert told(text.format("34,700"))["34,700"] == "agrees"
    assert told(text.format("48,200"))["48,200"] != "agrees"


def test_those_of_two_ways_in_are_not_gainsaid_by_one() -> None:
    text = "In the first three months of 2018, 4,475 people made refugee claims at airports and at official border posts."
    assert "differs" not in told(text).values()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The IRB accepted 52% of the claims of irregular border crossers (February 2017-June 2022).", "52%"),
        ("Since 2017 the IRB accepted 34.2% of the claims of irregular Haitian border crossers.", "34.2%"),
        (
            "In April 2019, the auditor found, about 50,000 people had enforceable removal orders.",
            "about 50,000",
        ),
    ],
)
def test_shares_and_orders_of_a_span_joined_by_a_dash_or_a_month(text: str, quoted: str) -> None:
    assert told(text)[quoted] == "agrees"

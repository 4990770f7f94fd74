"""How French texts tell times, changes and amounts, in sentences of our own; the values are those of the tables."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts

FEBRUARY_2025 = date(2025, 2, 20)


def found(text: str, published: date | None = None) -> dict[str, str]:
    report = check_texts([Text("t", text, "fr", published)], as_of=AS_OF)
    return {one.quoted: one.verdict for one in report.findings}


def test_last_month_is_the_one_before_the_text() -> None:
    told = "Au cours du dernier mois, la GRC a intercepté 1019 personnes entre les points d’entrée."
    assert found(told, date(2018, 12, 17)) == {"1019": "agrees"}  # November 2018
    assert found(told, date(2018, 6, 17)) != {"1019": "agrees"}


def test_two_years_joined_by_and_in_are_added_up() -> None:
    told = "En 2017 et en 2018, près de 40 000 personnes ont été interceptées par la GRC entre les points d’entrée."
    assert found(told) == {"près de 40 000": "agrees_rounded"}  # 20,593 + 19,419


def test_the_end_of_the_year_said_in_february_is_the_last_one() -> None:
    told = "Le Québec recule. À la fin de l’année, 57 215 demandes d’asile avaient été traitées au Québec."
    assert found(told, FEBRUARY_2025)["57 215"] == "agrees"


def test_the_ends_of_a_change_are_of_the_two_years_spoken_of() -> None:
    told = (
        "Le Québec a reçu 57 215 demandes d’asile en 2024, contre 65 200 en 2023. "
        "En Ontario, il est passé de 63 050 à 90 090."
    )
    assert found(told, FEBRUARY_2025) == {
        "57 215": "agrees", "65 200": "agrees", "63 050": "agrees", "90 090": "agrees",
    }  # fmt: skip


def test_the_first_end_of_a_change_over_some_months_is_of_the_year_before() -> None:
    told = (
        "Le nombre de demandes d’asile en Ontario a presque triplé, passant de 11 870 à 31 460 pour les quatre "
        "premiers mois de 2024."
    )
    assert found(told) == {"11 870": "agrees", "31 460": "agrees"}


@pytest.mark.parametrize("said", ["11 870 à 31 460", "31 460 à 11 870"])
def test_ends_of_a_change_are_no_range(said: str) -> None:
    first, second = said.split(" à ")
    assert set(found(f"Les demandes d’asile en Ontario ont bondi, de {said}, au début de 2024.")) == {
        first,
        second,
    }


def test_a_change_beside_its_own_two_counts() -> None:
    told = (
        "Le Québec a accueilli 59 320 demandeurs d’asile de janvier à novembre 2023, contre 51 580 pour la même période "
        "en 2022, une hausse de {} %."
    )
    assert found(told.format(15))["15 %"] == "agrees"
    assert found(told.format(35))["35 %"] == "not_in_register"


def test_more_than_the_year_before() -> None:
    told = "La SPR a reçu 60 600 demandes d’asile en 2022, soit {} % de plus que l’année précédente."
    assert found(told.format(144))["144 %"] == "agrees"  # 24,800 in 2021
    assert found(told.format(44))["44 %"] != "agrees"


def test_a_share_whose_year_another_sentence_named_is_not_gainsaid() -> None:
    told = "Le Québec a reçu 58 750 demandes d’asile en 2022. Le Québec demeure en tête avec 46 % des demandes d’asile du Canada."
    assert found(told, date(2023, 12, 21)).get("46 %") != "differs"


def test_a_court_named_after_what_it_held() -> None:
    told = "L’Entente sur les tiers pays sûrs est constitutionnelle, a tranché la Cour suprême du Canada."
    assert "agrees" in found(told, date(2023, 6, 16)).values()


def test_a_mean_of_a_year_that_has_hardly_begun_is_not_the_one_meant() -> None:
    told = "En moyenne, les demandeurs d’asile ont attendu 15 mois une décision de la CISR durant la dernière année."
    assert found(told, date(2024, 4, 25)).get("15 mois") != "agrees"  # 15 months is the mean of 2024-25


def test_an_early_print_was_so_and_has_changed() -> None:
    report = check_texts(
        [Text("t", "De janvier à avril 2024, le Canada a reçu 62 180 demandes d’asile.", "fr", None)],
        as_of=AS_OF,
    )
    (one,) = report.findings
    assert one.verdict == "was_so_has_changed"
    assert "61 400" in one.reason.fr.replace("\u00a0", " ")  # the months as counted since


def test_an_early_print_that_hardly_moved_agrees() -> None:
    assert found("En 2024, l’Ontario a reçu 90 290 demandes d’asile.") == {"90 290": "agrees"}  # 90,090 since


def test_claims_by_students_of_a_year() -> None:
    told = "En 2024, {} demandes d’asile ont été présentées par des titulaires d’un permis d’études."
    assert found(told.format("20 245")) == {"20 245": "agrees"}
    assert found(told.format("25 245")) == {"25 245": "not_in_register"}


def test_no_less_than_is_said_of_the_very_number() -> None:
    told = (
        "L’arriéré comptait pas moins de 71 380 demandes d’asile en attente d’une décision en décembre 2018."
    )
    assert found(told) == {"71 380": "agrees_rounded"}  # the register has 71,000


def test_months_told_as_the_month_of() -> None:
    told = "Entre le mois de janvier et le mois d’août 2022, 23 361 personnes sont passées par le chemin Roxham, selon la GRC."
    assert found(told)["23 361"] == "agrees"


def test_the_supreme_court_found_no_infringement() -> None:
    told = "La Cour suprême juge que la désignation des États-Unis comme tiers pays sûr ne porte pas atteinte à la Charte."
    assert "agrees" in found(told).values()


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("plus de la moitié", "agrees_rounded"),  # 58,750 of 91,650: 64%
        ("près de la moitié", "not_agreed"),
        ("moins de la moitié", "differs"),
    ],
)
def test_a_bound_that_is_kept_is_not_gainsaid(said: str, verdict: str) -> None:
    told = found(f"Le Québec a reçu {said} des demandes d’asile du Canada en 2022.")
    assert told.get(said) == verdict if verdict != "not_agreed" else "agrees" not in str(told.get(said))


def test_a_share_over_some_months() -> None:
    told = "De janvier à juin 2017, le Québec a reçu plus des trois quarts des personnes interceptées par la GRC."
    assert found(told) == {"plus des trois quarts": "agrees"}  # 77%


def test_what_a_country_is_on_its_way_to_is_no_count_of_months_to_come() -> None:
    told = "Le Canada est en voie de recevoir plus de 100 000 demandes d’asile en 2023."
    assert "plus de 100 000" not in found(told, date(2023, 10, 24))  # 113,000 came by the end of October

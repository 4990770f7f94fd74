"""Members of lists: each figure with the month, year or place that is its own, and what the list is of."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts
from openasylum.check.texts.files import plain_text

ENGLISH, FRENCH = "en", "fr"
_CROSSED = {
    ENGLISH: "The RCMP intercepted people between ports of entry.",
    FRENCH: "La GRC a intercepté des personnes entre les points d'entrée.",
}


def told(content: str, language: str, published: date | None = None) -> dict[str, str]:
    """The verdict of each figure, by its words."""
    report = check_texts([Text("text", plain_text(content)[0], language, published)], as_of=AS_OF)
    return {one.quoted: one.verdict for one in report.findings if one.kind != "law"}


@pytest.mark.parametrize(
    ("language", "content", "figures"),
    [
        (ENGLISH, "Asylum claims in Canada by year: 2021: 25,178; 2022: 92,000; 2023: 143,350.", ("25,178", "92,000", "143,350")),
        (FRENCH, "Demandes d'asile au Canada : 2021 : 25 178; 2022 : 92 000; 2023 : 143 350.", ("25 178", "92 000", "143 350")),
        (ENGLISH, "In March 2018 the RCMP intercepted people between ports of entry: Manitoba saw 53, British Columbia 33 and Quebec "
         "1,884.", ("53", "33", "1,884")),
        (FRENCH, "En mars 2018, la GRC a intercepté des personnes entre les points d'entrée : le Manitoba en a vu 53, la "
         "Colombie-Britannique 33 et le Québec 1884.", ("53", "33", "1884")),
    ],
)  # fmt: skip
def test_each_member_of_a_list_is_of_its_own_year_or_place(
    language: str, content: str, figures: tuple[str, ...]
) -> None:
    found = told(content, language)
    assert {found.get(one) for one in figures} <= {"agrees", "agrees_rounded", "was_so_has_changed"}


def test_the_figure_before_such_a_list_takes_no_year_of_it() -> None:
    assert (
        told("Asylum claims in Canada: 22,887 (in 2005: 19,748; in 2004: 25,526).", ENGLISH)["22,887"]
        != "differs"
    )


@pytest.mark.parametrize(
    ("language", "listed", "spread"),
    [
        (ENGLISH, "stopped 2,560 in April, 1,869 in May and 1,263 in June 2018", "of whom 2,479, 1,775 and 1,179 in Quebec"),
        (FRENCH, "en a arrêté 2 560 en avril, 1 869 en mai et 1 263 en juin 2018", "dont 2 479, 1 775 et 1 179 au Québec"),
    ],
)  # fmt: skip
def test_three_figures_in_a_row_are_of_three_months(language: str, listed: str, spread: str) -> None:
    police = "The RCMP" if language == ENGLISH else "La GRC"
    found = told(f"{_CROSSED[language]} {police} {listed}, {spread}.", language)
    assert list(found.values()) == ["agrees"] * 6


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (
            ENGLISH,
            "The RCMP intercepted 1,517 people between ports of entry in January, 1,565 in February and 1,970 in March 2018. "
            "Quebec accounted for 1,458, 1,486 and 1,884 of them.",
        ),
        (
            FRENCH,
            "La GRC a intercepté 1 517 personnes entre les points d'entrée en janvier, 1 565 en février et 1 970 en mars 2018. "
            "Le Québec en comptait 1 458, 1 486 et 1 884.",
        ),
    ],
)
def test_a_row_of_figures_is_of_the_months_of_the_sentence_before(language: str, content: str) -> None:
    assert list(told(content, language).values()) == ["agrees"] * 6


@pytest.mark.parametrize(
    ("language", "content", "figures"),
    [
        (FRENCH, "Les demandes d'asile par voie terrestre ont chuté de 2023 à 2024, passant de 29 930 à 15 425.", ("29 930", "15 425")),
        (ENGLISH, "Asylum claims at the land border fell from 2023 to 2024, from 29,930 to 15,425.", ("29,930", "15,425")),
    ],
)  # fmt: skip
def test_the_ends_of_a_change_are_of_the_first_and_the_last_year(
    language: str, content: str, figures: tuple[str, ...]
) -> None:
    assert [told(content, language)[one] for one in figures] == ["agrees_rounded", "agrees"]


def test_a_count_after_a_month_and_a_comma_is_no_year() -> None:
    text = "Au point d'entrée de Lacolle, on a reçu 560 demandes d'asile en janvier, 755 en février, 1356 en mars."
    assert told(text, FRENCH, date(2025, 4, 7)) == {"560": "agrees", "755": "agrees", "1356": "agrees"}


@pytest.mark.parametrize(
    ("language", "content", "figures"),
    [
        (ENGLISH, "In November, Royal Canadian Mounted Police (RCMP) officers intercepted 3,731 people crossing Roxham Road, fewer than "
         "October (3,901 people).", ("3,731", "3,901")),
        (FRENCH, "En novembre, la Gendarmerie royale du Canada (GRC) a intercepté 3731 personnes au chemin Roxham, moins qu'en octobre "
         "(3901 personnes).", ("3731", "3901")),
    ],
)  # fmt: skip
def test_a_month_that_is_compared_with_has_its_own_figure(
    language: str, content: str, figures: tuple[str, ...]
) -> None:
    found = told(content, language, date(2022, 12, 21))
    assert [found[one] for one in figures] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("language", "head", "rows"),
    [
        (ENGLISH, "RCMP interceptions between ports of entry in 2023:", ("MONTH", "QUEBEC", "January", "March")),
        (FRENCH, "Interceptions par la GRC entre les points d'entrée en 2023 :", ("MOIS", "QUÉBEC", "Janvier", "Mars")),
    ],
)  # fmt: skip
def test_the_rows_of_a_table_are_of_their_months(language: str, head: str, rows: tuple[str, ...]) -> None:
    month, place, january, march = rows
    table = f"{head}\n\n| {month} | {place} | TOTAL |\n|---|---|---|\n| {january} | 4,875 | 4,994 |\n| {march} | 4,087 | 4,173 |\n"
    found = told(table, language, date(2023, 5, 30))
    assert [found.get(one) for one in ("4,875", "4,994", "4,087", "4,173")] == ["agrees"] * 4


@pytest.mark.parametrize(
    ("language", "before", "counted", "figure"),
    [
        (FRENCH, "Le nombre de demandes en attente à la CISR inquiète.", "Le nombre d'arrivées irrégulières est passé à 40 000 en 2022.",
         "40 000"),
        (ENGLISH, "The number of claims pending at the IRB is a worry.", "The number of irregular arrivals rose to 40,000 in 2022.",
         "40,000"),
    ],
)  # fmt: skip
def test_the_number_of_something_names_its_own_noun(
    language: str, before: str, counted: str, figure: str
) -> None:
    report = check_texts([Text("text", f"{before} {counted}", language)], as_of=AS_OF)
    (found,) = [one for one in report.findings if one.quoted == figure]
    assert found.measure in ("interceptions", "claims.irregular")


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (ENGLISH, "In all $371 million was provided: Quebec ($250 million), Toronto ($88 million; $17 million of which for a plan), "
         "Ottawa ($17 million), for shelter to asylum claimants."),
        (FRENCH, "En tout, 371 millions $ ont été versés : Québec (250 millions $), Toronto (88 millions $; dont 17 millions $ pour un "
         "plan), Ottawa (17 millions $), pour héberger les demandeurs d'asile."),
    ],
)  # fmt: skip
def test_parts_that_are_told_but_in_part_make_no_wrong_sum(language: str, content: str) -> None:
    assert "differs" not in told(content, language).values()


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (ENGLISH, "As of September 20, 2018, the RCMP had intercepted {} people between ports of entry this year."),
        (FRENCH, "En date du 20 septembre 2018, la GRC avait intercepté {} personnes entre les points d'entrée."),
        (ENGLISH, "Between January 1 and September 20, 2018, the RCMP intercepted {} people between ports of entry."),
    ],
)  # fmt: skip
def test_a_sum_to_a_day_is_held_against_the_months_around_it(language: str, content: str) -> None:
    august, between, beyond = ("14,125", "15,100", "17,900")
    assert told(content.format(august), language)[august] == "another_thing"
    assert told(content.format(between), language)[between] == "agrees_rounded"
    assert told(content.format(beyond), language)[beyond] == "not_in_register"


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (ENGLISH, "The RCMP intercepted 1,263 people between ports of entry in June this year, and 884 in June of last year."),
        (FRENCH, "La GRC a intercepté 1263 personnes entre les points d'entrée en juin de cette année, et 884 en juin de l'an dernier."),
    ],
)  # fmt: skip
def test_a_month_is_of_the_year_told_right_after_it(language: str, content: str) -> None:
    assert list(told(content, language, date(2018, 7, 21)).values()) == ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("language", "content", "figure"),
    [
        (FRENCH, "Depuis janvier, 11 896 demandeurs d'asile ont été interceptés par la GRC au Québec.", "11 896"),
        (ENGLISH, "Since January, 11,896 asylum claimants were intercepted by the RCMP in Quebec.", "11,896"),
    ],
)  # fmt: skip
def test_claimants_who_are_counted_are_no_claims(language: str, content: str, figure: str) -> None:
    assert told(content, language, date(2017, 9, 19))[figure] == "agrees_rounded"


@pytest.mark.parametrize(
    ("language", "content", "figure"),
    [
        (FRENCH, "En mars, la GRC a intercepté 1884 migrants au Québec.\n\nC'est bien plus que le nombre de personnes interceptées en juin "
         "2017.\n\nOn avait alors compté 781 personnes au Québec.", "781"),
        (ENGLISH, "In March the RCMP intercepted 1,884 migrants in Quebec.\n\nThat is far more than the number of people intercepted in "
         "June 2017.\n\nThen 781 people were counted in Quebec.", "781"),
    ],
)  # fmt: skip
def test_a_time_told_in_a_paragraph_of_one_sentence_reaches_into_the_next(
    language: str, content: str, figure: str
) -> None:
    assert told(content, language, date(2018, 4, 16)).get(figure) == "agrees"


@pytest.mark.parametrize(
    ("language", "title", "heads"),
    [
        (ENGLISH, "Refugee protection claims by month at the IRB", ("2019", "Referred", "Finalizations", "Pending", "December")),
        (FRENCH, "Demandes d'asile par mois à la CISR", ("2019", "Déférées", "Réglées", "En instance", "Décembre")),
    ],
)  # fmt: skip
def test_each_cell_of_a_row_is_of_its_own_head(language: str, title: str, heads: tuple[str, ...]) -> None:
    year, referred, decided, pending, december = heads
    table = f"{title}\n\n| {year} | {referred} | {decided} | {pending} |\n|---|---|---|---|\n| {december} | 4,844 | 3,074 | 88,462 |\n"
    found = told(table, language, date(2020, 11, 15))
    assert [found.get(one) for one in ("4,844", "3,074", "88,462")] == ["agrees"] * 3


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (FRENCH, "Le Canada a reçu 143 350 demandes d'asile en 2023, contre 92 000 en 2022. Le Québec en a reçu 65 240, l'Alberta 6 050 et "
         "la Colombie-Britannique 7 695."),
        (ENGLISH, "Canada received 143,350 asylum claims in 2023, up from 92,000 in 2022. Quebec received 65,240, Alberta 6,050 and "
         "British Columbia 7,695 of the claims."),
    ],
)  # fmt: skip
def test_the_time_of_a_figure_that_is_only_compared_does_not_stay_in_mind(
    language: str, content: str
) -> None:
    verdicts = told(content, language)
    assert set(verdicts.values()) <= {"agrees", "agrees_rounded"}, verdicts
    assert len(verdicts) == 5


@pytest.mark.parametrize(
    ("language", "content", "figure"),
    [
        (FRENCH, "Les demandes d'asile de l'an dernier ont surpris. Les aéroports du Québec et de l'Ontario ont accueilli respectivement "
         "25 755 et 14 340 demandeurs d'asile.", "25 755"),
        (ENGLISH, "Asylum claims of last year were a surprise. Airports in Quebec and Ontario welcomed 25,755 and 14,340 claimants "
         "respectively.", "25,755"),
    ],
)  # fmt: skip
def test_last_year_stays_in_mind_though_its_sentence_counts_nothing(
    language: str, content: str, figure: str
) -> None:
    assert told(content, language, date(2024, 1, 22)).get(figure) == "agrees_rounded"


def test_a_month_after_an_apostrophe_is_one() -> None:
    text = "La GRC a intercepté 5530 personnes au Québec au mois d'août."
    (found,) = check_texts([Text("text", text, FRENCH, date(2017, 9, 19))], as_of=AS_OF).findings
    assert (found.verdict, found.period) == ("agrees", "2017-08")


def test_a_month_in_a_bracket_is_of_no_year_after_it() -> None:
    text = "In 2018 the RCMP intercepted people between ports of entry (the RCMP intercepted 1,263 people in June), and 16,503 in 2019."
    assert told(text, ENGLISH) == {"1,263": "agrees", "16,503": "agrees"}


@pytest.mark.parametrize(
    ("language", "content", "figures"),
    [
        (ENGLISH, "RCMP interceptions between ports of entry in 2019:\n\n- January: 888\n- March: 1,002\n- May: 1,196\n",
         ("888", "1,002", "1,196")),
        (FRENCH, "Interceptions de la GRC au Québec en 2022 : janvier 2 367, février 2 154, mars 2 492, mai 3 449.",
         ("2 367", "2 154", "2 492", "3 449")),
        (FRENCH, "En décembre, 1978 personnes ont été interceptées par la GRC, contre 1623 en novembre.", ("1978", "1623")),
    ],
)  # fmt: skip
def test_months_that_no_word_leads_to_are_times_of_their_figures(
    language: str, content: str, figures: tuple[str, ...]
) -> None:
    found = told(content, language, date(2018, 1, 25) if "1978" in content else date(2023, 2, 1))
    assert [found.get(one) for one in figures] == ["agrees"] * len(figures)


def test_a_name_that_is_a_month_too_is_none() -> None:
    text = "The RCMP intercepted 19,419 people between ports of entry in 2018, may some say what they will."
    assert told(text, ENGLISH) == {"19,419": "agrees"}


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (ENGLISH, "The RCMP intercepted 20,593 people between ports of entry in 2018 and 19,419 in 2017."),
        (FRENCH, "La GRC a intercepté 20 593 personnes entre les points d'entrée en 2018 et 19 419 en 2017."),
    ],
)
def test_figures_that_changed_their_years_are_another_thing(language: str, content: str) -> None:
    assert list(told(content, language).values()) == ["another_thing", "another_thing"]


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (ENGLISH, "As of 15 May 2024, Canada had received 66,000 asylum claims this year."),
        (ENGLISH, "Canada granted 405,000 permanent residences in 2021, 437,000 in 2022 and 471,000 in 2023; asylum claims rose too."),
        (FRENCH, "En date du 15 mai 2024, le Canada avait reçu 66 000 demandes d'asile cette année."),
    ],
)  # fmt: skip
def test_what_is_of_no_sum_of_ours_or_of_another_noun_is_not_held_against_ours(
    language: str, content: str
) -> None:
    assert set(told(content, language).values()) == {"not_in_register"}

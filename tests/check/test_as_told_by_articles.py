"""Times, lists and numbers in the ways that published articles tell them, in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts
from openasylum.check.language.datelines import behind_dateline, dateline
from openasylum.check.texts.plain_tables import with_tables_read

BETWEEN = "people were intercepted by the RCMP between ports of entry"


def verdicts(text: str, published: date | None = None, language: str | None = None) -> list[tuple[str, str]]:
    report = check_texts([Text("t", text, language, published)], as_of=AS_OF)
    return [(one.verdict, one.quoted) for one in report.findings]


def only(text: str, published: date | None = None, language: str | None = None) -> str:
    (one,) = verdicts(text, published, language)
    return one[0]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"In June, 884 {BETWEEN}.", date(2017, 7, 21)),
        ("The RCMP intercepted 1,517 people crossing between ports of entry last month.", date(2018, 2, 10)),
        (f"OTTAWA, Feb. 10, 2018 — Last month 1,517 {BETWEEN}.", None),
        (f"Last year, 20,593 {BETWEEN}.", date(2018, 2, 10)),
        ("Last year 20,593 migrants crossed irregularly, the RCMP says.", date(2018, 2, 10)),
        ("The Agreement with the U.S. on refugee claims goes back decades. It took effect on 29 December 2004.", None),
        ("La GRC a intercepté 5.712 personnes entre les points d’entrée en août 2017.", None),
        ("Les demandes d’asile ont été multipliées par deux entre 2016 et 2017.", None),
    ],
)  # fmt: skip
def test_times_and_numbers_as_articles_tell_them(text: str, published: date | None) -> None:
    found = verdicts(text, published)
    assert found and {one[0] for one in found} <= {"agrees", "agrees_rounded"}, found


def test_a_month_without_its_year_is_of_the_day_of_the_text() -> None:
    told = f"In June, 884 {BETWEEN}."
    assert only(told, date(2017, 7, 21)) == "agrees"
    assert only(told, date(2019, 7, 21)) != "agrees"


def test_the_month_before_and_the_province_of_them() -> None:
    found = verdicts(
        f"In total 884 {BETWEEN} in June, up from 742 the month before.\n\n"
        "Of them, 781 were caught in Quebec, compared to 576 the previous month.",
        date(2017, 7, 21),
    )
    assert found == [("agrees", one) for one in ("884", "742", "781", "576")]


@pytest.mark.parametrize("dash", ["|", "\t"])
def test_a_table_typed_as_text(dash: str) -> None:
    rows = [("Year", "RCMP interceptions between ports of entry"), ("2017", "20,593"), ("2018", "19,419"), ("2019", "16,503")]  # fmt: skip
    text = with_tables_read("\n".join(dash.join(row) for row in rows))
    found = verdicts(text)
    assert [one[0] for one in found] == ["agrees"] * 3, (text, found)


def test_a_smaller_count_may_be_that_of_the_year_so_far_or_of_a_part() -> None:
    """IRCC: 34,600 claims to the end of August 2018, 55,020 in all."""
    told = "In 2018 Canada received {} asylum claims."
    assert only(told.format("34,480")) == "not_in_register"
    assert only(told.format("30,412").replace("received", "received from families")) == "not_in_register"
    assert only(told.format("30,412")) == "differs"
    assert only(told.format("250,000")) == "differs"


def test_no_text_knows_a_later_figure() -> None:
    told = "The RCMP intercepted 39,540 people between ports of entry, more than ever."
    assert only(told, date(2017, 3, 1)) == "not_in_register"
    assert only(told) in {"agrees", "agrees_rounded"}


def test_a_difference_is_no_count() -> None:
    found = verdicts("In 2017 there were 20,593 more asylum claims than a year before.")
    assert "agrees" not in {one[0] for one in found}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Canada saw a tenfold increase in asylum claims between 2016 and 2023.", "differs"),
        (
            "The Safe Third Country Agreement, in effect since December 2014, keeps most claimants out.",
            "differs",
        ),
        ("The Safe Third Country Agreement was signed in 2004.", "differs"),
        (
            "After the attacks of 2001, Canada and the United States signed the Safe Third Country Agreement on "
            "5 December 2002.",
            "agrees",
        ),
        ("In 2001, after the attacks, talks on the Safe Third Country Agreement began.", None),
    ],
)
def test_dates_and_multiples(text: str, verdict: str | None) -> None:
    assert {one[0] for one in verdicts(text)} == ({verdict} if verdict else set())


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("2017-05-15\n", date(2017, 5, 15)),
        ("OTTAWA, May 15, 2017 — The minister spoke.", date(2017, 5, 15)),
        ("Ottawa, le 15 mai 2017 – Le ministre a parlé.", date(2017, 5, 15)),
        (
            "By A. Writer | A Paper | Posted: May 15, 2017 5:00 AM | Last updated: May 16, 2017",
            date(2017, 5, 15),
        ),
        ("La Presse canadienne, le mardi 15 mai 2017", date(2017, 5, 15)),
        ("A Daily Paper, May 15, 2017\nThe story.", date(2017, 5, 15)),
        ("A headline\nOttawa, December 2022\nThe story.", date(2022, 12, 31)),
        ("Un titre\nnovembre 2018\nLe récit.", date(2018, 11, 30)),
        ("Asylum claims in Canada, March 2023", None),
        ("Interceptions\nMarch 2023\nApril 2023\nMay 2023", None),
        ("May 15, 2017\nA story of March 2023", date(2017, 5, 15)),
        ("Safe Third Country Agreement, December 29, 2004", None),
        ("The two countries signed it on December 5, 2002.", None),
    ],
)
def test_the_day_of_a_text_by_its_first_lines(opening: str, day: date | None) -> None:
    assert dateline(opening) == day


def test_a_text_in_both_languages_is_read_in_both() -> None:
    english = "In 2022, 39,540 people were intercepted by the RCMP between ports of entry."
    french = "En 2019, 16 503 personnes ont été interceptées par la GRC entre les points d’entrée."
    for text in (f"{english}\n\n{french}", f"{french}\n\n{english}"):
        assert set(verdicts(text)) == {("agrees", "39,540"), ("agrees", "16 503")}


def test_a_province_is_named_in_the_language_of_the_reason() -> None:
    told = Text("t", "Quebec received 65,570 asylum claims in 2023.")
    (one,) = check_texts([told], as_of=AS_OF).findings
    assert "Québec" in one.reason.fr and "Québec" not in one.reason.en


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Under the Safe Third Country Agreement, they must claim in whichever country they reach first.",
            "agrees",
        ),
        (
            "Before 2023 the Safe Third Country Agreement did not include crossings between ports of entry.",
            "agrees",
        ),
        (
            "The Safe Third Country Agreement is widened to people who cross anywhere along the Canada-U.S. border.",
            "agrees",
        ),
        (
            "En vertu de l’Entente sur les tiers pays sûrs, qui se présente à un poste frontalier terrestre voit sa demande "
            "jugée irrecevable.",
            "agrees",
        ),
        (
            "Qui est visé par une exception à l’Entente sur les tiers pays sûrs n’a pas de droit d’appel devant la Section "
            "d’appel des réfugiés.",
            "agrees",
        ),
        ("Canada enacted Bill C-12 this spring.", "agrees"),
        ("Bill C-12 limits late claims to a pre-removal risk assessment.", "agrees"),
        ("Asylum claims made more than 12 months after entry are ineligible under Bill C-12.", "agrees"),
        ("La Chambre des communes a adopté le projet de loi C-12.", None),
        (
            "Under the Strong Borders Act asylum seekers must apply within 14 days of crossing between ports.",
            None,
        ),
        (
            "Rien n’empêche de renégocier l’Entente sur les tiers pays sûrs, entrée en vigueur en 2004.",
            "agrees",
        ),
    ],
)
def test_the_law_in_the_words_of_articles(text: str, expected: str | None) -> None:
    assert {one[0] for one in verdicts(text)} == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As of September 2018, the RCMP had intercepted 15,726 people between ports of entry.", "agrees"),
        ("In 2023, Mexican citizens accounted for 17 per cent of all asylum claims.", "agrees"),
        ("In 2023 the Refugee Protection Division accepted 37,222 claims.", "agrees"),
        ("In 2024 the Refugee Protection Division accepted 46,480 claims.", "agrees"),
        ("In 2025 the Refugee Protection Division finalized 79,462 claims.", "agrees"),
        ("In October 2020, 7,100 appeals were pending at the Refugee Appeal Division.", "agrees"),
        ("In 2016 Canada received 22,000 asylum claims on average and now 50,000.", "not_in_register"),
        ("In 2023, Mexican citizens made 75% of the asylum claims at airports in Quebec.", "not_in_register"),
    ],
)
def test_counts_in_the_words_of_articles(text: str, expected: str) -> None:
    assert {one[0] for one in verdicts(text)} == {expected}


@pytest.mark.parametrize(
    ("opening", "report"),
    [
        ("OTTAWA, May 15, 2017 — The minister spoke.", "The minister spoke."),
        ("Ottawa, le 15 mai 2017 – Le ministre a parlé.", "Le ministre a parlé."),
        ("ST. JOHN'S, N.L. (May 15, 2017) - The minister spoke.", "The minister spoke."),
        (
            "On May 15, 2017 — a Monday — the minister spoke.",
            "On May 15, 2017 — a Monday — the minister spoke.",
        ),
        ("OTTAWA, May 15 — The minister spoke.", "The minister spoke."),
        ("Lacolle, about 5,000 people - a record - came.", "Lacolle, about 5,000 people - a record - came."),
        ("WINDSOR, 1,500 claims — a record.", "WINDSOR, 1,500 claims — a record."),
        ("Monday, May 15, 2017 — the day that it began.", "Monday, May 15, 2017 — the day that it began."),
    ],
)
def test_a_report_begins_behind_its_dateline(opening: str, report: str) -> None:
    assert opening[behind_dateline(opening) :] == report


def test_the_day_of_a_dateline_is_none_of_what_the_report_tells() -> None:
    told = "OTTAWA, June {}, 2025 — The government tabled Bill C-2, the Strong Borders Act, on Tuesday."
    assert [one[0] for one in verdicts(told.format(4))] == ["agrees"]  # Tuesday was June 3
    assert verdicts(told.format(24)) == []  # the Tuesdays around June 24 contradict nothing
    assert [
        one[0] for one in verdicts("On June 4, 2025, the government tabled Bill C-2, the Strong Borders Act.")
    ] == ["differs"]


def test_a_share_without_its_month_is_of_no_month_spoken_of_before() -> None:
    text = "In May 2023 asylum claims rose. Quebec hosts 190,000 asylum seekers, 40 per cent of the national total."
    assert {one[0] for one in verdicts(text)} == {"not_in_register"}


def test_a_sum_since_another_day_is_another_thing() -> None:
    text = "Ottawa has spent $1.1 billion on hotels for asylum claimants since {}."
    for year in (2017, 2020):  # the sum is printed with either beginning
        assert [one[0] for one in verdicts(text.format(year))] == ["agrees"]
    assert [one[0] for one in verdicts(text.format(2015))] == ["another_thing"]


def test_the_year_of_something_counts_nothing() -> None:
    for text in (
        "Some of the 2025 claimants came from India.",
        "Between 2016 and 2019 asylum claims rose fast.",
    ):
        assert verdicts(text) == []
    for words in ("In a 2020 decision", "In the Federal Court's 2020 decision", "In the 2020 decision"):
        text = f"{words}, Federal Court Justice Ann Marie McDonald found the Safe Third Country Agreement unconstitutional."
        assert {one[0] for one in verdicts(text)} == {"agrees"}, words


def test_what_was_spent_is_held_against_what_was_spent() -> None:
    (one,) = check_texts(
        [Text("t", "The Interim Federal Health Program cost $821 million in 2024-25.")], as_of=AS_OF
    ).findings
    assert one.verdict == "differs"
    assert [ours.value for ours in one.ours] == [896]


def test_a_round_number_is_not_of_what_only_the_sentence_before_names() -> None:
    text = "Since 2017 more than 110,000 people have crossed at Roxham Road. The backlog grew from 17,000 to 300,000."
    assert "17,000" not in {quoted for verdict, quoted in verdicts(text) if verdict != "not_in_register"}
    text = "Many people crossed at Roxham Road. In Niagara Falls, 5,000 asylum seekers were housed in hotels."
    (one,) = check_texts([Text("t", text)], as_of=AS_OF).findings
    assert [ours.value for ours in one.ours] == [4896]

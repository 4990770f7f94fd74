"""What is beside a verdict, quotations, sums, several texts, the page."""

from __future__ import annotations

import re
from datetime import date

import pytest
from lxml import html

from check.scoring import AS_OF
from openasylum.check import VERDICTS, Report, Text, check_texts
from openasylum.check.findings import Ours
from openasylum.check.page import page

ONE = Text(
    "one",
    "In 2022, 39,540 people were intercepted by the RCMP between ports of entry.\n\n"
    "The Safe Third Country Agreement applies only at official border crossings.\n\n"
    "Each undocumented immigrant costs $14,321, the critic said.",
)
TWO = Text(
    "two",
    "In 2022, nearly 40,000 people were intercepted by the RCMP between ports of entry.\n\n"
    "The Safe Third Country Agreement covers the entire land border.\n\n"
    "“Each irregular crosser costs us $14,321,” the critic said. Canada received 64,177 asylum claims in 2019.",
)


def check(*texts: Text) -> Report:
    return check_texts(texts, as_of=AS_OF)


def test_places_are_places_in_the_text() -> None:
    for one in check(ONE).findings:
        assert ONE.content[one.start : one.end].strip() == one.quoted
        assert one.quoted in one.sentence


def test_what_a_table_notes_of_a_cell_is_told_as_a_note_not_as_what_it_leaves_out() -> None:
    """The series of the RPD notes of 2023 how the Board rounds what it received: no part of the claims made is left out."""
    report = check(Text("2023", "In 2023, 143,130 refugee claims were made in Canada.", "en"))
    [ours] = [one for one in report.findings[0].ours if one.value == 143_130]
    assert ours.excludes is None and ours.note is not None and "rounded" in ours.note
    told = {language: page(report, language) for language in ("en", "fr")}
    assert "note of the table:" in told["en"] and "note du tableau" in told["fr"]
    assert "excludes: IRB" not in told["en"]


def test_never_a_bare_verdict() -> None:
    for one in check(ONE, TWO).findings:
        assert one.verdict in VERDICTS
        assert len(one.reason.en) > 20 and len(one.reason.fr) > 20
        if one.verdict != "not_in_register":
            assert one.ours and one.ours[0].source
            assert one.ours[0].shown["en"] and one.ours[0].shown["fr"]


def test_another_thing_says_which() -> None:
    (one,) = [finding for finding in check(ONE).findings if finding.verdict == "another_thing"]
    assert "crossed between ports of entry" in one.reason.en and "sans statut" in one.reason.fr
    assert one.ours[0].excludes and "provinces" in one.ours[0].excludes.lower()


def test_a_quotation_is_named_as_such() -> None:
    held = {one.quoted: one.in_quotation for one in check(TWO).findings}
    assert held["$14,321"] is True
    assert held["64,177"] is False


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "Some 750,000 undocumented people – 410,000 in New York and 340,000 in Washington – live there.",
            "agrees",
        ),
        (
            "Some 800,000 undocumented people – 410,000 in New York and 340,000 in Washington – live there.",
            "differs",
        ),
        ("The town housed 250 men and 350 women seeking asylum, for a total of 600.", "agrees"),
    ],
)
def test_stated_sums(text: str, verdict: str) -> None:
    (one,) = [finding for finding in check(Text("t", text)).findings if finding.kind == "sum"]
    assert one.verdict == verdict


def test_several_texts_on_one_event() -> None:
    comparison = check(ONE, TWO).comparison
    assert comparison is not None
    kinds = [one.kind for one in comparison.statements]
    assert kinds.count("rounded") == 1  # 39,540 and nearly 40,000
    assert kinds.count("disagree") == 1  # at ports only, and the whole border
    assert kinds.count("same") == 1  # $14,321
    assert kinds.count("added") == 1  # 64,177
    (passage,) = [one for one in comparison.passages if one.first[1] == 0]
    assert passage.alike > 0.8
    assert check(ONE).comparison is None


def test_a_text_against_itself_is_all_the_same() -> None:
    comparison = check(TWO, TWO).comparison
    assert comparison is not None
    assert {one.kind for one in comparison.statements} == {"same"}
    assert all(one.alike == 1 for one in comparison.passages)


@pytest.mark.parametrize("day", ["", " in June 2023", " on 16 June 2023"])
def test_texts_that_disagree_on_what_the_supreme_court_did(day: str) -> None:
    """With its day a judgment is held against that day; that one text says upheld and the other struck down is said all the
    same, and once.
    """
    report = check(
        Text("one", f"The Supreme Court upheld the Safe Third Country Agreement{day}."),
        Text("two", f"The Supreme Court struck down the Safe Third Country Agreement{day}."),
    )
    assert report.comparison is not None
    assert [one.kind for one in report.comparison.statements] == ["disagree"]
    struck = [one for one in report.findings if one.text == 1]
    assert [(one.kind, one.verdict) for one in struck] == [("law", "differs")]
    assert "signed" not in struck[0].reason.en


def test_one_number_rounded_in_another_language_is_no_contradiction() -> None:
    report = check(
        Text("un", "En 2022, 39 540 personnes ont franchi la frontière entre les points d’entrée."),
        Text("two", "In 2022, about 40,000 people crossed between ports of entry."),
    )
    assert report.comparison is not None
    assert [one.kind for one in report.comparison.statements] == ["rounded"]


def test_a_number_finer_than_ours_is_not_called_rounded() -> None:
    (finer,) = check(Text("t", "Canada received 91,710 asylum claims in 2022.")).findings
    assert finer.verdict == "agrees_rounded" and "the text's number is the finer one" in finer.reason.en
    (coarser,) = check(Text("t", "In 2022, nearly 40,000 people crossed between ports of entry.")).findings
    assert coarser.verdict == "agrees_rounded" and coarser.reason.en.endswith("here rounded.")


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_a_sentence_ends_before_a_french_quotation(space: str) -> None:
    """The quotation marks of French stand apart from the words: what the quotation says of 2024 is not said of the rule."""
    text = (
        "L’Entente sur les tiers pays sûrs ne s’applique qu’aux postes frontaliers officiels. "
        f"«{space}Près de 250{space}000 demandes étaient en instance en septembre 2024{space}», a-t-il dit."
    )
    rule, count = check(Text("t", text)).findings
    assert (rule.verdict, rule.in_quotation) == ("was_so_has_changed", False)
    assert (count.verdict, count.in_quotation) == ("agrees_rounded", True)
    assert count.sentence.startswith("«")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "The Safe Third Country Agreement applies only at official border crossings.",
            "applies only at official border",
        ),
        (
            "L’Entente sur les tiers pays sûrs ne s’applique qu’aux postes frontaliers officiels.",
            "ne s’applique qu’aux postes frontaliers officiels",
        ),
    ],
)
def test_no_word_is_marked_by_half(text: str, quoted: str) -> None:
    assert [one.quoted for one in check(Text("t", text)).findings] == [quoted]


def test_an_official_border_crossing_is_not_between_ports() -> None:
    """So the price of those who cross between ports is another thing in the sentence that also speaks of official crossings."""
    law = "the Safe Third Country Agreement applies only at official border crossings"
    findings = check(Text("t", f"Each undocumented immigrant costs taxpayers $14,321, and {law}.")).findings
    assert [one.verdict for one in findings] == ["another_thing", "was_so_has_changed"]


@pytest.mark.parametrize(
    "wish",
    [
        "He hopes for fewer than 10,000 claims.",
        "The government wants to cut asylum claims to 30,000.",
        "Canada ought to process 95,000 claims a year.",
        "Il espère moins de 10 000 demandes d’asile.",
        "Le gouvernement veut ramener les demandes d’asile à 30 000.",
    ],
)
def test_wishes_are_left_alone(wish: str) -> None:
    assert check(Text("t", wish)).findings == ()


def test_those_who_are_counted_may_hope() -> None:
    (one,) = check(
        Text("t", "In 2022, nearly 40,000 people hoping to stay crossed between ports of entry.")
    ).findings
    assert one.verdict == "agrees_rounded"
    (poll,) = check(
        Text("t", "In a poll, 58% of Canadians want to cut the number of asylum seekers.")
    ).findings
    assert poll.verdict == "not_in_register"


def test_a_provision_is_cited_in_the_language_of_the_reader() -> None:
    (rule,) = check(
        Text("t", "The Safe Third Country Agreement applies only at official border crossings.")
    ).findings
    assert rule.ours[0].shown["en"].startswith("IRPR 159.4(1.1), in force")
    assert rule.ours[0].shown["fr"].startswith("RIPR 159.4(1.1), en vigueur")
    assert rule.ours[0].source == "laws-lois.justice.gc.ca"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Each asylum seeker costs taxpayers $14,321.", "another_thing"),
        ("Chaque demandeur d’asile coûte 14 321 $ aux contribuables.", "another_thing"),
        ("Irregular border crossers keep coming. Each asylum seeker costs taxpayers $14,321.", "agrees"),
        ("The Parliamentary Budget Officer has looked at it. Each claimant costs $14,321.", "agrees"),
    ],
)
def test_the_price_of_those_who_crossed_is_not_that_of_every_claimant(text: str, verdict: str) -> None:
    (one,) = check(Text("t", text)).findings
    assert one.verdict == verdict


def test_texts_that_disagree_on_one_number() -> None:
    other = Text("other", "In 2022, 52,000 people were intercepted by the RCMP between ports of entry.")
    comparison = check(ONE, other).comparison
    assert comparison is not None
    assert "disagree" in [one.kind for one in comparison.statements]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_marks_every_finding_and_has_its_twin(language: str) -> None:
    report = check(ONE, TWO)
    tree = html.document_fromstring(page(report, language))
    assert tree.get("lang") == f"{language}-CA"
    assert not tree.xpath("//script") and not tree.xpath("//*[@src]")
    rows = tree.xpath("//tr[starts-with(@id, 'f')]")
    assert len(rows) == len(report.findings)
    for number, one in enumerate(report.findings, start=1):
        assert tree.xpath(f"//mark//a[@href='#f{number}']"), one
    marked = "".join(tree.xpath("//article[1]//text()"))
    for line in ONE.content.split("\n\n"):
        assert re.sub(r"\W|\d", "", line) in re.sub(r"\W|\d", "", marked)


def test_words_of_a_text_cannot_become_markup() -> None:
    text = Text(
        "<b>name</b>",
        "The <script>alert(1)</script> PBO put the cost per irregular border crosser at $14,321.",
    )
    shown = page(check(text))
    assert "<script>" not in shown and "&lt;script&gt;" in shown and "<b>name" not in shown


def test_relative_years_are_read_from_the_day_of_the_text() -> None:
    words = "The RCMP intercepted 39,540 people between ports of entry last year."
    dated = check_texts([Text("t", words, published=date(2023, 1, 20))], as_of=AS_OF)
    assert dated.findings[0].verdict == "agrees"
    assert dated.findings[0].period == "2022"


def test_json_is_plain_data() -> None:
    import json

    data = check(ONE, TWO).as_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["counts"]["another_thing"] == 1


def test_the_latest_figure_is_the_latest_of_the_day_asked_for() -> None:
    text = Text("t", "There are 88,500 refugee claims pending at the Immigration and Refugee Board.")
    (then,) = check_texts([text], as_of=date(2020, 1, 15)).findings
    (now,) = check_texts([text], as_of=AS_OF).findings
    assert then.verdict == "agrees"
    assert now.verdict == "was_so_has_changed"
    assert now.ours[-1].value == 299_600


def test_a_projection_is_no_latest_figure() -> None:
    text = Text("t", "The Interim Federal Health Program now costs $590 million a year.")
    (one,) = check_texts([text], as_of=AS_OF).findings
    assert one.verdict == "was_so_has_changed"
    assert one.ours[-1].period == "FY2025-26"


def test_the_nearest_figure_is_of_the_time_that_is_named() -> None:
    told = {
        "In 2023, 39,445 asylum claims were filed in Canada.": "2023",
        "The backlog of refugee claims at the IRB stood at more than 280,000 in May 2025.": "2025",
    }
    for text, year in told.items():
        (one,) = check(Text("t", text)).findings
        assert one.verdict == "not_in_register"
        assert [str(ours.period)[:4] for ours in one.ours] == [year], text


@pytest.mark.parametrize(
    ("url", "french"),
    [
        (
            "https://laws-lois.justice.gc.ca/eng/acts/I-2.5/section-101.html",
            "https://laws-lois.justice.gc.ca/fra/lois/I-2.5/section-101.html",
        ),
        (
            "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2002-227/section-159.4.html",
            "https://laws-lois.justice.gc.ca/fra/reglements/DORS-2002-227/section-159.4.html",
        ),
        ("https://example.org/eng/acts/", "https://example.org/eng/acts/"),
        (None, None),
    ],
)
def test_a_provision_is_linked_in_the_readers_language(url: str | None, french: str | None) -> None:
    nothing = {"en": "", "fr": ""}
    ours = Ours("one", nothing, nothing, url=url)
    assert (ours.address("en"), ours.address("fr")) == (url, french)


@pytest.mark.parametrize(
    ("confidence", "english", "french"),
    [
        (
            "secondary",
            "as another text tells it, not its publisher",
            "rapporté par un tiers, non par qui le publie",
        ),
        ("inferred", "worked out from such figures", "calculé à partir de tels chiffres"),
        ("seen", None, None),
        (None, None, None),
    ],
)
def test_a_figure_that_rests_on_another_text_says_so(
    confidence: str | None, english: str | None, french: str | None
) -> None:
    ours = Ours("a", {"en": "A", "fr": "A"}, {"en": "1", "fr": "1"}, confidence=confidence)
    assert (ours.second_hand("en"), ours.second_hand("fr")) == (english, french)


def test_the_page_says_which_figures_are_second_hand() -> None:
    """The half-month counts at Lacolle of July 2025 are known from a news explainer."""
    text = Text(
        "t",
        "Published July 17, 2025\\nSt-Bernard-de-Lacolle saw 1,505 asylum claims between July 1 and July 13.",
        "en",
    )
    assert "as another text tells it" in page(check_texts([text], as_of=AS_OF))


def test_a_number_of_ours_that_is_not_recognised_is_named_as_such() -> None:
    """2.1 million lived without status in Texas in 2022, and the sentence names another year."""
    (one,) = check_texts(
        [Text("t", "Texas had 2.1 million undocumented immigrants in 2012.", "en")], as_of=AS_OF
    ).findings
    assert one.verdict == "not_in_register"
    assert one.reason.en.startswith("The register has this number for: ")
    assert one.reason.fr.startswith("Le registre a ce nombre pour")

"""The pages without a browser: hostile addresses give a plain page, words exist in both languages, files are as published."""

from __future__ import annotations

import html
import json
import re
from hashlib import sha256
from importlib.resources import files
from typing import Any

import pytest
from starlette.testclient import TestClient

from openasylum import facts
from openasylum.law.citations import cited
from openasylum.law.countries import ISO_3166
from openasylum.law.questions import questions
from openasylum.law.schemas import schema
from openasylum.scenario import levers
from openasylum.vocabulary import PROVINCES
from openasylum.web.pages.catalogue import PAGES, page_at
from openasylum.web.pages.fact_charts import chart_of_table
from openasylum.web.pages.frame import templates
from openasylum.web.pages.interview import asked, country_codes, read_trail, replay
from openasylum.web.pages.live import NotYet
from openasylum.web.pages.province_chart import TILES
from openasylum.web.pages.readings import readable
from openasylum.web.pages.words import words

WEB = files("openasylum.web")

#: Pages that need no simulation.
LIGHT = ("claim", "law", "facts", "runs", "check", "limits")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", LIGHT)
def test_pages_speak_their_language(client: TestClient, name: str, language: str) -> None:
    page = next(one for one in PAGES if one.id == name)
    answer = client.get(page.path(language))
    assert answer.status_code == 200
    assert f'<html lang="{language}-CA">' in answer.text
    assert answer.headers["content-language"] == language
    assert words()[f"titles.{name}.menu"][language] in answer.text
    assert "<script>" not in answer.text and " style=" not in answer.text and " onclick" not in answer.text


@pytest.mark.parametrize("name", [*LIGHT, "api"])
def test_french_marks_never_stand_alone_at_the_start_of_a_line(client: TestClient, name: str) -> None:
    page = next(one for one in PAGES if one.id == name)
    text = re.sub(
        r"(?s)<(script|style|code|pre|textarea)\b.*?</\1>|<[^>]+>", "", client.get(page.path("fr")).text
    )
    assert not re.findall(r".{20}(?:« | [:%$»](?=\s|$)|\s[;?!](?=\s|$))", html.unescape(text))


def test_a_checked_text_links_its_sources(client: TestClient) -> None:
    """What a figure holds and leaves out, and where it stands, is on the page as it is in the page of the command."""
    text = (
        "The PBO put the cost per irregular border crosser at $14,321. It came into force on 25 March 2023."
    )
    for path, excludes, found in (
        ("/en/check", "Excludes: ", "Statements found: "),
        ("/fr/verifier", "Exclut\u00a0: ", "Énoncés relevés\u00a0: "),
    ):
        answer = client.post(path, data={"text": text}).text
        assert re.search(r'<a href="https://www\.pbo-dpb\.[^"]+" rel="noreferrer">PBO, Costing', answer)
        assert excludes in answer and found in answer


def test_waits_open_on_the_latest_month_that_has_most_to_tell(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half and nine in ten are decided within the horizon for January and February, half alone for March, neither for April;
    asked for by name, April is shown all the same.
    """
    reached, beyond = ({"p05": day, "p50": day, "p95": None} for day in ("2029-03-15", None))
    shares = ((reached, reached), (reached, reached), (reached, beyond), (beyond, beyond))
    nobody, some = ({"p05": n, "p50": 2 * n, "p95": 3 * n} for n in (0.0, 81_200.0))
    rows = [
        {
            "referred": f"2026-0{month}",
            "people": 9000.0,
            "tenth": reached,
            "half": half,
            "nine_in_ten": nine,
            "backlog": {"suspended": nobody, "rpd": some},
        }
        for month, (half, nine) in enumerate(shares, start=1)
    ]
    monkeypatch.setattr("openasylum.web.pages.waits_page.coarse_or_whole", lambda *_: (rows, True))
    opened = client.get("/en/waits").text
    assert "Referred in February 2026: half are decided by 15 March 2029" in opened
    assert "opens on the latest month" in opened and '<option value="2026-02" selected>' in opened
    assert (
        "The backlog by stage at the end of February 2026" in opened and "Eligibility suspended" not in opened
    )
    assert re.search(
        r"Refugee Protection Division</th><td><data[^>]*>162,000</data>.*81,200 to 244,000", opened
    )
    french = client.get("/fr/attentes").text
    assert "Demandes déférées en février 2026" in french
    assert "L'arriéré par étape à la fin de février 2026" in french.replace("&#39;", "'").replace("’", "'")
    asked = client.get("/en/waits?referred=2026-04").text
    assert "Referred in April 2026: half are decided after" in asked and "latest month" not in asked
    monkeypatch.setattr("openasylum.web.pages.waits_page.coarse_or_whole", lambda *_: (rows[3:], True))
    assert "Referred in April 2026" in client.get("/en/waits").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/nothing", 404),
        ("/fr/../../etc/passwd", 404),
        ("/en/answer?s=no-such-scenario", 422),
        ("/en/answer?s=us-not-designated~rpd_capacity=lots", 422),
        ("/fr/scenarios?draws=-4", 422),
        ("/en/answer?measure=<script>alert(1)</script>", 422),
        ("/en/answer?zzz=1", 422),
        ("/en/law?as-of=2023-02-30", 422),
        ("/en/facts?name=../../secret", 422),
        ("/en/facts?sql=drop table figures", 422),
        ("/fr/couts?cohort=1066-67", 422),
        ("/en/runs?run=../../etc", 404),
        ("/en/embed/nothing", 422),
        ("/en/part/assume?id=arrivals.nothing&value=1", 422),
    ],
)
def test_broken_addresses_give_a_plain_page(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    if path.startswith(("/en/", "/fr/")) and "/../" not in path:
        assert answer.headers["content-type"].startswith("text/html")
        assert '<p class="lead">' in answer.text
        assert "<script>alert" not in answer.text and "Traceback" not in answer.text


def test_a_page_that_computes_says_what_is_known_already(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first start: how far it has come, what was observed with its table, and pages that are ready; 503 for machines."""

    def not_yet(*_: Any, **__: Any) -> None:
        raise NotYet

    monkeypatch.setattr("openasylum.web.pages.live.answer", not_yet)
    answer = client.get("/fr/reponse")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "data-waiting" in answer.text and 'aria-current="step"' in answer.text
    assert answer.text.count('<tr><th scope="row"') == 120  # ten observed years, month by month
    assert 'href="/fr/droit"' in answer.text and "<noscript><meta http-equiv" in answer.text


def test_the_other_languages_address_leads_to_the_page(client: TestClient) -> None:
    answer = client.get("/fr/law?as-of=2023-03-25")
    assert (answer.status_code, answer.headers["location"]) == (307, "/fr/droit?as-of=2023-03-25")
    assert client.get("/fr").headers["location"] == "/fr/reponse"
    for page in PAGES:
        assert page_at(page.en) is page and page_at(page.fr) is page


@pytest.mark.parametrize(
    "trail", ["", "[]", "{", "5", '[["claim.date"]]', '[["nowhere", "x"]]', '[["entries", "99999999"]]']
)
def test_a_broken_trail_is_a_sentence(client: TestClient, trail: str) -> None:
    answer = client.post(
        "/en/claim", data={"trail": trail, "path": "claim.date", "answer": "soon", "answered": "1"}
    )
    assert answer.status_code in (200, 422)
    assert "Traceback" not in answer.text and answer.headers["content-type"].startswith("text/html")


def test_the_claim_goes_home_as_a_file_and_nowhere_else(client: TestClient) -> None:
    trail = json.dumps([["claim.date", "2024-01-15"]])
    answer = client.post("/en/claim", data={"trail": trail, "keep": "1"})
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "2024-01-15" in answer.text and answer.headers["cache-control"] == "no-store"


def test_a_reading_names_what_is_missing_and_never_an_entitlement(client: TestClient) -> None:
    trail = json.dumps([["claim.date", "2024-01-15"]])
    text = client.post("/en/claim", data={"trail": trail, "now": "1"}).text
    assert "Facts that would settle it" in text and "you are eligible" not in text.casefold()


def test_an_interview_asks_for_the_day_first() -> None:
    assert replay(()).open == ["claim.date"]
    assert replay(read_trail('[["claim.date", "2024-01-15"]]')).open[0] == "entries"


def test_every_word_that_a_template_says_exists() -> None:
    said = set()
    for name in templates():
        text = WEB.joinpath("templates", name).read_text(encoding="utf-8")
        said |= set(re.findall(r"\bt\(\"([a-z_0-9.]+)\"\s*[,)]", text))
    missing = sorted(said - set(words()))
    assert said and missing == []


def test_every_text_is_there_in_both_languages() -> None:
    """The loader refuses a missing language; here: none is empty, and gaps are the same in both."""
    for key, text in words().items():
        assert text.en.strip() and text.fr.strip(), key
        assert sorted(re.findall(r"\{(\w+)\}", text.en)) == sorted(re.findall(r"\{(\w+)\}", text.fr)), key


def test_french_is_french() -> None:
    """Long texts are not the English ones, and the official abbreviations are those of French."""
    for key, text in words().items():
        assert len(text.en) < 25 or text.en != text.fr, key
        for english in ("IRPA", "IRB", "STCA", "IRPR "):
            assert english not in text.fr, key


def test_words_are_neutral() -> None:
    for key, text in words().items():
        for loaded in ("illegal", "illégal", "irregular", "irrégulier", "bogus", "clandestin"):
            assert loaded not in text.en.casefold() and loaded not in text.fr.casefold(), key


def test_every_answer_of_the_claim_schema_has_words() -> None:
    def enums(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = set(node.get("enum", ()))
            return own.union(*(enums(part) for part in node.values()))
        return set().union(*(enums(part) for part in node)) if isinstance(node, list) else set()

    missing = {value for value in enums(schema("claim")) if f"claim_value.{value}" not in words()}
    assert missing == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_question_can_be_put(language: str) -> None:
    """Each question of the interview has its words, its form and labels for everything that may be answered."""
    for path in questions():
        put = asked(path.replace("[]", "[0]"), language)
        assert put.text and "two-letter" not in put.text and "deux lettres" not in put.text, path
        assert all(label for _, label in put.options)


def test_keys_are_words() -> None:
    """YAML reads a bare yes, no or null as something else."""
    assert not [key for key in words() if {"True", "False", "None"} & set(key.split("."))]


def test_every_lever_says_what_it_is_and_where_it_starts() -> None:
    for lever in levers():
        for part in ("about", "unit", "source"):
            assert f"lever.{lever}.{part}" in words(), (lever, part)


@pytest.mark.parametrize("name", facts.table_names())
def test_lines_of_facts_have_words_and_a_unit(name: str) -> None:
    """No chart of a shipped table shows the source's own label in French, or an axis that says only "value"."""
    charts = [chart_of_table(facts.describe(name), facts.table(name), language) for language in ("en", "fr")]
    if charts[0] is None or charts[1] is None:
        assert charts == [None, None]
        return
    for line in charts[1]["series"]:
        assert f"fact_line.line.{line['id']}" in words(), line["id"]
    assert charts[0]["axis"] != "value" and charts[0]["axis"] != charts[1]["axis"]
    assert all(len(line["points"]) >= 3 for line in charts[0]["series"])


@pytest.mark.parametrize("name", facts.table_names())
def test_every_table_has_a_page(client: TestClient, name: str) -> None:
    answer = client.get("/fr/faits", params={"name": name})
    assert answer.status_code == 200
    shown = html.unescape(answer.text).replace("\u00a0", " ")
    assert str(facts.describe(name)["titles"]["fr"]).replace("\u00a0", " ") in shown


def test_every_figure_has_a_page(client: TestClient) -> None:
    """One of each theme and form: with a value, an interval, one end, a text, and of none found."""
    forms = {
        (one.id.partition(".")[0], one.value is None, one.low is None, one.high is None): one
        for one in facts.figures()
    }
    for one in forms.values():
        assert client.get("/en/facts", params={"name": one.id}).status_code == 200, one.id


def test_every_province_has_a_tile_of_its_own() -> None:
    assert set(TILES) == set(PROVINCES) and len(set(TILES.values())) == len(TILES)


def test_places_of_a_claim_document_have_names() -> None:
    """Every fact that the interview can ask for; a reading shows no code."""
    assert {path for path in questions() if f"fact_name.{path}" not in words()} == set()
    assert readable("Was it? (claimant.visa.canada)", "en") == "Was it?"
    assert readable("? IRPA 99(3) – who: unknown; facts: entries[1].date, claim.date", "en") == (
        "? IRPA 99(3) – who: unknown; facts: day of entry (2), day of the claim"
    )
    assert readable("LIPR 99(3) : inconnue; faits : entries[0].via, claim.date", "fr") == (
        "LIPR 99(3) : inconnue; faits : pays traversés, jour de la demande"
    )
    assert readable("Droit en vigueur le 2024-01-15; entries, relatives", "fr") == (
        "Droit en vigueur le 15 janvier 2024; entries, relatives"
    )


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("IRPA 101(1)(b.1)", "LIPR 101(1)b.1)"),
        ("IRPR 159.5(e)(ii)", "RIPR 159.5e)(ii)"),
        ("IRPR 159.4(1.1)", "RIPR 159.4(1.1)"),
        ("SC 2026 c. 4 ss. 43-45", "LC 2026, ch. 4, art. 43 à 45"),
        ("STCA 4(1)", "ETPS 4(1)"),
    ],
)
def test_citations_are_those_of_french_texts(english: str, french: str) -> None:
    """As laws-lois.justice.gc.ca cites the French version: a paragraph's letter has one bracket."""
    assert cited(english, "fr") == french == cited(french, "fr")
    assert cited(english, "en") == english


def test_countries_are_all_there() -> None:
    assert set(country_codes()) == ISO_3166


def test_files_of_others_are_as_published() -> None:
    vendor = WEB.joinpath("static", "vendor")
    for line in vendor.joinpath("SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert sha256(vendor.joinpath(name).read_bytes()).hexdigest() == digest, name

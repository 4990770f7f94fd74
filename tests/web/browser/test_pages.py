"""Every page, in both languages: axe finds nothing serious, nothing scrolls sideways on a phone, links of the menu work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from openasylum.web.pages.catalogue import PAGES

if TYPE_CHECKING:
    from tests.web.browser.conftest import Session

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr")

#: Pages that show a run show one of few draws here.
DRAWS = "?draws=12"
QUERY = {"answer": DRAWS, "scenarios": DRAWS}

#: States of pages that their plain address does not show.
STATES = {
    "one fact": ("facts", "?name=pbo.2018.average_cost.fy2017_18"),
    "one table": ("facts", "?name=ircc_claims_by_mode_of_entry"),
    "a search": ("facts", "?q=quebec"),
    "sql": ("facts", "?sql=select+1+as+one"),
    "a day": ("law", "?as-of=2004-12-29"),
    "a month observed": ("waits", "?referred=2024-03"),
    "a cohort": ("costs", "?cohort=2017-18&scope=full&by=payer"),
}


def serious(session: Session) -> list[str]:
    """What axe calls serious or critical: the rule and where."""
    found = Axe().run(session.page).response["violations"]
    return [
        f"{one['id']}: {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def look_at(session: Session, path: str) -> None:
    """The page as wide as a screen and as a phone; everything that can be opened is open."""
    session.open(path)
    page = session.page
    if page.locator("[data-live]").count():
        session.whole()
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(150)
    assert serious(session) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(150)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", [page.id for page in PAGES])
def test_a_page(session: Session, name: str) -> None:
    for language in LANGUAGES:
        page = next(one for one in PAGES if one.id == name)
        session.page.set_viewport_size({"width": 1280, "height": 900})
        look_at(session, page.path(language) + QUERY.get(name, ""))
        assert session.page.locator('[aria-current="page"]').count() == 2


def test_other_states(session: Session) -> None:
    by_id = {page.id: page for page in PAGES}
    for number, (name, query) in enumerate(STATES.values()):
        look_at(session, by_id[name].path(LANGUAGES[number % 2]) + query)


@pytest.mark.parametrize(
    ("path", "heading", "show"),
    [
        ("/en/waits", "The backlog by stage at the end of June 2027", "Show"),
        ("/fr/attentes", "L'arriéré par étape à la fin de juin 2027", "Afficher"),
    ],
)
def test_the_backlog_of_a_month_to_come(session: Session, path: str, heading: str, show: str) -> None:
    """Chosen in the form, the month's backlog is told stage by stage, with its range."""
    page = session.page
    session.open(path)
    page.locator("select[name=referred]").select_option("2027-06")
    page.get_by_role("button", name=show, exact=True).click()
    page.get_by_role("heading", name=heading).wait_for(timeout=60_000)
    stages = page.get_by_role("region", name=heading).locator("tbody tr")
    assert stages.count() >= 8
    assert stages.locator("data").count() == stages.locator(".range").count() == stages.count()
    # More people wait for the tribunal than at any other stage.
    told = stages.locator("data").evaluate_all("(all) => all.map((one) => Number(one.value))")
    assert told.index(max(told)) == 1 and told[1] > 100_000
    assert serious(session) == []


@pytest.mark.parametrize("path", ["/fr/reponse?draws=12", "/en/law", "/fr/couts?cohort=2017-18", "/en/claim"])
def test_in_the_dark(session: Session, path: str) -> None:
    """Whoever asks for a dark page gets one that can be read; paper stays white."""
    session.page.emulate_media(color_scheme="dark")
    session.open(path)
    if session.page.locator("[data-live]").count():
        session.whole()
    assert serious(session) == []
    paper = "getComputedStyle(document.body).backgroundColor"
    assert session.page.evaluate(paper) == "rgb(18, 23, 28)"
    session.page.emulate_media(color_scheme="dark", media="print")
    assert session.page.evaluate(paper) == "rgb(255, 255, 255)"


def test_a_checked_text(session: Session) -> None:
    page = session.page
    session.open("/en/check")
    page.get_by_label("Text to check").fill(
        "The PBO put the cost at $14,321 per claimant in 2017-18. About 99,000 people came in 2018."
    )
    page.get_by_role("button", name="Check it").click()
    assert page.locator("ol.findings li").count() >= 1
    assert serious(session) == []


def test_two_texts_that_disagree(session: Session) -> None:
    page = session.page
    session.open("/en/check")
    page.get_by_label("Text to check").fill(
        "In 2022, 39,540 people were intercepted by the RCMP between ports of entry."
    )
    page.locator("form:has(textarea) summary").click()
    page.get_by_label("Text 2").fill(
        "In 2022, 52,000 people were intercepted by the RCMP between ports of entry."
    )
    page.get_by_role("button", name="Check it").click()
    (row,) = page.locator("table.together tr.group-disagree").all()
    assert "39,540" in row.inner_text() and "52,000" in row.inner_text()
    assert serious(session) == []


def test_the_interview_and_the_reading(session: Session) -> None:
    page = session.page
    session.open("/fr/demande")
    page.get_by_role("button", name="Commencer").click()
    assert serious(session) == []
    page.locator("input[type=date]").fill("2024-01-15")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Lire maintenant").click()
    assert serious(session) == []


def test_an_embedded_chart(session: Session) -> None:
    session.open(f"/en/embed/rpd_pending{DRAWS}")
    answer = session.page.request.get(session.page.url)
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    session.page.wait_for_selector(".plot svg .median")
    assert serious(session) == []


def test_it_prints(session: Session) -> None:
    session.open(f"/en/answer{DRAWS}")
    session.whole()
    session.page.emulate_media(media="print")
    assert not session.page.locator(".side").is_visible()
    assert session.page.locator("p.answer").first.is_visible()

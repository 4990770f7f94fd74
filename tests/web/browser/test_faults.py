"""What goes wrong while somebody looks: two tabs over one answer, a server that stops, words where numbers belong, old links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.browser.conftest import serving
from tests.web.test_links import OLD_LINKS

from openasylum.web.pages.live import NotYet

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.browser.conftest import Session

pytestmark = pytest.mark.browser


def followed(page: Page) -> None:
    """Wait for a first look that is still being refined."""
    page.wait_for_selector('[data-live]:not([data-job=""]) section.result', timeout=120_000)


def test_two_tabs_over_one_job(session: Session) -> None:
    """One tab stops the job that the other follows: each says where it stands, both keep what they show, neither is lost."""
    page = session.page
    session.open("/en/answer?v=1&s=c12-repealed&draws=400")
    followed(page)
    other = page.context.new_page()
    other.goto(page.url)
    followed(other)
    job = other.locator("[data-live]").get_attribute("data-job")
    assert page.evaluate(f"async () => (await fetch('/api/v1/jobs/{job}', {{method: 'DELETE'}})).status") in (
        200,
        204,
    )
    other.wait_for_selector('[data-live][data-job=""]', timeout=60_000)
    assert other.locator("section.result").count() == 1
    # The first tab has a job of its own over the same draws, and goes on.
    assert page.locator("[data-live]").get_attribute("data-job") not in ("", job)
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector('[data-live][data-job=""]')
    other.reload()
    other.wait_for_selector("section.result", timeout=120_000)
    other.close()


def test_a_server_that_stops_in_the_middle(session: Session, kept: Path, origin: str) -> None:
    """The page says so in a sentence and keeps what it shows; after a new start the same address gives the answer."""
    page = session.page
    query = "/fr/reponse?v=1&s=c12-repealed&draws=300"
    with serving(kept, workers=1, ahead=4) as (server, address):
        session.origin = address
        session.open(query)
        followed(page)
        server.should_exit = True
        page.locator("[data-status]", has_text="ne répond pas").wait_for(timeout=60_000)
        # A finer answer may have come while the server stopped; the last one that came stays.
        shown = page.locator("p.answer").all_inner_texts()
        assert len(shown) == 1 and "Motifs de 2026 abrogés" in shown[0]
        page.wait_for_timeout(2_000)
        assert page.locator("p.answer").all_inner_texts() == shown
    session.origin = origin
    session.complaints.clear()  # The browser's own words on a server that is gone.
    session.asked[:] = [url for url in session.asked if not url.startswith(address)]
    session.open(query.replace("draws=300", "draws=12"))
    session.whole()
    assert page.locator("p.answer").count() == 1


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/en/scenarios?v=1&s=law-in-force~rpd_capacity=lots@2027-01-01", "moved by a factor"),
        (
            "/fr/scenarios?v=1&s=law-in-force~rpd_capacity=x9@2027-01-01",
            "la valeur valide la plus proche est 4",
        ),
        ("/fr/reponse?v=1&s=us-not-designate", "la valeur valide la plus proche est us-not-designated"),
    ],
)
def test_a_lever_typed_as_text_in_an_address(session: Session, path: str, says: str) -> None:
    session.page.goto(f"{session.origin}{path}")
    assert says in session.page.locator("main .lead").inner_text()


def test_members_are_a_number_of_persons(session: Session) -> None:
    page = session.page
    session.open("/fr/scenarios?v=1&s=law-in-force&draws=12")
    session.whole()
    lever = page.locator('[data-lever="rpd_members"]')
    lever.locator("summary").click()
    lever.locator("[data-number-of]").fill("cinquante")
    lever.locator("[data-number-of]").press("Tab")
    assert "Un nombre de" in lever.locator("[data-problem]").inner_text()
    lever.locator("[data-number-of]").fill("50")
    lever.locator("[data-number-of]").press("Tab")
    page.wait_for_url("**rpd_members=50@*")
    session.whole()
    assert lever.locator("output").inner_text() == "+50"
    assert (
        "commissaires" in page.locator("p.answer").inner_text()
        and "+50" in page.locator("p.answer").inner_text()
    )


@pytest.mark.parametrize("link", [link for link in OLD_LINKS if "draws=" not in link][:3])
def test_old_links_replay(session: Session, link: str) -> None:
    """Links that earlier versions gave out: the scenario they name, and what changed since where the link says who made it."""
    page = session.page
    session.open(f"/en/answer?{link}&draws=12")
    session.whole()
    assert page.locator("p.answer").count() == len(OLD_LINKS[link])
    assert page.locator("[data-changed]").count() == ("model=" in link) + ("data=" in link)
    shared = page.locator("#share-link").input_value()
    assert all(scenario.replace(" ", "%20") in shared.replace("+", "%20") for scenario in OLD_LINKS[link])


def test_a_page_that_waits_then_shows_a_first_look_then_the_whole(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answers here are made up: what is tested is that each takes the place of the one before, where the reader is."""
    month = {"p05": "2029-01-15", "p50": "2029-03-15", "p95": None}
    rows = [
        {
            "referred": f"2026-{number:02}",
            "people": 9000.0,
            "tenth": month,
            "half": month,
            "nine_in_ten": month,
            "backlog": {"rpd": {"p05": 1.0, "p50": 2.0, "p95": 3.0}},
        }
        for number in range(1, 13)
    ]
    asked: list[int] = []

    def answers(*_: object) -> tuple[list[dict[str, object]], bool]:
        asked.append(1)
        if len(asked) < 3:
            raise NotYet
        return rows, len(asked) > 4

    monkeypatch.setattr("openasylum.web.pages.waits_page.coarse_or_whole", answers)
    page = session.page
    with serving(tmp_path, warm=False) as (_, address):
        session.origin = address
        page.goto(f"{address}/en/waits")
        assert page.locator("[data-waiting] [aria-current=step]").count() == 1
        page.locator("[data-again]:not([data-waiting])").wait_for(timeout=30_000)
        page.locator("figure details summary").first.click()
        page.locator("[data-again]").wait_for(state="detached", timeout=30_000)
        assert page.locator("p.answer").count() == 1 and page.locator(".plot svg .median").count() == 2
        assert page.locator("figure details").first.get_attribute("open") is not None
        assert page.locator('[aria-current="page"]').count() == 2
    session.asked[:] = [url for url in session.asked if not url.startswith(address)]

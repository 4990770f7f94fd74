"""The interview to a decision, by keyboard alone, in both languages; nothing is left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.browser.conftest import Session

pytestmark = pytest.mark.browser

WORDS = {
    "en": ("/en/claim", "Start", "I do not know", "The reading"),
    "fr": ("/fr/demande", "Commencer", "Je ne sais pas", "La lecture"),
}

#: What stands above facts that are still missing, and more questions than any interview has.
UNSETTLED = {"en": "Facts that would settle it", "fr": "Faits qui permettraient de trancher"}
MOST = 70


def enter(page: Page) -> None:
    """Enter, and the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_to(page: Page, name: str) -> None:
    """Tab until the control of that name has the focus, then Enter."""
    for _ in range(80):
        if page.evaluate("(document.activeElement.textContent || '').trim()") == name:
            enter(page)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no control {name!r} can be reached by keyboard")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_to_a_decision_by_keyboard(session: Session, language: str) -> None:
    page = session.page
    path, start, _, reading = WORDS[language]
    page.set_viewport_size({"width": 360, "height": 740})
    session.open(path)
    press_to(page, start)
    # The day of the claim; the field has the focus.
    assert page.evaluate("document.activeElement.type") == "date"
    page.keyboard.type("01152024")
    assert page.locator("input[type=date]").input_value() == "2024-01-15"
    enter(page)
    # One entry.
    assert page.evaluate("document.activeElement.type") == "number"
    page.keyboard.type("1")
    enter(page)
    asked = 2
    while page.locator("form.interview").count():
        asked += 1
        assert asked < MOST, "the interview does not end"
        answer_first(page, language)
        if asked % 5 == 0:
            nothing_left(page)
    assert asked > 6
    assert page.get_by_role("heading", name=reading).count() == 1
    # Every question was answered: this is a decision, and no fact is missing.
    assert UNSETTLED[language] not in page.locator("main").inner_text()
    assert page.locator("p.answer").inner_text()
    assert page.get_by_text("2024").count()
    nothing_left(page)
    assert "?" not in page.url
    facts = [url for url in session.asked if "2024-01-15" in url]
    assert facts == []


def answer_first(page: Page, language: str) -> None:
    """The first of what may be answered, by keyboard; "none of these" where a choice of many allows it."""
    kind = page.evaluate("document.activeElement.type")
    go_on = "Continue" if language == "en" else "Continuer"
    if kind in ("radio", "checkbox"):
        page.keyboard.press("Space")
        enter(page)
    elif kind == "select-one":
        page.keyboard.press("ArrowDown")
        press_to(page, go_on)
    elif kind == "date":
        page.keyboard.type("01102024")
        enter(page)
    elif kind == "number":
        page.keyboard.type("1")
        enter(page)
    else:
        press_to(page, WORDS[language][2])


def nothing_left(page: Page) -> None:
    kept = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie,
            (await indexedDB.databases()).length, (await caches.keys()).length]"""
    )
    assert kept == [0, 0, "", 0, 0]
    assert page.context.cookies() == []


def test_an_answer_can_be_taken_back(session: Session) -> None:
    page = session.page
    session.open("/en/claim")
    page.get_by_role("button", name="Start").click()
    page.locator("input[type=date]").fill("2024-01-15")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    assert "Choose an answer" in page.get_by_role("alert").inner_text()
    page.get_by_role("button", name="Back").click()
    assert page.locator("input[type=date]").count() == 1

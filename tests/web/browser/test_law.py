"""The slider of the law across the days on which the land border changed, day by day, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.browser.conftest import Session

pytestmark = pytest.mark.browser


def pathway(session: Session, day: str, person: str) -> str:
    session.page.wait_for_selector(f'[data-law-on] [data-day="{day}"]')
    return session.page.locator(f'[data-vignette="{person}"]').get_attribute("data-pathway") or ""


def test_across_the_protocol_and_c12(session: Session) -> None:
    page = session.page
    session.open("/en/law?as-of=2023-03-24")
    in_force = page.locator('[data-citation="IRPR 159.4(1.1)"].stands')
    assert in_force.count() == 0
    slider = page.locator("[data-slider]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    # Entered three days before, so before the Protocol: the new rule stands and does not reach the entry.
    assert pathway(session, "2023-03-25", "between_3") == "referred_to_rpd"
    assert in_force.count() == 1
    assert "as-of=2023-03-25" in page.url
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert pathway(session, "2023-03-28", "between_3") == "returned_to_us"
    assert pathway(session, "2023-03-28", "between_20") == "referred_to_rpd"

    page.locator("[data-date]").fill("2026-03-25")
    page.wait_for_selector('[data-law-on] [data-day="2026-03-25"]')
    assert page.locator('[data-citation="IRPA 101(1)(b.1)"].stands').count() == 0
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert pathway(session, "2026-03-26", "inland_two_years") == "prra"
    assert pathway(session, "2026-03-26", "between_20") == "prra"
    assert page.locator('[data-citation="IRPA 101(1)(b.1)"].stands').count() == 1


def test_steps_between_changes(session: Session) -> None:
    page = session.page
    session.open("/fr/droit?as-of=2026-03-26")
    page.get_by_role("link", name="Changement précédent").click()
    page.wait_for_url(lambda url: "2026-03-26" not in url)
    assert page.locator(".provisions .stands").count() > 50

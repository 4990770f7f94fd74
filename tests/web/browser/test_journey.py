"""From the answer to a lever, a comparison, a link, the same numbers again, and every file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.browser.conftest import Session

pytestmark = pytest.mark.browser

#: Few draws, so that the full answer comes in seconds.
DRAWS = "draws=12"


#: How the content of each form begins.
FORMS = {
    "pdf": b"%PDF-",
    "xlsx": b"PK",
    "csv": b"",
    "parquet": b"PAR1",
    "png": b"\x89PNG",
    "svg": b"<",
    "yaml": b"",
    "py": b"",
    "bib": b"@",
    "zip": b"PK",
}


def answer_of(session: Session) -> list[str]:
    return session.page.locator("p.answer").all_inner_texts()


def test_from_the_answer_to_the_files(session: Session) -> None:
    page = session.page
    session.open(f"/en/answer?v=1&s=us-not-designated&{DRAWS}")
    session.whole()
    assert "United States not designated" in answer_of(session)[0]
    assert page.locator(".plot svg .median").count() >= 3

    page.get_by_role("link", name="Change the law or a lever").click()
    session.whole()
    before = answer_of(session)
    page.locator('[data-lever="rpd_capacity"] [data-factor]').fill("1.5")
    page.wait_for_url("**rpd_capacity=x1.5*")
    session.whole()
    after = answer_of(session)
    assert len(after) == 1 and after != before

    page.locator(".picker summary").click()
    page.get_by_role("checkbox", name=re.compile("Agreement at ports of entry only")).check()
    page.get_by_role("button", name="Compare the chosen").click()
    page.wait_for_url("**s=ports-only*")
    session.whole()
    compared = answer_of(session)
    assert len(compared) == 2
    assert page.locator(".result > .scroll thead th", has_text="Difference").count() == 2

    link = page.locator("#share-link").input_value()
    assert link.startswith(session.origin) and "model=" in link and "data=" in link
    other = page.context.new_page()
    other.goto(link)
    other.wait_for_selector('[data-live][data-job=""] section.result', timeout=180_000)
    assert other.locator("p.answer").all_inner_texts() == compared
    assert other.locator("[data-changed]").count() == 0
    other.close()

    for form, signature in FORMS.items():
        with page.expect_download(timeout=60_000) as waiting:
            page.locator(f'[data-file][href*="/downloads/{form}?"]').click()
        content = waiting.value.path().read_bytes()
        assert content.startswith(signature), form


def test_a_link_of_another_model_says_so(session: Session) -> None:
    session.open(f"/fr/reponse?v=1&s=us-not-designated&{DRAWS}&model=0.0.1%2B00000000")
    assert (
        "Ce lien a été fait avec le modèle 0.0.1+00000000"
        in session.page.locator("[data-changed]").inner_text()
    )


def test_the_switch_of_language_keeps_the_state(session: Session) -> None:
    page = session.page
    session.open(f"/en/scenarios?v=1&s=us-not-designated&{DRAWS}")
    session.whole()
    page.locator('[data-lever="rad_capacity"] [data-factor]').fill("2")
    page.wait_for_url("**rad_capacity=x2*")
    session.whole()
    english = page.locator(".pair .figure").all_inner_texts()
    page.locator("[data-language-switch]").click()
    page.wait_for_url("**/fr/scenarios?*rad_capacity=x2*")
    session.whole()
    assert page.locator("html").get_attribute("lang") == "fr-CA"
    assert len(page.locator(".pair .figure").all_inner_texts()) == len(english)
    assert page.locator('[data-lever="rad_capacity"] output').inner_text() == "× 2"


def test_a_lever_typed_as_text_is_a_sentence_beside_it(session: Session) -> None:
    page = session.page
    session.open(f"/en/scenarios?v=1&s=us-not-designated&{DRAWS}")
    lever = page.locator('[data-lever="rpd_capacity"]')
    lever.locator("summary").click()
    lever.locator("[data-exact]").fill("lots")
    lever.locator("[data-exact]").press("Tab")
    assert "A number from 0.25 to 4" in lever.locator("[data-problem]").inner_text()


def test_a_full_answer_can_be_stopped(session: Session) -> None:
    page = session.page
    session.open("/en/answer?v=1&s=c12-repealed&draws=500")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector('[data-live][data-job=""]')
    assert "Stopped" in page.locator("[data-status]").inner_text()
    assert page.locator("section.result").count() == 1

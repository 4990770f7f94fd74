"""The page that checks texts: several on one event are laid side by side."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient

from openasylum.web.pages.check_page import LONGEST, MOST


@pytest.mark.parametrize(
    ("path", "together", "disagree"),
    [
        ("/en/check", "The texts together", "they disagree"),
        ("/fr/verifier", "Les textes ensemble", "ils se contredisent"),
    ],
)
def test_several_texts_are_laid_side_by_side(
    client: TestClient, path: str, together: str, disagree: str
) -> None:
    one = "The Safe Third Country Agreement applies only at official border crossings. It took 8,412 refugee cases in 2022."
    other = "L'Entente sur les tiers pays sûrs s'applique à toute la frontière terrestre."
    answer = client.post(path, data={"text": [one, other, " "]})
    assert answer.status_code == 200
    page = html.document_fromstring(answer.text)
    rows = page.xpath("//table[@class='together']//tr[@class='group-disagree']")
    assert together in answer.text and len(rows) == 1 and disagree in rows[0].text_content()
    for link in rows[0].xpath(".//a/@href"):
        assert page.xpath(f"//li[@id='{link[1:]}']")
    assert len(page.xpath("//div[contains(@class, 'checked')]")) == 2


def test_what_was_written_stays_in_the_form_where_it_cannot_be_checked(client: TestClient) -> None:
    answer = client.post("/en/check", data={"text": ["kept", "x" * (LONGEST + 1)]})
    page = html.document_fromstring(answer.text)
    fields = page.xpath("//textarea[@name='text']")
    assert len(fields) == MOST and fields[0].text.strip() == "kept"
    assert page.xpath("//details[@open]//textarea") and page.xpath("//*[@role='alert']")

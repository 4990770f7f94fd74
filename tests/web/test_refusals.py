"""Strangers: what is too large, too fast, from another site or another host is refused with a sentence; headers hold."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from openasylum.web.application import create_application, preferred
from openasylum.web.settings import Limits, Settings

LEVERS = "/api/v1/levers"
DECIDE = "/api/v1/decide"


def test_a_body_of_50_megabytes(client: TestClient) -> None:
    answer = client.post(DECIDE, content=b"x" * (50 << 20))
    assert answer.status_code == 413 and "1,024 kilobytes" in answer.json()["detail"]
    assert client.get(LEVERS).status_code == 200


def test_an_address_of_10_000_characters(client: TestClient) -> None:
    answer = client.get(f"{LEVERS}?{'x' * 10_000}")
    assert answer.status_code == 414 and "8,192" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_pages_of_other_sites_may_not_ask(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(DECIDE, json={}, headers=headers).status_code == 403


def test_our_own_pages_may(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    assert (
        client.post(DECIDE, json={"claim": {"claim": {"date": "2024-01-15"}}}, headers=headers).status_code
        == 200
    )


def test_another_host_is_refused(client: TestClient) -> None:
    """A name of somebody else's that leads to this machine (DNS rebinding)."""
    assert client.get(LEVERS, headers={"host": "elsewhere.example"}).status_code == 400


def test_too_many_requests(tmp_path: Path) -> None:
    settings = Settings(runs=tmp_path, warm=False, limits=Limits(burst=5, rate=0.001))
    with TestClient(create_application(settings), base_url="http://127.0.0.1") as few:
        statuses = [few.get(LEVERS).status_code for _ in range(7)]
        assert statuses == [200] * 5 + [429] * 2
        assert few.get(LEVERS).headers["retry-after"] == "1"


@pytest.mark.parametrize("address", [LEVERS, "/", "/nowhere", "/api/v1/openapi.json", "/en/claim"])
def test_headers_of_every_answer(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_no_answer_about_a_claim_may_be_kept(client: TestClient) -> None:
    answer = client.post(DECIDE, json={"claim": {"claim": {"date": "2024-01-15"}}})
    assert answer.headers["cache-control"] == "no-store"


def test_no_line_of_the_log_holds_a_fact(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openasylum import law

    def broken(*arguments: object) -> None:
        raise RuntimeError("the claimant was born on 1990-07-01 in Port-au-Prince")

    claim = {"claim": {"date": "2024-01-15"}, "claimant": {"birth_date": "1990-07-01"}}
    with caplog.at_level(logging.DEBUG):
        client.post(DECIDE, json={"claim": claim})
        client.post(DECIDE, json={"claim": {**claim, "odd": "1990-07-01"}})
        monkeypatch.setattr(law, "decide_claim", broken)
        with TestClient(client.app, base_url="http://127.0.0.1", raise_server_exceptions=False) as lenient:
            answer = lenient.post(DECIDE, json={"claim": claim})
    assert answer.status_code == 500 and "fault of the program" in answer.json()["detail"]
    said = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert "1990" not in said and "Port-au-Prince" not in said + answer.text


def test_the_language_asked_for() -> None:
    assert [
        preferred(text) for text in ("fr-CA,fr;q=0.9,en;q=0.8", "en", "de", "", "de,fr;q=0.1", "fr;q=x,en")
    ] == [*("fr", "en", "en", "en", "fr", "en")]


def test_nothing_is_written_while_a_claim_is_read(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file that this process opens for writing while claims are read: none."""
    import sys

    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            opened.append(str(arguments[0]))
        if watching and event in (
            "os.mkdir",
            "os.rename",
            "tempfile.mkstemp",
            "socket.connect",
            "subprocess.Popen",
        ):
            opened.append(f"{event} {arguments}")

    monkeypatch.chdir(tmp_path)
    client.post(
        "/api/v1/interview", json={"answers": [["claim.date", "2024-01-15"]]}
    )  # read what is read once
    sys.addaudithook(watch)
    try:
        for answers in ([], [["claim.date", "2024-01-15"]], [["claim.date", "never"]]):
            client.post("/api/v1/interview", json={"answers": answers})
        client.post(DECIDE, json={"claim": {"claim": {"date": "2024-01-15"}}})
    finally:
        watching = False
    assert opened == [] and list(tmp_path.iterdir()) == []

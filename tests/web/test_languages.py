"""Errors of the API in the language that is asked for, whatever goes wrong and wherever it is found."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from openasylum.web.application import create_application
from openasylum.web.pages.words import words
from openasylum.web.problems import TITLES
from openasylum.web.settings import Limits, Settings
from openasylum.web.workshop import Job
from openasylum.web.workshop.register import Register

API = "/api/v1"
FRENCH = {"accept-language": "fr-CA,fr;q=0.9"}

#: What cannot be used, and what is said of it in English and in French.
WRONG: tuple[tuple[str, str, Any, str, str], ...] = (
    ("POST", "/decide", {"claim": {"claim": {"dat": "2024-01-15"}}}, "there is no field", "il n'y a pas ici de champ"),
    ("POST", "/decide", {"claim": {"claim": {"date": "2024-02-30"}}}, "there is no day", "il n'y a pas de jour"),
    ("POST", "/decide", {"claim": {"claim": {"date": 5}}}, "should be a text", "il faut ici un texte"),
    ("POST", "/decide", {"claim": {"claim": {"date": "2024-01-15"}}, "with": "us-not"}, "no scenario", "pas de scénario"),
    ("POST", "/decide", {"clam": {}}, "required", "obligatoire"),
    ("POST", "/decide", [], "fields and their values", "un objet"),
    ("POST", "/interview", {"answers": [["claim.date", "soon"]]}, "write the day", "écrivez le jour"),
    ("POST", "/preview", {"scenarios": ["law-in-force~rpd_capacity=x9@2027-01-01"]}, "lies outside", "est hors de"),
    ("POST", "/preview", {"draws": 5000}, "less than or equal to 1000", "1000 ou moins"),
    ("POST", "/run", {"scenarios": [{"id": "mine"}]}, "is missing", "il manque"),
    ("POST", "/facts/sql", {"query": "selct"}, "not valid SQL", "pas du SQL valide"),
    ("POST", "/facts/sql", {"query": "select * from figurs"}, "nearest valid value", "valeur valide la plus proche"),
    ("POST", "/facts/sql", {"query": "drop table figures"}, "only SELECT", "seules les instructions SELECT"),
    ("POST", "/check", {"texts": [{"content": "x"}], "as_of": "tomorrow"}, "valid date", "un jour"),
    ("POST", "/check", {"texts": [{"content": "Это не английский текст, и не французский."}]}, "Latin", "latines"),
    ("GET", "/law/IRPR 159.33", None, "no provision", "pas de disposition"),
    ("GET", "/law?on=yesterday", None, "valid date", "un jour"),
    ("GET", "/facts/nowhere", None, "no figure and no table", "ni chiffre ni tableau"),
    ("GET", "/assumptions/nowhere", None, "no assumption", "pas d'hypothèse"),
    ("GET", "/runs/0123456789ab", None, "no run", "pas ici d'exécution"),
    ("GET", "/jobs/none", None, "no such job", "pas de tâche"),
    ("GET", "/downloads/pdff", None, "no form", "pas de format"),
    ("GET", "/downloads/pdf?v=2", None, "does not know", "ne connaît pas"),
    ("GET", "/costs?by=colour", None, "should be", "il faut ici"),
    ("GET", "/nowhere", None, "nothing at this address", "rien à cette adresse"),
    ("PUT", "/levers", None, "method", "méthode"),
    ("GET", "/replicate", None, "too many questions", "trop de questions"),
    ("POST", "/preview", {}, "as many jobs as it takes", "autant de tâches"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "address", "body", "english", "french"), WRONG)
def test_an_error_in_each_language(
    client: TestClient, method: str, address: str, body: Any, english: str, french: str
) -> None:
    ours = client.request(method, API + address, json=body)
    theirs = client.request(method, API + address, json=body, headers=FRENCH)
    asked = "&" if "?" in address else "?"
    if not address.startswith("/downloads"):
        by_address = client.request(method, f"{API}{address}{asked}lang=fr", json=body)
        assert by_address.json() == theirs.json()
    assert ours.status_code == theirs.status_code
    assert (ours.headers["content-language"], theirs.headers["content-language"]) == ("en", "fr")
    assert english in ours.json()["detail"] and french in theirs.json()["detail"]
    assert theirs.json()["title"] == TITLES[theirs.status_code]
    assert ours.json().get("nearest") == theirs.json().get("nearest")


@pytest.mark.parametrize(
    ("headers", "address", "content", "status", "french"),
    [
        ({"host": "elsewhere.example"}, "/levers", None, 400, "par ce nom"),
        ({"origin": "https://elsewhere.example"}, "/decide", b"{}", 403, "d'autres sites"),
        ({}, "/decide", b"x" * (2 << 20), 413, "kilooctets"),
        ({}, f"/levers?{'x' * 9000}", None, 414, "caractères"),
        ({}, "/decide", b"{", 422, "n'est pas du JSON"),
    ],
)
def test_a_refusal_in_french(
    client: TestClient, headers: dict[str, str], address: str, content: bytes | None, status: int, french: str
) -> None:
    method = "GET" if content is None else "POST"
    sent = {"content-type": "application/json", **FRENCH, **headers}
    answer = client.request(method, API + address, content=content, headers=sent)
    assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json"
    assert french in answer.json()["detail"]


def test_a_browser_is_shown_a_page(client: TestClient) -> None:
    """Also where the request never reaches the pages: too long, under another name, at an address that there is not."""
    sent = {"accept": "text/html,application/xhtml+xml", **FRENCH}
    for address, headers, status in (
        (f"/fr/reponse?{'x' * 9000}", {}, 414),
        ("/fr/reponse", {"host": "elsewhere.example"}, 400),
        ("/nowhere", {}, 404),
    ):
        answer = client.get(address, headers={**sent, **headers})
        assert answer.status_code == status and answer.headers["content-language"] == "fr"
        assert '<p class="lead">' in answer.text and '<html lang="fr-CA">' in answer.text


def test_an_upload_that_is_no_json(client: TestClient) -> None:
    answer = client.post(f"{API}/decide", files={"file": b"%PDF-1.7"}, headers=FRENCH)
    assert answer.status_code == 415 and "application/json" in answer.json()["detail"]


def test_a_body_that_never_comes(tmp_path: Path) -> None:
    """The rest of the body is awaited for as long as is allowed, and then the sentence comes."""
    settings = Settings(runs=tmp_path, warm=False, limits=Limits(body_seconds=0.05))
    application = create_application(settings)
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(5)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"accept-language", b"fr")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{API}/decide",
        "raw_path": f"{API}/decide".encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "root_path": "",
    }
    asyncio.run(application(scope, receive, send))
    assert sent[0]["status"] == 408 and "n'est pas arrivée à temps" in sent[1]["body"].decode()


def test_a_server_with_as_many_requests_as_it_takes_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openasylum.web.api import scenarios

    held, asked = threading.Event(), threading.Event()

    def slow() -> dict[str, Any]:
        asked.set()
        held.wait(20)
        return {}

    monkeypatch.setattr(scenarios, "levers", slow)
    settings = Settings(runs=tmp_path, warm=False, limits=Limits(at_once=1))
    with TestClient(create_application(settings), base_url="http://127.0.0.1") as busy:
        first = threading.Thread(target=busy.get, args=(f"{API}/levers",))
        first.start()
        try:
            assert asked.wait(20)
            answer = busy.get(f"{API}/scenarios", headers=FRENCH)
        finally:
            held.set()
            first.join()
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert "autant de requêtes" in answer.json()["detail"]
        assert busy.get(f"{API}/scenarios").status_code == 200


def test_what_went_wrong_in_a_job_is_said_in_the_language_of_whoever_asks(client: TestClient) -> None:
    from openasylum.errors import UserError

    workshop = client.app.state.workshop  # type: ignore[attr-defined]
    job = Job("preview", (), (), 1, 1)
    job.failure = UserError("the shares add up to 2", "la somme des parts est 2")
    job.state = "failed"
    workshop._jobs.add(job)
    for headers, says in (({}, "add up"), (FRENCH, "somme")):
        for _ in range(2):
            answer = client.get(f"{API}/jobs/{job.id}", headers=headers)
            assert answer.status_code == 422 and says in answer.json()["detail"]
        assert says in client.delete(f"{API}/jobs/{job.id}", headers=headers).json()["detail"]


def test_a_preview_gives_way_with_all_that_took_its_place() -> None:
    """A lever is moved on before its first answer came: the page has seen none of the jobs between."""
    register = Register()
    jobs = [Job("preview", (), (), 4, 1) for _ in range(4)]
    register.add(jobs[0])
    assert [*register.replaced(jobs[0].id)] == [jobs[0]]
    register.add(jobs[1], jobs[0].id)
    assert [*register.replaced(jobs[0].id)] == [jobs[0], jobs[1]]
    register.add(jobs[2], jobs[0].id)
    assert [*register.replaced(jobs[0].id)] == [jobs[0], jobs[2]]
    register.add(jobs[3], "nobody's")
    assert [*register.replaced(jobs[3].id)] == [jobs[3]]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_the_api_names_every_address(client: TestClient, language: str) -> None:
    described = client.get(f"{API}/openapi.json").json()["paths"]
    ways = {
        f"{method.upper()} {path.removeprefix(API)}" for path, ways in described.items() for method in ways
    }
    assert {key.removeprefix("api.ways.") for key in words() if key.startswith("api.ways.")} == ways
    answer = client.get(f"{API}/docs", headers={"accept-language": language})
    assert (answer.status_code, answer.headers["location"]) == (307, f"/{language}/api")
    page = client.get(f"/{language}/api").text
    assert all(way.partition(" ")[2] in page for way in ways)
    assert (
        f'href="/{language}/api"'
        in client.get(f"/{language}/{'limits' if language == 'en' else 'limites'}").text
    )


def test_a_part_that_is_not_there_yet_says_which_job_makes_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openasylum.web.pages import live

    job = Job("preview", (), (), 4, 1)

    def not_yet(*_: Any, **__: Any) -> None:
        raise live.NotYet(job)

    monkeypatch.setattr(live, "answer", not_yet)
    answer = client.get("/en/part/result?s=us-not-designated")
    assert (answer.status_code, answer.headers["x-job"]) == (204, job.id)
    assert time.monotonic() - job.asked < 60

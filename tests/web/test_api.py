"""The API says what the commands say, and says what is wrong in one sentence."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from slow_errand import sleep_a_minute

API = "/api/v1"

#: In Canada's asylum law a claim needs at least the day on which it is made.
CLAIM = {"claim": {"date": "2024-01-15"}}


def command(*words: str) -> Any:
    """What the command prints."""
    import contextlib
    import io

    from openasylum.cli import main

    printed, before = io.StringIO(), sys.argv
    sys.argv = ["openasylum", *words]
    try:
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            main()
    finally:
        sys.argv = before
    return json.loads(printed.getvalue())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/scenarios", ("scenarios", "list", "--json")),
        ("/scenarios/us-not-designated", ("scenarios", "show", "us-not-designated", "--json")),
        ("/levers", ("levers", "--json")),
        ("/assumptions", ("assumptions", "--json")),
        ("/law", ("law", "list", "--json")),
        ("/law?on=2023-03-24", ("law", "list", "--as-of", "2023-03-24", "--json")),
        ("/law/IRPR 159.3?on=2024-01-01", ("law", "show", "IRPR 159.3", "--as-of", "2024-01-01", "--json")),
        ("/facts", ("facts", "list", "--json")),
        ("/facts?q=rcmp interceptions", ("facts", "search", "rcmp", "interceptions", "--json")),
        (
            "/facts/pbo.2018.average_cost.fy2017_18",
            ("facts", "show", "pbo.2018.average_cost.fy2017_18", "--json"),
        ),
    ],
)
def test_the_same_json_as_the_command(client: TestClient, address: str, words: tuple[str, ...]) -> None:
    assert client.get(API + address).json() == command(*words)


def test_a_decision_is_the_commands(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "claim.json"
    file.write_text(json.dumps(CLAIM))
    assert client.post(f"{API}/decide", json={"claim": CLAIM}).json() == command(
        "decide", str(file), "--json"
    )
    under = client.post(f"{API}/decide", json={"claim": CLAIM, "with": "us-not-designated"}).json()
    assert under == command("decide", str(file), "--with", "us-not-designated", "--json")


def test_an_explanation_is_in_the_language_asked_for(client: TestClient) -> None:
    for language, word in (("en", "law"), ("fr", "Droit")):
        said = client.post(f"{API}/explain", json={"claim": CLAIM, "language": language}).json()
        assert word in json.dumps(said, ensure_ascii=False)


def test_an_interview_asks_the_day_first_and_keeps_nothing(client: TestClient) -> None:
    first = client.post(f"{API}/interview", json={}).json()
    assert first["question"]["path"] == "claim.date" and first["reading"] is None
    answers = [["claim.date", "2024-01-15"]]
    second = client.post(f"{API}/interview", json={"answers": answers, "language": "fr"}).json()
    assert second["claim"] == CLAIM and second["question"]["path"] != "claim.date"
    assert second["reading"] == client.post(f"{API}/decide", json={"claim": CLAIM}).json()
    assert client.post(f"{API}/interview", json={}).json() == first


def test_a_provision_before_and_after_the_protocol(client: TestClient) -> None:
    """The Additional Protocol took effect on 25 March 2023."""
    held = [
        client.get(f"{API}/law/IRPR 159.4(1.1)", params={"on": day}).json()["holds"]
        for day in ("2023-03-24", "2023-03-25")
    ]
    assert held == [False, True]


def test_a_table_is_the_same_in_every_form(client: TestClient) -> None:
    import io

    import polars as pl

    address = f"{API}/facts/tables/tps_dates"
    whole = client.get(address).json()
    csv = client.get(address, params={"format": "csv"})
    parquet = client.get(address, params={"format": "parquet"})
    assert pl.read_parquet(io.BytesIO(parquet.content)).height == len(whole["data"]) == whole["rows"]
    assert csv.text.count("\n") >= whole["rows"] and "attachment" in csv.headers["content-disposition"]
    assert client.get(address, params={"rows": 1, "offset": 1}).json()["data"] == whole["data"][1:2]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("select count(*) as n from range(1e12::bigint) a", "longer than"),
        ("select * from read_csv('/etc/passwd')", "file system operations are disabled"),
        ("install httpfs", "only SELECT"),
        ("load httpfs", "only SELECT"),
        ("copy figures to 'x.csv'", "only SELECT"),
        ("select 1; select 2", "one SQL statement"),
        ("select * from figurs", "the nearest valid value is figures"),
        ("select repeat('x', 100000) from range(1000)", "ask for less"),
        ("set memory_limit='64GB'", "only SELECT"),
    ],
)
def test_sql_only_reads_and_only_so_much(client: TestClient, query: str, says: str) -> None:
    answer = client.post(f"{API}/facts/sql", json={"query": query})
    assert answer.status_code == 422 and says in answer.json()["detail"]


def test_sql_answers(client: TestClient) -> None:
    query = "select id from figures where id = 'pbo.2018.average_cost.fy2017_18'"
    assert client.post(f"{API}/facts/sql", json={"query": query}).json() == {
        "rows": [{"id": "pbo.2018.average_cost.fy2017_18"}],
        "cut": False,
    }


@pytest.mark.parametrize(
    ("method", "address", "body", "status", "says"),
    [
        (
            "POST",
            "/decide",
            {"claim": {"claim": {"dat": "2024-01-15"}}},
            422,
            "the nearest valid value is date",
        ),
        ("POST", "/decide", {"claim": {"claim": {"date": "2024-02-30"}}}, 422, "claim.date"),
        ("POST", "/decide", {"claim": CLAIM, "with": "us-not-designate"}, 422, "us-not-designated"),
        ("POST", "/decide", {"clam": CLAIM}, 422, "claim"),
        ("POST", "/decide", [], 422, "fields and their values"),
        ("POST", "/interview", {"answers": [["claim.date", "soon"]]}, 422, "2024-01-15"),
        ("POST", "/interview", {"answers": [["nowhere.at.all", "1"]]}, 422, ""),
        ("GET", "/law/IRPR 159.33", None, 404, "the nearest valid value is IRPR 159.3"),
        ("GET", "/law?on=yesterday", None, 422, "on"),
        ("GET", "/facts/nowhere", None, 404, "no figure and no table"),
        ("GET", "/facts/tables/nowhere", None, 404, "no table"),
        ("GET", "/facts/tables/..%2f..%2fetc%2fpasswd", None, 404, ""),
        ("GET", "/scenarios/us-not", None, 404, "the nearest valid value is us-not-designated"),
        ("GET", "/assumptions/nowhere", None, 404, "no assumption"),
        ("GET", "/runs/..", None, 404, ""),
        ("GET", "/runs/%2e%2e%2f%2e%2e", None, 404, ""),
        ("GET", "/runs/0123456789ab", None, 404, "no run"),
        ("GET", "/runs/0123456789ab/verify", None, 404, "no run"),
        ("GET", "/jobs/0123", None, 404, "no such job"),
        ("DELETE", "/jobs/0123", None, 404, "no such job"),
        ("POST", "/preview", {"scenarios": ["law-in-force~rpd_capacity=lots@2027-01-01"]}, 422, "a factor"),
        ("POST", "/preview", {"scenarios": ["law-in-force"] * 5}, 422, "scenarios"),
        ("POST", "/preview", {"draws": "many"}, 422, "draws"),
        ("POST", "/run", {"draws": 100_000}, 422, "draws"),
        ("POST", "/run", {"scenarios": [{"id": "mine"}]}, 422, "title"),
        ("GET", "/waits?referred=next", None, 422, "written as 2026-11"),
        ("GET", "/costs?by=colour", None, 422, "by"),
        ("GET", "/nowhere", None, 404, "nothing at this address"),
        ("PUT", "/levers", None, 405, "method"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(
    client: TestClient, method: str, address: str, body: Any, status: int, says: str
) -> None:
    answer = (
        client.request(method, API + address, json=body)
        if body is not None
        else client.request(method, API + address)
    )
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert says in problem["detail"] and problem["status"] == status
    assert "\n" not in problem["detail"] and "Traceback" not in answer.text


def test_a_text_is_checked_as_the_command_checks_it(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("The RCMP intercepted 20,593 people between ports of entry in 2017.\n")
    asked = {"texts": [{"name": str(file), "content": file.read_text()}], "as_of": "2026-11-22"}
    ours = client.post(f"{API}/check", json=asked).json()
    theirs = command("check", str(file), "--as-of", "2026-11-22", "--json")
    assert ours["counts"] == theirs["counts"] and ours["findings"] == theirs["findings"]
    assert client.post(f"{API}/check", json={"texts": []}).status_code == 422


def test_a_text_that_takes_too_long_is_refused_and_the_next_is_checked(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openasylum.web.workshop import errands

    workshop = client.app.state.workshop  # type: ignore[attr-defined]
    asked = {"texts": [{"content": "The RCMP intercepted 20,593 people in 2017."}]}
    assert client.post(f"{API}/check", json=asked).status_code == 200
    monkeypatch.setattr(workshop.aside, "_seconds", 0.5)
    with monkeypatch.context() as patched:
        patched.setattr(errands, "check", sleep_a_minute)
        answer = client.post(f"{API}/check", json=asked)
        assert answer.status_code == 422 and "longer than 0.5 seconds" in answer.json()["detail"]
    monkeypatch.setattr(workshop.aside, "_seconds", 60.0)
    assert client.post(f"{API}/check", json=asked).status_code == 200


def test_broken_json_is_no_fault_of_ours(client: TestClient) -> None:
    for content in (b"{", b"\xff\xfe", b"[" * 100_000, b'{"claim": ' * 2_000, b'{"claim": NaN}', b""):
        answer = client.post(f"{API}/decide", content=content, headers={"content-type": "application/json"})
        assert 400 <= answer.status_code < 500, content[:20]


def test_a_full_server_says_so(client: TestClient) -> None:
    """This one takes no jobs at all."""
    answer = client.post(f"{API}/preview", json={})
    assert answer.status_code == 503 and answer.headers["retry-after"]
    assert client.get(f"{API}/replicate").status_code == 503


def test_the_description_names_every_verb(client: TestClient) -> None:
    described = client.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    verbs = {path.removeprefix(API) for path in described["paths"]}
    asked = "/decide /interview /run /jobs/{job_id} /preview /runs /runs/{run_id} /runs/{run_id}/verify /scenarios /levers"
    asked += " /assumptions /law /law/{citation} /facts /facts/sql /facts/tables/{name} /replicate /scorecard /waits /costs /check"
    assert set(asked.split()) <= verbs

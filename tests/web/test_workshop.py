"""Coarse answers become fine ones, and the fine one is the run that the command would make."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient

from openasylum.results import Run, headline, with_differences
from openasylum.scenario import presets
from openasylum.simulate import simulate_draw
from openasylum.web.settings import SEED, WEIGHT
from openasylum.web.workshop import Workshop
from openasylum.web.workshop.order import spread
from openasylum.web.workshop.store import Slim, Store
from openasylum.web.workshop.worlds import folder_of_this_model, world_of

API = "/api/v1"


def followed(client: TestClient, job: dict[str, Any], seconds: float = 240) -> dict[str, Any]:
    """The job when it is over."""
    until = time.monotonic() + seconds
    while job["state"] not in ("done", "failed", "cancelled"):
        assert time.monotonic() < until, job
        after = job["answer"]["draws"] if job.get("answer") else 0
        job = client.get(f"{API}/jobs/{job['id']}", params={"after": after, "wait": 20}).json()
    return job


def first(client: TestClient, **asked: Any) -> dict[str, Any]:
    """A preview that has its first answer."""
    job = client.post(f"{API}/preview", json=asked).json()
    while not job.get("answer"):
        job = client.get(f"{API}/jobs/{job['id']}", params={"after": 0, "wait": 20}).json()
    return job


def workshop_of(client: TestClient) -> Workshop:
    found = client.app.state.workshop  # type: ignore[attr-defined]
    assert isinstance(found, Workshop)
    return found


def test_an_answer_is_what_the_model_says(at_work: TestClient) -> None:
    """The same rows as the model's own draws give, to the last bit."""
    scenario = presets()["rpd-capacity-plus-25"]
    job = followed(at_work, first(at_work, scenarios=[scenario.id], draws=5))
    assert job["answer"]["draws"] == 5
    cache = workshop_of(at_work).settings.cache
    assert cache is not None
    world = world_of(folder_of_this_model(cache), SEED, WEIGHT).knowing(scenario)
    baseline = presets()["law-in-force"]
    drawn = pl.concat(
        simulate_draw(world, one, draw).annual.select(
            pl.lit(one.id).alias("scenario"), pl.lit(draw).alias("draw"), pl.all()
        )
        for draw in range(5)
        for one in (baseline, scenario)
    )
    assert job["answer"]["headline"] == headline(with_differences(drawn, [baseline.id, scenario.id]))


def test_a_coarse_answer_comes_first_and_a_finer_one_after(at_work: TestClient) -> None:
    job = first(at_work, scenarios=["law-in-force~rpd_capacity=x1.3@2027-01-01"], draws=20)
    seen = [job["answer"]["draws"]]
    while job["state"] not in ("done", "failed"):
        job = at_work.get(f"{API}/jobs/{job['id']}", params={"after": seen[-1], "wait": 20}).json()
        if job["answer"]:
            seen.append(job["answer"]["draws"])
    assert seen[0] in (4, 16) and seen[-1] == 20 and seen == sorted(seen)
    series = job["answer"]["series"]["difference"]["rpd_pending"]
    assert len(series["p50"]) == len(job["answer"]["months"]) == 72
    assert all(
        low <= middle <= high
        for low, middle, high in zip(series["p05"], series["p50"], series["p95"], strict=True)
    )


def test_two_tabs_share_draws_and_not_their_fate(at_work: TestClient) -> None:
    asked = {"scenarios": ["law-in-force~rpd_capacity=x1.7@2027-01-01"], "draws": 60}
    one, other = (at_work.post(f"{API}/preview", json=asked).json() for _ in range(2))
    assert one["id"] != other["id"]
    assert at_work.delete(f"{API}/jobs/{one['id']}").json()["state"] == "cancelled"
    assert at_work.delete(f"{API}/jobs/{one['id']}").json()["state"] == "cancelled"
    assert first(at_work, **asked, replaces=other["id"])["answer"]["draws"] >= 4
    assert at_work.get(f"{API}/jobs/{other['id']}").json()["state"] == "cancelled"


def test_a_client_has_so_many_jobs_and_the_oldest_preview_gives_way(at_work: TestClient) -> None:
    asked = [
        {"scenarios": [f"law-in-force~rpd_capacity=x{factor}@2027-01-01"], "draws": 90}
        for factor in (2.1, 2.2, 2.3, 2.4)
    ]
    jobs = [at_work.post(f"{API}/preview", json=one).json() for one in asked]
    states = [at_work.get(f"{API}/jobs/{job['id']}").json()["state"] for job in jobs]
    assert states[0] == "cancelled" and "cancelled" not in states[1:]
    refused = at_work.post(f"{API}/run", json={"draws": 4})
    assert refused.status_code == 429 and "of your jobs are under way" in refused.json()["detail"]
    for job in jobs:
        at_work.delete(f"{API}/jobs/{job['id']}")


def test_a_claim_is_read_while_everything_is_busy(at_work: TestClient) -> None:
    jobs = [
        at_work.post(
            f"{API}/preview", json={"scenarios": [f"law-in-force~rpd_capacity=x{factor}@2028-01-01"]}
        ).json()
        for factor in (1.1, 1.2, 1.3)
    ]
    claim = {"claim": {"claim": {"date": "2024-01-15"}}}
    at_work.post(f"{API}/decide", json=claim)
    began = time.monotonic()
    assert at_work.post(f"{API}/decide", json=claim).status_code == 200
    assert time.monotonic() - began < 5
    for job in jobs:
        at_work.delete(f"{API}/jobs/{job['id']}")


def test_a_worker_that_dies_is_replaced_and_its_draw_made_again(at_work: TestClient) -> None:
    workshop = workshop_of(at_work)
    job = first(at_work, scenarios=["law-in-force~rpd_capacity=x3.1@2027-01-01"], draws=10)
    (pool,) = workshop._pools
    assert pool is not None
    (process,) = (pool._processes or {}).values()
    os.kill(process.pid, signal.SIGKILL)
    assert followed(at_work, job)["state"] == "done"


def test_a_run_is_kept_and_is_the_one_that_the_command_makes(at_work: TestClient) -> None:
    asked = {"scenarios": ["rpd-capacity-plus-25"], "draws": 4}
    job = followed(at_work, at_work.post(f"{API}/run", json=asked).json())
    assert job["state"] == "done"
    run = at_work.get(f"{API}/runs/{job['run']}").json()
    assert run["draws"] == 4 and run["scenarios"] == ["law-in-force", "rpd-capacity-plus-25"]
    assert [one["run_id"] for one in at_work.get(f"{API}/runs").json()] == [job["run"]]
    assert at_work.get(f"{API}/runs/{job['run']}/verify").json() == {
        "run": job["run"],
        "sound": True,
        "faults": [],
    }
    answer = followed(at_work, first(at_work, **asked))["answer"]
    assert answer["headline"] == run["headline"]
    again = followed(at_work, at_work.post(f"{API}/run", json=asked).json())
    assert again["run"] == job["run"]


def test_what_a_link_shows_leaves_in_every_form(at_work: TestClient) -> None:
    link = "v=1&s=rpd-capacity-plus-25&draws=4"
    while (answer := at_work.get(f"{API}/downloads/headline.csv?{link}&lang=fr")).status_code == 503:
        time.sleep(0.5)
    assert "# " in answer.text[:4] and 'filename="openasylum-' in answer.headers["content-disposition"]
    begin = {
        "pdf": b"%PDF-",
        "xlsx": b"PK",
        "parquet": b"PAR1",
        "png": b"\x89PNG",
        "svg": b"<svg",
        "yaml": b"",
        "py": b"",
    }
    for form, first_bytes in begin.items():
        answer = at_work.get(f"{API}/downloads/{form}?{link}")
        assert answer.status_code == 200 and answer.content.startswith(first_bytes), form
    assert at_work.get(f"{API}/downloads/pdff?{link}").json()["nearest"] == "pdf"
    assert at_work.get(f"{API}/downloads/svg?{link}&chosen=nothing").status_code == 422
    assert at_work.get(f"{API}/downloads/svg?s=nothing").status_code == 422


def test_a_scenario_document_is_taken_and_a_wrong_one_refused(at_work: TestClient) -> None:
    document = {
        "id": "mine",
        "title": {"en": "Mine", "fr": "Le mien"},
        "description": {"en": "Mine.", "fr": "Le mien."},
        "levers": [{"lever": "rpd_capacity", "factor": 1.25, "from": "2027-01-01"}],
    }
    ours = followed(at_work, first(at_work, scenarios=[document], draws=4))
    theirs = followed(at_work, first(at_work, scenarios=["rpd-capacity-plus-25"], draws=4))
    rows = [[{**row, "scenario": ""} for row in job["answer"]["headline"]] for job in (ours, theirs)]
    assert rows[0] == rows[1]
    wrong = {**document, "levers": [{"lever": "rpd_capacity", "factor": 99, "from": "2027-01-01"}]}
    answer = at_work.post(f"{API}/preview", json={"scenarios": [wrong]})
    assert answer.status_code == 422 and "the nearest valid value is 4" in answer.json()["detail"]


def test_the_first_draws_are_spread_over_the_range() -> None:
    """Of draws whose outcome is their number: the first four in the four quarters, and all of them in the end."""
    slims = [_slim(float((7 * draw) % 200)) for draw in range(200)]
    order = spread(slims)
    assert sorted(order) == list(range(200))
    for first_few in (4, 8, 16):
        parts = {int(((7 * draw) % 200) * first_few // 200) for draw in order[:first_few]}
        assert len(parts) == first_few


def test_a_store_forgets_the_oldest_when_it_is_full() -> None:
    class Drawn:
        series = pl.DataFrame({"measure": ["a"] * 100, "value": [1.0] * 100})
        flows = pl.DataFrame({"source": ["a"], "target": ["b"], "persons": [1.0]})
        ledger = pl.DataFrame({"stage": ["a"], "cents": [1]})
        annual = pl.DataFrame({"measure": ["a"], "value": [1.0]})

    store = Store(most=5_000)
    for draw in range(50):
        store.put(("a", 1, 40.0, draw), Drawn)  # type: ignore[arg-type]
    assert 1 < len(store) < 10
    assert store.get(("a", 1, 40.0, 49)) is not None and store.get(("a", 1, 40.0, 0)) is None


def test_a_thread_sees_the_tables_of_whoever_began_it(tmp_path: Path) -> None:
    """A run that is finished in a thread rests on the tables that ``serve --data`` laid over the shipped ones."""
    from openasylum import facts
    from openasylum.web.workshop.threads import thread

    facts.table("tps_dates").write_csv(tmp_path / "tps_dates.csv")
    seen: list[bool] = []
    with facts.overlay(tmp_path):
        begun = thread("test", lambda: seen.append(facts.current_overlay() is not None))
    begun.start()
    begun.join()
    assert seen == [True]


def _slim(pending: float) -> Slim:
    annual = pl.DataFrame(
        {"measure": ["rpd_pending"], "period": ["2030"], "value": [pending], "unit": ["persons"]}
    )
    return Slim({"annual": (annual.drop("value"), annual["value"])})


@pytest.fixture(autouse=True)
def _no_run_is_left_half(at_work: TestClient) -> Any:
    yield
    runs = workshop_of(at_work).settings.runs
    left = [path.name for path in runs.glob(".*")] if runs.is_dir() else []
    assert left == [], Run


def test_a_month_that_was_observed_has_its_days_too(at_work: TestClient) -> None:
    """The Board announced some three to four years to those referred in 2024, and its backlog was some 190,000 in March."""
    answer = at_work.get(f"{API}/waits", params={"referred": "2024-03"})
    while answer.status_code == 503:
        answer = at_work.get(f"{API}/waits", params={"referred": "2024-03"})
    cohort = answer.json()["cohort"]
    assert "2024-03-01" < cohort["tenth"] < cohort["half"] < cohort["nine_in_ten"]
    assert 24 < cohort["announced"] < 48 and cohort["pending"] == pytest.approx(190_000, rel=0.05)
    assert cohort["one_more_member"]["decided"] > 0 > cohort["one_month_closed"]["decided"]

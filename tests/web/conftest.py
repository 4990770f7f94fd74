"""One server for the tests of a module: without workers where none are needed, with them where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from openasylum.web.application import create_application
from openasylum.web.settings import Limits, Settings

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server that simulates nothing."""
    runs = tmp_path_factory.mktemp("runs")
    settings = Settings(runs=runs, warm=False, limits=Limits(burst=100_000, jobs=0, questions=0))
    with TestClient(create_application(settings), base_url=f"http://{HOST}", follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with one worker, which has to replay the observed years first: some ten seconds."""
    folder: Path = tmp_path_factory.mktemp("server")
    settings = Settings(
        runs=folder / "runs",
        cache=folder / "cache",
        workers=1,
        ahead=4,
        limits=Limits(burst=100_000, jobs_each=3, jobs=5),
    )
    with TestClient(create_application(settings), base_url=f"http://{HOST}", follow_redirects=False) as found:
        yield found

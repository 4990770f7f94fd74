"""A server of its own, a browser, and a page that remembers what it asked the network for and what went wrong in it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from openasylum.web.application import create_application
from openasylum.web.settings import Limits, Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serving(folder: Path, **more: Any) -> Iterator[tuple[uvicorn.Server, str]]:
    """A server at work that keeps what it makes in ``folder``, and its address; it is stopped at the end."""
    settings = Settings(
        runs=folder / "runs", cache=folder / "cache", limits=Limits(burst=100_000, jobs_each=8), **more
    )
    server = uvicorn.Server(uvicorn.Config(create_application(settings), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers of this session keep runs and draws; empty at first."""
    found: Path = tmp_path_factory.mktemp("served")
    return found


@pytest.fixture(scope="session")
def origin(kept: Path) -> Iterator[str]:
    """The address of a server at work, with nothing kept from before."""
    # Few draws are made ahead: what a test waits for comes first.
    with serving(kept, ahead=16) as (_, address):
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is missing: `make chromium` installs Debian's package")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@dataclass
class Session:
    """A page, every address that it asked for, and every complaint of the browser (scripts, policy)."""

    page: Page
    origin: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go there; a page that says that it computes asks again by itself until it is there."""
        self.page.goto(f"{self.origin}{path}")
        computing = self.page.locator("[data-waiting]")
        while True:  # Each time it asks again the old page goes and, for a moment, nothing is there.
            computing.wait_for(state="detached", timeout=180_000)
            self.page.wait_for_load_state()
            if not computing.count():
                return

    def whole(self) -> None:
        """Wait until the result shown is the full one."""
        self.page.wait_for_selector('[data-live][data-job=""] section.result', timeout=180_000)


@pytest.fixture()
def session(browser: Browser, origin: str) -> Iterator[Session]:
    """A new browser with no past; at the end nothing but this server was asked, and no script or policy complained."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    found = Session(page, origin)
    page.on("request", lambda request: found.asked.append(request.url))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.complaints.append(message.text)
            if message.type == "error" and "status of" not in message.text
            else None
        ),
    )
    yield found
    context.close()
    strangers = [url for url in found.asked if not url.startswith((origin, "data:", "blob:"))]
    assert strangers == []
    assert found.complaints == []

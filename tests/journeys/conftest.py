"""A real server with the demonstration world, and real Chromium: journeys run with scripting off, axe with it on."""

import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, Response, sync_playwright

from portal import config
from tools import chromium

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 360, "height": 640}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--no-proxy-server"]
#: Where screenshots are put when somebody wants to look at them (`SCREENSHOTS=folder make test`).
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")


@dataclass
class Server:
    """The running demonstration: its address, and its environment for the command line."""

    url: str
    environment: dict[str, str]

    def hjemvej(self, *arguments: str) -> str:
        """Run the command line against the same database; its output."""
        command = [str(Path(sys.executable).parent / "hjemvej"), *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True)
        return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Gunicorn with the demonstration world in a database of its own."""
    folder, port = tmp_path_factory.mktemp("journeys"), _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_MODE": "demonstration",
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'demonstration.sqlite'}",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_SECRET_KEY": "the-journeys-own-secret-that-is-long-enough",
        "PORTAL_SEAL_KEYS": f"1:{config.new_key()}",
        "PORTAL_INDEX_KEYS": f"1:{config.new_key()}",
        "PORTAL_AUDIT_KEY": config.new_key(),
    }
    made = Server(f"http://127.0.0.1:{port}", environment)
    made.hjemvej("demo")
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "--worker-class", "gthread", "--threads", "4"]
    log = (folder / "gunicorn.log").open("w")
    running = subprocess.Popen(
        [*gunicorn, "--bind", f"127.0.0.1:{port}", "wsgi:app"], env=environment, cwd=ROOT, stdout=log, stderr=log
    )
    try:
        _wait_for(f"{made.url}/healthz")
        yield made
    finally:
        running.terminate()
        running.wait(10)
        log.close()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            threading.Event().wait(0.05)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium_browser(playwright: Playwright) -> Iterator[Browser]:
    """The machine's own Chromium."""
    browser = playwright.chromium.launch(executable_path=str(chromium.path()), args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Visitor:
    """Somebody with a phone: a context of her own; every request to another host is noted as a fault."""

    server: Server
    browser: Browser
    language: str = "en"
    scripting: bool = False
    width: int = 360
    under_policy: bool = False  # our policy rules although scripting is on
    strayed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": PHONE["height"]},
            java_script_enabled=self.scripting,
            locale=self.language,
            bypass_csp=self.scripting
            and not self.under_policy,  # axe itself is a script; with scripting off our policy rules
        )
        self.context.on(
            "request", lambda one: None if one.url.startswith(self.server.url) else self.strayed.append(one.url)
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)

    def _note_stray(self, url: str) -> None:
        if not url.startswith((self.server.url, "data:")):
            self.strayed.append(url)

    def go(self, address: str) -> Response | None:
        """Open an address of the portal."""
        return self.page.goto(self.server.url + address)

    def sign_in(self, name: str) -> None:
        """Sign in by the demonstration's button."""
        self.go(f"/sign-in?lang={self.language}")
        self.page.locator(f"button[value='{name}@demo.example']").click()
        self.page.wait_for_url("**/home")

    def shot(self, name: str) -> None:
        """Keep a screenshot where somebody asked for them."""
        if SCREENSHOTS:
            Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SCREENSHOTS}/{name}-{self.language}-{self.width}.png", full_page=True)

    def fits(self) -> None:
        """No sideways scrolling."""
        widest = self.page.locator("html").evaluate("one => one.scrollWidth") if self.scripting else self.width
        assert widest <= self.width, f"{self.page.url} is {widest} px wide at {self.width}"

    def accessible(self) -> None:
        """No violation of WCAG 2.2 A and AA that axe can find."""
        assert self.scripting
        found = Axe().run(self.page, options=WCAG).response["violations"]
        faults = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
        assert faults == [], f"{self.page.url}: {faults}"

    def leave(self) -> None:
        """Close, having asked no other host for anything."""
        self.context.close()
        assert self.strayed == []

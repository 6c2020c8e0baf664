"""A browser, a told installation that is served, and people who sign in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from xdist.scheduler import LoadScopeScheduling

from guidelines.config import Settings
from tests.live import DESKTOP, PHONE, Site, chromium, served, signed_in
from tests.told import copy_of, told_once

expect.set_options(timeout=15_000)  # a machine may be busy

HARMLESS = ("Failed to load resource: the server responded with a status of 4",)
"""What a browser says itself of a refusal that the test asked for."""


class FilesTogether(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps the tests of a file together, whose site they share; parts of a walk go anywhere."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if " of " in nodeid else nodeid.split("::", 1)[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesTogether:
    """Say how browsers share the tests."""
    return FilesTogether(config, log)


@dataclass
class Visitors:
    """Opens browsers of people, and remembers what went wrong in any of them."""

    browser: Browser
    site: Site
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def arrive(self, *, phone: bool = False, dark: bool = False, scripts: bool = True) -> Page:
        """Open an empty page in a browser of its own, which nobody has signed in with."""
        context = self.browser.new_context(
            base_url=self.site.address,
            viewport=PHONE if phone else DESKTOP,
            is_mobile=phone,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self._reach(request.url))
        page.on("console", lambda message: self._hear(page, message))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        return page

    def come(self, who: str, *, phone: bool = False, scripts: bool = True) -> Page:
        """Open a browser in which a person of the demonstration has signed in.

        The pages for signing in are walked through where that is what a walk is about.
        """
        page = self.arrive(phone=phone, scripts=scripts)
        name, value = signed_in(self.site, f"{who}@demo.example")
        page.context.add_cookies([{"name": name, "value": value, "url": self.site.address}])
        return page

    def wait_for(self, happened: Callable[[], bool], seconds: int = 30) -> None:
        """Wait for what no page shows: a letter that the worker writes."""
        end = monotonic() + seconds
        while not happened():
            assert monotonic() < end, "it did not happen"
            self.contexts[0].pages[0].wait_for_timeout(100)

    def leave(self) -> None:
        """Close all browsers."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _reach(self, url: str) -> None:
        if not url.startswith((self.site.address, "data:", "blob:")):
            self.faults.append(f"a request to a stranger: {url}")

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(HARMLESS):
            self.faults.append(f"{page.url}: {message.text}")


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of an installation in which the story was told; do not change it."""
    return told_once(tmp_path_factory)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium."""
    with sync_playwright() as playwright:
        program = chromium(playwright)
        yield program
        program.close()


@pytest.fixture(scope="module")
def site(told: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a copy of the told installation, with a worker; each test file has its own."""
    with served(copy_of(told, tmp_path_factory.mktemp("served") / "instance")) as running:
        yield running


@pytest.fixture
def visitors(browser: Browser, site: Site) -> Iterator[Visitors]:
    """Let people in; afterwards nothing may have gone wrong in their browsers."""
    people = Visitors(browser, site)
    yield people
    people.leave()
    assert people.faults == []

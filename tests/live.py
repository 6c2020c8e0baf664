"""A served installation and a real browser, for journeys, accessibility and pictures."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, Playwright, Request
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from guidelines.accounts.models import Person
from guidelines.accounts.service import begin_sign_in
from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import session, transaction
from guidelines.jobs import work_once

PASSWORD = "for demonstration only"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@dataclass
class Site:
    """A running installation: its address, and its application for looking into the database."""

    address: str
    app: Flask
    settings: Settings


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[Site]:
    """Serve an installation on loopback, with a worker beside it."""
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    address = f"http://127.0.0.1:{server.server_port}"
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with app.app_context():
                busy = work_once()
                session.remove()
            if not busy:
                stop.wait(0.2)

    threads = [threading.Thread(target=server.serve_forever), threading.Thread(target=work)]
    for thread in threads:
        thread.start()
    try:
        yield Site(address, app, settings)
    finally:
        stop.set()
        server.shutdown()
        for thread in threads:
            thread.join(20)
        server.server_close()


def chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium."""
    program = next(
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    )
    return playwright.chromium.launch(
        executable_path=program,
        args=["--no-sandbox", "--disable-background-networking", "--disable-quic"],
    )


def new_page(browser: Browser, site: Site, *, phone: bool = False, dark: bool = False) -> Page:
    """Open an empty page of `site`; a request to any other host is an error."""
    context = browser.new_context(
        base_url=site.address,
        viewport=PHONE if phone else DESKTOP,
        is_mobile=phone,
        has_touch=phone,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(15_000)

    def no_stranger(request: Request) -> None:
        assert request.url.startswith((site.address, "data:", "blob:")), request.url

    page.on("request", no_stranger)
    return page


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in as a person would."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").first.fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/home")


def signed_in(site: Site, email: str) -> tuple[str, str]:
    """Sign somebody in without the pages; return the name and value of the browser's cookie."""
    with site.app.app_context(), transaction():
        person = session.scalars(select(Person).where(Person.email == email)).one()
        token = begin_sign_in(person)
    interface = site.app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(site.app)
    assert serializer is not None
    value = serializer.dumps({"_user_id": token, "_fresh": True})
    return site.app.config["SESSION_COOKIE_NAME"], str(value)

"""Counting downloads without knowing anything of who downloads.

A count lives in the memory of the process and is added to one row for each version, form and day
within seconds: a download never waits for the database. What was not yet written when a process
is killed is lost; that is accepted.
"""

import re
import threading
from collections import Counter

import structlog
from flask import Flask, Request, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from guidelines.db import now, transaction
from guidelines.errors import DomainError
from guidelines.publishing.models import Edition
from guidelines.publishing.rules.naming import Form
from guidelines.publishing.service.downloads import Counted, add_downloads

log = structlog.get_logger()

# Words by which programs that read the web by themselves name themselves.
_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiv|preview|monitor|uptime|headless|scan|fetch|"
    r"facebookexternalhit|mediapartners|lighthouse|pingdom|validator|harvest|feedparser|"
    r"python-|werkzeug|aiohttp|libwww|go-http|java/|okhttp|axios|node-fetch|scrapy|httrack|zgrab",
    re.IGNORECASE,
)
SECONDS = 10.0


def is_download(asked: Request, answer: Response) -> bool:
    """Tell whether a person got a file: not a robot, a repetition, or a later part of it."""
    if asked.method != "GET" or answer.status_code not in {200, 206}:
        return False
    agent = asked.headers.get("User-Agent", "")
    if not agent or _ROBOT.search(agent):
        return False
    parts = asked.headers.get("Range", "")
    return not parts or parts.replace(" ", "").startswith("bytes=0-")


class Downloads:
    """The downloads of this process that no row counts yet."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._waiting: Counter[Counted] = Counter()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def count(self, edition: Edition, form: Form) -> None:
        """Count one download; it is written down in a while, by a thread of its own."""
        one = Counted(edition.network_id, edition.project_id, edition.id, form.value, now().date())
        with self._lock:
            self._waiting[one] += 1
            if self._timer is None:
                app = current_app._get_current_object()  # type: ignore[attr-defined]
                self._timer = threading.Timer(self.seconds, self._write_later, [app])
                self._timer.daemon = True
                self._timer.start()

    def _write_later(self, app: Flask) -> None:
        with app.app_context():
            self.write()

    def write(self) -> None:
        """Add what waits to the rows; where the database does not answer, it waits on."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        if not waiting:
            return
        try:
            with transaction():
                add_downloads(waiting)
        except (SQLAlchemyError, DomainError) as trouble:
            log.warning("downloads.waiting", trouble=type(trouble).__name__)
            with self._lock:
                self._waiting.update(waiting)


DOWNLOADS = Downloads()

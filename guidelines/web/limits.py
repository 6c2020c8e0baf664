"""How often something may be tried, counted in the database so that all workers share it."""

import functools
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import TypeVar

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete

from guidelines.db import now, session, transaction
from guidelines.errors import TooMany, sentence
from guidelines.web.attempts import Attempt

V = TypeVar("V", bound=Callable[..., ResponseReturnValue])


def limited(
    name: str, *, per_address: int, minutes: int, per_account: int | None = None
) -> Callable[[V], V]:
    """Refuse `view` after too many tries from one address, or for one account."""

    def decorate(view: V) -> V:
        @functools.wraps(view)
        def guarded(*args: object, **kwargs: object) -> ResponseReturnValue:
            limits = [(f"{name}:address:{request.remote_addr}", per_address)]
            account = request.form.get("email", "").strip().lower()
            if per_account is not None and account:
                limits.append((f"{name}:account:{account}", per_account))
            _count(limits, timedelta(minutes=minutes))
            return view(*args, **kwargs)

        return guarded  # type: ignore[return-value]

    return decorate


class Pace:
    """How often something may be asked for, counted in the memory of one process.

    For questions that must not cost a write: `most` in a window of `seconds`, by key.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._begun = 0.0
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def take(self, key: str) -> None:
        """Count one question, or raise `TooMany`."""
        with self._lock:
            moment = monotonic()
            if moment - self._begun >= self.seconds:
                self._begun, self._counts = moment, {}
            self._counts[key] = self._counts.get(key, 0) + 1
            over = self._counts[key] > self.most
        if over:
            raise TooMany(sentence("These are too many requests. Wait a minute, then go on."))


def _count(limits: list[tuple[str, int]], window: timedelta) -> None:
    """Count one try for each key, and raise `TooMany` if one is over its limit."""
    over = False
    with transaction():
        moment = now()
        session.execute(delete(Attempt).where(Attempt.expires_at < moment))
        for plain, most in limits:
            key = sha256(plain.encode()).hexdigest()  # no address or account in the table
            row = session.get(Attempt, key, with_for_update=True)
            if row is None:
                row = Attempt(key=key, count=0, expires_at=moment + window)
                session.add(row)
            row.count += 1
            over = over or row.count > most
    if over:
        raise TooMany(sentence("That was tried too often. Wait a few minutes, then try again."))

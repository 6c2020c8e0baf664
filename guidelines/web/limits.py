"""How often something may be tried, counted in the database so that all workers share it."""

import functools
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
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

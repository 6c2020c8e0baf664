"""Reads about persons and their sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, select

from guidelines.accounts.models import ApiToken, Person, SignIn
from guidelines.db import now, session


def person_with(email: str) -> Person | None:
    """Return the person with this e-mail address, however it is written."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


@dataclass(frozen=True)
class Recognised:
    """A sign-in that the token of a browser belongs to, and whose it is."""

    person_id: str
    scope: str
    seen_at: datetime
    expires_at: datetime
    name: str
    language: str
    deactivated_at: datetime | None


def sign_in_of(token: str) -> Recognised | None:
    """Return the sign-in that `token` belongs to; asked with every page."""
    row = session.execute(_SIGN_IN, {"token": sha256(token.encode()).hexdigest()}).one_or_none()
    return Recognised(*row) if row is not None else None


_sign_ins, _people = SignIn.__table__.c, Person.__table__.c
_SIGN_IN = (  # of tables: asked with every page, and the session's own reading takes twice as long
    select(
        _sign_ins.person_id,
        _sign_ins.scope,
        _sign_ins.seen_at,
        _sign_ins.expires_at,
        _people.name,
        _people.language,
        _people.deactivated_at,
    )
    .join_from(SignIn.__table__, Person.__table__, _people.id == _sign_ins.person_id)
    .where(_sign_ins.token_sha256 == bindparam("token"))
)


def tokens_of(person_id: str) -> Sequence[ApiToken]:
    """Return the tokens of a person that still work, newest first."""
    return session.scalars(
        select(ApiToken)
        .where(
            ApiToken.person_id == person_id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now(),
        )
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    ).all()


def token_called(secret: str) -> ApiToken | None:
    """Return the working token behind what a program sent; None if there is none."""
    row = session.scalar(
        select(ApiToken).where(ApiToken.token_sha256 == sha256(secret.encode()).hexdigest())
    )
    if row is None or row.revoked_at is not None or row.expires_at <= now():
        return None
    return row if row.person.deactivated_at is None else None

"""Reads about persons and their sign-ins."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select

from guidelines.accounts.models import ApiToken, Person, SignIn
from guidelines.db import now, session


def person_with(email: str) -> Person | None:
    """Return the person with this e-mail address, however it is written."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def sign_in_of(token: str) -> SignIn | None:
    """Return the sign-in that `token` belongs to."""
    return session.get(SignIn, sha256(token.encode()).hexdigest())


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

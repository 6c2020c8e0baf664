"""Reads about persons and their sign-ins."""

from hashlib import sha256

from sqlalchemy import select

from guidelines.accounts.models import Person, SignIn
from guidelines.db import session


def person_with(email: str) -> Person | None:
    """Return the person with this e-mail address, however it is written."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def sign_in_of(token: str) -> SignIn | None:
    """Return the sign-in that `token` belongs to."""
    return session.get(SignIn, sha256(token.encode()).hexdigest())

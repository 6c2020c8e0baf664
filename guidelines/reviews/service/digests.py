"""How often a person gets letters: their own choice, and a link that stops them at once."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from guidelines.accounts.models import Person
from guidelines.accounts.service import BROKEN_LINK
from guidelines.config import Settings
from guidelines.db import session
from guidelines.errors import Expired
from guidelines.reviews.models import DigestSetting
from guidelines.reviews.rules.rounds import Rhythm


def choose_rhythm(person_id: str, rhythm: Rhythm) -> DigestSetting:
    """Set how often a person gets letters about what is new."""
    row = _setting(person_id)
    row.rhythm = rhythm
    session.flush()
    return row


def note_told(person_id: str, until: datetime) -> None:
    """Note up to which moment a person was told."""
    _setting(person_id).told_until = until
    session.flush()


def stop_token(settings: Settings, person_id: str) -> str:
    """Return the secret part of the link that stops the letters to a person and does no more."""
    return str(_signer(settings).dumps(person_id))


def stop_by_link(settings: Settings, token: str) -> Person:
    """Stop the letters to the person whose link this is."""
    person = person_behind(settings, token)
    choose_rhythm(person.id, Rhythm.NEVER)
    return person


def person_behind(settings: Settings, token: str) -> Person:
    """Return whose link this is, or raise `Expired`."""
    try:
        person_id = str(_signer(settings).loads(token))
    except BadSignature:
        raise Expired(BROKEN_LINK) from None
    person = session.get(Person, person_id)
    if person is None:
        raise Expired(BROKEN_LINK)
    return person


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="stop-letters-v1")


def _setting(person_id: str) -> DigestSetting:
    row = session.get(DigestSetting, person_id)
    if row is None:
        row = DigestSetting(person_id=person_id)
        session.add(row)
        session.flush()
    return row

"""What people do with their accounts: sign in and out, use links, set passwords."""

import secrets
from datetime import timedelta
from hashlib import sha256
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, update

from guidelines import audit
from guidelines.accounts.models import ApiToken, LinkPurpose, MailLink, Person, SignIn
from guidelines.accounts.queries import Recognised, person_with, tokens_of
from guidelines.accounts.rules import (
    BY_LINK_FOR,
    INVITATION_FOR,
    SIGN_IN_FOR,
    SIGN_IN_LINK_FOR,
    TOKEN_STEP,
    check_link,
    check_password,
    check_token,
    orcid_from,
    sign_in_ended,
    touch_due,
)
from guidelines.config import Settings
from guidelines.db import lock_row, now, session
from guidelines.errors import Expired, Invalid, Missing, sentence
from guidelines.events import (
    LinkRequested,
    PasswordChanged,
    PersonAdded,
    TokenMade,
    TokenRevoked,
)
from guidelines.permissions import Actor

WRONG = sentence("The e-mail address or the password is not right.")
NOT_PRESENT = sentence(
    "This is not your present password. If you forgot it, sign out and ask for a link by mail: "
    "who signs in with it can set a new password at once."
)
BROKEN_LINK = sentence(
    "This link is not complete. Open it again from the mail, or ask for a new one."
)

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash(secrets.token_hex(16))
_at_once = BoundedSemaphore(4)  # each costs 19 MiB while it runs


def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`; slow on purpose, never inside a transaction."""
    with _at_once:
        return _hasher.hash(password)


def password_matches(person: Person | None, password: str) -> bool:
    """Tell whether `password` is this person's; as slow for nobody as for somebody."""
    stored = person.password_hash if person is not None else None
    with _at_once:
        try:
            return _hasher.verify(stored or _nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def known_person(email: str, password: str) -> Person:
    """Return the person with this address and password, or raise `Invalid`."""
    person = person_with(email)
    if not password_matches(person, password) or person is None or person.deactivated_at:
        raise Invalid({"email": WRONG})
    return person


def checked_email(email: str) -> str:
    """Return `email` as it is stored, or raise `Invalid`."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Invalid(
            {"email": sentence("Write a whole e-mail address, such as name@hospital.example.")}
        ) from None
    return found.normalized.lower()


def add_person(
    actor: Actor,
    *,
    email: str,
    name: str,
    affiliation: str = "",
    country: str = "",
    password_hash: str | None = None,
) -> Person:
    """Add an account, or return the one with this address. Who may is asked by the caller."""
    address = checked_email(email)
    there = person_with(address)
    if there is not None:
        return there
    if not name.strip():
        raise Invalid({"name": sentence("Write the person's name.")})
    person = Person(
        email=address,
        name=name.strip(),
        affiliation=affiliation.strip(),
        country=country.strip().upper(),
        password_hash=password_hash,
    )
    session.add(person)
    session.flush()
    audit.record(actor, PersonAdded(person_id=person.id))
    return person


def begin_sign_in(person: Person, scope: str = "") -> str:
    """Sign a person in and return the token for their browser.

    With a `scope`, by the personal link of a panel member, only the day is noted: the row says
    nothing about when they answered.
    """
    token = secrets.token_urlsafe(32)
    moment = now()
    if scope:
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    session.add(
        SignIn(
            token_sha256=sha256(token.encode()).hexdigest(),
            person_id=person.id,
            scope=scope,
            created_at=moment,
            seen_at=moment,
            expires_at=moment + (BY_LINK_FOR if scope else SIGN_IN_FOR),
        )
    )
    session.execute(delete(SignIn).where(SignIn.expires_at < now()))
    session.flush()
    return token


def end_sign_in(token: str) -> None:
    """Sign out: the token is worthless from now on."""
    session.execute(
        delete(SignIn).where(SignIn.token_sha256 == sha256(token.encode()).hexdigest())
    )


def is_over(sign_in: Recognised, idle_minutes: int) -> bool:
    """Tell whether a sign-in may no longer be used."""
    moment = now()
    if sign_in.deactivated_at is not None:
        return True
    if sign_in.scope:
        return moment >= sign_in.expires_at
    return sign_in_ended(sign_in.seen_at, sign_in.expires_at, moment, idle_minutes)


def needs_touch(sign_in: Recognised, idle_minutes: int, *, secluded: bool = False) -> bool:
    """Tell whether it is time to note that a browser is still there; never by a personal link."""
    due = touch_due(sign_in.seen_at, now(), idle_minutes, secluded=secluded)
    return due and not sign_in.scope


def touch(token: str) -> None:
    """Note that the browser is still there."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_sha256 == sha256(token.encode()).hexdigest())
        .values(seen_at=now())
    )


def request_link(email: str) -> None:
    """Mail a one-time sign-in link, if the address is known; the answer is the same if not."""
    person = person_with(email)
    if person is None or person.deactivated_at is not None:
        return
    make_link(Actor.machine(), person, LinkPurpose.SIGN_IN)


def make_link(
    actor: Actor, person: Person, purpose: LinkPurpose, *, context: str = ""
) -> MailLink:
    """Make a one-time link for a person and queue the letter that carries it."""
    lasts = SIGN_IN_LINK_FOR if purpose is LinkPurpose.SIGN_IN else INVITATION_FOR
    link = MailLink(
        purpose=purpose, person_id=person.id, context=context, expires_at=now() + lasts
    )
    session.add(link)
    session.flush()
    audit.record(actor, LinkRequested(link_id=link.id))
    return link


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="mail-link-v1")


def link_token(settings: Settings, link_id: str) -> str:
    """Return the secret part of a link's address; it is stored nowhere."""
    return str(_signer(settings).dumps(link_id))


def link_behind(settings: Settings, token: str) -> MailLink:
    """Return the usable link behind `token`, or raise `Expired`."""
    try:
        link_id = _signer(settings).loads(token)
    except BadSignature:
        raise Expired(BROKEN_LINK) from None
    link = session.get(MailLink, str(link_id))
    if link is None or link.person.deactivated_at is not None:
        raise Expired(BROKEN_LINK)
    check_link(link.used_at, link.expires_at, now())
    return link


def use_link(settings: Settings, token: str) -> str:
    """Use up a link and sign its person in; return the token for the browser."""
    link = link_behind(settings, token)
    locked = lock_row(MailLink, link.id)
    check_link(locked.used_at, locked.expires_at, now())
    locked.used_at = now()
    return begin_sign_in(link.person)


def set_password(actor: Actor, person: Person, *, password_hash: str) -> None:
    """Set a password (hashed before the transaction) and end every other sign-in."""
    person.password_hash = password_hash
    session.flush()
    audit.record(actor, PasswordChanged(person_id=person.id))


def link_mark() -> int:
    """Return what a browser keeps of the moment at which a mailed link let it in: seconds."""
    return int(now().timestamp())


def checked_password_hash(person: Person, password: str, present: str | None) -> str:
    """Return the hash of an acceptable password, or raise `Invalid`.

    `present` is the password until now, which whoever has one must know: a browser that was left
    open must not be enough to take an account over. None where a mailed link has just shown who
    this is.
    """
    if present is not None and person.password_hash and not password_matches(person, present):
        raise Invalid({"present": NOT_PRESENT})
    check_password(password, email=person.email, name=person.name)
    return hash_password(password)


def end_other_sign_ins(person: Person, token: str) -> None:
    """End every sign-in of a person but the one with `token`."""
    keep = sha256(token.encode()).hexdigest()
    session.execute(
        delete(SignIn).where(SignIn.person_id == person.id, SignIn.token_sha256 != keep)
    )


def edit_profile(
    person: Person,
    *,
    name: str,
    affiliation: str,
    country: str,
    discipline: str,
    language: str,
    orcid: str = "",
) -> None:
    """Change what a person says of themselves."""
    mistakes: dict[str, str] = {}
    try:
        orcid = orcid_from(orcid)
    except Invalid as invalid:
        mistakes |= invalid.errors
    if not name.strip():
        mistakes["name"] = sentence("Write your name as it should be printed.")
    if country and (len(country.strip()) != 2 or not country.strip().isalpha()):
        mistakes["country"] = sentence("Choose a country from the list.")
    if mistakes:
        raise Invalid(mistakes)
    person.name, person.affiliation = name.strip(), affiliation.strip()
    person.country, person.discipline = country.strip().upper(), discipline.strip()
    person.language, person.orcid = language or "en", orcid
    session.flush()


def make_token(
    actor: Actor, person: Person, *, title: str, writes: bool, days: int
) -> tuple[ApiToken, str]:
    """Make a token for a program of a person; return it with the secret, which is kept nowhere."""
    name = check_token(title, days, len(tokens_of(person.id)))
    secret = f"concord_{secrets.token_urlsafe(32)}"
    row = ApiToken(
        person_id=person.id,
        title=name,
        token_sha256=sha256(secret.encode()).hexdigest(),
        writes=writes,
        expires_at=now() + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    audit.record(actor, TokenMade(person_id=person.id, token_id=row.id, writes=writes))
    return row, secret


def revoke_token(actor: Actor, person: Person, token_id: str) -> None:
    """Make a token of a person worthless."""
    row: ApiToken | None = lock_row(ApiToken, token_id)
    if row is None or row.person_id != person.id:
        raise Missing
    if row.revoked_at is not None:
        return
    row.revoked_at = now()
    session.flush()
    audit.record(actor, TokenRevoked(person_id=person.id, token_id=row.id))


def token_needs_touch(token: ApiToken) -> bool:
    """Tell whether it is time to note that a token is still used."""
    return now() - (token.used_at or token.created_at) >= TOKEN_STEP


def touch_token(token: ApiToken) -> None:
    """Note that a token is still used."""
    session.execute(update(ApiToken).where(ApiToken.id == token.id).values(used_at=now()))

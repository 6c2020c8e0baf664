"""What a sign-in, a password and a mailed link must satisfy."""

import re
from datetime import datetime, timedelta

from guidelines.errors import Expired, Invalid, sentence

SIGN_IN_FOR = timedelta(hours=12)
BY_LINK_FOR = timedelta(days=2)
SIGN_IN_LINK_FOR = timedelta(minutes=30)
BY_LINK_KNOWN = timedelta(minutes=30)  # so long a mailed link stands for the old password
INVITATION_FOR = timedelta(days=21)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
STEP = timedelta(minutes=5)
TOKEN_STEP = timedelta(days=1)
TOKEN_FOR = (30, 90, 365)
MOST_TOKENS = 20

COMMON = frozenset(
    (
        "123456789012", "administrator", "concordconcord", "guidelines123", "iloveyou1234",
        "letmeinletmein", "password1234", "passwordpassword", "qwerty123456", "qwertyuiop12",
        "welcome12345",
    )
)  # fmt: skip


def orcid_from(typed: str) -> str:
    """Return an ORCID iD in its four groups, from an address or with any spaces; or raise.

    The last character checks the others (ISO 7064, MOD 11-2), so that a slip is found at once.
    """
    plain = re.sub(r"(https?://)?(www\.)?orcid\.org/|[\s-]", "", typed.strip().lower()).upper()
    if not plain:
        return ""
    if not re.fullmatch(r"[0-9]{15}[0-9X]", plain) or plain[-1] != _check_character(plain[:15]):
        raise Invalid(
            {
                "orcid": sentence(
                    "This is no ORCID iD: look for a slip. It has 16 characters, such as "
                    "%(example)s.",
                    example="0000-0002-1825-0097",
                )
            }
        )
    return "-".join(plain[start : start + 4] for start in (0, 4, 8, 12))


def _check_character(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


def check_password(password: str, *, email: str, name: str) -> None:
    """Raise `Invalid` unless `password` is long and not easily guessed; no composition rules."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            {
                "password": sentence(
                    "Use at least %(n)s characters; a few unrelated words are fine.",
                    n=SHORTEST_PASSWORD,
                )
            }
        )
    if len(password) > LONGEST_PASSWORD:
        raise Invalid({"password": sentence("Use at most %(n)s characters.", n=LONGEST_PASSWORD)})
    plain = password.casefold()
    guessable = plain in COMMON or len(set(plain)) < 5
    personal = plain in {email.casefold(), name.casefold()}
    if guessable or personal:
        raise Invalid({"password": sentence("This is easy to guess. Choose something else.")})


def check_link(used_at: datetime | None, expires_at: datetime, moment: datetime) -> None:
    """Raise `Expired` if a mailed link was used or is too old."""
    if used_at is not None:
        raise Expired(
            sentence("This link was used already. Ask for a new one on the sign-in page.")
        )
    if moment >= expires_at:
        raise Expired(sentence("This link is too old. Ask for a new one on the sign-in page."))


def sign_in_ended(seen_at: datetime, expires_at: datetime, moment: datetime, idle: int) -> bool:
    """Tell whether a sign-in is over: too old, or unused for `idle` minutes."""
    return moment >= expires_at or moment >= seen_at + timedelta(minutes=idle)


def touch_due(seen_at: datetime, moment: datetime, idle: int, *, secluded: bool) -> bool:
    """Tell whether it is time to note that a browser is still there.

    While somebody answers a questionnaire it is noted as rarely as their sign-in allows, so that
    it tells nothing about when they answered.
    """
    return moment - seen_at >= (max(STEP, timedelta(minutes=idle / 2)) if secluded else STEP)


def check_token(title: str, days: int, have: int) -> str:
    """Return the name of a new token, trimmed, or raise `Invalid`."""
    mistakes: dict[str, str] = {}
    name = " ".join(title.split())
    if not name or len(name) > 80:
        mistakes["token_title"] = sentence(
            "Name the program or machine that will use it, in at most 80 characters."
        )
    if days not in TOKEN_FOR:
        mistakes["token_days"] = sentence("Choose how long it is to work.")
    if have >= MOST_TOKENS:
        mistakes["token_title"] = sentence("You have many of them. Take one away first.")
    if mistakes:
        raise Invalid(mistakes)
    return name

"""The personal links by which appraisers come in; no table holds them."""

from itsdangerous import BadSignature, URLSafeSerializer

from guidelines.config import Settings
from guidelines.db import session
from guidelines.errors import Expired, sentence
from guidelines.publishing.models import Appraiser
from guidelines.publishing.rules.checklists.choices import AppraiserState

BROKEN = sentence(
    "This link is not complete, or you are asked no longer. Open it again from the letter, or "
    "write to whoever asked you."
)


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="appraiser-link-v1")


def token_of(settings: Settings, appraiser_id: str) -> str:
    """Return the secret part of the address of an appraiser's link."""
    return str(_signer(settings).dumps(appraiser_id))


def appraiser_behind(settings: Settings, token: str) -> Appraiser:
    """Return the appraiser whose link this is, or raise `Expired`."""
    try:
        found = session.get(Appraiser, str(_signer(settings).loads(token)))
    except BadSignature:
        raise Expired(BROKEN) from None
    if found is None or found.state is AppraiserState.WITHDRAWN:
        raise Expired(BROKEN)
    return found

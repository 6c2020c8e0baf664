"""Steps of rounds of review, in the service and in the browser of somebody outside."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from guidelines.config import current
from guidelines.db import now, transaction
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version
from guidelines.jobs import work_once
from guidelines.permissions import Actor, Role
from guidelines.reviews.models import ReviewRound
from guidelines.reviews.rules.asking import Asking
from guidelines.reviews.rules.rounds import ReviewMove, RoundKind
from guidelines.reviews.service import rounds
from guidelines.reviews.service.moving import move_round
from tests.build import Builder

QUESTIONS = ("Is anything missing?", "Can you do this where you work?")


def a_round(
    build: Builder,
    document: Document,
    kind: RoundKind = RoundKind.PUBLIC,
    *,
    chair: Actor | None = None,
    **more: object,
) -> ReviewRound:
    """Prepare a round that ends in two weeks."""
    actor = chair or build.actor(document.project, Role.CHAIR)
    today = now().date()
    asking = Asking(
        kind=kind,
        title="Consultation 2026",
        introduction="Tell us what you think.",
        questions=QUESTIONS,
        opens_on=today,
        closes_on=today + timedelta(days=14),
        **{"anyone": kind is RoundKind.PUBLIC, **more},  # type: ignore[arg-type]
    )
    with transaction():
        return rounds.start_round(actor, document, asking, version=current_version(document))


def opened(build: Builder, round_: ReviewRound, chair: Actor | None = None) -> ReviewRound:
    """Open a round now."""
    actor = chair or build.actor(round_.document.project, Role.CHAIR)
    with transaction():
        round_ = move_round(actor, round_, ReviewMove.PLAN)
        return move_round(actor, round_, ReviewMove.OPEN)


def work() -> None:
    """Do all jobs that are due."""
    while work_once():
        pass


def letters(address: str = "") -> list[str]:
    """Return the letters to an address (of all without one) as they went out, oldest first."""
    found = []
    for path in sorted((current().instance / "mail").glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=default)
        if not address or letter["To"] == address:
            found.append(f"{letter['Subject']}\n{letter.get_content()}")
    return found


def link_to(address: str) -> str:
    """Return the path of the personal link in the newest letter to an address."""
    for letter in reversed(letters(address)):
        found = re.search(r"https?://\S*(/consultations/link/\S+)", letter)
        if found:
            return urlsplit(found[1]).path
    raise AssertionError(f"no link was mailed to {address}")


def come_in(client: FlaskClient, address: str) -> str:
    """Come in by the personal link mailed to an address; return the address of the desk."""
    path = link_to(address)
    assert client.get(path).status_code == 200
    answer = client.post(path)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


SOMEBODY = {
    "answering": "person",
    "name": "Rosa Field",
    "email": "rosa@example.org",
    "no_interests": "yes",
}

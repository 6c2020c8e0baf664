"""Whether signatures still hold: what the text is now, and which change made them void."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.accounts.models import Person
from guidelines.db import now, session
from guidelines.drafts.models import Version
from guidelines.publishing.models import (
    ApprovalRequest,
    EditorialChange,
    SignOff,
    TextDelivery,
)
from guidelines.publishing.queries.approvals import manifest_of, signoffs_of
from guidelines.publishing.queries.changes import change_of_text
from guidelines.publishing.queries.plans import plan_of
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.plans import Difference, differences
from guidelines.publishing.rules.states import Decision, Delivery, Gate

PARTS = ("metadata", "bibliography", "assets", "evidence", "indicators")


@dataclass(frozen=True, slots=True)
class Validity:
    """How what was to be signed stands to what is there now.

    `sha256` is the hash of the present text or plan. `change` is what two persons say of the
    difference, if anything. `version` is the first version whose text is another one, `parts`
    what differs beside the text, `plan` the parts of a plan that differ.
    """

    sha256: str
    same: bool
    change: EditorialChange | None = None
    version: Version | None = None
    parts: tuple[str, ...] = ()
    plan: tuple[Difference, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether the difference is of form only, as two persons say and nobody denies."""
        return self.change is not None and self.change.stands_at(now())

    @property
    def holds(self) -> bool:
        """Whether signatures on what was asked for count for what is there now."""
        return self.same or self.carried


def present_of(request: ApprovalRequest) -> dict[str, Any]:
    """Return what would be signed now."""
    if request.gate is Gate.PLAN:
        return plan_of(request.document)
    return manifest_of(request.document)


def validity_of(request: ApprovalRequest) -> Validity:
    """Return whether the signatures on a request hold, and if not, since which change."""
    present = present_of(request)
    sha256 = sha256_of(present)
    if sha256 == request.sha256:
        return Validity(sha256, same=True)
    if request.gate is Gate.PLAN:
        return Validity(sha256, same=False, plan=tuple(differences(request.manifest, present)))
    return Validity(
        sha256,
        same=False,
        change=change_of_text(request, sha256),
        version=_first_other(request),
        parts=other_parts(request.manifest, present),
    )


def other_parts(signed: Mapping[str, Any], present: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which parts of a text beside its sections are not as they were signed."""
    return tuple(part for part in PARTS if signed.get(part) != present.get(part))


def _first_other(request: ApprovalRequest) -> Version | None:
    """Return the first version after the one that was asked for whose sections are others."""
    signed = [list(one) for one in request.manifest["sections"]]
    later = session.scalars(
        select(Version)
        .where(
            Version.document_id == request.document_id,
            Version.number > request.version_number,
        )
        .options(joinedload(Version.author), joinedload(Version.named))
        .order_by(Version.number)
    )
    for version in later:
        if [[entry.depth, entry.sha256] for entry in version.entries] != signed:
            return version
    return None


@dataclass(frozen=True, slots=True)
class Signer:
    """One person who was asked: their decision if any, and when the text reached them how."""

    person: Person
    decision: SignOff | None
    reached: Mapping[Delivery, datetime]


@dataclass(frozen=True, slots=True)
class SigningBody:
    """A body that was asked, or with no title those who sign for themselves."""

    title: str
    needs: int
    signed: int
    signers: tuple[Signer, ...]
    barred: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether enough have signed."""
        return self.signed >= self.needs


def signing_bodies(request: ApprovalRequest) -> list[SigningBody]:
    """Return who was asked to sign, by body, with decisions and what reached them when."""
    voters = request.voters
    decided = {one.person_id: one for one in signoffs_of(request)}
    signed = {key for key, one in decided.items() if one.decision is Decision.APPROVED}
    wanted = {*voters.asked, *voters.barred, *(k for body in voters.bodies for k in body.barred)}
    people = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(wanted)))}
    reached = reached_of(request)

    def signers(keys: Iterable[str]) -> tuple[Signer, ...]:
        return tuple(
            Signer(people[key], decided.get(key), reached.get(key, {}))
            for key in keys
            if key in people
        )

    def names(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(people[key].name for key in keys if key in people)

    found = [
        SigningBody(
            body.title,
            body.needs,
            len(body.signed_by(signed)),
            signers(body.members),
            names(body.barred),
        )
        for body in voters.bodies
    ]
    if voters.persons or voters.barred:
        alone = len(signed & set(voters.persons))
        found.append(
            SigningBody(
                "", len(voters.persons), alone, signers(voters.persons), names(voters.barred)
            )
        )
    return found


def reached_of(request: ApprovalRequest) -> dict[str, dict[Delivery, datetime]]:
    """Return when a text first reached each person, by how."""
    rows = session.scalars(
        select(TextDelivery)
        .where(TextDelivery.request_id == request.id)
        .order_by(TextDelivery.at, TextDelivery.id)
    )
    found: dict[str, dict[Delivery, datetime]] = {}
    for row in rows:
        found.setdefault(row.person_id, {}).setdefault(row.how, row.at)
    return found

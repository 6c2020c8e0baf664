"""Whether signatures still hold: what the text is now, and which change made them void."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import now, session
from guidelines.drafts.models import Version
from guidelines.publishing.models import ApprovalRequest, EditorialChange
from guidelines.publishing.queries.approvals import manifest_of
from guidelines.publishing.queries.changes import change_of_text
from guidelines.publishing.queries.plans import plan_of
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.plans import Difference, differences
from guidelines.publishing.rules.states import Gate

PARTS = ("metadata", "bibliography", "assets", "evidence")


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
    return tuple(part for part in PARTS if signed[part] != present[part])


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

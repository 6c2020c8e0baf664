"""Whether an evidence pack is one of ours: its version, its signatures, its history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from guidelines.audit import AuditEntry, first_broken
from guidelines.db import now, session
from guidelines.errors import Sentence, sentence
from guidelines.publishing.models import ApprovalRequest, Edition
from guidelines.publishing.queries.approvals import signoffs_of
from guidelines.publishing.queries.fronts import offered
from guidelines.publishing.rules.naming import Form

NOT_OURS = sentence("No version with this proof was published here.")


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What our record says of a pack: what it confirms, and what it does not."""

    edition: Edition | None
    confirmed: tuple[Sentence, ...] = ()
    wrong: tuple[Sentence, ...] = ()


def on_record(
    content: Mapping[str, Any], *, edition_sha256: str, pack_sha256: str, deeply: bool = False
) -> OnRecord:
    """Compare the frozen content in a pack with what was recorded here.

    `deeply` follows the whole history of the project, entry by entry.
    """
    edition = session.scalar(select(Edition).where(Edition.sha256 == edition_sha256))
    if edition is None or not edition.is_public_at(now()):
        return OnRecord(None, wrong=(NOT_OURS,))
    request = session.get_one(ApprovalRequest, edition.request_id)
    confirmed = [
        sentence(
            "“%(title)s”, version %(number)s, was published here.",
            title=edition.title,
            number=edition.number,
        )
    ]
    wrong = list(_signatures(content, request))
    if not wrong:
        confirmed.append(
            sentence(
                "All %(count)s signatures are on our record: who, when, and on which text.",
                count=len(content["approvals"]),
            )
        )
    trouble = list(_history(content, edition, deeply=deeply))
    if not trouble:
        confirmed.append(sentence("It stands where it should in the history of its project."))
    if any(one.form is Form.PACK and one.sha256 == pack_sha256 for one in offered(edition)):
        confirmed.append(sentence("The file is the one that we hand out, byte for byte."))
    return OnRecord(edition, tuple(confirmed), (*wrong, *trouble))


def _signatures(content: Mapping[str, Any], request: ApprovalRequest) -> Iterator[Sentence]:
    told = {(one["name"], one["at"], one["sha256"]) for one in content["approvals"]}
    kept = {
        (one.person.name, one.at.isoformat(timespec="seconds"), one.sha256)
        for one in signoffs_of(request)
    }
    if content["signoff"]["sha256"] != request.sha256:
        yield sentence("Another text was sent for signature.")
    at = {(when, sha256) for _name, when, sha256 in kept}
    for name, when, sha256 in sorted(told - kept):
        if (when, sha256) not in at:  # a name may have changed since, a signature may not
            yield sentence("The signature of %(name)s is not on our record.", name=name)
    if len(told) != len(kept):
        yield sentence("Our record has %(count)s signatures on this text.", count=len(kept))


def _history(content: Mapping[str, Any], edition: Edition, *, deeply: bool) -> Iterator[Sentence]:
    said = content.get("history")
    if not said:
        return
    entry = session.scalar(
        select(AuditEntry).where(
            AuditEntry.chain == edition.project_id, AuditEntry.number == said["number"]
        )
    )
    if entry is None or entry.sha256 != said["sha256"]:
        yield sentence("It names an entry of the history that we do not have.")
    elif deeply and first_broken(edition.project_id) is not None:
        yield sentence("The history of its project does not fit together any more.")

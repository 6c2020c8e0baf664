"""Ask more at the gates than the core does, and decide to print what found no consensus."""

from sqlalchemy import delete

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import GatesTightened, UnagreedPrintDecided
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project
from guidelines.publishing.models import ProjectGate, UnagreedPrint
from guidelines.publishing.queries.readiness import stands_of
from guidelines.publishing.rules.facts import UNAGREED
from guidelines.publishing.rules.tightening import Tightening, check_no_milder

LONGEST_REASON = 2000


def tighten_gates(actor: Actor, project: Project, wanted: Tightening) -> None:
    """Set what a project asks beyond the core; what it asked before and no longer asks goes.

    Raises `Invalid` where the core would be loosened; the database refuses that as well.
    """
    require(actor, Action.PROJECT_MANAGE, project)

    check_no_milder(wanted)
    lock_row(Project, project.id)
    session.execute(delete(ProjectGate).where(ProjectGate.project_id == project.id))
    for key in sorted(wanted.must | wanted.limits.keys()):
        session.add(
            ProjectGate(
                network_id=project.network_id,
                project_id=project.id,
                gate=key,
                must=key in wanted.must,
                threshold=wanted.limits.get(key),
                person_id=actor.person_id,
            )
        )
    session.flush()
    audit.record(
        actor,
        GatesTightened(
            network_id=project.network_id,
            project_id=project.id,
            must=tuple(sorted(wanted.must)),
            limits=tuple(f"{key}={number}" for key, number in sorted(wanted.limits.items())),
        ),
    )


def print_unagreed(actor: Actor, document: Document, *, key: str, reason: str) -> UnagreedPrint:
    """Decide that a recommendation without consensus is printed as what it is, with a reason.

    The decision holds for the wording that was voted on, and for no other.
    """
    require(actor, Action.APPROVAL_REQUEST, document)

    lock_row(Document, document.id)
    refuse_conflicted(actor, document.project_id, [key], Doing.ACCEPT)
    if not reason.strip():
        raise Invalid({"reason": sentence("Say what readers should know about the disagreement.")})
    if len(reason.strip()) > LONGEST_REASON:
        raise Invalid(
            {"reason": sentence("Write at most %(most)s characters.", most=LONGEST_REASON)}
        )
    stand = next((one for one in stands_of(document) if one.recommendation.key == key), None)
    if stand is None:
        raise Missing
    if stand.facts.standing not in UNAGREED:
        raise Conflict(
            sentence("This is only for a wording on which the panel voted and did not agree.")
        )
    one = stand.recommendation
    row = UnagreedPrint(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        key=key,
        wording_sha256=one.wording_sha256,
        reason=reason.strip(),
        person_id=actor.person_id,
    )
    _take_back(document, key, one.wording_sha256)
    session.add(row)
    session.flush()
    audit.record(
        actor,
        UnagreedPrintDecided(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            key=key,
            wording_sha256=one.wording_sha256,
        ),
    )
    return row


def _take_back(document: Document, key: str, wording_sha256: str) -> None:
    """Remove an earlier decision on the same wording: the newest reason counts."""
    session.execute(
        delete(UnagreedPrint).where(
            UnagreedPrint.document_id == document.id,
            UnagreedPrint.key == key,
            UnagreedPrint.wording_sha256 == wording_sha256,
        )
    )

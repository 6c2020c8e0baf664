"""Reads about requests for approval: what is signed, who was asked, who has signed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from guidelines.db import session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document, Version
from guidelines.drafts.rules.metadata import as_json
from guidelines.evidence.queries import csl_items, profiles_of
from guidelines.permissions import Role
from guidelines.projects.models import Member, Project
from guidelines.projects.queries import members_with, names_of
from guidelines.publishing.models import ApprovalRequest, SignOff
from guidelines.publishing.queries.evidence import searched
from guidelines.publishing.queries.indicators import printed_indicators
from guidelines.publishing.rules.hashes import sha256_of, signoff_manifest
from guidelines.publishing.rules.states import ApprovalState, Gate
from guidelines.publishing.rules.survey import survey


def manifest_of(document: Document, version: Version | None = None) -> dict[str, Any]:
    """Return what an approver of this version (the newest) signs; see `rules.hashes`."""
    version = version or drafts.current_version(document)
    found = survey(drafts.source_of(version))
    keys = set(found.citation_keys)
    wanted = {one.key for one in drafts.recommendations_of(document)}
    return signoff_manifest(
        title=document.title,
        kind=document.kind.value,
        language=document.language,
        about=as_json(drafts.metadata_of(document)),
        sections=[(entry.depth, entry.sha256) for entry in version.entries],
        bibliography=[item for item in csl_items(document.project_id) if item["id"] in keys],
        assets={
            asset.name: asset.sha256
            for asset in drafts.assets_of(document)
            if asset.name in found.images
        },
        evidence={
            key: _evidence(profile)
            for key, profile in profiles_of(document.project_id).items()
            if key in wanted
        },
        indicators=printed_indicators(document),
    )


def _evidence(profile: Any) -> dict[str, Any]:
    fields = ("question", "population", "intervention", "comparator", "summary", "outcomes")
    judgements = sorted(profile.judgements, key=lambda one: str(one.criterion))
    search = profile.asked.search
    printed = {
        "strong-because": profile.conclusion.get("discordance"),
        "search": searched(search) if search and search.strategies else None,
    }
    return {
        **{name: getattr(profile, name) for name in fields},
        "certainty": str(profile.certainty or ""),
        "judgements": [[str(j.criterion), j.judgement, j.note] for j in judgements],
        **{name: said for name, said in printed.items() if said},
    }


def signoff_sha256(document: Document) -> str:
    """Return the hash that an approver of the present text signs."""
    return sha256_of(manifest_of(document))


def requests_of(document: Document, gate: Gate = Gate.TEXT) -> Sequence[ApprovalRequest]:
    """Return the requests to sign the text (or plan), with signatures, newest first."""
    return session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.document_id == document.id, ApprovalRequest.gate == gate)
        .options(
            joinedload(ApprovalRequest.requester),
            selectinload(ApprovalRequest.signoffs).joinedload(SignOff.person),
        )
        .order_by(ApprovalRequest.requested_at.desc(), ApprovalRequest.id.desc())
        .execution_options(populate_existing=True)
    ).all()


def newest_request(document: Document, gate: Gate = Gate.TEXT) -> ApprovalRequest | None:
    """Return the newest request to sign the text (or plan) of a document."""
    return next(iter(requests_of(document, gate)), None)


def signoffs_of(request: ApprovalRequest) -> Sequence[SignOff]:
    """Return the decisions on a request, oldest first."""
    return session.scalars(
        select(SignOff)
        .where(SignOff.request_id == request.id)
        .options(joinedload(SignOff.person))
        .order_by(SignOff.at, SignOff.id)
    ).all()


def approvers_of(project_id: str) -> Sequence[Member]:
    """Return the approvers of a project by name."""
    return members_with(project_id, Role.APPROVER)


def missing_of(request: ApprovalRequest) -> dict[str, str]:
    """Return whose decision is still needed: names by person id.

    Nobody of a body for which enough have signed is among them.
    """
    missing = request.voters.missing({one.person_id for one in signoffs_of(request)})
    names = names_of(set(missing))
    return {person_id: names[person_id] for person_id in missing if person_id in names}


def requests_waiting_for(person_id: str, project_ids: Sequence[str]) -> list[ApprovalRequest]:
    """Return the requests in these projects that this person was asked to sign and has not."""
    rows = session.scalars(
        select(ApprovalRequest)
        .where(
            ApprovalRequest.project_id.in_(project_ids),
            ApprovalRequest.state == ApprovalState.WAITING,
            ~select(SignOff.id)
            .where(SignOff.request_id == ApprovalRequest.id, SignOff.person_id == person_id)
            .exists(),
        )
        .options(joinedload(ApprovalRequest.document).joinedload(Document.project))
        .order_by(ApprovalRequest.requested_at)
    )
    return [row for row in rows if person_id in row.asked]


def requests_in_state(
    project_ids: Sequence[str], state: ApprovalState, gate: Gate = Gate.TEXT
) -> list[ApprovalRequest]:
    """Return the newest request of each document of these projects, if it is in this state."""
    rows = session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.project_id.in_(project_ids), ApprovalRequest.gate == gate)
        .options(joinedload(ApprovalRequest.document).joinedload(Document.project))
        .order_by(ApprovalRequest.requested_at)
    )
    newest = {row.document_id: row for row in rows}
    return [row for row in newest.values() if row.state is state]


def project_of(document: Document) -> Project:
    """Return the project of a document, with its network."""
    return project_with(document.project_id)


def project_with(project_id: str) -> Project:
    """Return the project with this id, with its network."""
    found = session.get(Project, project_id, options=[joinedload(Project.network)])
    if found is None:
        raise LookupError(f"there is no project {project_id}")
    return found

"""What stands in the way of publishing a document, gathered from all features."""

from dataclasses import dataclass

from guidelines.consensus.queries import panel_table
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document, Outcome, Recommendation
from guidelines.drafts.rules.structure import is_unwritten
from guidelines.evidence.queries import csl_items, profiles_of
from guidelines.interests.queries import unassessed_people, undeclared_people
from guidelines.publishing.models import ApprovalRequest, EditorialChange
from guidelines.publishing.queries.approvals import (
    changes_of,
    missing_of,
    newest_request,
    signoff_sha256,
)
from guidelines.publishing.rules.checks import Check, checks_of
from guidelines.publishing.rules.facts import ApprovalFacts, Facts, RecommendationFacts
from guidelines.publishing.rules.states import ApprovalState, ChangeState
from guidelines.publishing.rules.survey import survey
from guidelines.reviews.queries import open_threads
from guidelines.text.citations import is_retracted

COMPLETE = frozenset({ApprovalState.APPROVED, ApprovalState.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Stand:
    """A recommendation with its latest result and the editorial change since, if any."""

    recommendation: Recommendation
    outcome: Outcome | None
    change: EditorialChange | None
    facts: RecommendationFacts


def stands_of(document: Document) -> list[Stand]:
    """Return how each recommendation stands to its vote, in the order of the text."""
    outcomes = drafts.outcomes_of(document)
    profiles = profiles_of(document.project_id)
    changes = {
        (change.key, change.voted_sha256, change.wording_sha256): change
        for change in reversed(changes_of(document))
        if change.state is not ChangeState.REFUSED
    }
    found = []
    for one in drafts.recommendations_of(document):
        outcome = outcomes.get(one.key)
        profile = profiles.get(one.key)
        voted = outcome.wording_sha256 if outcome else ""
        change = changes.get((one.key, voted, one.wording_sha256))
        facts = RecommendationFacts(
            key=one.key,
            number=one.ordinal,
            type=one.type,
            strength=one.strength,
            direction=one.direction,
            certainty=one.certainty,
            profile_certainty=str(profile.certainty) if profile and profile.certainty else None,
            verdict=outcome.verdict if outcome else None,
            same_wording=outcome is not None and outcome.stands(one),
            attested=change is not None and change.state is ChangeState.ATTESTED,
            explained=bool(one.attributes.get("certainty-reason")),
        )
        found.append(Stand(one, outcome, change, facts))
    return found


def approval_facts(document: Document, request: ApprovalRequest | None) -> ApprovalFacts:
    """Return whose signatures the newest request has, and whether they are on this text."""
    if request is None or request.state is ApprovalState.RETURNED:
        return ApprovalFacts()
    return ApprovalFacts(
        requested=True,
        on_this_text=request.sha256 == signoff_sha256(document),
        complete=request.state in COMPLETE,
        signed=tuple(one.person.name for one in request.signoffs),
        missing=tuple(missing_of(request).values()),
    )


def facts_of(document: Document) -> Facts:
    """Return everything that the checks look at."""
    sections = drafts.sections_in(drafts.current_version(document))
    found = survey("".join(item.revision.source for item in sections))
    known = {str(item["id"]): item for item in csl_items(document.project_id)}
    attached = {asset.name for asset in drafts.assets_of(document)}
    stands = stands_of(document)
    numbered = {stand.recommendation.key for stand in stands}
    return Facts(
        recommendations=tuple(stand.facts for stand in stands),
        stray=tuple(key for key in found.recommendations if key not in numbered),
        locked=frozenset(drafts.locked_keys(document)),
        open_threads=open_threads(document),
        open_clashes=len(drafts.open_clashes(document)),
        unknown_citations=tuple(key for key in found.citation_keys if key not in known),
        retracted_citations=tuple(
            key for key in found.citation_keys if is_retracted(known.get(key, {}))
        ),
        missing_images=tuple(name for name in found.images if name not in attached),
        wordless_images=tuple(name for name in found.wordless if name in attached),
        dead_references=found.dead,
        unwritten=tuple(
            (item.section.id, item.title)
            for item in sections
            if is_unwritten(item.revision.source)
        ),
        undeclared=tuple(undeclared_people(document.project_id)),
        unassessed=tuple(unassessed_people(document.project_id)),
        panel=panel_table(document)["size"],
        approval=approval_facts(document, newest_request(document)),
    )


def readiness_of(document: Document) -> list[Check]:
    """Return the checks before publishing with what they found."""
    return checks_of(facts_of(document))

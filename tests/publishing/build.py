"""Steps that bring a document to approval and publication, for this feature and the library."""

import json
from dataclasses import dataclass
from datetime import timedelta

from guidelines.db import now, session, transaction
from guidelines.drafts import service as drafts
from guidelines.drafts.models import Document, DocumentKind
from guidelines.drafts.queries import (
    current_version,
    metadata_row,
    recommendations_of,
    sections_in,
)
from guidelines.drafts.rules.metadata import Metadata
from guidelines.drafts.rules.products.needed import NEEDED
from guidelines.evidence import service as evidence
from guidelines.evidence.rules.judgements import Answer, Criterion
from guidelines.evidence.service import import_references
from guidelines.interests.service import declare_interests
from guidelines.jobs import work_once
from guidelines.permissions import Actor, Role
from guidelines.projects.models import Project
from guidelines.projects.queries import actor_for, members_of
from guidelines.publishing import service
from guidelines.publishing.models import ApprovalRequest, Edition, EditorialChange
from guidelines.publishing.rules.naming import Step
from guidelines.typesetting.model import Asset as Picture
from tests.build import Builder
from tests.evidence.build import a_profile

PLOT = b"""<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120" viewBox="0 0 320 120">
<rect x="10" y="60" width="40" height="50" fill="#0b5563"/>
<rect x="70" y="30" width="40" height="80" fill="#0b5563"/></svg>"""
SOURCE = """# Scope

This guideline is about children with a cleft palate [@first2019].

![Two bars: referrals before and after.](plot.svg)

# Airway

:::: {.recommendation #rec-airway type=consensus-based strength=strong direction=for}
We recommend that an anaesthetist sees the child first.

::: {.rationale}
Because the airway may be difficult [@first2019; @second2021].
:::
::::

# Hearing

:::: {.recommendation #rec-hearing strength=conditional direction=for certainty=low}
We suggest that hearing is checked before surgery.
::::

# Follow-up

::: {.recommendation #rec-follow-up type=good-practice}
One named person follows the family.
:::
"""
REFERENCES = [
    {
        "id": "first2019",
        "type": "article-journal",
        "title": "Airways of children",
        "author": [{"family": "Example", "given": "Ada"}],
        "container-title": "Journal of Examples",
        "issued": {"date-parts": [[2019]]},
        "volume": "3",
        "page": "1-9",
        "DOI": "10.1234/example",
    },
    {
        "id": "second2021",
        "type": "article-journal",
        "title": "Hearing in clefts",
        "author": [{"family": "Sample", "given": "Ben"}],
        "container-title": "Journal of Examples",
        "issued": {"date-parts": [[2021]]},
    },
]
AGREED = {
    "n_rated": 23,
    "n_agree": 22,
    "percent_in": 95.65,
    "median": 8.0,
    "q1": 7.0,
    "q3": 9.0,
    "counts": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 1, "7": 5, "8": 9, "9": 8},
    "round": 1,
    "rule": "agree-75",
}


@dataclass
class Guideline:
    """A document of a project with its people."""

    build: Builder
    project: Project
    document: Document
    chair: Actor
    author: Actor
    approvers: list[Actor]

    @property
    def approver(self) -> Actor:
        """The first approver."""
        return self.approvers[0]


def a_guideline(
    build: Builder, *, approvers: int = 2, project: Project | None = None
) -> Guideline:
    """Return a guideline whose recommendations are voted on, and whose people have declared."""
    project = project or build.project()
    chair = build.actor(project, Role.CHAIR)
    author = build.actor(project, Role.AUTHOR)
    signers = [build.actor(project, Role.APPROVER) for _ in range(approvers)]
    with transaction():
        import_references(
            chair, project, content=json.dumps(REFERENCES).encode(), filename="r.json"
        )
    with transaction():
        document, _notices = drafts.import_document(
            author,
            project,
            title="Care of children with a cleft palate",
            source=SOURCE,
            kind=DocumentKind.GUIDELINE,
            pictures={"plot.svg": Picture(media_type="image/svg+xml", content=PLOT)},
        )
    describe(author, document)
    judge_hearing(author, project)
    guideline = Guideline(build, project, document, chair, author, signers)
    for one in recommendations_of(document):
        decide(guideline, one.key)
    declare_all(guideline)
    return guideline


def describe(actor: Actor, document: Document, **changes: object) -> None:
    """State what a document is about, for whom, until when, and why it is as short as it is."""
    row = metadata_row(document)
    parts = {part.key: {"reason": "A short example."} for part in NEEDED.get(document.kind, ())}
    stated = {
        "conditions": (("2014", "Cleft palate"),),
        "population": "Children with a cleft palate",
        "users": "Cleft teams",
        "review_by": now().date() + timedelta(days=1000),
        "parts": parts,
        **changes,
    }
    with transaction():
        drafts.describe_document(
            actor, document, Metadata(**stated), revision=row.revision if row else 0
        )


def judge_hearing(actor: Actor, project: Project) -> None:
    """Judge what leads from the evidence to the recommendation on hearing."""
    profile = a_profile(actor, project, "rec-hearing", population="Children with a cleft palate")
    with transaction():
        evidence.save_judgements(
            actor,
            profile,
            answers={
                Criterion.BALANCE: Answer("favours-intervention", "", ""),
                Criterion.CERTAINTY: Answer("low", "", ""),
                Criterion.VALUES: Answer("no-variability", "", ""),
                Criterion.RESOURCES: Answer("moderate-costs", "", ""),
            },
            revision=profile.revision,
        )


def decide(
    guideline: Guideline, key: str, verdict: str = "consensus-for", **counts: object
) -> None:
    """Put the result of a vote on its present wording beside a recommendation."""
    one = next(r for r in recommendations_of(guideline.document) if r.key == key)
    with transaction():
        drafts.place_outcome(
            guideline.chair,
            guideline.document,
            key=key,
            wording_sha256=one.wording_sha256,
            verdict=verdict,
            summary={**AGREED, **counts},
        )


def declare_all(guideline: Guideline) -> None:
    """Let every member declare that there is nothing to declare."""
    for person_id in dict.fromkeys(m.person_id for m in members_of(guideline.project)):
        with transaction():
            declare_interests(
                actor_for(person_id), guideline.project, interests=(), nothing=True, complete=True
            )


def print_openly(guideline: Guideline, key: str) -> None:
    """Decide to print a recommendation without consensus as what it is."""
    with transaction():
        service.print_unagreed(
            guideline.chair, guideline.document, key=key, reason="Readers ask for it."
        )


def change_text(guideline: Guideline, before: str, after: str) -> None:
    """Save the document with some words replaced, in the section that has them."""
    session.expire_all()
    for item in sections_in(current_version(guideline.document)):
        if before in item.revision.source:
            with transaction():
                drafts.save_section(
                    guideline.author,
                    item.section,
                    source=item.revision.source.replace(before, after),
                    base_revision_id=item.revision.id,
                )
            return
    raise LookupError(before)


def a_request(guideline: Guideline, note: str = "", step: Step = Step.MAJOR) -> ApprovalRequest:
    """Ask the approvers for their signatures."""
    with transaction():
        return service.request_approval(guideline.chair, guideline.document, note=note, step=step)


def wait_out(change: EditorialChange) -> None:
    """Let the days for objections to a change pass."""
    with transaction():
        change.objections_until = now() - timedelta(seconds=1)


def sign_all(guideline: Guideline, request: ApprovalRequest) -> None:
    """Let every approver sign."""
    for actor in guideline.approvers:
        with transaction():
            service.sign(actor, request, sha256=request.sha256, body="Board of the network")


def an_edition(guideline: Guideline, *, notice: str = "", change_note: str = "") -> Edition:
    """Ask, sign and publish."""
    request = a_request(guideline)
    sign_all(guideline, request)
    with transaction():
        return service.publish_edition(
            guideline.chair, guideline.document, notice=notice, change_note=change_note
        )


def work() -> None:
    """Do all jobs that are due."""
    while work_once():
        pass
    session.expire_all()

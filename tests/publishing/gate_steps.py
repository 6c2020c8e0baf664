"""What people do to a finished guideline that closes a gate, and what opens it again.

Every step is done with real rows, through the services that the pages call. A gate that is closed
on the finished guideline has no first step: it is opened by the second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from guidelines.accounts.models import Person
from guidelines.consensus import service as consensus
from guidelines.consensus.queries import processes_of
from guidelines.consensus.rules.presets import preset
from guidelines.db import lock_row, session, transaction
from guidelines.drafts import service as drafts
from guidelines.drafts.models import Document, DocumentKind
from guidelines.drafts.queries import (
    current_version,
    open_clashes,
    recommendation_in,
    sections_in,
    versions_of,
)
from guidelines.drafts.queries.translations import source_document
from guidelines.drafts.service.translation_edits import rest_on
from guidelines.evidence import service as evidence
from guidelines.evidence.models import Reference
from guidelines.evidence.queries import profiles_of, questions_of
from guidelines.evidence.rules.judgements import Answer, Certainty, Criterion
from guidelines.interests.queries import newest_declarations
from guidelines.interests.rules import LADDER, Level
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for, members_with
from guidelines.publishing import service
from guidelines.publishing.queries.doses import dose_lines
from guidelines.publishing.queries.sources import is_behind
from guidelines.reviews import service as reviews
from guidelines.reviews.models import CommentThread, Suggestion
from guidelines.text.blocks import split
from guidelines.text.grammar import with_attributes
from tests.drafts.build import section_called
from tests.evidence.build import a_question
from tests.interests.build import a_declaration, an_assessment
from tests.publishing.build import (
    Guideline,
    change_text,
    decide,
    declare_all,
    describe,
    sign_all,
)
from tests.reviews.build import a_thread, resolve

Do = Callable[[Guideline], object]


def swap(before: str, after: str) -> Do:
    """Replace words of the text."""
    return lambda guideline: change_text(guideline, before, after)


def state(**changes: object) -> Do:
    """State what the document is about, with some things otherwise."""
    return lambda guideline: describe(guideline.author, guideline.document, **changes)


def vote(key: str = "rec-airway", verdict: str = "consensus-for") -> Do:
    """Put a result beside a recommendation."""
    return lambda guideline: decide(guideline, key, verdict)


def grade(key: str = "rec-hearing", **changes: str | None) -> Do:
    """Write attributes of a recommendation, and vote on it again."""

    def do(guideline: Guideline) -> None:
        row = recommendation_in(guideline.document, key)
        items = sections_in(current_version(guideline.document))
        item = next(one for one in items if one.section.id == row.section_id)
        with transaction():
            drafts.save_section(
                guideline.author,
                item.section,
                source=with_attributes(item.revision.source, key, changes),
                base_revision_id=item.revision.id,
            )
        decide(guideline, key)

    return do


def clearly(guideline: Guideline) -> None:
    """Say who checks, and whom, as strongly as it is meant, and vote on that."""
    wording = "We recommend that audiologists check the hearing of children"
    change_text(guideline, "We suggest that hearing is checked", wording)
    decide(guideline, "rec-hearing")


def recommend_nothing(guideline: Guideline) -> None:
    """Take every recommendation out."""
    for title in ("Airway", "Hearing", "Follow-up"):
        item = section_called(guideline.document, title)
        with transaction():
            drafts.save_section(
                guideline.author,
                item.section,
                source=f"# {title}\n",
                base_revision_id=item.revision.id,
            )


def restore(guideline: Guideline) -> None:
    """Take back the version before the last three."""
    with transaction():
        drafts.restore_version(guideline.author, versions_of(guideline.document)[3])


def lock(guideline: Guideline) -> None:
    """Lock a wording as an open round does."""
    with transaction():
        drafts.lock_wording(
            guideline.chair, guideline.document, ["rec-airway"], reason="A round is open."
        )


def unlock(guideline: Guideline) -> None:
    """Unlock it as a closed round does."""
    with transaction():
        drafts.unlock_wording(guideline.chair, guideline.document, ["rec-airway"])


def judge(criterion: Criterion, answer: str) -> Do:
    """Say something, or nothing, on one criterion between evidence and decision."""

    def do(guideline: Guideline) -> None:
        profile = profiles_of(guideline.project.id)["rec-hearing"]
        with transaction():
            evidence.save_judgements(
                guideline.author,
                profile,
                answers={criterion: Answer(answer, "", "")},
                revision=profile.revision,
            )

    return do


def certify(certainty: Certainty) -> Do:
    """Let people state the certainty of the evidence."""

    def do(guideline: Guideline) -> None:
        [question] = questions_of(guideline.project.id)
        with transaction():
            evidence.save_findings(
                guideline.author,
                question,
                outcomes=(),
                revision=question.revision,
                settled=certainty,
                reason="As the group sees it.",
            )

    return do


def retract(*, retracted: bool) -> Do:
    """Mark a source as retracted, or take the mark away."""

    def do(guideline: Guideline) -> None:
        row = session.scalars(select(Reference).where(Reference.key == "first2019")).one()
        with transaction():
            evidence.mark_retracted(
                guideline.author,
                row,
                retracted=retracted,
                on="2026-01-01" if retracted else "",
                source="https://journal.example/retraction" if retracted else "",
            )

    return do


def fall_behind(guideline: Guideline) -> None:
    """Let a section rest on one of another text, and change that text."""
    with transaction():
        original = drafts.start_document(
            guideline.author,
            guideline.project,
            title="The original",
            kind=DocumentKind.GUIDELINE,
            sections=["# Care\n\nOnce.\n"],
        )
        lock_row(Document, guideline.document.id).source_id = original.id
    [item], (own, *_rest) = (
        sections_in(current_version(one)) for one in (original, guideline.document)
    )
    with transaction():
        rest_on(guideline.author, own.section, source_section_id=item.section.id)
    with transaction():
        drafts.save_section(
            guideline.author,
            item.section,
            source="# Care\n\nTwice.\n",
            base_revision_id=item.revision.id,
        )


def catch_up(guideline: Guideline) -> None:
    """Say that the section is still right, and that the text stands for itself again."""
    original = source_document(guideline.document)
    [item], (own, *_rest) = (
        sections_in(current_version(one)) for one in (original, guideline.document)
    )
    with transaction():
        rest_on(guideline.author, own.section, source_section_id=item.section.id)
    assert not is_behind(guideline.document)
    with transaction():
        lock_row(Document, guideline.document.id).source_id = None


def leave_a_section_unwritten(guideline: Guideline) -> None:
    """Add a section that holds only the note to its author."""
    with transaction():
        drafts.add_section(
            guideline.author,
            guideline.document,
            source="# Monitoring\n\n::: guidance\nSay what is measured.\n:::\n",
        )


def write_it(guideline: Guideline) -> None:
    """Write that section."""
    item = section_called(guideline.document, "Monitoring")
    with transaction():
        drafts.save_section(
            guideline.author,
            item.section,
            source="# Monitoring\n\nReferrals are counted each year.\n",
            base_revision_id=item.revision.id,
        )


def compare_doses(guideline: Guideline) -> None:
    """Compare each dose with its source; the chair wrote none of the sentences."""
    lines = dose_lines(guideline.document)
    with transaction():
        service.check_doses(
            guideline.chair,
            guideline.document,
            sentences=[line.stated.sha256 for line in lines],
            source="Summary of product characteristics",
        )


def clash(guideline: Guideline) -> None:
    """Let two people change the same words at once."""
    item = section_called(guideline.document, "Scope")
    texts = [
        item.revision.source.replace("is about children", f"is about {who}")
        for who in ("infants", "teenagers")
    ]
    try:
        for text in texts:
            with transaction():
                drafts.save_section(
                    guideline.author,
                    item.section,
                    source=text,
                    base_revision_id=item.revision.id,
                )
    except drafts.Clashing as clashing:
        with transaction():
            drafts.keep_clash(guideline.author, item.section, clashing)


def settle(guideline: Guideline) -> None:
    """Decide on the text."""
    [row] = open_clashes(guideline.document)
    with transaction():
        drafts.settle_clash(
            guideline.author, row, source=row.theirs.source.replace("infants", "children")
        )


def comment(guideline: Guideline) -> None:
    """Comment on a section."""
    a_thread(guideline.author, guideline.document)


def answer(guideline: Guideline) -> None:
    """Answer the comment."""
    [thread] = session.scalars(select(CommentThread)).all()
    resolve(guideline.chair, thread)


def suggest(guideline: Guideline) -> None:
    """Propose other words."""
    item = section_called(guideline.document, "Scope")
    pairs = zip(item.revision.blocks, split(item.revision.source), strict=True)
    block_id, block = next(one for one in pairs if "This guideline" in one[1].text)
    with transaction():
        reviews.make_suggestion(
            guideline.author,
            item.section,
            block_id=block_id,
            text=block.text.replace("is about", "speaks of"),
        )


def decline(guideline: Guideline) -> None:
    """Decline what was proposed."""
    rows = session.scalars(select(Suggestion)).all()
    with transaction():
        reviews.reject_suggestions(guideline.chair, guideline.document, rows, reason="No need.")


def invite(*roles: Role) -> Do:
    """Invite somebody who has not declared yet."""
    return lambda guideline: guideline.build.member(guideline.project, *roles)


def patients(guideline: Guideline) -> list[Person]:
    """Return the patient representatives."""
    found = members_with(guideline.project.id, Role.PATIENT_REPRESENTATIVE)
    return [one.person for one in found]


def two_patients(guideline: Guideline) -> None:
    """Invite two patient representatives, who declare."""
    for _ in range(2):
        guideline.build.member(guideline.project, Role.PATIENT_REPRESENTATIVE)
    declare_all(guideline)


def declare_something(guideline: Guideline) -> None:
    """Let a patient representative declare an interest."""
    one = patients(guideline)[0]
    a_declaration(actor_for(one.id), guideline.project, "Paid for a talk")


def assess(level: Level) -> Do:
    """Let the chair decide what each one's interests mean for one recommendation."""

    def do(guideline: Guideline) -> None:
        newest = newest_declarations(guideline.project.id)
        for one in patients(guideline):
            an_assessment(guideline.chair, newest[one.id], "rec-airway", level, LADDER[level])

    return do


def form_a_panel(guideline: Guideline) -> None:
    """Begin a process: the patient representatives are its panel."""
    with transaction():
        consensus.start_process(
            guideline.chair, guideline.document, title="Agreement", rule=preset("agree-75")
        )
    with transaction():
        [process] = processes_of(guideline.document)
        consensus.choose_statements(guideline.chair, process, keys=["rec-airway"])
        consensus.seal_rule(guideline.chair, process)


def come_from_everywhere(guideline: Guideline) -> None:
    """Let the panel say where they come from and what they do."""
    guideline.build.member(guideline.project, Role.METHODOLOGIST)
    declare_all(guideline)
    with transaction():
        for n, one in enumerate(patients(guideline)):
            row = session.get_one(Person, one.id)
            row.country, row.discipline = ("DE", "Patient") if n else ("FR", "Parent")


def speak(language: str) -> Do:
    """State the language, or none: as texts of earlier times came."""

    def do(guideline: Guideline) -> None:
        with transaction():
            guideline.document.language = language

    return do


def sign_the_plan(guideline: Guideline) -> None:
    """Complete the plan and let it be signed."""
    a_question(guideline.author, guideline.project)
    with transaction():
        guideline.project.scope = "Children with a cleft palate."
    with transaction():
        request = service.request_plan_approval(guideline.chair, guideline.document)
    sign_all(guideline, request)


def sign_the_text(guideline: Guideline) -> None:
    """Ask for signatures on the text, and get them."""
    with transaction():
        request = service.request_approval(guideline.chair, guideline.document)
    sign_all(guideline, request)


@dataclass(frozen=True)
class Step:
    """What closes a gate (nothing where it is closed already) and what opens it."""

    gate: str
    spoil: Do | None
    mend: Do


NEW = (
    "# Follow-up\n\n::: {.recommendation #rec-new type=consensus-based strength=strong "
    "direction=for}\nWe recommend that teams see every child.\n:::"
)
INSIDE = (
    "Because the airway may be difficult [@first2019; @second2021].\n\n"
    "::: {.recommendation #rec-inside type=good-practice}\nCall early.\n:::\n"
)


def call_it_updated(guideline: Guideline) -> None:
    """Publish the text, then mark a recommendation as updated that is as it was."""
    with transaction():
        service.publish_edition(guideline.chair, guideline.document)
    change_text(guideline, "#rec-hearing", "#rec-hearing status=updated")


STEPS: Sequence[Step] = tuple(
    Step(*row)
    for row in (
        # The text.
        ("images-described", swap("![Two bars: referrals before and after.]", "![]"),
         swap("![]", "![Two bars.]")),
        ("images-attached", swap("plot.svg", "lost.svg"), swap("lost.svg", "plot.svg")),
        ("citations-known", swap("[@first2019].", "[@nobody]."),
         swap("[@nobody].", "[@first2019].")),
        ("citations-stand", retract(retracted=True), retract(retracted=False)),
        ("references-lead", swap("This guideline", "See [](#tbl-none). This guideline"),
         swap("See [](#tbl-none). This", "This")),
        ("original-followed", fall_behind, catch_up),
        ("doses-checked", swap("This guideline is", "Give 5 mg/kg. This guideline is"),
         compare_doses),
        ("sections-present", state(parts={}), state()),
        ("sections-written", leave_a_section_unwritten, write_it),
        ("clashes-settled", clash, settle),
        # Recommendations, and the votes on them.
        ("has-recommendations", recommend_nothing, restore),
        ("recommendations-apart",
         swap("Because the airway may be difficult [@first2019; @second2021].\n", INSIDE),
         swap(INSIDE, "Because the airway may be difficult [@first2019; @second2021].\n")),
        ("recommendations-complete", grade(certainty=None), grade(certainty="low")),
        ("strength-justified", grade(strength="strong"),
         grade(**{"strong-because": "catastrophe"})),
        ("evidence-judged", judge(Criterion.RESOURCES, ""),
         judge(Criterion.RESOURCES, "moderate-costs")),
        ("evidence-agrees", certify(Certainty.HIGH), certify(Certainty.LOW)),
        ("good-practice-justified", None,
         grade("rec-follow-up", meets="clear necessary benefit effort rationale")),
        ("wording-clear", None, clearly),
        ("all-voted", swap("# Follow-up", NEW), vote("rec-new")),
        ("wording-unchanged", swap("sees the child first", "sees every child first"), vote()),
        ("consensus-met", vote(verdict="near"), vote()),
        ("no-open-round", lock, unlock),
        # What readers said.
        ("comments-answered", comment, answer),
        ("suggestions-decided", suggest, decline),
        # People.
        ("interests-declared", invite(Role.AUTHOR), declare_all),
        ("patients-sit", None, two_patients),
        ("interests-assessed", declare_something, assess(Level.LOW)),
        ("panel-free", assess(Level.MODERATE), assess(Level.LOW)),
        ("panel-listed", None, form_a_panel),
        ("panel-balanced", None, come_from_everywhere),
        # What the document says about itself.
        ("language-set", speak(""), speak("en")),
        ("condition-coded", state(conditions=()), state(conditions=(), no_code="It has none.")),
        ("population-set", state(population=""), state()),
        ("users-set", state(users=""), state()),
        ("review-set", state(review_by=None), state()),
        # Its approval.
        ("plan-approved", None, sign_the_plan),
        ("approved", None, sign_the_text),
        # What is compared with a version that is out; a changed text has to be signed again.
        ("status-fits", call_it_updated, swap(" status=updated", "")),
    )
)  # fmt: skip

"""What stands in the way of publishing a document, gathered from all features."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidelines.consensus.queries import panel_table
from guidelines.db import now
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document, DocumentKind, Outcome, Recommendation
from guidelines.drafts.queries.translations import source_document
from guidelines.drafts.rules.products.needed import missing_parts
from guidelines.drafts.rules.structure import headings_of, is_unwritten
from guidelines.drafts.rules.translations import BY_PARAGRAPH
from guidelines.errors import Sentence
from guidelines.evidence.queries import csl_items, profiles_of
from guidelines.interests.queries import unassessed_people, undeclared_people
from guidelines.interests.queries.panel import composition_of
from guidelines.interests.rules.panel import PanelCheck, panel_checks
from guidelines.permissions import Role
from guidelines.publishing.models import ApprovalRequest, EditorialChange
from guidelines.publishing.queries.approvals import missing_of, newest_request
from guidelines.publishing.queries.changes import OVER, changes_of
from guidelines.publishing.queries.doses import unchecked_doses
from guidelines.publishing.queries.gates import tightening_of, unagreed_prints
from guidelines.publishing.queries.labels import mislabelled
from guidelines.publishing.queries.signing import validity_of
from guidelines.publishing.queries.sources import is_behind
from guidelines.publishing.rules.checks import Check, checks_of
from guidelines.publishing.rules.facts import (
    AboutFacts,
    ApprovalFacts,
    Facts,
    RecommendationFacts,
    Spot,
)
from guidelines.publishing.rules.states import ApprovalState, Decision, Gate
from guidelines.publishing.rules.survey import survey
from guidelines.reviews.queries import open_suggestions, open_threads
from guidelines.reviews.queries.counts import open_by_section, suggestions_by_section
from guidelines.text import wording
from guidelines.text.citations import is_retracted
from guidelines.text.recommendations import MEETS, STRONG_BECAUSE, Discordance, criteria_met

COMPLETE = frozenset({ApprovalState.APPROVED, ApprovalState.PUBLISHED})
# Asked by a gate of its own, with a number that a project may raise.
OWN = frozenset({"patient-representatives"})
RECOMMENDING = frozenset(
    {DocumentKind.GUIDELINE, DocumentKind.CONSENSUS_STATEMENT, DocumentKind.ADAPTATION}
)


@dataclass(frozen=True, slots=True)
class Stand:
    """A recommendation with its latest result and the editorial change since, if any."""

    recommendation: Recommendation
    outcome: Outcome | None
    change: EditorialChange | None
    facts: RecommendationFacts


def stands_of(document: Document) -> list[Stand]:
    """Return how each recommendation stands to its vote, in the order of the text.

    What was made from another text has no votes of its own: those on the original count for it.
    """
    outcomes = drafts.outcomes_of(document)
    profiles = profiles_of(document.project_id)
    prints = unagreed_prints(document)
    changes = {
        (change.key, change.voted_sha256, change.wording_sha256): change
        for change in reversed(changes_of(document))
        if change.state not in OVER
    }
    originals = _of_original(document)
    found = []
    for one in drafts.recommendations_of(document):
        outcome = outcomes.get(one.key)
        same = outcome is not None and outcome.stands(one)
        if outcome is None and (original := originals.get(one.key)) is not None:
            outcome = original.outcome
            same = original.facts.holds_for_wording and says_the_same(
                one, original.recommendation, translated=document.kind in BY_PARAGRAPH
            )
        profile = profiles.get(one.key)
        voted = outcome.wording_sha256 if outcome else ""
        change = changes.get((one.key, voted, one.wording_sha256))
        grounds = str(
            one.attributes.get(STRONG_BECAUSE)
            or (profile.conclusion.get("discordance") if profile else "")
        )
        facts = RecommendationFacts(
            key=one.key,
            number=one.ordinal,
            type=one.type,
            strength=one.strength,
            direction=one.direction,
            certainty=one.certainty,
            profile_certainty=str(profile.certainty) if profile and profile.certainty else None,
            verdict=outcome.verdict if outcome else None,
            same_wording=same,
            attested=change is not None and change.stands_at(now()),
            explained=bool(one.attributes.get("certainty-reason")),
            row=one.id,
            stated=(one.key, one.wording_sha256) in prints,
            justified=grounds in set(Discordance),
            because=grounds if grounds in set(Discordance) else "",
            profile=profile.id if profile else "",
            judged=sum(bool(it.judgement) for it in profile.judgements) if profile else 0,
            criteria=criteria_met(
                str(one.attributes.get(MEETS, "")), str(one.fields.get("rationale", ""))
            ),
            remarks=remarks_of(one, document.language),
        )
        found.append(Stand(one, outcome, change, facts))
    return found


def _of_original(document: Document) -> dict[str, Stand]:
    """Return how the recommendations stand in the text that a document was made from."""
    source = source_document(document)
    if source is None:
        return {}
    return {one.recommendation.key: one for one in stands_of(source) if one.outcome is not None}


def says_the_same(one: Recommendation, other: Recommendation, *, translated: bool) -> bool:
    """Tell whether the vote on one recommendation counts for another that was made from it.

    It has the same words; in a translation, which a person answers for, the same grading.
    """
    if one.wording_sha256 == other.wording_sha256:
        return True
    graded = ("type", "strength", "direction", "certainty")
    return translated and all(getattr(one, name) == getattr(other, name) for name in graded)


def remarks_of(one: Recommendation, language: str) -> tuple[Sentence, ...]:
    """Return the remarks on the wording of a recommendation, as sentences."""
    found = wording.remarks_on(
        one.wording, {**one.attributes, "type": one.type}, language=language
    )
    return tuple(Sentence(remark.template, remark.values) for remark in found)


def approval_facts(document: Document, request: ApprovalRequest | None) -> ApprovalFacts:
    """Return whose signatures the newest request has, and whether they are on this text."""
    if request is None or request.state is ApprovalState.RETURNED:
        return ApprovalFacts()
    return ApprovalFacts(
        requested=True,
        on_this_text=validity_of(request).holds,
        complete=request.state in COMPLETE,
        signed=tuple(
            one.person.name for one in request.signoffs if one.decision is Decision.APPROVED
        ),
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
    place = Places(sections)
    composition = composition_of(document.project_id)
    faults = [one for one in panel_checks(composition) if not one.passes and one.name not in OWN]
    return Facts(
        recommends=document.kind in RECOMMENDING,
        recommendations=tuple(stand.facts for stand in stands),
        stray=tuple(key for key in found.recommendations if key not in numbered),
        locked=frozenset(drafts.locked_keys(document)),
        open_threads=open_threads(document),
        thread_places=place.counted("comments", open_by_section(document)),
        open_suggestions=open_suggestions(document),
        suggestion_places=place.counted("suggestions", suggestions_by_section(document)),
        open_clashes=len(drafts.open_clashes(document)),
        unknown_citations=place.spots(
            "citation", (key for key in found.citation_keys if key not in known)
        ),
        retracted_citations=place.spots(
            "citation",
            (key for key in found.citation_keys if is_retracted(known.get(key, {}))),
        ),
        missing_images=place.spots(
            "image", (name for name in found.images if name not in attached)
        ),
        wordless_images=place.spots(
            "image", (name for name in found.wordless if name in attached)
        ),
        dead_references=place.spots("reference", found.dead),
        mislabelled=mislabelled(document),
        unchecked_doses=unchecked_doses(document, sections),
        unwritten=tuple(
            (item.section.id, item.title)
            for item in sections
            if is_unwritten(item.revision.source)
        ),
        undeclared=tuple(undeclared_people(document.project_id)),
        unassessed=tuple(unassessed_people(document.project_id)),
        panel=panel_table(document)["size"],
        patients=len(composition.having(Role.PATIENT_REPRESENTATIVE)),
        panel_musts=tuple(_about_panel(one) for one in faults if one.must),
        panel_faults=tuple(_about_panel(one) for one in faults if not one.must),
        plan_approved=_is_complete(newest_request(document, Gate.PLAN)),
        approval=approval_facts(document, newest_request(document)),
        behind=is_behind(document),
        about=about_facts(document, sections),
        today=now().date(),
    )


def _about_panel(check: PanelCheck) -> Spot:
    return Spot("panel", check.name, check.title, note=check.found)


def _is_complete(request: ApprovalRequest | None) -> bool:
    return request is not None and request.state in COMPLETE


def about_facts(document: Document, sections: Sequence[drafts.SectionInVersion]) -> AboutFacts:
    """Return what a document says about itself, and which of its sections are missing."""
    said = drafts.metadata_of(document)
    missing = missing_parts(
        document.kind,
        (heading for item in sections for heading in headings_of(item.revision.source)),
        said.parts,
        {item.section.id for item in sections},
    )
    return AboutFacts(
        language=document.language,
        orphacodes=tuple(code for code, _words in said.conditions),
        no_code=said.no_code,
        population=said.population,
        users=said.users,
        review_by=said.review_by,
        parts=tuple((part.key, part.title) for part in missing),
    )


class Places:
    """Finds the section of a document in which something stands."""

    def __init__(self, sections: Sequence[drafts.SectionInVersion]) -> None:
        self.sections = sections

    def spots(self, kind: str, keys: Iterable[str]) -> tuple[Spot, ...]:
        """Return where each key is first written."""
        return tuple(
            Spot(kind, key, key if item is None else f"{key} ({_called(item)})", _id(item))
            for key in keys
            for item in [self._first(key)]
        )

    def counted(self, kind: str, counts: Mapping[str, int]) -> tuple[Spot, ...]:
        """Return the sections that something is counted in, in the order of the text."""
        return tuple(
            Spot(kind, item.section.id, f"{_called(item)}: {count}", item.section.id)
            for item in self.sections
            if (count := counts.get(item.section.id, 0))
        )

    def _first(self, key: str) -> drafts.SectionInVersion | None:
        return next((item for item in self.sections if key in item.revision.source), None)


def _called(item: drafts.SectionInVersion) -> str:
    return " ".join(part for part in (item.number, item.title or "…") if part)


def _id(item: drafts.SectionInVersion | None) -> str:
    return item.section.id if item else ""


def readiness_of(document: Document) -> list[Check]:
    """Return the checks before publishing with what they found."""
    return checks_of(facts_of(document), tightening_of(document.project_id))

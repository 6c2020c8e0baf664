"""What the record of a document holds, fetched when a fact asks for it, each part once."""

from collections.abc import Callable, Sequence
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.consensus.models import Process
from guidelines.consensus.queries import processes_of
from guidelines.db import session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document, Recommendation, Version
from guidelines.drafts.queries import SectionInVersion
from guidelines.evidence.models import EvidenceProfile, EvidenceQuestion, EvidenceSearch
from guidelines.evidence.queries import profiles_of, questions_of, searches_of
from guidelines.evidence.rules.judgements import Criterion
from guidelines.interests.queries import Statement, statement_table, undeclared_people
from guidelines.permissions import Role
from guidelines.projects.models import Member, Project
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import editions_of
from guidelines.publishing.rules.checklists.standing import Fact, Place
from guidelines.text.recommendations import Type

UNGRADED = frozenset({Type.GOOD_PRACTICE, Type.RESEARCH_ONLY, Type.NO_RECOMMENDATION})
MOST_PLACES = 6


class Record:
    """The parts of the record of one document; nothing is fetched before it is asked for."""

    def __init__(self, document: Document, version: Version | None = None) -> None:
        self.document = document
        self.version = version or drafts.current_version(document)

    @cached_property
    def project(self) -> Project:
        """The project, with what it says about itself."""
        return session.get_one(Project, self.document.project_id)

    @cached_property
    def sections(self) -> list[SectionInVersion]:
        """The sections of the version, in order, with their texts."""
        return drafts.sections_in(self.version)

    @cached_property
    def recommendations(self) -> Sequence[Recommendation]:
        """The recommendations of the newest version, in order."""
        return drafts.recommendations_of(self.document)

    @cached_property
    def on_evidence(self) -> list[Recommendation]:
        """The recommendations whose type asks for evidence."""
        return [one for one in self.recommendations if one.type not in UNGRADED]

    @cached_property
    def profiles(self) -> dict[str, EvidenceProfile]:
        """The evidence behind each recommendation of this document, by its id."""
        keys = {one.key for one in self.recommendations}
        found = profiles_of(self.document.project_id)
        return {key: profile for key, profile in found.items() if key in keys}

    @cached_property
    def questions(self) -> Sequence[EvidenceQuestion]:
        """The questions of the project."""
        return questions_of(self.document.project_id)

    @cached_property
    def searches(self) -> Sequence[EvidenceSearch]:
        """The searches of the project."""
        return searches_of(self.document.project_id)

    @cached_property
    def members(self) -> Sequence[Member]:
        """Who has which role in the project."""
        return session.scalars(
            select(Member)
            .where(Member.project_id == self.document.project_id)
            .options(joinedload(Member.person))
        ).all()

    def people_with(self, *roles: Role) -> list[Member]:
        """Return one row for each person with one of these roles."""
        return list({m.person_id: m for m in self.members if m.role in roles}.values())

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """What everybody declared, and what follows from it."""
        return statement_table(self.document.project_id)

    @cached_property
    def undeclared(self) -> int:
        """How many people have not declared their interests."""
        return len(undeclared_people(self.document.project_id))

    @cached_property
    def processes(self) -> Sequence[Process]:
        """How the panel agrees on the document."""
        return processes_of(self.document)

    @cached_property
    def editions(self) -> Sequence[Edition]:
        """The published versions, newest first."""
        return editions_of(self.document)

    def judged(self, *criteria: Criterion) -> list[Recommendation]:
        """Return the recommendations for which all of these criteria were judged."""
        wanted = set(criteria)
        return [one for one in self.on_evidence if wanted <= _judged(self.profiles.get(one.key))]

    def places_of(self, some: Sequence[Recommendation]) -> tuple[Place, ...]:
        """Return where some recommendations stand; of many, the first."""
        return tuple(
            Place("recommendation", str(one.ordinal), one.key) for one in some[:MOST_PLACES]
        )


FactOf = Callable[[Record], Fact | None]


def _judged(profile: EvidenceProfile | None) -> frozenset[Criterion]:
    if profile is None:
        return frozenset()
    return frozenset(one.criterion for one in profile.judgements if one.judgement)

"""Read drafts: projects, documents, versions, sections, comparisons, recommendations."""

from collections.abc import Iterable

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guidelines.drafts import queries
from guidelines.drafts.api.answers import (
    ComparisonAnswer,
    DocumentAnswer,
    ProjectAnswer,
    RecommendationAnswer,
    RowAnswer,
    SectionAnswer,
    SpanAnswer,
    VersionAnswer,
    WholeVersionAnswer,
)
from guidelines.drafts.api.door import Promise, answered, bp, listed, promises
from guidelines.drafts.models import Document, Outcome, Recommendation, Section, Version
from guidelines.drafts.queries import SectionInVersion
from guidelines.drafts.rules.manifest import is_version_number
from guidelines.errors import Invalid, Missing, sentence
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.projects.queries import projects_of
from guidelines.text.comparison import Row, RowKind, compare
from guidelines.web.guard import asks, fetch, signed_in

GONE = sentence("This section is no longer part of the document.")


def document_answer(row: Document) -> DocumentAnswer:
    """Return a document as programs see it."""
    return DocumentAnswer(
        id=row.id,
        slug=row.slug,
        title=row.title,
        kind=row.kind.value,
        language=row.language,
        newest=row.newest,
        source=row.source_id,
    )


def version_answer(row: Version) -> VersionAnswer:
    """Return a version as programs see it, without its text."""
    return VersionAnswer(
        id=row.id,
        document=row.document_id,
        number=row.number,
        sha256=row.sha256,
        label=row.label,
        message=row.message,
        author=row.author.name if row.author else "",
        created_at=row.created_at,
        parents=[int(number) for number in row.parents],
    )


def section_answer(item: SectionInVersion) -> SectionAnswer:
    """Return a section as programs see it."""
    return SectionAnswer(
        id=item.section.id,
        number=item.number,
        title=item.title,
        depth=item.depth,
        sha256=item.revision.sha256,
        source=item.revision.source,
    )


def section_now(section: Section) -> SectionInVersion:
    """Return a section as the newest version has it, or raise `Missing`."""
    item = queries.section_in(queries.current_version(section.document), section.id)
    if item is None:
        raise Missing(GONE)
    return item


@bp.get("/projects")
@signed_in
@promises(Promise(ProjectAnswer, many=True))
def list_projects() -> ResponseReturnValue:
    """Projects in which the owner of the token has a role."""
    return listed(
        "projects",
        [
            ProjectAnswer(id=one.id, network=one.network.slug, slug=one.slug, title=one.title)
            for one in projects_of(current_user.person_id)
        ],
    )


@bp.get("/projects/<project_id>/documents")
@asks(Action.DOCUMENT_READ)
@promises(Promise(DocumentAnswer, many=True))
def list_documents(project_id: str) -> ResponseReturnValue:
    """Documents of a project."""
    project = fetch(Project, project_id, Action.DOCUMENT_READ)
    return listed("documents", [document_answer(one) for one in queries.documents_of(project)])


@bp.get("/documents/<document_id>")
@asks(Action.DOCUMENT_READ)
@promises(Promise(DocumentAnswer))
def read_document(document_id: str) -> ResponseReturnValue:
    """A document, without its text."""
    return answered(document_answer(fetch(Document, document_id, Action.DOCUMENT_READ)))


@bp.get("/documents/<document_id>/versions")
@asks(Action.DOCUMENT_READ)
@promises(Promise(VersionAnswer, many=True))
def list_versions(document_id: str) -> ResponseReturnValue:
    """Versions of a document, newest first."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    return listed("versions", [version_answer(one) for one in queries.versions_of(document)])


def _whole(version: Version) -> ResponseReturnValue:
    answer = WholeVersionAnswer(
        **version_answer(version).model_dump(),
        sections=[section_answer(item) for item in queries.sections_in(version)],
    )
    return answered(answer, etag=version.sha256)


@bp.get("/documents/<document_id>/versions/newest")
@asks(Action.DOCUMENT_READ)
@promises(Promise(WholeVersionAnswer, headers=(("If-None-Match", "The ETag you have."),)))
def read_newest(document_id: str) -> ResponseReturnValue:
    """The newest version of a document with its text."""
    return _whole(queries.current_version(fetch(Document, document_id, Action.DOCUMENT_READ)))


@bp.get("/versions/<version_id>")
@asks(Action.DOCUMENT_READ)
@promises(Promise(WholeVersionAnswer, headers=(("If-None-Match", "The ETag you have."),)))
def read_version(version_id: str) -> ResponseReturnValue:
    """A version with its text."""
    return _whole(fetch(Version, version_id, Action.DOCUMENT_READ))


@bp.get("/sections/<section_id>")
@asks(Action.DOCUMENT_READ)
@promises(Promise(SectionAnswer, headers=(("If-None-Match", "The ETag you have."),)))
def read_section(section_id: str) -> ResponseReturnValue:
    """A section as the newest version has it; its ETag is what a save names in If-Match."""
    item = section_now(fetch(Section, section_id, Action.DOCUMENT_READ))
    return answered(section_answer(item), etag=item.revision.sha256)


@bp.get("/documents/<document_id>/compare")
@asks(Action.DOCUMENT_READ)
@promises(
    Promise(
        ComparisonAnswer,
        query=(
            ("before", "Number of the older version; the one before `after` if it is not given."),
            ("after", "Number of the newer version; the newest if it is not given."),
        ),
        refuses=(422,),
    )
)
def compare_versions(document_id: str) -> ResponseReturnValue:
    """What differs between two versions, by block and word."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    after = _number("after") or document.newest
    before = _number("before") or max(after - 1, 1)
    old, new = _version(document, before), _version(document, after)
    comparison = compare(queries.source_of(old), queries.source_of(new))
    rows = [_row(row) for row in comparison.rows if row.kind is not RowKind.SAME]
    return answered(ComparisonAnswer(before=before, after=after, rows=rows))


def _number(name: str) -> int:
    text = request.args.get(name, "")
    if text and not is_version_number(text):
        raise Invalid({name: sentence("“%(name)s” is the number of a version.", name=name)})
    return int(text or 0)


def _version(document: Document, number: int) -> Version:
    version = queries.version_numbered(document, number)
    if version is None:
        raise Missing(sentence("This document has no version %(number)s.", number=number))
    return version


def _row(row: Row) -> RowAnswer:
    return RowAnswer(
        kind=row.kind.value,
        before=row.before.text if row.before else None,
        after=row.after.text if row.after else None,
        words=[SpanAnswer(op=span.op.value, text=span.text) for span in row.spans],
    )


@bp.get("/documents/<document_id>/recommendations")
@asks(Action.DOCUMENT_READ)
@promises(Promise(RecommendationAnswer, many=True))
def list_recommendations(document_id: str) -> ResponseReturnValue:
    """Recommendations of the newest version, in the order of the text."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    outcomes = queries.outcomes_of(document)
    rows: Iterable[Recommendation] = queries.recommendations_of(document)
    searched = queries.last_searches_of(document)
    return listed(
        "recommendations",
        [_recommended(row, outcomes.get(row.key), searched.get(row.key, "")) for row in rows],
    )


def _recommended(
    row: Recommendation, outcome: Outcome | None, searched: str
) -> RecommendationAnswer:
    return RecommendationAnswer(
        id=row.key,
        number=row.ordinal,
        section=row.section_id,
        type=row.type,
        strength=row.strength,
        direction=row.direction,
        certainty=row.certainty,
        wording=row.wording,
        attributes={str(name): str(value) for name, value in row.attributes.items()},
        last_search=searched,
        parts={str(name): str(text) for name, text in row.fields.items()},
        wording_sha256=row.wording_sha256,
        verdict=outcome.verdict if outcome else "",
        wording_changed=outcome is not None and not outcome.stands(row),
    )

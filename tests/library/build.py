"""Many published versions for the library's tests, made quickly from one real one."""

from copy import deepcopy
from datetime import timedelta
from itertools import count

from guidelines.db import new_key, now, session, transaction
from guidelines.drafts.models import Document, DocumentKind
from guidelines.library.service import index_edition
from guidelines.projects.models import Network, Project
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_with_content
from guidelines.publishing.rules.content import words_for_search
from guidelines.publishing.rules.states import EditionState

_next = count(1)


def a_volume(
    edition,
    *,
    title,
    body=None,
    wordings=None,
    kind="guideline",
    language="en",
    codes=(),
    state=EditionState.PUBLISHED,
    days_ago=1.0,
    review_by="",
    network=None,
    source=None,
    document=None,
    number=(1, 0),
):
    """Publish a version of another guideline, made like `edition`, and put it on its shelf."""
    slug = document.slug if document else f"volume-{next(_next)}"
    content = deepcopy(edition_with_content(edition.id).content)
    content |= {
        "title": title, "kind": kind, "language": language, "slug": slug,
        "number": f"{number[0]}.{number[1]}",
        "published_at": (now() - timedelta(days=days_ago)).isoformat(timespec="seconds"),
    }  # fmt: skip
    content["about"] = {"conditions": [list(code) for code in codes]}
    if review_by:
        content["about"]["review_by"] = content["review_by"] = review_by
    else:
        content.pop("review_by", None)
    if body is not None:
        content["body"] = body
    if wordings is not None:
        first = content["recommendations"][0]
        content["recommendations"] = [
            first | {"key": f"rec-{at}", "number": str(at), "wording": words}
            for at, words in enumerate(wordings, start=1)
        ]
    with transaction():
        project_id = edition.project_id
        if network is not None:
            project_id = _project_in(network)
        if document is None:
            document = Document(
                network_id=network.id if network else edition.network_id,
                project_id=project_id,
                slug=slug,
                title=title,
                kind=DocumentKind(kind),
                language=language,
                source_id=source.id if source else None,
                source_number=1 if source else None,
            )
            session.add(document)
            session.flush()
        made = Edition(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            request_id=edition.request_id,
            slug=slug,
            major=number[0],
            minor=number[1],
            title=title,
            language=language,
            state=state,
            content=content,
            sha256=edition.sha256,
            words=words_for_search(content),
            published_by=edition.published_by,
            published_at=now() - timedelta(days=days_ago),
        )
        session.add(made)
        session.flush()
        index_edition(made.id)
    return made


def _project_in(network: Network) -> str:
    there = session.query(Project).filter_by(network_id=network.id).first()
    if there is None:
        there = Project(
            id=new_key(), network_id=network.id, slug=new_key(), title="Project", scope=""
        )
        session.add(there)
        session.flush()
    return there.id

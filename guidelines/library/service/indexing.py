"""The library's index is made from what is published; nothing in it is said anywhere else."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, func, select

from guidelines.db import session
from guidelines.drafts.queries.orphatree import ancestors_of, names_of
from guidelines.library.models import Volume, VolumeRecommendation
from guidelines.library.queries import words
from guidelines.library.queries.words import VOLUME, Words
from guidelines.library.rules import about_of
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_with_content
from guidelines.text.markdown import plain_text

SHOWN = ("number", "type", "strength", "direction", "certainty", "standing", "state", "agreed",
         "caveat", "change")  # fmt: skip
COUNTED = ("percent_in", "n_agree", "n_rated", "denominator", "anonymous")


def index_all() -> int:
    """Make the whole index anew; return how many versions are in it."""
    ids = session.scalars(select(Edition.id).order_by(Edition.id)).all()
    for edition_id in ids:
        index_edition(edition_id)
    return len(ids)


def index_edition(edition_id: str) -> None:
    """Put a published version on its shelf, or put it there anew."""
    edition = edition_with_content(edition_id)
    if edition is None:
        return
    _take_out(edition)
    content: Mapping[str, Any] = edition.content
    about = about_of(content)
    place = 1 + (session.scalar(select(func.max(Volume.place))) or 0)
    volume = Volume(
        network_id=edition.network_id,
        project_id=edition.project_id,
        document_id=edition.document_id,
        edition_id=edition.id,
        place=place,
        kind=about.kind,
        codes=about.codes,
        review_by=about.review_by,
        sha256=edition.sha256,
        body=" ".join(plain_text(str(content["body"])).split()),
    )
    session.add(volume)
    session.flush()
    lines = content["recommendations"][: VOLUME - 1]
    session.add_all(
        VolumeRecommendation(
            network_id=edition.network_id,
            project_id=edition.project_id,
            volume_id=volume.id,
            ordinal=ordinal,
            key=line["key"],
            wording=line["wording"],
            shown=_shown(line),
        )
        for ordinal, line in enumerate(lines, start=1)
    )
    session.flush()
    words.put(_entries(volume, edition.title, lines, content))


def _take_out(edition: Edition) -> None:
    volume = session.scalar(select(Volume).where(Volume.edition_id == edition.id))
    if volume is None:
        return
    words.forget(volume.place)
    session.execute(
        delete(VolumeRecommendation).where(VolumeRecommendation.volume_id == volume.id)
    )
    session.delete(volume)
    session.flush()


def _shown(line: Mapping[str, Any]) -> dict[str, Any]:
    outcome = line.get("outcome") or {}
    return {
        **{name: line[name] for name in SHOWN if name in line},
        "outcome": {name: outcome[name] for name in COUNTED if name in outcome},
    }


def _entries(
    volume: Volume, title: str, lines: list[dict[str, Any]], content: Mapping[str, Any]
) -> Iterator[Words]:
    """Yield the words of a version and of each recommendation.

    A disease is found by all its names, and by those of the groups it belongs to.
    """
    about = content.get("about", {})
    codes = dict.fromkeys(
        one for code in volume.codes for one in (str(code), *ancestors_of(str(code)))
    )
    stated = [str(name) for _code, name in about.get("conditions", [])]
    diseases = " · ".join([*stated, *(name for code in codes for name in names_of(code))])
    people = " ".join(str(about.get(name, "")) for name in ("population", "users"))
    network = content["network"]["title"]
    first = volume.place * VOLUME
    yield Words(first, title=title, context=f"{diseases} · {network} · {people}", body=volume.body)
    for ordinal, line in enumerate(lines, start=1):
        yield Words(
            first + ordinal, wording=line["wording"], context=f"{title} · {diseases} · {network}"
        )

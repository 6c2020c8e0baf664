"""A version as a manuscript to be typeset, with its table of recommendations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidelines.config import current
from guidelines.drafts.models import Document, Version
from guidelines.drafts.queries.reading import assets_of, outcomes_of, source_of
from guidelines.evidence.queries import style_of
from guidelines.mail import DEMONSTRATION
from guidelines.storage import storage
from guidelines.text.markdown import plain_text
from guidelines.text.recommendations import Recommendation, parse
from guidelines.typesetting.labels import labels_in, value
from guidelines.typesetting.model import Asset as Picture
from guidelines.typesetting.model import Manuscript, RecommendationRow

_STATES = {"consensus-for": "consensus", "consensus-against": "against"}


@dataclass(frozen=True, slots=True)
class Voted:
    """The result of a vote on one wording: verdict and counts."""

    wording_sha256: str
    verdict: str
    summary: Mapping[str, Any] = field(default_factory=dict)


def recommendation_rows(
    found: Sequence[Recommendation], voted: Mapping[str, Voted], labels: Mapping[str, str]
) -> tuple[RecommendationRow, ...]:
    """Return one row for each recommendation of a text, numbered in its order, in its language.

    A result counts only where the wording is the one that was voted on.
    """
    return tuple(
        _row(number, one, voted.get(one.id), labels) for number, one in enumerate(found, 1)
    )


def _row(
    number: int, one: Recommendation, vote: Voted | None, labels: Mapping[str, str]
) -> RecommendationRow:
    stands = vote is not None and vote.wording_sha256 == one.wording_hash
    summary = vote.summary if vote is not None and stands else {}
    state = ""
    if vote is not None:
        standing = _STATES.get(vote.verdict, vote.verdict) if stands else "changed"
        state = value(labels, "state", standing)
    return RecommendationRow(
        id=one.id,
        number=str(number),
        wording=plain_text(one.body),
        type=one.type,
        strength=one.strength,
        direction=one.direction,
        certainty=one.certainty,
        n=_whole(summary.get("n_rated")),
        median=_number(summary.get("median")),
        agreement=_share(summary),
        state=state,
        agreed=vote is None or (stands and vote.verdict == "consensus-for"),
    )


def _share(summary: Mapping[str, Any]) -> float | None:
    """Return the share in agreement between 0 and 1, of those whom the definition names."""
    percent = _number(summary.get("percent_in"))
    return percent / 100 if percent is not None else None


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def voted_on(document: Document) -> dict[str, Voted]:
    """Return the latest results by recommendation id, as plain values."""
    return {
        key: Voted(row.wording_sha256, row.verdict, row.summary)
        for key, row in outcomes_of(document).items()
        if not row.is_void
    }


def pictures_of(document: Document) -> dict[str, Picture]:
    """Return the attachments of a document with their contents, by name."""
    shelf = storage()
    return {
        asset.name: Picture(media_type=asset.media_type, content=shelf.get(asset.sha256))
        for asset in assets_of(document)
    }


def manuscript_of(
    document: Document,
    version: Version,
    *,
    bibliography: Sequence[Mapping[str, Any]] = (),
) -> Manuscript:
    """Return a version as a draft to be typeset; publishing replaces what makes it an edition."""
    body = source_of(version)
    project = document.project
    labels = labels_in(document.language)
    return Manuscript(
        title=document.title,
        body=body,
        date=version.created_at.date(),
        language=document.language,
        kind=value(labels, "kind", document.kind.value),
        network=project.network.title,
        project=project.title,
        edition_label=f"{labels['edition']} {version.number}",
        edition=False,
        status=labels["draft"],
        sha256=version.sha256,
        notice=str(DEMONSTRATION) if current().demonstration else "",
        recommendations=recommendation_rows(parse(body), voted_on(document), labels),
        bibliography=tuple(bibliography),
        style=style_of(document.project_id),
        assets=pictures_of(document),
    )

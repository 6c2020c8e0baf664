"""What stands in front of a published version today, and the files that say it.

The frozen text never changes. What happened to it since does: readers are warned of something,
or another version took its place, or it was withdrawn.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from guidelines.db import session
from guidelines.publishing.models import Edition, NoticedFile, Rendering
from guidelines.publishing.queries.editions import downloads_of, public_editions
from guidelines.publishing.queries.notices import notices_on, printed_notices
from guidelines.publishing.queries.public_life import public_life
from guidelines.publishing.rules.currency import Verdict
from guidelines.publishing.rules.fronts import Front
from guidelines.publishing.rules.naming import CARRYING, Form
from guidelines.publishing.rules.states import EditionState


def front_of(edition: Edition) -> Front:
    """Return what the files of a published version have to say first today."""
    return Front(printed_notices(notices_on(edition)), _ended(edition), _later_doi(edition))


def _later_doi(edition: Edition) -> str:
    """Return the DOI of a version unless it is printed in its frozen content."""
    if not edition.doi:
        return ""
    frozen = session.scalar(
        select(Edition.content["doi"].as_string()).where(Edition.id == edition.id)
    )
    return "" if frozen == edition.doi else edition.doi


def _ended(edition: Edition) -> dict[str, str]:
    if edition.state is EditionState.PUBLISHED:
        return {}
    later = [
        one
        for one in public_editions(edition)
        if (one.major, one.minor) > (edition.major, edition.minor)
    ]
    if edition.state is EditionState.SUPERSEDED and later:
        # the one that came next: that stays true when others follow
        after = later[-1]
        return {
            "verdict": Verdict.REPLACED.value,
            "since": after.published_at.date().isoformat(),
            "why": "",
            "instead": "",
            "number": after.number,
        }
    life = public_life(edition.id)
    is_withdrawn = edition.state is EditionState.WITHDRAWN
    return {
        "verdict": (Verdict.WITHDRAWN if is_withdrawn else Verdict.SUPERSEDED).value,
        "since": life.since.isoformat() if life.since else "",
        "why": life.note,
        "instead": life.successor,
        "number": "",
    }


def noticed_files(edition: Edition, mark: str) -> dict[str, NoticedFile]:
    """Return the files of a published version that say exactly this in front, by form."""
    rows = session.scalars(
        select(NoticedFile).where(
            NoticedFile.edition_id == edition.id, NoticedFile.notices_sha256 == mark
        )
    )
    return {row.form: row for row in rows}


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as it is offered now; without `sha256` it is being made with a safety notice."""

    form: Form
    file_name: str
    media_type: str
    size: int
    sha256: str
    made_at: datetime | None


def offered(edition: Edition) -> list[Offered]:
    """Return the downloads of a published version as they are offered now.

    While a safety notice stands, those without it are not. Those of a version that is no longer
    the one to use are offered as they were until the ones that say so are made, and so is the
    evidence pack, the record of what was published.
    """
    front = front_of(edition)
    carried = noticed_files(edition, front.mark) if front.mark else {}
    found = []
    for row in downloads_of(edition):
        file: NoticedFile | Rendering | None = row
        if front.mark and row.form in CARRYING:
            waits = front.notices and row.form is not Form.PACK
            file = carried.get(row.form) or (None if waits else row)
        found.append(
            Offered(
                row.form,
                row.file_name,
                row.media_type,
                file.size if file else row.size,
                (file.sha256 or "") if file else "",
                file.made_at if isinstance(file, NoticedFile) else row.rendered_at,
            )
        )
    return found

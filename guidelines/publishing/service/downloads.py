"""Downloads are counted in rows that know a version, a form and a day, and nobody."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from guidelines.db import session
from guidelines.publishing.models import DownloadCount


class Counted(NamedTuple):
    """What one count is about: a form of a published version on a day (UTC)."""

    network_id: str
    project_id: str
    edition_id: str
    form: str
    day: date


def add_downloads(counts: Mapping[Counted, int]) -> None:
    """Add counts to their rows; several processes may do so at once."""
    for one, number in sorted(counts.items()):
        if not _added(one, number):
            try:
                with session.begin_nested():
                    session.add(DownloadCount(**one._asdict(), number=number))
            except IntegrityError:  # another process has made the row in between
                _added(one, number)


def _added(one: Counted, number: int) -> bool:
    found = session.execute(
        update(DownloadCount)
        .where(
            DownloadCount.edition_id == one.edition_id,
            DownloadCount.form == one.form,
            DownloadCount.day == one.day,
        )
        .values(number=DownloadCount.number + number)
        .execution_options(synchronize_session=False)
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]

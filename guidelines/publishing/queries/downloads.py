"""Reads of how often what is published was downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.publishing.models import DownloadCount, Edition
from guidelines.publishing.rules.naming import DOWNLOADS, Form

MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DownloadTable:
    """The downloads of one published version: by form, and by month, the oldest first."""

    total: int
    forms: tuple[tuple[Form, int], ...]
    months: tuple[tuple[str, int], ...]


@lru_cache(maxsize=512)
def downloads_before(edition_id: str, today: date) -> int:
    """Return how often a version was downloaded until yesterday, in whatever form.

    Kept for the day: a public page stays the same for its readers and for caches.
    """
    found = session.scalar(
        select(func.sum(DownloadCount.number)).where(
            DownloadCount.edition_id == edition_id, DownloadCount.day < today
        )
    )
    return int(found or 0)


def download_tables(editions: Sequence[Edition], today: date) -> dict[str, DownloadTable]:
    """Return the downloads of some published versions by their ids."""
    rows = session.execute(
        select(
            DownloadCount.edition_id,
            DownloadCount.form,
            DownloadCount.day,
            DownloadCount.number,
        ).where(DownloadCount.edition_id.in_([one.id for one in editions]))
    ).all()
    months = _months(today)
    found = {}
    for edition in editions:
        forms: dict[str, int] = {}
        by_month = dict.fromkeys(months, 0)
        for row in rows:
            if row.edition_id == edition.id:
                forms[row.form] = forms.get(row.form, 0) + row.number
                month = f"{row.day:%Y-%m}"
                if month in by_month:
                    by_month[month] += row.number
        born = f"{edition.published_at:%Y-%m}"
        found[edition.id] = DownloadTable(
            sum(forms.values()),
            tuple((form, forms[form.value]) for form in DOWNLOADS if form.value in forms),
            tuple((month, count) for month, count in by_month.items() if month >= born),
        )
    return found


def _months(today: date) -> list[str]:
    """Return the last twelve months, the present one included, as 2026-03."""
    last = today.year * 12 + today.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MOST_MONTHS + 1, last + 1)]

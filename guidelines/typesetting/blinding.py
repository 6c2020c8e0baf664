"""A manuscript without the names of those who made it, for journals that review blind."""

import re
from collections.abc import Callable
from dataclasses import replace

from guidelines.typesetting.model import Findings, Manuscript

BLANK = "[removed for blind review]"
_SHORTEST = 3


def without_names(manuscript: Manuscript) -> Manuscript:
    """Return `manuscript` as nobody signed it: no person, body, network, project or address.

    Names are taken out of the text as well, wherever they stand in full. Sources keep their
    authors: a journal asks that people cite themselves as they cite others.
    """
    names = _names(manuscript)

    def clean(text: str) -> str:
        return names.sub(BLANK, text) if names else text

    return replace(
        manuscript,
        title=clean(manuscript.title),
        subtitle=clean(manuscript.subtitle),
        body=clean(manuscript.body),
        network="",
        project="",
        edition_label="",
        status="",
        sha256="",
        notice=clean(manuscript.notice),
        review_by="",
        short_address="",
        doi="",
        population=clean(manuscript.population),
        users=clean(manuscript.users),
        news="",
        recommendations=tuple(
            replace(
                row,
                wording=clean(row.wording),
                remarks=tuple((name, clean(text)) for name, text in row.remarks),
            )
            for row in manuscript.recommendations
        ),
        panel=(),
        shares=(),
        interests="",
        methods=clean(manuscript.methods),
        approvals=(),
        findings=tuple(_cleaned(one, clean) for one in manuscript.findings),
        checklists=tuple(_cleaned(one, clean) for one in manuscript.checklists),
        # who said what would name the reviewers: their column is left out
        answers=tuple(_unsigned(_cleaned(one, clean)) for one in manuscript.answers),
    )


def _names(manuscript: Manuscript) -> re.Pattern[str] | None:
    people = (
        *(one.name for one in manuscript.panel),
        *(one.role for one in manuscript.panel),  # their institutions
        *(one.name for one in manuscript.shares),
        *(one.affiliation for one in manuscript.shares),
        *(one.name for one in manuscript.approvals),
        *(one.role for one in manuscript.approvals),
    )
    found = {
        " ".join(name.split())
        for name in (*people, manuscript.network, manuscript.project, manuscript.bare_address)
        if len(name.strip()) >= _SHORTEST
    }
    # the longest first, or a name that is part of another would leave its rest
    parts = (r"\s+".join(map(re.escape, name.split())) for name in sorted(found, key=_longest))
    joined = "|".join(parts)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def _cleaned(one: Findings, clean: Callable[[str], str]) -> Findings:
    return replace(
        one,
        title=clean(one.title),
        note=clean(one.note),
        rows=tuple(tuple(clean(cell) for cell in row) for row in one.rows),
    )


def _unsigned(one: Findings) -> Findings:
    """Return a table without its first column, which says who."""
    whole = sum(one.widths[1:]) or 1
    return replace(
        one,
        names=one.names[1:],
        widths=tuple(width / whole for width in one.widths[1:]),
        rows=tuple(row[1:] for row in one.rows),
    )

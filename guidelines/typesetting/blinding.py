"""A manuscript without the names of those who made it, for journals that review blind."""

import re
from collections.abc import Callable
from dataclasses import replace

from guidelines.typesetting.bylines import names_pattern
from guidelines.typesetting.model import Findings, Manuscript

BLANK = "[removed for blind review]"
_OWN_WORK = re.compile(
    r"(?i)(?:\w+\s+){0,4}\b(?:we\s+(?:have\s+)?(?:previously|earlier|recently)|"
    r"our\s+(?:own\s+)?(?:previous|earlier|prior|recent|published))\b(?:\s+\w+){0,6}"
)


def without_names(manuscript: Manuscript) -> Manuscript:
    """Return `manuscript` as nobody signed it: no person, body, network, project or address.

    Names are taken out of the text as well, as `bylines` knows them. Sources keep their authors:
    a journal asks that people cite themselves as they cite others.
    """
    names = _names(manuscript)

    def clean(text: str) -> str:
        return names.sub(BLANK, text)

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
        searches=tuple(_cleaned(one, clean) for one in manuscript.searches),
        indicators=tuple(_cleaned(one, clean) for one in manuscript.indicators),
        withdrawn=tuple(_cleaned(one, clean) for one in manuscript.withdrawn),
        checklists=tuple(_cleaned(one, clean) for one in manuscript.checklists),
        # who said what would name the reviewers: their column is left out
        answers=tuple(_unsigned(_cleaned(one, clean)) for one in manuscript.answers),
    )


def own_work(body: str) -> list[str]:
    """Return where a text speaks of the earlier work of its authors, with the words around it.

    Whoever looks that work up knows them. Only English phrases are found.
    """
    return [" ".join(found[0].split()) for found in _OWN_WORK.finditer(body)]


def _names(manuscript: Manuscript) -> re.Pattern[str]:
    panel, approvals = manuscript.panel, manuscript.approvals
    people = [
        *(one.name for one in panel),
        *(one.name for one in manuscript.shares),
        *(one.name for one in approvals),
    ]
    houses = [
        *(one.role for one in panel),
        *(one.role for one in approvals),
        *(one.affiliation for one in manuscript.shares),
        manuscript.network,
        manuscript.bare_address,
    ]
    # A project that is called after its subject gives nobody away; without it nothing is left.
    if manuscript.project.casefold() not in manuscript.title.casefold():
        houses.append(manuscript.project)
    return names_pattern(people, houses)


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

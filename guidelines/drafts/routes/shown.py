"""How a text is shown: citations, attachments and the words of recommendations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.drafts.forms import STATUSES
from guidelines.drafts.models import Asset, Document
from guidelines.drafts.queries import assets_of, current_version, landmarks_in, recommendations_of
from guidelines.errors import TooLarge, sentence
from guidelines.evidence.queries import csl_items, style_of
from guidelines.evidence.queries.library import known_keys, missing_keys
from guidelines.evidence.rules.styles import ON_PAGES
from guidelines.text.bibliography import reference_list
from guidelines.text.citations import Citations, meant_by, possible_keys
from guidelines.text.comparison import Comparison, Row, RowKind
from guidelines.text.diff import Op
from guidelines.text.markdown import WHOLE, Around, Rendered, Words, render
from guidelines.text.notices import Notice, TextTooLarge
from guidelines.text.recommendations import parse

PREFIX = "t-"
UNGRADED = {
    "good-practice": _l("Good practice statement"),
    "no-recommendation": _l("No recommendation"),
    "research-only": _l("Only in research"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as safe HTML, the references it uses, and what its author should know.

    `unknown` are the keys that mean no source, each with known ones that may have been meant.
    `files_differ` tells that files list the references in another style than this page.
    """

    rendered: Rendered
    references: Sequence[tuple[str, str]]
    unknown: Mapping[str, Sequence[str]]
    files_differ: bool = False

    @property
    def warnings(self) -> Sequence[Notice]:
        """What was noticed, without the unknown sources, which are listed by themselves."""
        return [one for one in self.rendered.warnings if one.code != "citation-unknown"]


def _own_address(asset: Asset) -> str:
    return url_for("drafts.show_asset", asset_id=asset.id)


def shown(
    document: Document,
    source: str,
    *,
    section_id: str = "",
    whole: bool = False,
    address_of: Callable[[Asset], str] = _own_address,
    around: Around | None = None,
) -> Shown:
    """Render a text of a document: a section among the others, or the `whole` as readers see it.

    Notes to the author are shown with a section only. `address_of` says where the reader finds
    a picture, `around` what stands before and behind a text that is not of the newest version.
    """
    found = csl_items(document.project_id, possible_keys(source))
    items = {str(item["id"]): item for item in found}
    addresses = {asset.name: address_of(asset) for asset in assets_of(document)}
    numbers = {row.key: row.ordinal for row in recommendations_of(document)}
    try:
        rendered = render(
            source,
            citations=Citations(items),
            images=addresses.get,
            words=_words([numbers.get(one.id) for one in parse(source)]),
            id_prefix=PREFIX,
            with_lines=True,
            around=around or _seen_around(document, section_id, whole=whole),
            guidance=not whole,
        )
    except TextTooLarge:
        raise TooLarge(
            sentence("This text is too large for a preview. Cut it into several parts.")
        ) from None
    return Shown(
        rendered,
        reference_list(items, rendered.citation_keys),
        unknown_keys(
            document.project_id, [key for key in rendered.citation_keys if key not in items]
        ),
        bool(found) and style_of(document.project_id) not in ON_PAGES,
    )


def unknown_keys(project_id: str, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return those of `keys` that mean no source, each with known ones that may be meant."""
    missing = missing_keys(project_id, keys) if keys else []
    return meant_by(missing, known_keys(project_id)) if missing else {}


def _seen_around(document: Document, section_id: str, *, whole: bool) -> Around | None:
    if section_id:
        return _around(document, section_id)
    return WHOLE if whole else None


def _around(document: Document, section_id: str) -> Around:
    """Return the rest of the newest version around one section."""
    entries = current_version(document).entries
    order = [entry.section_id for entry in entries]
    if section_id not in order:
        return WHOLE
    at = order.index(section_id)
    found = landmarks_in(entries)
    addresses = {
        one.id: f"{url_for('drafts.show_section', section_id=order[place])}#{PREFIX}{one.id}"
        for place, landmarks in reversed(list(enumerate(found)))
        if place != at
        for one in landmarks
        if one.id
    }
    return Around(
        tuple(chain.from_iterable(found[:at])),
        tuple(chain.from_iterable(found[at + 1 :])),
        addresses,
    )


def _words(numbers: Sequence[int | None]) -> Words:
    """Return the words of the preview; `numbers` are those of its recommendations in order."""
    left = iter(numbers)
    return Words(
        image_not_shown=_("Image not shown"),
        formula_not_read=_("This formula cannot be read"),
        unknown_source=_("No such source in the bibliography"),
        retracted_source=_("This source was retracted"),
        back=_("Back to the text"),
        fields={
            "rationale": _("Rationale"),
            "remarks": _("Remarks"),
            "implementation": _("Implementation"),
            "minority": _("Minority statement"),
            "evidence": _("Evidence"),
            "justification": _("Justification"),
            "considerations": _("Considerations"),
            "monitoring": _("Monitoring and evaluation"),
            "research": _("Research priorities"),
            "subgroups": _("Subgroups"),
        },
        landmarks={
            "section": _("Section %(number)s", number="{}"),
            "table": _("Table %(number)s", number="{}"),
            "figure": _("Figure %(number)s", number="{}"),
            "recommendation": _("Recommendation %(number)s", number="{}"),
        },
        guidance=_("For you as author; this is not published"),
        recommendation=lambda attributes: _call(attributes, next(left, None)),
    )


def _call(attributes: Mapping[str, str], number: int | None) -> str:
    """Return the line above a recommendation: "Recommendation 3 · Strong · very low certainty"."""
    parts = [_("Recommendation %(number)s", number=number) if number else _("Recommendation")]
    strength, direction = attributes.get("strength", ""), attributes.get("direction", "")
    if words := UNGRADED.get(attributes.get("type", "")):
        parts.append(str(words))
    elif strength == "strong":
        parts.append(_("Strong, against") if direction == "against" else _("Strong"))
    elif strength == "conditional":
        parts.append(_("Conditional, against") if direction == "against" else _("Conditional"))
    if attributes.get("type") == "consensus-based":
        parts.append(_("Consensus-based"))
    certainty = {
        "high": _("High certainty"),
        "moderate": _("Moderate certainty"),
        "low": _("Low certainty"),
        "very-low": _("Very low certainty"),
    }.get(attributes.get("certainty", ""))
    if certainty:
        parts.append(certainty)
    if attributes.get("off-label") == "yes":
        parts.append(_("Off-label use"))
    if status := dict(STATUSES).get(attributes.get("status", "")):
        parts.append(str(status))
    return " · ".join(parts)


def difference(comparison: Comparison, around: int = 1) -> list[dict[str, object]]:
    """Return the rows of a comparison for the page: what changed, and `around` blocks beside it.

    A run of unchanged blocks that is left out becomes one row of the kind ``gap``.
    """
    rows = list(comparison.rows)
    near = {
        place
        for number, row in enumerate(rows)
        if row.kind is not RowKind.SAME
        for place in range(number - around, number + around + 1)
    }
    found: list[dict[str, object]] = []
    skipped = 0
    for number, row in enumerate(rows):
        if number not in near:
            skipped += 1
            continue
        if skipped:
            found.append({"kind": "gap", "count": skipped})
            skipped = 0
        found.append({"kind": _KIND[row.kind], "parts": list(_parts(row))})
    if skipped and found:
        found.append({"kind": "gap", "count": skipped})
    return found


_KIND = {
    RowKind.SAME: "same",
    RowKind.CHANGED: "changed",
    RowKind.ADDED: "added",
    RowKind.REMOVED: "removed",
    RowKind.MOVED_HERE: "moved",
    RowKind.MOVED_AWAY: "moved",
}


def _parts(row: Row) -> Iterable[tuple[str, str]]:
    if row.kind is RowKind.CHANGED:
        return [(span.op.value, span.text) for span in row.spans]
    block = row.after or row.before
    text = block.text if block else ""
    op = {
        RowKind.ADDED: Op.INSERT,
        RowKind.REMOVED: Op.DELETE,
        RowKind.MOVED_AWAY: Op.DELETE,
    }.get(row.kind, Op.EQUAL)
    return [(op.value, text)]

"""What a remark is about, in the words of the page: a recommendation by its number."""

from flask import g
from flask_babel import gettext as _

from guidelines.drafts.models import Document
from guidelines.drafts.queries import recommendations_of
from guidelines.reviews.routes.blueprint import bp


@bp.app_template_global("recommendation_meant")
def recommendation_meant(document: Document, key: str) -> str:
    """Return which recommendation is meant; one that the text has no more has no number.

    The numbers of a document are read once for a page.
    """
    read: dict[str, dict[str, int]] = g.setdefault("recommendation_numbers", {})
    if document.id not in read:
        read[document.id] = {one.key: one.ordinal for one in recommendations_of(document)}
    number = read[document.id].get(key)
    if number is None:
        return str(_("A recommendation that was taken out"))
    return str(_("Recommendation %(number)s", number=number))

"""What authors say became of a recommendation, against what the comparison of versions finds."""

from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.errors import Sentence, sentence
from guidelines.publishing.queries.editions import content_before, editions_of
from guidelines.publishing.rules.comparing import Change, Compared, clashes, compare
from guidelines.publishing.rules.facts import Spot


def mislabelled(document: Document) -> tuple[Spot, ...]:
    """Return the recommendations whose status does not fit, and those that vanished unsaid."""
    content = content_before(editions_of(document))
    if content is None:
        return ()
    comparison = compare(content, drafts.source_of(drafts.current_version(document)))
    rows = {one.key: one for one in drafts.recommendations_of(document)}
    wrong = [
        Spot(
            "recommendation",
            one.key,
            str(rows[one.key].ordinal),
            rows[one.key].id,
            _note(one, comparison.number),
        )
        for one in clashes(comparison)
        if one.key in rows
    ]
    vanished = [
        Spot(
            "id",
            one.key,
            one.key,
            note=sentence(
                "Number %(was)s of version %(number)s is not in the text any more. Keep it with "
                "the status “withdrawn”, and say in its remarks why.",
                was=one.number,
                number=comparison.number,
            ),
        )
        for one in comparison.gone
        if one.key not in comparison.lines
    ]
    return (*wrong, *vanished)


def _note(one: Compared, number: str) -> Sentence:
    if one.change is Change.NEW:
        return sentence("Version %(number)s does not have it: it is new.", number=number)
    if one.change is Change.MODIFIED:
        return sentence("It differs from version %(number)s: it is updated.", number=number)
    return sentence(
        "It is as in version %(number)s: reaffirmed where you looked at it again, else unmarked.",
        number=number,
    )

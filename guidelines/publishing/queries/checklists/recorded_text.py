"""What the record says about the text itself: title, recommendations, editions, changes."""

from collections import Counter
from collections.abc import Mapping, Sequence

from guidelines.drafts.models import Recommendation
from guidelines.drafts.queries import source_of
from guidelines.drafts.queries.abbreviations import abbreviations_in
from guidelines.errors import Sentence, sentence
from guidelines.publishing.queries.checklists.record import FactOf, Record
from guidelines.publishing.queries.editions import content_before
from guidelines.publishing.rules.checklists.standing import Fact, Place
from guidelines.publishing.rules.comparing import Change, compare, counts_of
from guidelines.text.markdown import plain_text
from guidelines.text.recommendations import Status, Type

KINDS_IN_TITLES = (
    "guideline", "recommendation", "consensus", "standard", "leitlinie", "empfehlung",
    "recommandation", "guía", "linee guida", "richtlijn", "wytyczne", "orientaç",
)  # fmt: skip
GRADED = frozenset({Type.EVIDENCE_BASED.value, Type.CONSENSUS_BASED.value})
LONGEST_QUOTE = 300
MOST_COUNTED = 200
# A revision never changes, so what was counted in it once stays true.
_counted: dict[tuple[str, ...], tuple[int, int]] = {}


def _title(record: Record) -> Fact | None:
    document = record.document
    if not any(word in document.title.casefold() for word in KINDS_IN_TITLES):
        return None
    return Fact(
        "title",
        sentence("The title is “%(title)s”.", title=document.title),
        (Place("outline", document.title),),
    )


def _edition_date(record: Record) -> Fact:
    return Fact(
        "edition-date",
        sentence("Every published version carries its number and its date on the first page."),
        (Place("editions", "1.0"),),
    )


def _scope(record: Record) -> Fact | None:
    words = plain_text(record.project.scope).strip()
    if not words:
        return None
    told = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()} …"
    return Fact("scope", sentence("“%(scope)s”", scope=told), (Place("project", told),))


def _table(record: Record) -> Fact | None:
    count = len(record.recommendations)
    if not count:
        return None
    return Fact(
        "table-of-recommendations",
        sentence(
            "A table of all %(count)s recommendations stands at the front of every published "
            "form, made from the text.",
            count=count,
        ),
        (Place("read", "1"),),
    )


def _abbreviations(record: Record) -> Fact | None:
    revisions = tuple(one.revision.id for one in record.sections)
    if revisions not in _counted:
        found = abbreviations_in(record.sections)
        if len(_counted) >= MOST_COUNTED:
            _counted.clear()
        _counted[revisions] = (len(found.lines), len(found.unexplained))
    listed, open_ones = _counted[revisions]
    if not listed:
        return None
    return Fact(
        "abbreviations",
        sentence(
            "%(listed)s abbreviations are explained; %(open)s are used without being explained.",
            listed=listed,
            open=open_ones,
        ),
        (Place("abbreviations", "1"),),
        whole=open_ones == 0,
    )


def _share(
    name: str, words: Sentence, record: Record, having: Sequence[Recommendation],
    among: Sequence[Recommendation],
) -> Fact | None:  # fmt: skip
    """Return that some of the recommendations have something; whole where all have it."""
    if not having:
        return None
    return Fact(name, words, record.places_of(having), whole=len(having) == len(among))


def _complete(record: Record) -> Fact | None:
    having = [one for one in record.recommendations if one.type]
    return _share(
        "complete-recommendations",
        sentence(
            "%(some)s of %(all)s recommendations stand by themselves and state what they rest on.",
            some=len(having),
            all=len(record.recommendations),
        ),
        record,
        having,
        record.recommendations,
    )


def _graded(record: Record) -> Fact | None:
    among = [one for one in record.recommendations if one.type in GRADED]
    having = [
        one
        for one in among
        if one.strength
        and one.direction
        and (one.certainty or one.type != Type.EVIDENCE_BASED.value)
    ]
    return _share(
        "graded",
        sentence(
            "%(some)s of %(all)s recommendations that are graded state strength, direction and, "
            "where they rest on evidence, its certainty.",
            some=len(having),
            all=len(among),
        ),
        record,
        having,
        among,
    )


def _with_field(name: str, fields: Sequence[str], words: str, *, some_do: bool = False) -> FactOf:
    """Return the fact that recommendations have one of these long parts; whole where all do."""

    def told(record: Record) -> Fact | None:
        having = [
            one for one in record.recommendations if any(one.fields.get(part) for part in fields)
        ]
        if not having:
            return None
        count, among = len(having), len(record.recommendations)
        told = sentence(words, some=count, all=among)
        return Fact(name, told, record.places_of(having), whole=some_do or count == among)

    return told


def _research(record: Record) -> Fact | None:
    having = [
        one
        for one in record.recommendations
        if one.fields.get("research") or one.type == Type.RESEARCH_ONLY.value
    ]
    if not having:
        return None
    return Fact(
        "research",
        sentence(
            "What research should ask is said in recommendations: %(count)s.", count=len(having)
        ),
        record.places_of(having),
    )


def _edition_numbers(record: Record) -> Fact | None:
    if not record.editions:
        return None
    numbers = ", ".join(one.number for one in record.editions)
    return Fact(
        "edition-numbers",
        sentence(
            "Published so far: %(numbers)s. Each has a number and an address of its own, and "
            "the older ones say that there is a newer one.",
            numbers=numbers,
        ),
        (Place("editions", numbers),),
    )


def _change_note(record: Record) -> Fact | None:
    noted = next((one for one in record.editions if one.change_note), None)
    if noted is None:
        return None
    return Fact(
        "change-note",
        sentence(
            "Version %(number)s says what is new: “%(note)s”",
            number=noted.number,
            note=noted.change_note[:LONGEST_QUOTE],
        ),
        (Place("editions", noted.number),),
    )


def _compared(record: Record) -> Fact | None:
    if not record.editions:
        return None
    return Fact(
        "versions-compared",
        sentence("Every section can be compared with the published version, word by word."),
        (Place("versions", "1"),),
    )


def _labels(record: Record) -> Fact | None:
    """Return what became of each recommendation: by comparison, else as the text says it."""
    content = content_before(record.editions)
    if content is None:
        return _marks(record)
    comparison = compare(content, source_of(record.version))
    counts = counts_of(comparison)
    changed = [
        one
        for one in record.recommendations
        if (found := comparison.lines.get(one.key)) is not None
        and found.change not in {Change.UNCHANGED, Change.REAFFIRMED}
    ]
    return Fact(
        "update-labels",
        sentence(
            "Compared with version %(number)s: %(new)s new, %(modified)s modified, "
            "%(reaffirmed)s reaffirmed, %(unchanged)s unchanged, %(withdrawn)s withdrawn. The "
            "published version labels each of them.",
            number=comparison.number,
            new=counts[Change.NEW],
            modified=counts[Change.MODIFIED],
            reaffirmed=counts[Change.REAFFIRMED],
            unchanged=counts[Change.UNCHANGED],
            withdrawn=counts[Change.WITHDRAWN],
        ),
        record.places_of(changed or record.recommendations),
        whole=True,
    )


def _marks(record: Record) -> Fact | None:
    counts = Counter(str(one.attributes.get("status", "")) for one in record.recommendations)
    known = {one.value: counts[one.value] for one in Status if counts[one.value]}
    if not known:
        return None
    return Fact(
        "update-labels",
        sentence(
            "Marked as new: %(new)s, updated: %(updated)s, reaffirmed: %(same)s, withdrawn: "
            "%(gone)s; without a mark: %(none)s.",
            new=counts[Status.NEW],
            updated=counts[Status.UPDATED],
            same=counts[Status.REAFFIRMED],
            gone=counts[Status.WITHDRAWN],
            none=counts[""],
        ),
        record.places_of([one for one in record.recommendations if one.attributes.get("status")]),
        whole=not counts[""],
    )


def _stories(record: Record) -> Fact | None:
    if not record.editions:
        return None
    some = record.recommendations
    return Fact(
        "stories",
        sentence("A page for each recommendation tells its wordings, votes and reasons in order."),
        tuple(Place("story", str(one.ordinal), one.key) for one in some[:6]),
    )


def _address(record: Record) -> Fact | None:
    if not record.editions:
        return None
    return Fact(
        "address",
        sentence("It has a public address that stays, with its downloads."),
        (Place("editions", record.editions[0].number),),
    )


FACTS: Mapping[str, FactOf] = {
    "title": _title,
    "edition-date": _edition_date,
    "scope": _scope,
    "table-of-recommendations": _table,
    "abbreviations": _abbreviations,
    "complete-recommendations": _complete,
    "graded": _graded,
    "subgroups": _with_field(
        "subgroups",
        ("subgroups",),
        "%(some)s of %(all)s recommendations speak of subgroups.",
        some_do=True,
    ),
    "implementation": _with_field(
        "implementation",
        ("implementation",),
        "%(some)s of %(all)s recommendations say how to put them into practice.",
    ),
    "monitoring": _with_field(
        "monitoring",
        ("monitoring",),
        "%(some)s of %(all)s recommendations say how their use can be monitored.",
    ),
    "research": _research,
    "edition-numbers": _edition_numbers,
    "change-note": _change_note,
    "versions-compared": _compared,
    "update-labels": _labels,
    "stories": _stories,
    "address": _address,
}

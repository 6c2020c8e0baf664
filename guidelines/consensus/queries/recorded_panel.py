"""What the record says about panel, lead and material, in plain English."""

from collections import Counter
from collections.abc import Callable, Mapping

from guidelines.consensus.models import Panelist
from guidelines.consensus.queries.course import Course
from guidelines.consensus.rules.lineage import Lineage
from guidelines.consensus.rules.plan import Invite
from guidelines.consensus.rules.writeup import Block, Grid, Text
from guidelines.permissions import Role
from guidelines.projects.queries import members_with
from guidelines.text.markdown import plain_text

Fact = Callable[[Course], str]


def panel_facts(course: Course) -> dict[str, tuple[Block, ...]]:
    """Return what is known by the name of the fact; what is unknown is left out."""
    found = told(course, FACTS)
    if course.panel:
        found["panel"] = (*found.get("panel", ()), _groups(course))
    return found


def told(course: Course, facts: Mapping[str, Fact]) -> dict[str, tuple[Block, ...]]:
    """Return each fact that has something to say as a paragraph."""
    said = {name: fact(course) for name, fact in facts.items()}
    return {name: (Text(words),) for name, words in said.items() if words}


def _title(course: Course) -> str:
    return (
        f"The document is called “{course.process.document.title}”, the process "
        f"“{course.process.title}”."
    )


def _scope(course: Course) -> str:
    return plain_text(course.process.document.project.scope)


def _registration(course: Course) -> str:
    plan = course.process.planned
    said = [
        f"Registered as {plan.registration}." if plan.registration else "",
        f"Ethics: {plan.ethics}." if plan.ethics else "",
    ]
    return " ".join(one for one in said if one)


def _steering(course: Course) -> str:
    named: dict[str, list[str]] = {}
    for role in (Role.CHAIR, Role.FACILITATOR, Role.METHODOLOGIST):
        for member in members_with(course.process.project_id, role):
            from_where = f" ({member.person.affiliation})" if member.person.affiliation else ""
            named.setdefault(role.value.capitalize(), []).append(
                f"{member.person.name}{from_where}"
            )
    return " ".join(f"{role}: {', '.join(sorted(names))}." for role, names in named.items())


def _panel(course: Course) -> str:
    if not course.panel:
        return ""
    countries = {one.person.country for one in course.panel if one.person.country}
    societies = sum(bool(one.society) for one in course.panel)
    places = [one for one in course.panel if not _given_up(course, one)]
    text = f"{len(places)} places on the panel"
    text += f", from {len(countries)} countries" if len(countries) > 1 else ""
    text += f"; {societies} of them are votes of societies" if societies else ""
    return f"{text}."


def _given_up(course: Course, place: Panelist) -> bool:
    """Tell whether somebody gave up this place because they share the vote of another."""
    shared = {one.deputy_id for one in course.panel}
    return place.withdrawn_on is not None and place.person_id in shared


def _groups(course: Course) -> Grid:
    counts = Counter(one.group_title for one in course.panel)
    rows = tuple((title, str(n)) for title, n in sorted(counts.items()))
    return Grid("The panel by stakeholder group", ("Group", "People"), rows, frozenset({1}))


def _recruitment(course: Course) -> str:
    if not course.panel:
        return ""
    days = sorted({one.invited_on for one in course.panel})
    first, last = (f"{day.day} {day:%B %Y}" for day in (days[0], days[-1]))
    when = f"on {first}" if first == last else f"from {first} to {last}"
    later = (
        "only those who had answered were invited again"
        if course.process.planned.invite is Invite.RESPONDERS
        else "everybody was invited to every round, whether they had answered or not"
    )
    gone = sum(one.withdrawn_on is not None and not _given_up(course, one) for one in course.panel)
    left = f" {gone} withdrew; their answers stayed." if gone else ""
    return f"They were invited by the office, {when}, by personal links; {later}.{left}"


def _patients(course: Course) -> str:
    people = {
        one.person_id
        for one in members_with(course.process.project_id, Role.PATIENT_REPRESENTATIVE)
    }
    n = sum(one.person_id in people for one in course.panel)
    if not n:
        return ""
    shown = sum(bool(line.card.get("plain_language")) for h in course.held for line in h.lines)
    plain = " Statements had a line in plain language." if shown else ""
    return f"{n} of the panel are patient representatives, with a vote like all others.{plain}"


def _preparation(course: Course) -> str:
    first = [one for one in course.versions if one.number == 1]
    if not first:
        return ""
    origins = Counter(one.lineage for one in first)
    of_draft = sum(one.statement.recommendation_key is not None for one in first)
    said = [f"{len(first)} statements were prepared"]
    if of_draft:
        said.append(f"{of_draft} of them from recommendations of the draft")
    words = {
        Lineage.FROM_PROPOSALS: "from proposals of the panel",
        Lineage.FROM_COMMENTS: "from comments of the panel",
        Lineage.SPLIT: "split off others",
        Lineage.MERGED: "merged from others",
    }
    said += [f"{origins[kind]} {text}" for kind, text in words.items() if origins[kind]]
    return f"{', '.join(said)}."


def _evidence(course: Course) -> str:
    lines = [line for held in course.held for line in held.lines if not line.carried]
    if not lines:
        return ""
    graded = sum(bool(line.card.get("certainty")) for line in lines)
    cited = sum(bool(line.card.get("references")) for line in lines)
    return (
        f"Each statement came with an evidence card that was frozen with the round: question, "
        f"outcomes, certainty, judgements, references. Of {len(lines)} cards shown, {graded} "
        f"graded the certainty of the evidence and {cited} cited references."
    )


FACTS: Mapping[str, Fact] = {
    "title": _title,
    "scope": _scope,
    "registration": _registration,
    "steering": _steering,
    "panel": _panel,
    "recruitment": _recruitment,
    "patients": _patients,
    "preparation": _preparation,
    "evidence": _evidence,
}

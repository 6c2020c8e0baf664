"""Who may answer a round, and who abstains from what."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from guidelines.consensus.models import Attendance, Elector, Panelist, Process, Recusal, Round
from guidelines.consensus.queries import lines_of, panel_of
from guidelines.consensus.queries.boxes import alias_of, box_key, closed_boxes
from guidelines.consensus.queries.reports import finished_rounds
from guidelines.consensus.queries.statements import recommendations_behind
from guidelines.consensus.rules.plan import Invite, Plan, RoundKind
from guidelines.db import session
from guidelines.interests.queries import abstentions_in, shut_out_in
from guidelines.permissions import PANEL, Role
from guidelines.projects.queries import members_with

OFFICE_ROLES = (Role.CHAIR, Role.FACILITATOR)


def barred(project_id: str, plan: Plan) -> frozenset[str]:
    """Return the people who chair or facilitate and so do not rate, unless the plan lets them."""
    if plan.office_votes:
        return frozenset()
    return frozenset(one.person_id for one in members_with(project_id, *OFFICE_ROLES))


def rating_panel(process: Process, plan: Plan) -> list[Panelist]:
    """Return the places on the panel whose people rate under a plan, as it stands today."""
    office = barred(process.project_id, plan)
    return [
        one
        for one in panel_of(process)
        if one.withdrawn_on is None and not office & set(persons_of(one))
    ]


def eligible(round_: Round) -> list[Panelist]:
    """Return who may answer a round that is about to open, under its plan.

    They are on the panel now, have not withdrawn, neither chair nor facilitate (unless the plan
    lets them), came the last time if the plan asks for it, and are present at a meeting.
    """
    process, plan = round_.process, round_.planned
    on_panel = {one.person_id for one in members_with(process.project_id, *PANEL)}
    found = [one for one in rating_panel(process, plan) if on_panel & set(persons_of(one))]
    if plan.invite is Invite.RESPONDERS:
        found = _who_came(round_, found)
    if round_.kind is RoundKind.MEETING:
        present = set(
            session.scalars(select(Attendance.panelist_id).where(Attendance.round_id == round_.id))
        )
        found = [one for one in found if one.id in present]
    return found


def _who_came(round_: Round, panel: list[Panelist]) -> list[Panelist]:
    """Return those of the panel who answered in the round before; all of it before the first."""
    before = [
        one
        for one in finished_rounds(round_.process)
        if one.number < round_.number and one.kind is not RoundKind.PROPOSALS and not one.by_hands
    ]
    if not before:
        return panel
    key = box_key(round_.process)
    came = {
        alias
        for alias, content in closed_boxes(before[-1].id, key).items()
        if any(map(content.is_begun, content.answers))
    }
    return [one for one in panel if alias_of(key, one) in came]


def persons_of(panelist: Panelist) -> list[str]:
    """Return who may answer for a place on the panel: one person, or two for a society."""
    return [panelist.person_id, *([panelist.deputy_id] if panelist.deputy_id else [])]


def electors_of(round_: Round) -> Sequence[Panelist]:
    """Return the eligible panel members of a round, in the random order of their ids."""
    return session.scalars(
        select(Panelist)
        .join(Elector, Elector.panelist_id == Panelist.id)
        .where(Elector.round_id == round_.id)
        .order_by(Panelist.id)
    ).all()


def seats_of(round_: Round) -> Sequence[tuple[str, str]]:
    """Return the pairs (panelist id, person id) of a round, deputies too."""
    rows = session.execute(
        select(Panelist.id, Panelist.person_id, Panelist.deputy_id)
        .join(Elector, Elector.panelist_id == Panelist.id)
        .where(Elector.round_id == round_.id)
        .order_by(Panelist.id)
    )
    return [(id_, person) for id_, *persons in rows for person in persons if person]


def recuse(
    round_: Round, seats: Iterable[tuple[str, str]], known: frozenset[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Write down who abstains from what; `seats` are (panelist id, person id).

    An interest in a recommendation holds for statements that were made of it. Where two share a
    vote, it abstains if either of them has the interest: who will answer is not known, and
    nobody may learn it. `known` are the pairs (panelist id, wording id) that are written down
    already. Returns the pairs that are new, or stricter than they were.
    """
    behind = recommendations_behind(round_.process)
    versions_of: dict[str, list[str]] = {}
    for line in lines_of(round_):
        if not line.carried and line.version_id is not None:
            for key in behind[line.statement_id]:
                versions_of.setdefault(key, []).append(line.version_id)
    seats = list(seats)

    def of(keys_of: Mapping[str, frozenset[str]]) -> frozenset[tuple[str, str]]:
        return frozenset(
            (panelist_id, version_id)
            for panelist_id, person_id in seats
            for key in keys_of.get(person_id, ())
            for version_id in versions_of.get(key, ())
        )

    outright = of(shut_out_in(round_.project_id))
    found = of(abstentions_in(round_.project_id)) | outright
    session.add_all(
        Recusal(
            round_id=round_.id,
            panelist_id=panelist_id,
            version_id=version_id,
            outright=(panelist_id, version_id) in outright,
        )
        for panelist_id, version_id in sorted(found - known)
    )
    session.flush()
    stricter = {
        (row.panelist_id, row.version_id): row
        for row in session.scalars(
            select(Recusal).where(Recusal.round_id == round_.id, Recusal.outright.is_(False))
        )
        if (row.panelist_id, row.version_id) in outright & known
    }
    for row in stricter.values():
        row.outright = True
    session.flush()
    return (found - known) | stricter.keys()

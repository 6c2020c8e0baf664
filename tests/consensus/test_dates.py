"""What happens by its date, without anybody being there; and what the panel is told by mail."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines import audit
from guidelines.consensus import queries, service
from guidelines.consensus.models import Reopening
from guidelines.consensus.queries import lines_of
from guidelines.consensus.queries.plans import reopened, wishes
from guidelines.consensus.rules.dates import days_later, end_of_day, morning_of
from guidelines.consensus.rules.plan import Plan
from guidelines.consensus.rules.states import RoundState
from guidelines.db import now, session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.jobs import Job, work_once
from guidelines.permissions import Role
from tests.consensus import test_routes
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote, vote_all
from tests.consensus.test_rounds import reword

ALL_AGREE = {key: [8, 8, 9, 7, 9] for key in KEYS}
SPLIT = {**ALL_AGREE, "rec-hearing": [1, 9, 2, 8, 5]}
CLOCKS = (
    "guidelines.consensus.jobs.dates",
    "guidelines.consensus.service.opening",
    "guidelines.consensus.service.rounds",
    "guidelines.consensus.service.voting",
    "guidelines.jobs.outbox",
)


def clock(monkeypatch, moment):
    """Let it be `moment` for everything that looks at dates."""
    for module in CLOCKS:
        monkeypatch.setattr(f"{module}.now", lambda: moment)


def letters_to(person):
    """Return the letters about rounds, without those about the account."""
    return [one for one in test_routes.letters_to(person) if "invited to work on" not in one]


def work():
    while work_once():
        pass
    session.expire_all()


@pytest.mark.parametrize(
    ("moment", "days", "zone", "later"),
    [
        ("2026-03-25T22:59Z", 7, "Europe/Berlin", "2026-04-01T21:59Z"),  # clocks go forward
        ("2026-10-22T21:59Z", 7, "Europe/Berlin", "2026-10-29T22:59Z"),  # and back
        ("2026-06-01T21:59Z", 7, "Europe/Berlin", "2026-06-08T21:59Z"),
        ("2026-06-01T14:59Z", 7, "Asia/Tokyo", "2026-06-08T14:59Z"),
    ],
)
def test_a_week_later_is_the_same_time_of_the_day(moment, days, zone, later):
    def read(text):
        return datetime.fromisoformat(text.replace("Z", "+00:00"))

    assert days_later(read(moment), days, zone) == read(later)


@given(st.dates(), st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu"]))
def test_a_day_begins_at_eight_and_ends_before_midnight(day, zone):
    if not 1900 < day.year < 2100:
        return
    opens, closes = morning_of(day, zone), end_of_day(day, zone)
    assert opens < closes
    assert {one.astimezone(ZoneInfo(zone)).date() for one in (opens, closes)} == {day}
    assert morning_of(None, zone) is end_of_day(None, zone) is None


def test_a_round_opens_and_closes_by_its_dates_without_anybody(build, monkeypatch):
    panel = a_panel(build)
    opens, closes = now() + timedelta(days=3), now() + timedelta(days=10)
    with transaction():
        round_ = service.prepare_round(panel.office, panel.process, closes_at=closes)
        service.schedule_round(panel.office, round_, opens_at=opens)
    work()
    assert round_.state is RoundState.SEALED
    with pytest.raises(Conflict):
        reword(panel)  # locked already

    clock(monkeypatch, opens + timedelta(minutes=1))
    work()

    assert round_.state is RoundState.OPEN
    assert queries.electorate_size(round_) == 5
    assert all(len(letters_to(person)) == 1 for person in panel.people)
    clock(monkeypatch, closes + timedelta(minutes=1))
    work()
    assert round_.state is RoundState.CLOSED
    assert [job.failure for job in rows(Job) if job.failure] == []
    history = [e.event for e in audit.history(panel.project.id)]
    assert history.count("round.opened") == history.count("round.closed") == 1


def test_a_later_date_takes_the_place_of_an_earlier_one(build, monkeypatch):
    panel = a_panel(build)
    first, second = now() + timedelta(days=3), now() + timedelta(days=5)
    with transaction():
        round_ = service.prepare_round(panel.office, panel.process)
        service.schedule_round(panel.office, round_, opens_at=first)
    with transaction():
        service.schedule_round(panel.office, round_, opens_at=second)

    clock(monkeypatch, first + timedelta(minutes=1))
    work()
    assert round_.state is RoundState.SEALED
    clock(monkeypatch, second + timedelta(minutes=1))
    work()
    assert round_.state is RoundState.OPEN


def test_who_steers_is_told_when_a_round_cannot_open(build, monkeypatch):
    panel = a_panel(build)
    chair = build.member(panel.project, Role.CHAIR)
    opens = now() + timedelta(days=3)
    with transaction():
        round_ = service.prepare_round(panel.office, panel.process)
        service.schedule_round(panel.office, round_, opens_at=opens)
        for person in panel.people[:3]:
            place = queries.panelist_of(panel.process, person.id)
            service.withdraw_panelist(panel.office, place)

    clock(monkeypatch, opens + timedelta(minutes=1))
    work()

    assert round_.state is RoundState.SEALED
    [letter] = letters_to(chair)
    assert "needs at least 3 panel members" in letter
    assert letters_to(panel.people[4]) == []


def test_more_time_is_logged_and_told_to_everybody(build):
    panel = a_panel(build)
    round_ = an_open_round(panel, closes_at=now() + timedelta(days=5))
    vote(panel, round_, 0, dict.fromkeys(KEYS, 8))
    work()
    before = round_.closes_at
    with transaction():
        service.one_more_week(panel.office, round_)
    work()

    assert round_.closes_at - before in (
        timedelta(days=7),
        timedelta(days=7, hours=1),
        timedelta(days=6, hours=23),
    )
    [entry] = [e for e in audit.history(panel.project.id) if e.event == "round.extended"]
    assert entry.detail["closes_at"] == round_.closes_at.astimezone(UTC).isoformat()
    for person in panel.people:  # whoever has answered may want to look again
        assert sum("is open until" in letter for letter in letters_to(person)) == 1


def test_only_those_who_have_not_finished_are_reminded(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, dict.fromkeys(KEYS, 8))
    vote(panel, round_, 1, dict.fromkeys(KEYS, 8), submit=False)  # all answered: counts
    vote(panel, round_, 2, {"rec-airway": 8}, submit=False)
    with transaction():
        service.give_consent(panel.actor(3), round_)
    work()
    with transaction():
        service.remind_panel(panel.office, round_)
    work()

    assert [len(letters_to(person)) - 1 for person in panel.people] == [0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("opens", "closes", "field"),
    [(-1, None, "opens_on"), (None, -1, "closes_on"), (5, 3, "closes_on"), (5, 5, "closes_on")],
)
def test_dates_that_cannot_be_are_refused(build, opens, closes, field):
    panel = a_panel(build)
    moment = now()

    def at(days):
        return moment + timedelta(days=days) if days is not None else None

    with pytest.raises(Invalid) as caught, transaction():
        service.prepare_round(
            panel.office, panel.process, opens_at=at(opens), closes_at=at(closes)
        )

    assert field in caught.value.errors
    assert queries.rounds_of(panel.process) == []


# Asking again


def a_settled_round(build, *, plan=None):
    panel = a_panel(build, seal=False)
    with transaction():
        service.set_plan(panel.office, panel.process, plan=plan or Plan())
        service.seal_rule(panel.office, panel.process)
    round_ = an_open_round(panel)
    vote_all(panel, round_, SPLIT)
    close(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
    statement = {line.statement.key: line.statement for line in lines_of(round_)}
    return panel, round_, statement


def wish(panel, statement, index):
    with transaction():
        service.ask_again(panel.actor(index), statement)


def test_two_panel_members_have_a_settled_statement_asked_again(build):
    panel, _round, statement = a_settled_round(build)
    facilitator = build.member(panel.project, Role.FACILITATOR)
    wish(panel, statement["rec-airway"], 0)
    wish(panel, statement["rec-airway"], 0)  # twice is once
    assert reopened(panel.process) == frozenset()
    work()
    assert letters_to(facilitator) == []

    wish(panel, statement["rec-airway"], 1)
    work()

    assert reopened(panel.process) == {statement["rec-airway"].id}
    assert len(letters_to(facilitator)) == 1
    lines = lines_of(an_open_round(panel))
    assert {line.statement.key for line in lines if not line.carried} == {
        "rec-airway",
        "rec-hearing",
    }


def test_a_wish_names_nobody_and_is_taken_back(build):
    panel, round_, statement = a_settled_round(build)
    wish(panel, statement["rec-airway"], 0)
    wish(panel, statement["rec-follow-up"], 0)

    pseudonyms = [one.pseudonym for one in rows(Reopening)]
    assert len(set(pseudonyms)) == 2  # nothing ties two wishes of one person
    ids = {queries.panelist_of(panel.process, one.id).id for one in panel.people}
    assert not ids & set(pseudonyms)
    said = [e for e in audit.history(panel.project.id) if e.event.startswith("reopening")]
    assert said == []
    with transaction():
        service.no_longer_ask(panel.actor(0), statement["rec-airway"])
    assert wishes(panel.process) == {statement["rec-follow-up"].id: 1}
    assert round_.state is RoundState.REPORTED


def test_what_cannot_be_wished(build):
    panel, _round, statement = a_settled_round(build)
    outsider = build.actor(panel.project, Role.PANELIST)

    with pytest.raises(Conflict):
        wish(panel, statement["rec-hearing"], 0)  # not settled: it comes anyway
    with pytest.raises(NotAllowed), transaction():
        service.ask_again(outsider, statement["rec-airway"])
    with pytest.raises(NotAllowed), transaction():
        service.ask_again(build_author(build, panel), statement["rec-airway"])


def build_author(build, panel):
    roles = {panel.project.id: frozenset({Role.AUTHOR})}
    return panel.office.__class__(person_id=panel.office.person_id, projects=roles)


def test_nobody_can_reopen_where_the_plan_says_so(build):
    panel, _round, statement = a_settled_round(build, plan=Plan(reopen_by=0))

    with pytest.raises(Conflict):
        wish(panel, statement["rec-airway"], 0)


def test_a_new_result_needs_new_wishes(build):
    panel, _round, statement = a_settled_round(build)
    for index in (0, 1):
        wish(panel, statement["rec-airway"], index)
    second = an_open_round(panel)
    vote_all(panel, second, ALL_AGREE)
    close(panel, second)

    assert wishes(panel.process) == {}
    assert reopened(panel.process) == frozenset()


def test_a_settled_statement_whose_wording_changed_is_asked_again(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, ALL_AGREE)
    close(panel, first)
    with pytest.raises(Conflict), transaction():
        service.prepare_round(panel.office, panel.process)
    reword(panel)

    second = an_open_round(panel, reasons={"rec-hearing": "Measured says how."})

    lines = {line.statement.key: line.carried for line in lines_of(second)}
    assert lines == {"rec-airway": True, "rec-hearing": False, "rec-follow-up": True}

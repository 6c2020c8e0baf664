"""Open proposals before the first rating are round 0; ratings are counted from round 1."""

from dataclasses import replace

from guidelines.consensus import service
from guidelines.consensus.queries import results_document, rounds_of
from guidelines.consensus.queries.accounts import parts_of, report_of
from guidelines.consensus.queries.reports import methods_of
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.policies import Population
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.proposals import Proposed
from guidelines.consensus.rules.writeup import as_markdown
from guidelines.consensus.service.proposals import propose
from guidelines.db import transaction
from guidelines.permissions import Role
from tests.consensus.build import KEYS, a_panel, an_open_round, close, vote_all
from tests.consensus.test_routes import text_of

TABLE = dict.fromkeys(KEYS, (9, 9, 8, 9, 9))


def proposals(panel, **more):
    return an_open_round(panel, kind=RoundKind.PROPOSALS, **more)


def void(panel, round_):
    with transaction():
        service.annul_round(panel.office, round_, reason="The wrong question.")


def numbers(panel):
    return [(one.number, one.kind, one.state.value) for one in rounds_of(panel.process)]


def test_proposals_are_round_0_and_the_first_rating_is_round_1(build):
    panel = a_panel(build)
    zero = proposals(panel)
    close(panel, zero)
    first = an_open_round(panel)

    assert (zero.number, first.number) == (0, 1)
    assert results_document(zero)["round"] == 0


def test_a_later_round_of_proposals_takes_its_turn(build):
    panel = a_panel(build)
    vote_all(panel, first := an_open_round(panel), TABLE)
    close(panel, first)
    assert proposals(panel).number == 2


def test_a_void_round_0_leaves_its_number_to_the_next_and_a_void_round_1_does_not(build):
    panel = a_panel(build)
    for _ in range(2):
        void(panel, proposals(panel))
    close(panel, proposals(panel))
    void(panel, an_open_round(panel))
    an_open_round(panel)

    kind = RoundKind.QUESTIONNAIRE
    assert numbers(panel) == [
        (0, RoundKind.PROPOSALS, "annulled"),
        (0, RoundKind.PROPOSALS, "annulled"),
        (0, RoundKind.PROPOSALS, "closed"),
        (1, kind, "annulled"),
        (2, kind, "open"),
    ]


def test_what_was_closed_under_another_number_keeps_it(build):
    panel = a_panel(build)
    with transaction():
        old = service.prepare_round(panel.office, panel.process, kind=RoundKind.PROPOSALS)
        old.number = 1
        service.open_round(panel.office, old)
    close(panel, old)
    assert an_open_round(panel).number == 2


def test_who_only_proposed_is_still_counted_where_everybody_must_come_every_time(build):
    rule = replace(preset("agree-75"), population=Population.ALL_ROUNDS)
    panel = a_panel(build, rule=rule)
    zero = proposals(panel)
    actor = panel.actor(0)
    with transaction():
        service.give_consent(actor, zero)
    with transaction():
        propose(actor, zero, [Proposed("Weigh every child.")], finished=True)
    close(panel, zero)
    vote_all(panel, first := an_open_round(panel), TABLE)

    found = close(panel, first)

    assert {entry["n_rated"] for entry in found.values()} == {5}


def test_every_page_report_mail_and_file_says_round_0(build):
    panel = a_panel(build)
    zero = proposals(panel)
    client = build.client(panel.project, Role.CHAIR, Role.FACILITATOR)
    assert "Round 0" in text_of(client.get(f"/rounds/{zero.id}"))
    assert "Round 0" in text_of(client.get(f"/processes/{panel.process.id}"))
    close(panel, zero)
    vote_all(panel, first := an_open_round(panel), TABLE)
    close(panel, first)

    report = as_markdown(parts_of(report_of(panel.process), methods_of(panel.process)))[0]
    for words in ("Round 0", "Round 1"):
        assert words in report
    assert "Round 2" not in report
    assert "of proposals" not in report.split("Round 1")[1].split("\n")[0]
    assert client.get(f"/rounds/{zero.id}/results.json").get_json()["round"] == 0

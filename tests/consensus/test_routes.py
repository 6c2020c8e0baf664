"""The pages of the office and the panel: by account, by personal link, without scripts."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from hashlib import sha256

import pytest

from guidelines import config
from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.models import Ballot, PanelComment, Result, Round
from guidelines.consensus.queries import asked_in, lines_of, own_content, panelist_of
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.definition import Denominator
from guidelines.consensus.rules.presets import adapt, preset
from guidelines.consensus.rules.starters import STARTERS
from guidelines.db import now, session, transaction
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.projects.queries import groups_of
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote, vote_all
from tests.consensus.test_rounds import SPLIT, reword


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def letters_to(person) -> list[str]:
    """Return the texts of the letters to a person."""
    found = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((current().instance / "mail").glob("*.eml"))
    ]
    return [letter.get_content() for letter in found if letter["To"] == person.email]


def link_to(round_, panel, person):
    """Return the secret part of a panel member's personal link."""
    return service.link_token(current(), round_.id, panelist_of(panel.process, person.id).id)


def fields(round_, values, **more):
    """Return what the form of the questionnaire sends."""
    lines = {line.statement.recommendation_key: line.id for line in lines_of(round_)}
    sent = {f"a-{lines[key]}": str(value) for key, value in values.items()}
    sent |= {f"r-{lines[key.removeprefix('why_')]}": v for key, v in more.items()}
    return sent


def office(panel):
    person = panel.build.member(panel.project, Role.CHAIR, Role.FACILITATOR, Role.METHODOLOGIST)
    return panel.build.sign_in(person)


def test_the_office_goes_from_the_document_to_the_results(build):
    panel = a_panel(build, seal=False)
    client = office(panel)
    process, document = panel.process.id, panel.document.id

    assert "Agreement" in text_of(client.get(f"/documents/{document}/consensus"))
    assert "With your 5 people" in text_of(client.get(f"/processes/{process}"))
    assert client.get(f"/processes/{process}/statements").status_code == 200
    assert client.get(f"/processes/{process}/information").status_code == 200
    form = {"preset": "comet-70-15", "scale": "1-9", "denominator": "rated", "why": "Broad."}
    assert client.post(f"/processes/{process}/definition", data=form).status_code == 303
    page = text_of(client.get(f"/processes/{process}"))
    assert "fewer than 15 %" in page
    assert "Broad." in page
    assert client.post(f"/processes/{process}/definition/lock").status_code == 303
    assert "Locked " in text_of(client.get(f"/processes/{process}"))
    assert client.get(f"/processes/{process}/definition.json").json["name"] == "comet-70-15"
    day = (now() + timedelta(days=14)).date().isoformat()
    answer = client.post(f"/processes/{process}/rounds", data={"title": "One", "closes_on": day})
    address = answer.headers["Location"]
    assert "In preparation" in text_of(client.get(address))
    assert client.post(f"{address}/open").status_code == 303
    page = text_of(client.get(address))
    assert "Fewer than half have come." in page
    assert client.post(f"{address}/remind").status_code == 303
    assert client.post(f"{address}/close").status_code == 303
    page = text_of(client.get(f"{address}/results"))
    assert "Not computable" in page
    assert client.get(f"{address}/results.json").json["n_ballots"] == 0
    assert client.get(f"{address}/comments").status_code == 200
    assert client.post(f"{address}/report").status_code == 303
    assert client.post(f"{address}/void", data={"reason": "x"}).status_code == 409


def test_the_definition_on_the_page_keeps_its_blanks_and_its_honest_name(build):
    panel = a_panel(build, seal=False)
    client = office(panel)
    form = {
        "preset": "comet-70-15",
        "scale": "1-9",
        "denominator": "rated+opted-out",
        "question": "How important is it?",
        "low_label": "not at all",
        "high_label": "very",
    }

    client.post(f"/processes/{panel.process.id}/definition", data=form)

    session.expire_all()
    rule = panel.process.definition
    assert (rule.name, rule.based_on, rule.question) == (
        "custom",
        "comet-70-15",
        "How important is it?",
    )
    page = client.get(f"/processes/{panel.process.id}/definition").get_data(as_text=True)
    assert 'name="preset" value="comet-70-15"' in page
    assert "Custom, from “COMET" in page


def test_a_panel_member_comes_by_link_answers_on_two_devices_and_submits(build, app):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    while work_once():
        pass
    link = re.search(r"/questionnaires/link/\S+", "".join(letters_to(panel.people[0])))[0]

    phone, desk = app.test_client(), app.test_client()
    page = text_of(phone.get(link))
    assert "Open my questionnaire" in page
    assert phone.get("/home").status_code == 303  # opening the link signs nobody in
    home = f"/questionnaires/{round_.id}"
    assert phone.post(link).headers["Location"] == home
    assert "I take part" in text_of(phone.get(home))
    assert phone.post(f"{home}/consent").status_code == 303
    assert "0 of 3 answered" in text_of(phone.get(home))
    one = fields(round_, {"rec-airway": 8}, **{"why_rec-airway": "Because."})
    answer = phone.post(f"{home}/answers", data=one)
    assert answer.status_code == 200
    assert answer.json["fields"][f"was-{next(iter(one))}"] == "8"
    assert desk.post(link).status_code == 303  # the link works again, elsewhere
    page = desk.get(home).get_data(as_text=True)
    assert "1 of 3 answered" in page
    assert "Because." in page
    two = fields(round_, {"rec-hearing": "not-my-expertise", "rec-follow-up": 9})
    assert desk.post(home, data=two | {"next": "review"}).headers["Location"] == f"{home}/review"
    page = text_of(desk.get(f"{home}/review"))
    assert "3 of 3" in page
    assert "I cannot judge this" in page
    assert desk.post(f"{home}/submit").headers["Location"] == f"{home}/receipt"
    assert "You answered 3 of 3 statements" in text_of(desk.get(f"{home}/receipt"))
    assert phone.get(f"/documents/{panel.document.id}/consensus").status_code == 404
    close(panel, round_)
    assert phone.get(link).status_code == 410
    assert "is closed" in text_of(phone.get(home))
    late = phone.post(f"{home}/answers", data=one)
    assert (late.status_code, "closed on" in late.json["error"]) == (409, True)


def test_a_personal_link_does_not_reach_the_account(build, app):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    person = panel.people[0]
    before = (person.name, person.password_hash)
    link = f"/questionnaires/link/{link_to(round_, panel, person)}"
    stranger = app.test_client()
    assert stranger.post(link).status_code == 303

    assert stranger.get(f"/questionnaires/{round_.id}").status_code == 200
    taken = stranger.post("/profile/password", data={"password": "tulip river copper nine"})
    assert taken.status_code == 403
    assert stranger.post("/profile", data={"name": "Somebody else"}).status_code == 403
    assert [stranger.get(page).status_code for page in ("/home", "/profile")] == [403, 403]
    assert stranger.get("/").location == "/library/"
    session.expire_all()
    assert (person.name, person.password_hash) == before
    assert stranger.get("/sign-in").status_code == 200
    page = stranger.get(f"/questionnaires/{round_.id}").get_data(as_text=True)
    assert 'href="/profile"' not in page


def test_a_personal_link_ends_with_its_round(build, app):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    link = f"/questionnaires/link/{link_to(round_, panel, panel.people[0])}"
    close(panel, round_)
    stranger = app.test_client()

    late = stranger.post(link)

    assert late.status_code == 410
    assert "This questionnaire is closed." in text_of(late)
    assert "/sign-in" in stranger.get(f"/questionnaires/{round_.id}").location


def test_a_page_left_open_does_not_bring_old_answers_back(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-airway": 3}, submit=False)
    client = build.sign_in(panel.people[0])
    stale = fields(round_, {"rec-airway": 3, "rec-hearing": 7})
    stale |= {f"was-{name}": "3" for name in list(stale)[:1]}
    vote(panel, round_, 0, {"rec-airway": 9}, submit=False)

    assert client.post(f"/questionnaires/{round_.id}/answers", data=stale).status_code == 200

    asked = {one.key: one.version_id for one in asked_in(round_)}
    own = own_content(round_, elector_of(round_, panel.people[0].id))
    assert own.given(asked["rec-airway"]).rating == 9
    assert own.given(asked["rec-hearing"]).rating == 7


@pytest.mark.parametrize("value", ["10", "0", "seven", "abstain", "9.5"])
def test_a_forged_answer_is_refused_with_a_sentence(build, value):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-airway": 3})
    before = rows(Ballot)[0].sealed
    client = build.sign_in(panel.people[0])

    answer = client.post(
        f"/questionnaires/{round_.id}/answers", data=fields(round_, {"rec-airway": value})
    )

    assert answer.status_code == 422
    assert answer.json["error"].endswith(".")
    assert rows(Ballot)[0].sealed == before


def test_the_second_round_shows_ones_own_rating_the_panel_and_what_was_changed(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, SPLIT)
    vote(panel, first, 1, {"rec-hearing": 9}, {"rec-hearing": "Our centre in Aarhus does it."})
    close(panel, first)
    comment = rows(PanelComment)[0]
    client = office(panel)
    sent = {"decision": "show", "text": "Some centres do it."}
    assert client.post(f"/panel-comments/{comment.id}", data=sent).status_code == 303
    reword(panel)
    second = an_open_round(panel, reasons={"rec-hearing": "Says how it is done."})
    reader = build.sign_in(panel.people[0])

    html = reader.get(f"/questionnaires/{second.id}").get_data(as_text=True)
    page = " ".join(re.sub(r"<[^>]+>", " ", html).split())

    assert "Your earlier rating: 1" in page
    assert "checked" in html
    assert not re.search(r'name="a-[^>]+ checked', html)  # shown, not chosen again
    assert "Median 5.0" in page or "Median 5" in page
    assert "Says how it is done." in page
    assert "<del>" in html
    assert "<ins>" in html
    assert "Some centres do it." in page
    assert "Aarhus" not in html
    assert "Settled before, not asked again" in page
    assert "0 of 1 answered" in page  # consent of the first round holds
    for person in panel.people:
        assert person.name not in page or person is panel.people[0]


def test_a_vote_has_three_answers(build):
    panel = a_panel(build, rule=preset("awmf"))
    round_ = an_open_round(panel)
    client = build.sign_in(panel.people[0])
    client.post(f"/questionnaires/{round_.id}/consent")
    page = text_of(client.get(f"/questionnaires/{round_.id}"))

    assert "Yes No Abstain" in page
    sent = fields(round_, {"rec-airway": 0, "rec-hearing": "abstain"})
    client.post(f"/questionnaires/{round_.id}", data=sent | {"next": "review"})
    page = text_of(client.get(f"/questionnaires/{round_.id}/review"))
    assert "No Change" in page
    assert "Abstain" in page


def test_reported_results_are_open_to_the_panel_with_a_minority_statement(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, SPLIT)
    close(panel, round_)
    client = build.sign_in(panel.people[0])
    address = f"/questionnaires/{round_.id}/results"

    assert "There are no results to show" in text_of(client.get(address))
    with transaction():
        service.report_round(panel.office, round_)
    page = text_of(client.get(address))
    assert "100 %" in page
    sent = {"key": "rec-hearing", "text": "Not every child can be tested."}
    answer = client.post(f"/questionnaires/{round_.id}/minority", data=sent)
    assert answer.status_code == 303
    assert "A minority of 1 person" in text_of(client.get(address))
    assert client.post(f"/questionnaires/{round_.id}/minority", data={}).status_code == 422


def test_a_locked_definition_is_shown_without_a_form(build):
    panel = a_panel(build)
    address = f"/processes/{panel.process.id}/definition"
    client = office(panel)

    page = client.get(address)
    refused = client.post(address, data={"preset": "agree-80", "scale": "1-9"})

    assert (page.status_code, refused.status_code) == (200, 409)
    for answer in (page, refused):
        assert 'name="preset"' not in answer.get_data(as_text=True)
        assert "Locked in advance on" in text_of(answer)


def test_files_of_a_demonstration_say_so_and_can_still_be_checked(build, app, monkeypatch):
    monkeypatch.setattr(config, "_in_use", [current().model_copy(update={"demonstration": True})])
    panel = a_panel(build)
    round_ = an_open_round(panel)
    close(panel, round_)
    client = office(panel)

    results = client.get(f"/rounds/{round_.id}/results.json").json
    proof = client.get(f"/processes/{panel.process.id}/definition.json").json

    assert results["notice"] == proof["notice"] == "Demonstration, not for clinical use"
    assert fingerprint(results) == session.get(Result, round_.id).sha256
    assert sha256(proof["text"].encode()).hexdigest() == panel.process.rule_sha256


def test_home_says_what_waits(build):
    panel = a_panel(build)
    an_open_round(panel)

    reader = text_of(build.sign_in(panel.people[0]).get("/home"))
    chair = text_of(office(panel).get("/home"))

    assert "Answer the questionnaire: Agreement" in reader
    assert f"Round 1 of “{panel.process.document.title}” is open" in chair
    assert len(KEYS) == 3
    assert panelist_of(panel.process, panel.people[0].id) is not None


def test_pages_take_shares_of_those_whom_the_definition_names(build):
    rule = adapt(preset("agree-75"), denominator=Denominator.ELIGIBLE)
    panel = a_panel(build, rule=rule)
    round_ = an_open_round(panel)
    for index in range(3):
        vote(panel, round_, index, dict.fromkeys(KEYS, 9))
    results = close(panel, round_)
    assert (results["rec-airway"]["percent_in"], results["rec-airway"]["verdict"]) == (
        60.0,
        "no-consensus",
    )

    client = office(panel)
    for page in (
        f"/rounds/{round_.id}/results",
        f"/processes/{panel.process.id}",
        f"/documents/{panel.document.id}",
    ):
        words = text_of(client.get(page))
        assert "60 %" in words, page
        assert "3 of 5" in words, page
        assert "100 %" not in words, page


def test_times_are_told_in_the_zone_of_the_project(build, app):
    panel = a_panel(build)
    with transaction():
        panel.project.time_zone = "America/New_York"
    client = office(panel)
    sent = {"closes_on": "2031-01-15"}
    address = client.post(f"/processes/{panel.process.id}/rounds", data=sent).location
    assert client.post(f"{address}/open").status_code == 303
    (round_,) = rows(Round)
    assert round_.closes_at.isoformat() == "2031-01-16T04:59:00+00:00"
    while work_once():
        pass

    until = "15 January 2031, 23:59 America/New York"
    assert until in text_of(client.get(address))
    assert "closes 15 January 2031" in text_of(client.get(f"/processes/{panel.process.id}"))
    link = f"/questionnaires/link/{link_to(round_, panel, panel.people[0])}"
    phone = app.test_client()
    assert until in text_of(phone.get(link))
    home = phone.post(link).location
    assert until in text_of(phone.get(home))
    phone.post(f"{home}/consent")
    assert until in text_of(phone.get(home))
    assert "until 2031-01-15 23:59 America/New_York" in "".join(letters_to(panel.people[0]))
    mine = build.sign_in(panel.people[0])
    assert "until 15 January" in text_of(mine.get("/home"))
    with transaction():
        round_.closes_at = now() - timedelta(minutes=1)
    late = phone.post(f"{home}/answers", data=fields(round_, {"rec-airway": 8}))
    assert "America/New_York" in late.json["error"]
    assert "Answer the questionnaire" not in text_of(mine.get("/home"))


def test_the_sentence_is_chosen_looked_at_and_saved_without_scripts(build):
    panel = a_panel(build, seal=False)
    client = office(panel)
    address = f"/processes/{panel.process.id}/definition"

    fresh = client.get(f"{address}?preset=aao-hnsf").get_data(as_text=True)
    assert 'name="most_outliers" value="1"' in fresh
    assert "This is not saved yet" in fresh
    assert 'name="preset" value="agree-75"' in client.get(address).get_data(as_text=True)

    blanks = {"preset": "agree-75", "in_limit": "80", "quorum": "60", "why": "Few may dissent."}
    looked = client.post(address, data={**blanks, "preview": "1"})
    assert looked.status_code == 200
    page = text_of(looked)
    assert "At least 3 must rate a statement" in page
    assert "Few may dissent." in page
    session.expire_all()
    assert panel.process.definition == preset("agree-75")

    wrong = client.post(address, data={**blanks, "in_limit": "eighty"})
    assert wrong.status_code == 422
    told = wrong.get_data(as_text=True)
    assert "“eighty” is not a percentage" in told
    assert 'value="eighty"' in told
    assert 'aria-invalid="true"' in told

    assert client.post(address, data=blanks).status_code == 303
    session.expire_all()
    rule = panel.process.definition
    assert (rule.name, rule.based_on, str(rule.quorum)) == ("custom", "agree-75", "3/5")
    assert panel.process.rule_why == "Few may dissent."


def test_a_condition_of_one_group_is_ticked_kept_and_unticked(build):
    panel = a_panel(build, seal=False)
    client = office(panel)
    address = f"/processes/{panel.process.id}/definition"
    group = groups_of(panel.process.document.project)[0].title
    row = {"more0_limit": "60", "more0_where": "every", "more0_smallest": "2"}
    blanks = {"preset": "agree-75", **row}

    assert client.post(address, data={**blanks, "more0_groups": ["", group]}).status_code == 303
    session.expire_all()
    [clause] = panel.process.definition.group_clauses
    assert (clause.groups, clause.smallest_group) == ((group,), 2)
    page = client.get(address).get_data(as_text=True)
    assert f'name="more0_groups" value="{group}" checked' in page
    assert 'name="more2_limit"' in page  # two free rows stand below
    assert 'name="more3_limit"' not in page

    assert client.post(address, data={**blanks, "more0_groups": ""}).status_code == 303
    session.expire_all()
    [clause] = panel.process.definition.group_clauses
    assert clause.groups == ()

    wrong = client.post(address, data={**blanks, "more0_limit": "most", "more0_groups": [group]})
    assert wrong.status_code == 422
    told = wrong.get_data(as_text=True)
    assert "“most” is not a percentage" in told
    assert f'name="more0_groups" value="{group}" checked' in told


def test_every_beginning_has_its_page(build):
    panel = a_panel(build, seal=False)
    client = office(panel)
    address = f"/processes/{panel.process.id}/definition"
    for name in STARTERS:
        page = client.get(f"{address}?preset={name}")
        assert page.status_code == 200
        assert f'name="preset" value="{name}"' in page.get_data(as_text=True)
        assert client.post(address, data={"preset": name}).status_code == 303
        session.expire_all()
        assert panel.process.definition.name == name
    assert client.get(f"/processes/{panel.process.id}").status_code == 200

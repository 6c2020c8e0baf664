"""Walk: declare, be assessed by somebody else, be refused the vote on that recommendation."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from guidelines.accounts.queries import person_with
from guidelines.consensus import service as consensus
from guidelines.consensus.models import RoundStatement, Statement
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.drafts.models import Document
from guidelines.permissions import Actor
from guidelines.projects.queries import actor_for
from tests.journeys.conftest import Visitors
from tests.journeys.pages import FINISHED, row_of

pytestmark = pytest.mark.browser

TRIAL = "Leads the only trial of early surgery"
KEYS = ("rec-timing", "rec-team")


def actor(who: str) -> Actor:
    """Return the actor for a person of the demonstration."""
    person = person_with(f"{who}@demo.example")
    assert person is not None
    return actor_for(person.id)


def a_round_on(app: Flask, document_id: str) -> tuple[str, str]:
    """Open a round on `KEYS`; return its id and that of its line on the first of them."""
    with app.app_context():
        document = session.get_one(Document, document_id)
        with transaction():
            office, rule = actor("facilitator"), preset("agree-75")
            process = consensus.start_process(office, document, title="Again", rule=rule)
            consensus.choose_statements(office, process, keys=KEYS)
            consensus.seal_rule(actor("chair"), process)
            round_ = consensus.prepare_round(office, process)
            consensus.open_round(office, round_)
        line = (
            session.query(RoundStatement)
            .join(Statement)
            .filter(RoundStatement.round_id == round_.id)
            .filter(Statement.recommendation_key == KEYS[0])
            .one()
        )
        found = round_.id, line.id
        session.remove()
    return found


def test_declare_be_assessed_and_be_refused_the_vote(visitors: Visitors) -> None:
    app = visitors.site.app
    project, document = row_of(app, FINISHED, "project"), row_of(app, FINISHED, "document")
    member = visitors.come("surgeon-3", phone=True)
    member.goto(f"/projects/{project}/interests/mine")
    member.get_by_text("Own studies", exact=True).click()
    topic = member.locator("#own-trials")
    topic.get_by_label("What it is").fill(TRIAL)
    topic.get_by_label("Who pays or gives").fill("Foundation of Examples")
    topic.get_by_text("The payer is public or non-profit").click()
    member.get_by_label("I have nothing to declare").uncheck()
    member.get_by_label("This is complete and correct").check()
    member.get_by_role("button", name="Declare", exact=True).click()
    expect(member.get_by_text("Thank you. Your declaration is saved.")).to_be_visible()

    chair = visitors.come("chair")
    chair.goto(f"/projects/{project}/interests")
    row = chair.get_by_role("row").filter(has_text=TRIAL)
    expect(row).to_contain_text("To be assessed")
    row.get_by_role("link", name="Open").click()
    expect(chair.get_by_text("Foundation of Examples (non-profit)").first).to_be_visible()
    chair.locator(f'input[name="key"][value="{KEYS[0]}"]').check()
    chair.get_by_role("radio", name="High").check()
    chair.get_by_role("textbox", name="Reason").fill("The trial asks this very question.")
    chair.get_by_role("button", name="Save assessment").click()
    expect(chair.get_by_text("The assessment is saved.")).to_be_visible()
    expect(chair.get_by_text("Stays out because of an interest").first).to_be_visible()

    member.reload()
    expect(member.get_by_text("The trial asks this very question.")).to_be_visible()
    round_id, line_id = a_round_on(app, document)
    member.goto(f"/questionnaires/{round_id}")
    member.get_by_role("button", name="I take part").click()
    said = "You abstain because of an interest you declared"
    expect(member.get_by_role("main")).to_contain_text(said)
    assert member.locator(f'input[name="a-{line_id}"]').count() == 0
    tried = member.evaluate(
        """async ([path, field]) => {
          const form = new FormData();
          form.set("csrf_token", document.querySelector("[name=csrf_token]").value);
          form.set(field, "9");
          form.set("was-" + field, "");
          const answer = await fetch(path, { method: "POST", body: form });
          return [answer.status, await answer.text()];
        }""",
        [f"/questionnaires/{round_id}/answers", f"a-{line_id}"],
    )
    assert tried[0] == 403
    assert "You abstain from this statement" in tried[1]

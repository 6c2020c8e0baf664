"""An anonymised external review: no page, letter, file or answer leaks a name either way."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from guidelines.accounts.service import make_token
from guidelines.audit import AuditEntry
from guidelines.config import current
from guidelines.db import Base, session, transaction
from guidelines.errors import Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.projects.service.exporting import export_project
from guidelines.reviews import service
from guidelines.reviews.models import CommentThread, Submission
from guidelines.reviews.rules import Decision
from guidelines.reviews.rules.rounds import ReviewMove, RoundKind, SubmissionState
from guidelines.reviews.service import inviting
from guidelines.reviews.service.moving import move_round
from tests.drafts.build import a_document, section_called
from tests.reviews.rounds import a_round, come_in, letters, link_to, opened, work

REVIEWER = "Quirin Secretname"
ADDRESS = "quirin@faraway.example"
AUTHOR = "Ottilie Hiddenhand"
CHAIR = "Clothilde Bothsides"
INTERESTS = "I run the trial called MOONSTONE."


class Reviewed:
    """A project with an author and a chair, and a review by somebody they shall not know."""

    def __init__(self, build, app):
        self.build, self.app = build, app
        self.document = a_document(build)
        self.project = self.document.project
        self.chair = build.member(self.project, Role.CHAIR, person=build.person(CHAIR))
        self.author = build.member(self.project, Role.AUTHOR, person=build.person(AUTHOR))
        actor = actor_for(self.chair.id)
        self.round = a_round(
            build, self.document, RoundKind.EXTERNAL, chair=actor, blinded=True, anyone=False
        )
        with transaction():
            self.submission = inviting.invite_outside(
                actor, self.round, name=REVIEWER, email=ADDRESS, organisation="Faraway Hospital"
            )
        opened(build, self.round, actor)
        work()
        self.client = app.test_client()
        self.desk = come_in(self.client, ADDRESS)
        section = section_called(self.document, "Airway").section.id
        wrote = self.client.post(
            f"{self.desk}/remarks", data={"section": section, "body": "The dose is too high."}
        )
        assert wrote.status_code == 303, wrote.text
        self.client.post(f"{self.desk}/steps", data={"step": "interests", "interests": INTERESTS})
        sent = self.client.post(f"{self.desk}/steps", data={"step": "send"})
        assert sent.status_code == 303, sent.text
        work()
        self.thread = session.scalar(
            select(CommentThread).where(CommentThread.round_id == self.round.id)
        )
        with transaction():
            service.resolve_comment(
                actor_for(self.author.id),
                self.thread,
                decision=Decision.ACCEPTED,
                response="We lowered it.",
            )
        work()


@pytest.fixture
def reviewed(build, app):
    return Reviewed(build, app)


BESIDE = {"static", "consensus", "evidence", "library"}  # comments are not read there
SECRETS = (REVIEWER, "Secretname", ADDRESS, "Faraway Hospital", "MOONSTONE")


def leaks(text, secrets=SECRETS):
    return [one for one in secrets if one in text]


def words_of(answer):
    """Return what an answer says, inside its files as well."""
    content = answer.get_data()
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def addresses(app, reviewed):
    """Yield every address of the application that names rows of the project, with its rule."""
    known = {
        "document_id": reviewed.document.id,
        "project_id": reviewed.project.id,
        "network_id": reviewed.project.network_id,
        "review_round_id": reviewed.round.id,
        "submission_id": reviewed.submission.id,
        "thread_id": reviewed.thread.id,
        "comment_id": reviewed.thread.comments[0].id,
        "section_id": reviewed.thread.section_id,
        "version_id": reviewed.round.version_id,
        "contributor_id": reviewed.desk.rsplit("/", 1)[-1],
        "key": "rec-airway",
        "number": "1",
        "name": "start",
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or not rule.arguments <= set(known):
            continue
        if rule.endpoint.partition(".")[0] in BESIDE or rule.endpoint == "home.style":
            continue
        url = rule.rule
        for name in rule.arguments:
            url = re.sub(rf"<(\w+:)?{name}>", known[name], url)
        yield rule.rule, url


def answers_to(client, app, reviewed):
    """Yield what a visitor gets at every address that names rows of the project."""
    for rule, url in addresses(app, reviewed):
        yield rule, client.get(url)


def test_nobody_inside_but_the_chair_reads_who_the_reviewer_is(reviewed, build, app):
    every = set(Role) - {Role.CHAIR, Role.PANELIST, Role.PATIENT_REPRESENTATIVE}
    client = build.client(reviewed.project, *every)  # whoever may see most
    seen = 0
    for endpoint, answer in answers_to(client, app, reviewed):
        assert leaks(words_of(answer)) == [], endpoint
        seen += answer.status_code == 200
    assert seen > 40
    author = build.sign_in(reviewed.author)
    page = author.get(f"/threads/{reviewed.thread.id}")
    assert "Reviewer 1" in page.text
    assert "The dose is too high." in page.text
    assert author.get(f"/submissions/{reviewed.submission.id}").status_code in {403, 404}
    facilitator = build.client(reviewed.project, Role.FACILITATOR)
    assert facilitator.get(f"/submissions/{reviewed.submission.id}").status_code == 404
    assert facilitator.get(f"/reviews/{reviewed.round.id}/edit").status_code == 404


def test_no_program_reads_who_the_reviewer_is(reviewed, app):
    with transaction():
        _row, token = make_token(
            actor_for(reviewed.author.id), reviewed.author, title="T", writes=False, days=30
        )
    headers = {"Authorization": f"Bearer {token}"}
    seen = 0
    for rule, url in addresses(app, reviewed):
        if rule.startswith("/api/"):
            answer = app.test_client().get(url, headers=headers)
            assert leaks(words_of(answer)) == [], rule
            seen += answer.status_code == 200 and "The dose is too high." in answer.text
    assert seen  # its comment is there, without the name


def test_the_chair_sees_both(reviewed, build):
    client = build.sign_in(reviewed.chair)
    assert REVIEWER in client.get(f"/reviews/{reviewed.round.id}").text
    page = client.get(f"/submissions/{reviewed.submission.id}").text
    assert leaks(page) == [REVIEWER, "Secretname", ADDRESS, "MOONSTONE"]


def test_the_reviewer_reads_no_name_of_the_project(reviewed, app):
    inside = (AUTHOR, "Hiddenhand", CHAIR, "Bothsides", reviewed.author.email)
    for endpoint, answer in answers_to(reviewed.client, app, reviewed):
        assert leaks(words_of(answer), inside) == [], endpoint
    desk = reviewed.client.get(reviewed.desk).text
    assert "We lowered it." in desk
    assert "<strong>Author</strong>" in desk
    assert reviewed.client.get(f"{reviewed.desk}/text").status_code == 200
    for letter in letters(ADDRESS):
        assert leaks(letter, inside) == []


def test_no_letter_to_the_project_names_the_reviewer(reviewed):
    with transaction():
        move_round(actor_for(reviewed.chair.id), reviewed.round, ReviewMove.CLOSE)
    work()
    for person in (reviewed.author, reviewed.chair):
        for letter in letters(person.email):
            assert leaks(letter) == [], letter
    names = [path.name for path in (current().instance / "mail").iterdir()]
    assert leaks("\n".join(names)) == []


def test_the_name_is_stored_in_one_table_alone(reviewed):
    """A dump of every other table, the record included, knows the reviewer by a number only."""
    for table in Base.metadata.sorted_tables:
        text = "\n".join(str(tuple(row)) for row in session.execute(select(table)))
        if table.name == "contributor":
            assert REVIEWER in text
        else:
            assert leaks(text) == [], table.name
    entries = session.scalars(select(AuditEntry).where(AuditEntry.event.like("submission.%")))
    assert {one.actor_id for one in entries} == {None}


def test_the_file_of_the_project_does_not_name_the_reviewer(reviewed, tmp_path):
    target = io.BytesIO()
    with transaction():
        export_project(actor_for(reviewed.chair.id), reviewed.project, target)
    with zipfile.ZipFile(io.BytesIO(target.getvalue())) as file:
        for name in file.namelist():
            assert leaks(file.read(name).decode("utf-8", "replace")) == [], name


def test_nobody_of_the_project_reviews_without_names(reviewed):
    actor = actor_for(reviewed.chair.id)
    with pytest.raises(Invalid, match="knows who wrote this"), transaction():
        inviting.invite_outside(actor, reviewed.round, name="X", email=reviewed.author.email)


def test_only_the_chair_prepares_and_steers_it(reviewed, build):
    facilitator = build.actor(reviewed.project, Role.FACILITATOR)
    blinded = {"chair": facilitator, "blinded": True, "anyone": False}
    with pytest.raises(NotAllowed):
        a_round(build, reviewed.document, RoundKind.EXTERNAL, **blinded)
    with pytest.raises(NotAllowed), transaction():
        inviting.invite_outside(facilitator, reviewed.round, name="X", email="x@y.example")


def test_reviewers_know_nothing_of_each_other(reviewed, app, build):
    actor = actor_for(reviewed.chair.id)
    with transaction():
        inviting.invite_outside(actor, reviewed.round, name="Second", email="two@other.example")
    work()
    other = app.test_client()
    desk = come_in(other, "two@other.example")
    for page in (desk, f"{desk}/text"):
        text = other.get(page).text
        assert leaks(text) == []
        assert "The dose is too high." not in text
    assert other.get(reviewed.desk).status_code == 410


def test_a_reviewer_can_decline_and_come_back(reviewed, app, build):
    actor = actor_for(reviewed.chair.id)
    with transaction():
        row = inviting.invite_outside(actor, reviewed.round, name="S", email="s@other.example")
    work()
    path = link_to("s@other.example")
    said = app.test_client().post(path, data={"decline": "yes", "reason": "No time."})
    assert "Thank you for telling us" in said.text
    assert session.get(Submission, row.id).state is SubmissionState.DECLINED
    come_in(app.test_client(), "s@other.example")
    assert session.get(Submission, row.id).state is SubmissionState.WRITING


def test_names_in_the_text_are_pointed_out_to_the_chair(build, app):
    project = build.project()
    build.member(project, Role.AUTHOR, person=build.person(AUTHOR))
    document = a_document(build, project, source=f"# Scope\n\nWritten by {AUTHOR}.\n")
    chair = build.member(project, Role.CHAIR, person=build.person(CHAIR))
    round_ = a_round(
        build, document, RoundKind.EXTERNAL, chair=actor_for(chair.id), blinded=True, anyone=False
    )
    page = build.sign_in(chair).get(f"/reviews/{round_.id}").text
    assert "The text names people of the project" in page
    assert f"In it stand names of: {AUTHOR}." in page

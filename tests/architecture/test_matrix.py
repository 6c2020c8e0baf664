"""Every address × method × role × own or other project, compared with the one policy.

Nothing is listed by hand but what is open to everybody: the addresses come from the application,
what they ask from their views, and what is to be expected from the policy.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from guidelines.accounts import service as accounts
from guidelines.accounts.models import Person
from guidelines.db import Base, session, transaction
from guidelines.permissions import PANEL, Action, Actor, Role, can
from guidelines.projects.models import Member, NetworkMember, Project
from guidelines.projects.queries import actor_for, groups_of
from guidelines.publishing.models import ExternalGuideline
from guidelines.web.guard import access_of
from tests.architecture.world import WORDS, World, key_of
from tests.told import told_once

PUBLIC = {
    "accounts.request_link", "accounts.show_link", "accounts.sign_in", "accounts.sign_out",
    "accounts.submit_sign_in", "accounts.use_link",
    "consensus.download_checker", "consensus.show_personal_link", "consensus.use_personal_link",
    "drafts_api.describe",
    "home.front", "home.handbook", "home.health", "home.style",
    "library.browse", "library.download", "library.show_edition", "library.show_image",
    "library.show_latest", "library.browse_network", "library.browse_diseases",
    "library.compare_editions", "library.describe_as_xml", "library.show_currency",
    "library.show_disease", "library.browse_recommendations", "library_api.search_library",
    "library.cite", "library.describe", "library.feed", "library.feed_guideline",
    "library.feed_network", "library.robots", "library.show_card",
    "library.show_latest_recommendation", "library.show_recommendation", "library.sitemap",
    "library_api.describe", "library_api.list_editions", "library_api.schema",
    "library_api.show_edition", "library_api.show_recommendation", "library_api.show_disease",
    "library.browse_gaps", "library.browse_gaps_of", "library.browse_indicators",
    "library.browse_indicators_of", "library.download_edition_indicators",
    "library.download_gaps", "library.download_gaps_of", "library.download_indicators",
    "library.download_indicators_of",
    "publishing.check_pack", "publishing.check_pack_form", "publishing.download_pack_checker",
    "library.show_endorsed", "library.show_endorsed_by",
    "publishing.confirm_report", "publishing.report_error", "publishing.report_error_form",
    "publishing.show_report_link", "publishing.show_report_sent",
    "publishing.appraise_by_link", "publishing.hand_in_by_link", "publishing.rate_by_link",
    "publishing.read_by_link", "publishing.show_picture_by_link",
    "reviews.begin_answer", "reviews.begin_answer_form", "reviews.change_remark",
    "reviews.change_remark_form", "reviews.merge_remarks", "reviews.read_for_answer",
    "reviews.show_answer", "reviews.show_consultation", "reviews.show_picture",
    "reviews.show_review_link", "reviews.step_answer", "reviews.stop_letters",
    "reviews.stop_letters_form", "reviews.use_review_link", "reviews.write_remark",
    "reviews.write_remark_form",
    "static",
}  # fmt: skip
REFUSED = {401, 403, 404}
DONE_OR_CORRECTED = (200, 303, 304, 308, 400, 409, 410, 412, 413, 415, 422, 428)
STRANGER, NOBODY = "member of another network", "not signed in"
PROGRAMS: dict[str, str] = {}  # what a program of a visitor shows, by their browser
VISITORS = [NOBODY, STRANGER, *Role]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    told = told_once(tmp_path_factory)
    return World(told, tmp_path_factory.mktemp("world") / "instance")


@pytest.fixture
def fresh(world: World) -> Iterator[World]:
    world.reset()
    with world.inside():
        yield world


def guarded(world: World) -> list[Rule]:
    rules = []
    for rule in world.app.url_map.iter_rules():
        access = access_of(world.app, rule.endpoint)
        if access is not None and access.actions:
            rules.append(rule)
    return sorted(rules, key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def visitor(visiting: str, project: Project) -> tuple[str | None, Actor]:
    """Make a person with this one role in `project`; return the token of their browser."""
    if visiting == NOBODY:
        return None, Actor.nobody()
    with transaction():
        person = Person(email=f"{session.query(Person).count()}@visitor.example", name="Visitor")
        session.add(person)
        session.flush()
        if visiting in {Role.ADMINISTRATOR, Role.READER}:
            session.add(
                NetworkMember(
                    network_id=project.network_id, person_id=person.id, role=Role(visiting)
                )
            )
        elif visiting != STRANGER:
            group = groups_of(project)[0].id if visiting in PANEL else None
            session.add(
                Member(
                    project_id=project.id, person_id=person.id, role=Role(visiting), group_id=group
                )
            )
        token = accounts.begin_sign_in(person)
        _row, PROGRAMS[token] = accounts.make_token(
            Actor.nobody(), person, title="Matrix", writes=True, days=30
        )
    return token, actor_for(person.id)


class Watch:
    """Tells whether anything was committed to the database since it was last asked."""

    def __init__(self, world: World) -> None:
        path = Path(world.settings.database.removeprefix("sqlite:///"))
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.last = self._version()

    def _version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def changed(self) -> bool:
        before, self.last = self.last, self._version()
        return self.last != before


def path_to(world: World, rule: Rule, method: str, project: Project) -> tuple[str, Base] | None:
    """Return an address of `project` and the row it names, or None if it has no such row."""
    values: dict[str, str] = {}
    named: Base = project
    for argument in rule.arguments:
        if argument in WORDS:
            values[argument] = WORDS[argument]
            continue
        row = world.row(argument, project)
        if row is None:
            return None
        values[argument] = key_of(row)
        if not isinstance(row, ExternalGuideline):  # asked for by way of a project
            named = row
    path = world.app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
    return path, named


def ask(world: World, path: str, method: str, token: str | None) -> int:
    """Ask for `path` in the browser with `token`, and return the status of the answer.

    A program of the same person asks where programs do.
    """
    client = world.app.test_client()
    headers = {}
    if token is not None and path.startswith("/api/"):
        headers["Authorization"] = f"Bearer {PROGRAMS[token]}"
    elif token is not None:
        with client.session_transaction() as browser:
            browser["_user_id"], browser["_fresh"] = token, True
    session.remove()
    with client.open(path, method=method, headers=headers) as answer:
        return answer.status_code


def is_right(
    visiting: str, method: str, path: str, actions: tuple[Action, ...], may: list[bool], code: int
) -> bool:
    """Tell whether `code` is what the policy says to a visitor who may do what `may` says."""
    if visiting == NOBODY:
        is_page = method == "GET" and not path.startswith("/api/")
        return code == (303 if is_page else 401)
    if not may[0]:
        return code == 404
    if not all(may):
        return code == 403
    # A round asks those who are on its frozen list, an appraisal those who were invited to it.
    late = code == 403 and bool({Action.BALLOT_SUBMIT, Action.APPRAISAL_RATE} & set(actions))
    return late or code in DONE_OR_CORRECTED


def test_every_view_says_what_it_asks(world):
    silent = [
        rule.endpoint
        for rule in world.app.url_map.iter_rules()
        if access_of(world.app, rule.endpoint) is None
    ]
    assert silent == []


def test_what_is_open_to_everybody_is_known(world):
    found = {
        rule.endpoint
        for rule in world.app.url_map.iter_rules()
        if (access := access_of(world.app, rule.endpoint)) is not None and access.public
    }
    assert found == PUBLIC


def test_a_reading_action_alone_never_opens_a_changing_method(world):
    for rule in guarded(world):
        if rule.methods and rule.methods & {"POST", "PUT", "DELETE", "PATCH"}:
            actions = access_of(world.app, rule.endpoint).actions
            assert any(not action.value.endswith(":read") for action in actions), rule


@pytest.mark.parametrize("visiting", VISITORS)
def test_who_comes_in_and_who_does_not(fresh, visiting):
    own, other = fresh.projects()[0], fresh.projects()[1]
    own_id, other_id = own.id, other.id
    token, actor = visitor(visiting, own)
    watch = Watch(fresh)
    wrong, asked = [], 0
    for rule in guarded(fresh):
        actions = access_of(fresh.app, rule.endpoint).actions
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for project_id in (own_id, other_id):
                found = path_to(fresh, rule, method, session.get(Project, project_id))
                if found is None:
                    continue
                path, row = found
                asked += 1
                may = [can(actor, action, row) for action in actions]
                code = ask(fresh, path, method, token)
                if not is_right(visiting, method, path, actions, may, code):
                    wrong.append((method, rule.rule, project_id == own_id, may, code))
                changed = watch.changed()
                if changed:
                    refused = code in REFUSED or method == "GET"
                    assert not refused, f"{method} {rule.rule} changed something"
                    watch.connection.close()
                    fresh.reset()
                    token, actor = visitor(visiting, session.get(Project, own_id))
                    watch = Watch(fresh)
    watch.connection.close()
    assert wrong == []
    assert asked > 100

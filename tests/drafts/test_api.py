"""The interface for programs: what it gives, what it takes, and whom it lets in."""

import pytest

from guidelines.accounts import service as accounts
from guidelines.db import session, transaction
from guidelines.drafts.api.door import pace
from guidelines.drafts.queries import current_version, source_of
from guidelines.permissions import Actor, Role
from tests.drafts.build import a_document, an_author, save, section_called


@pytest.fixture(autouse=True)
def unhurried():
    pace._counts.clear()


@pytest.fixture
def document(build):
    return a_document(build)


class Program:
    """A program that shows the token of a person."""

    def __init__(self, build, person, *, writes=True):
        with transaction():
            self.row, self.secret = accounts.make_token(
                Actor.nobody(), person, title="Script", writes=writes, days=30
            )
        self.client = build.app.test_client()

    def ask(self, method, path, headers=None, **more):
        shown = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=shown, **more)

    def get(self, path, **headers):
        return self.ask("GET", path, {n.replace("_", "-"): v for n, v in headers.items()})

    def put(self, path, sent, **headers):
        named = {n.replace("_", "-"): v for n, v in headers.items()}
        return self.ask("PUT", path, named, json=sent)


def program(build, project, *roles, **more):
    return Program(build, build.member(project, *(roles or (Role.AUTHOR,))), **more)


def test_a_program_finds_its_way_from_the_project_to_the_text(build, document):
    ours = program(build, document.project)
    [project] = ours.get("/projects").json["projects"]
    assert project["slug"] == document.project.slug
    [found] = ours.get(f"/projects/{project['id']}/documents").json["documents"]
    assert (found["title"], found["newest"]) == ("Safe airway", 1)
    [version] = ours.get(f"/documents/{found['id']}/versions").json["versions"]
    whole = ours.get(f"/versions/{version['id']}").json
    assert "".join(s["source"] for s in whole["sections"]) == source_of(current_version(document))
    assert ours.get(f"/documents/{found['id']}/versions/newest").json == whole
    assert ours.get(f"/documents/{found['id']}").json == found
    [row] = ours.get(f"/documents/{found['id']}/recommendations").json["recommendations"]
    assert (row["id"], row["strength"], row["verdict"]) == ("rec-airway", "strong", "")
    assert row["parts"] == {"rationale": "Because the airway may be difficult."}


def test_a_section_is_saved_on_the_text_it_was_made_from(build, document):
    ours = program(build, document.project)
    path = f"/sections/{section_called(document, 'Scope').section.id}"
    answer = ours.get(path)
    etag = answer.headers["ETag"]
    assert etag == f'"{answer.json["sha256"]}"'
    assert ours.get(path, If_None_Match=etag).status_code == 304
    saved = ours.put(
        path, {"source": "# Scope\n\nShort.\n", "message": "By a script"}, If_Match=etag
    )
    assert saved.status_code == 200
    assert (saved.json["version"], saved.json["changed"]) == (2, True)
    assert saved.json["section"]["source"] == "# Scope\n\nShort.\n\n"
    assert saved.headers["ETag"] == f'"{saved.json["section"]["sha256"]}"'
    assert current_version(document).message == "By a script"
    again = ours.put(path, {"source": "# Scope\n\nShort.\n"}, If_Match=saved.headers["ETag"])
    assert (again.status_code, again.json["changed"]) == (200, False)


def test_a_save_on_an_older_text_is_refused_with_both_hashes(build, document):
    ours = program(build, document.project)
    item = section_called(document, "Scope")
    path = f"/sections/{item.section.id}"
    save(an_author(build, document.project), item, "# Scope\n\nOther words.\n")
    answer = ours.put(path, {"source": "# Scope\n"}, If_Match=f'"{item.revision.sha256}"')
    newest = section_called(document, "Scope").revision.sha256
    assert answer.status_code == 412
    assert answer.mimetype == "application/problem+json"
    assert (answer.json["expected"], answer.json["newest"]) == (item.revision.sha256, newest)
    assert "Read it again" in answer.json["detail"]
    assert current_version(document).number == 2


def test_two_versions_are_compared_by_word(build, document):
    ours = program(build, document.project)
    item = section_called(document, "Scope")
    text = item.revision.source.replace("about children", "about small children")
    save(an_author(build, document.project), item, text)
    found = ours.get(f"/documents/{document.id}/compare").json
    assert (found["before"], found["after"]) == (1, 2)
    [row] = found["rows"]
    assert row["kind"] == "changed"
    assert {"op": "insert", "text": "small "} in row["words"] or any(
        span["op"] == "insert" and "small" in span["text"] for span in row["words"]
    )


BAD = [
    ("GET", "/sections/{section}?x=%00", {}, None, 404),
    ("GET", "/sections/nonsense", {}, None, 404),
    ("GET", "/sections/" + "x" * 3000, {}, None, 404),
    ("GET", "/documents/%F0%9F%98%80", {}, None, 404),
    ("GET", "/documents/{document}/compare?before=abc", {}, None, 422),
    ("GET", "/documents/{document}/compare?before=-1", {}, None, 422),
    ("GET", "/documents/{document}/compare?after=99", {}, None, 404),
    ("GET", "/documents/{document}/compare?before=99999999999999999999", {}, None, 422),
    ("GET", "/documents/{document}/compare?before=²", {}, None, 422),
    ("GET", "/nothing", {}, None, 404),
    ("DELETE", "/sections/{section}", {}, None, 405),
    ("POST", "/documents/{document}", {}, None, 405),
    ("PUT", "/sections/{section}", {}, {"source": "x"}, 428),
    ("PUT", "/sections/{section}", {"If-Match": "*"}, {"source": "x"}, 428),
    ("PUT", "/sections/{section}", {"If-Match": "unquoted mess,,"}, {"source": "x"}, 428),
    ("PUT", "/sections/{section}", {"If-Match": '"a", "b"'}, {"source": "x"}, 428),
    ("PUT", "/sections/{section}", {"If-Match": '"wrong"'}, {"source": "x"}, 412),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {}, 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, [], 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {"source": 7}, 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {"source": None}, 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {"source": "  \n"}, 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {"source": "a\0b"}, 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {"source": "a", "sauce": 1}, 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {"source": "a", "message": []}, 422),
    (
        "PUT", "/sections/{section}", {"If-Match": "{etag}"},
        {"source": "a", "message": "m" * 301}, 422,
    ),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, {"source": "a" * 1_000_001}, 413),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, b"{", 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, b'{"source": "\\ud800"}', 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, b"[" * 100_000, 422),
    ("PUT", "/sections/{section}", {"If-Match": "{etag}"}, b"\xff\xfe", 422),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "headers", "sent", "code"), BAD)
def test_every_bad_input_gets_a_sentence(build, document, method, path, headers, sent, code):
    ours = program(build, document.project)
    item = section_called(document, "Scope")
    names = {
        "section": item.section.id,
        "document": document.id,
        "etag": f'"{item.revision.sha256}"',
    }
    told = {name: value.format(**names) for name, value in headers.items()}
    more = {"json": sent} if isinstance(sent, dict | list) else {}
    if isinstance(sent, bytes):
        more = {"data": sent, "content_type": "application/json"}
    answer = ours.ask(method, path.format(**names), told, **more)
    assert answer.status_code == code, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == code
    assert answer.json["detail"].endswith((".", "”."))
    assert len(answer.json["detail"].split()) > 3
    assert current_version(document).number == 1


def test_another_kind_of_text_is_refused(build, document):
    item = section_called(document, "Scope")
    answer = program(build, document.project).ask(
        "PUT",
        f"/sections/{item.section.id}",
        {"If-Match": f'"{item.revision.sha256}"'},
        data="source=x",
        content_type="text/plain",
    )
    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")


def test_a_cookie_of_a_browser_opens_nothing_here(build, document):
    client = build.client(document.project, Role.AUTHOR)
    answer = client.get(f"/api/v1/documents/{document.id}")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "token" in answer.json["detail"]


def test_a_token_opens_no_page(build, document):
    ours = program(build, document.project)
    shown = {"Authorization": f"Bearer {ours.secret}"}
    answer = ours.client.get(f"/documents/{document.id}", headers=shown)
    assert answer.status_code == 303
    assert ours.client.get("/profile", headers=shown).status_code == 303


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer concord_wrong", "Basic YTpi", "Bearer é"])
def test_what_is_no_token_is_refused(build, document, shown):
    client = build.app.test_client()
    answer = client.get(
        f"/api/v1/documents/{document.id}",
        headers={"Authorization": shown.encode("latin-1").decode("latin-1")},
    )
    assert answer.status_code == 401


def test_a_token_that_only_reads_saves_nothing(build, document):
    ours = program(build, document.project, writes=False)
    item = section_called(document, "Scope")
    path = f"/sections/{item.section.id}"
    assert ours.get(path).status_code == 200
    answer = ours.put(path, {"source": "x"}, If_Match=f'"{item.revision.sha256}"')
    assert answer.status_code == 403
    assert "only reads" in answer.json["detail"]


def test_a_token_can_do_what_its_owner_can_and_no_more(build, document):
    reviewer = program(build, document.project, Role.REVIEWER)
    item = section_called(document, "Scope")
    path = f"/sections/{item.section.id}"
    assert reviewer.get(path).status_code == 200
    assert reviewer.put(path, {"source": "x"}, If_Match='"y"').status_code == 403
    stranger = program(build, build.project())
    assert stranger.get(path).status_code == 404
    assert stranger.get("/projects").json["projects"][0]["id"] != document.project_id


def test_a_token_taken_away_or_too_old_is_worthless(build, document):
    ours = program(build, document.project)
    with transaction():
        row = session.merge(ours.row)
        row.expires_at = row.created_at
    assert ours.get("/projects").status_code == 401
    other = program(build, document.project)
    with transaction():
        accounts.revoke_token(Actor.nobody(), other.row.person, other.row.id)
    assert other.get("/projects").status_code == 401


def test_too_many_requests_are_slowed_down(build, document):
    ours = program(build, document.project)
    pace.take(ours.row.id)
    pace._counts[ours.row.id] = pace.most
    answer = ours.get("/projects")
    assert answer.status_code == 429
    assert program(build, document.project).get("/projects").status_code == 200


def test_the_description_names_every_address(build):
    description = build.app.test_client().get("/api/v1/openapi.json").json
    paths = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in build.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
    }
    assert set(description["paths"]) == paths
    put = description["paths"]["/api/v1/sections/{section_id}"]["put"]
    assert {"200", "401", "403", "404", "412", "422", "428", "429"} <= set(put["responses"])
    named = str(description)
    for model in description["components"]["schemas"]:
        assert f"'#/components/schemas/{model}'" in named


def test_a_token_is_made_on_the_profile_and_shown_once(build, document):
    person = build.member(document.project, Role.AUTHOR)
    client = build.sign_in(person)
    form = {"token_title": "Backup", "token_days": "90", "token_writes": "yes"}
    answer = client.post("/profile/tokens", data=form)
    assert answer.status_code == 200
    secret = answer.text.partition('<code class="token">')[2].partition("</code>")[0]
    assert secret.startswith("concord_")
    page = client.get("/profile").text
    assert "Backup" in page
    assert secret not in page
    shown = {"Authorization": f"Bearer {secret}"}
    assert build.app.test_client().get("/api/v1/projects", headers=shown).status_code == 200
    path = page.partition("/profile/tokens/")[2].partition('"')[0]
    assert client.post(f"/profile/tokens/{path}").status_code == 303
    assert build.app.test_client().get("/api/v1/projects", headers=shown).status_code == 401


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"token_title": "x"},
        {"token_title": " ", "token_days": "90"},
        {"token_title": "x" * 81, "token_days": "90"},
        {"token_title": "x", "token_days": "91"},
        {"token_title": "x", "token_days": "99999999999"},
    ],
)
def test_a_token_needs_a_name_and_an_end(build, document, form):
    client = build.client(document.project, Role.AUTHOR)
    answer = client.post("/profile/tokens", data=form)
    assert answer.status_code == 422
    assert "concord_" not in answer.text


def test_nobody_takes_the_token_of_another_away(build, document):
    ours = program(build, document.project)
    other = build.client(document.project, Role.AUTHOR)
    assert other.post(f"/profile/tokens/{ours.row.id}/revoke").status_code == 404
    assert ours.get("/projects").status_code == 200


def test_the_handbook_names_every_address(build):
    page = build.app.test_client().get("/handbook/api").text
    description = build.app.test_client().get("/api/v1/openapi.json").json
    for path, methods in description["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page

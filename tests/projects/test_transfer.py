"""A project taken along: nothing is lost, nothing is believed that does not fit."""

import hashlib
import io
import json
import zipfile
from collections import Counter
from itertools import pairwise

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from guidelines.app import create_app, models_metadata
from guidelines.db import db, session, transaction
from guidelines.drafts.models import Document, DocumentKind, Version
from guidelines.drafts.queries import current_version, documents_of, source_of, versions_of
from guidelines.drafts.queries.branches import branches_of
from guidelines.drafts.service.branches import put_aside, start_branch, take_over
from guidelines.drafts.service.translations import start_translation
from guidelines.drafts.service.versions import label_version
from guidelines.errors import DomainError, Invalid, NotAllowed
from guidelines.permissions import Actor, Place, Role
from guidelines.projects import service
from guidelines.projects.commands import projects as commands
from guidelines.projects.importers import parts, read_archive
from guidelines.projects.models import Project
from guidelines.projects.service.transfer import tables_of
from tests.drafts.build import a_document, an_author, save, section_called
from tests.told import copy_of, told_once

OPERATOR = Actor.at_the_console()


def exported(project, **more) -> bytes:
    target = io.BytesIO()
    with transaction():
        service.export_project(OPERATOR, project, target, **more)
    return target.getvalue()


def brought(network, content, **more):
    held = read_archive(content)
    with transaction():
        return service.bring_project(OPERATOR, network, held, **more)


def settled(content: bytes):
    """Return what a file holds, with its ids counted in the order in which they come."""
    held = read_archive(content)
    known: dict[str, int] = {}
    ids = {row["id"] for rows in held.tables.values() for row in rows if "id" in row}
    ids |= {row["id"] for row in held.people}
    ids |= {held.manifest["project"]["id"], held.manifest["project"]["network_id"]}

    def plain(value):
        if isinstance(value, str):
            return f"#{known.setdefault(value, len(known))}" if value in ids else value
        if isinstance(value, list):
            return [plain(one) for one in value]
        if isinstance(value, dict):
            return {key: plain(one) for key, one in sorted(value.items()) if key != "slug"}
        return value

    people = sorted(held.people, key=lambda row: row["email"])
    return plain(people), plain(dict(sorted(held.tables.items()))), held.hashes


def changed(content: bytes, change, *, seal=True) -> bytes:
    """Return the file with its entries changed; `seal` makes its hashes fit again."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    change(entries)
    if seal and "manifest.json" in entries:
        manifest = json.loads(entries["manifest.json"])
        manifest["files"] = {
            name: hashlib.sha256(body).hexdigest()
            for name, body in entries.items()
            if name != "manifest.json"
        }
        entries["manifest.json"] = json.dumps(manifest).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, body in entries.items():
            new.writestr(name, body)
    return target.getvalue()


def with_rows(name, change):
    def of(entries):
        path = f"tables/{name}.json"
        rows = json.loads(entries[path])
        change(rows)
        entries[path] = json.dumps(rows).encode()

    return of


@pytest.fixture
def project(build):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Scope")
    save(author, item, "# Scope\n\nOther words.\n", message="Shorter")
    with transaction():
        start_translation(
            author, document, title="Luftveje", kind=DocumentKind.TRANSLATION, language="da"
        )
    with transaction():
        start_branch(author, document, name="Shorter", reason="To see")
        label_version(author, current_version(document), label="Sent")
    return document.project


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return told_once(tmp_path_factory)


def test_the_demonstration_comes_back_as_it_was(told, tmp_path):
    settings = copy_of(told, tmp_path / "instance")
    app = create_app(settings)
    with app.app_context():
        for project in session.scalars(select(Project).order_by(Project.slug)).all():
            first = exported(project)
            with transaction():
                network = service.found_network(
                    OPERATOR, slug=f"elsewhere-{project.id}", title="Elsewhere"
                )
            there = brought(network, first).project
            assert there.title == project.title
            assert settled(exported(there)) == settled(first)
            for old, new in zip(documents_of(project), documents_of(there), strict=True):
                assert [v.sha256 for v in versions_of(old)] == [v.sha256 for v in versions_of(new)]
                assert source_of(current_version(old)) == source_of(current_version(new))
        session.remove()
        db.engine.dispose()


def test_elsewhere_people_are_found_by_their_address_or_made(told, tmp_path, app, build):
    other = create_app(copy_of(told, tmp_path / "other"))
    with other.app_context():
        content = exported(session.scalars(select(Project).order_by(Project.slug)).first())
        session.remove()
        db.engine.dispose()
    network = build.network()
    made = brought(network, content)
    assert made.new_people == len(read_archive(content).people)
    again = brought(network, content, slug="again")
    assert again.new_people == 0
    assert settled(exported(again.project)) == settled(exported(made.project))


def test_alternative_drafts_and_names_of_versions_come_along(build, project):
    author = an_author(build, project)
    [document, *_others] = documents_of(project)
    with transaction():
        adopted = start_branch(author, document, name="Longer", reason="Somebody asked")
        aside = start_branch(author, document, name="No good")
    item = section_called(adopted.document, "Follow-up")
    save(author, item, "# Follow-up\n\nSee the family once more.\n")
    with transaction():
        taken = take_over(author, adopted, keys=[item.section.id])
        put_aside(author, aside)
    assert taken.version is not None
    first = exported(project)
    there = brought(build.network(), first).project
    assert settled(exported(there)) == settled(first)
    [document, *_others] = documents_of(there)
    labels = {version.label for version in versions_of(document)}
    assert "Sent" in labels
    found = {one.name: one for one in branches_of(document)}
    assert {name: (one.state, one.taken, one.start) for name, one in found.items()} == {
        "Shorter": ("open", None, 2),
        "Longer": ("taken-over", 3, 2),
        "No good": ("put-aside", None, 2),
    }
    texts = [
        [source_of(version) for version in versions_of(branch.document)]
        for branch in (adopted, found["Longer"])
    ]
    assert texts[0] == texts[1]
    assert found["Longer"].person.name == adopted.person.name
    somebody = an_author(build, there)
    open_one = found["Shorter"]
    item = section_called(open_one.document, "Scope")
    save(somebody, item, "# Scope\n\nShort.\n")
    with transaction():  # it goes on there as it would here
        gone_on = take_over(somebody, open_one, keys=[item.section.id])
    assert gone_on.version is not None
    assert "Short." in source_of(current_version(document))


def test_the_page_says_whose_texts_would_stay_behind(build, project):
    chair = build.client(project, Role.CHAIR)
    page = f"/projects/{project.id}/export"
    assert "not saved as a version</" not in chair.get(page).text
    [document, *_others] = documents_of(project)
    item = section_called(document, "Scope")
    writer = build.client(project, Role.AUTHOR)
    writer.post(
        f"/sections/{item.section.id}/working-copy",
        data={"source": "# Scope\n\nHalf a thought", "base": item.revision.id, "editor": ""},
    )
    text = chair.get(page).text
    assert "Ask these people to save first" in text
    assert ": 1 text<" in text
    assert "Half a thought" not in text


def test_equal_projects_give_equal_files(project):
    assert exported(project) == exported(project)


def test_a_change_after_the_import_stays_there(build, project):
    there = brought(build.network(), exported(project)).project
    [document, translation, *_drafts] = documents_of(there)
    assert translation.source_id == document.id
    author = an_author(build, there)
    save(author, section_called(document, "Scope"), "# Scope\n\nA third text.\n")
    assert current_version(document).number == 3
    assert current_version(documents_of(project)[0]).number == 2
    assert [v.message for v in versions_of(document)][1:] == ["Shorter", "Imported"]


def test_without_addresses_names_stay(build, project):
    content = exported(project, with_addresses=False)
    assert b"@demo.example" not in b"".join(
        zipfile.ZipFile(io.BytesIO(content)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
    )
    there = brought(build.network(), content).project
    version = versions_of(documents_of(there)[0])[0]
    assert version.author.name == versions_of(documents_of(project)[0])[0].author.name
    assert version.author.deactivated_at is not None


def test_every_table_goes_along_or_is_left_out_for_a_reason(app):
    """A new table must be thought of here: name it in the `transfer` of its feature."""
    taken = [table.name for part in parts() for table in tables_of(part)]
    left_out = [name for part in parts() for name in part.left_out]
    known = Counter(taken + left_out)
    assert set(models_metadata().tables) - set(known) == set(), "neither taken nor left out"
    assert set(known) - set(models_metadata().tables) == set(), "there is no such table"
    assert {name: count for name, count in known.items() if count > 1} == {}
    for part in parts():
        for name, reason in part.left_out.items():
            has_project = "project_id" in models_metadata().tables[name].c
            assert reason or not has_project, f"{name} belongs to a project: say why it stays"


def test_the_record_is_in_the_file_to_be_read(project):
    with zipfile.ZipFile(io.BytesIO(exported(project))) as file:
        record = json.loads(file.read("information/record.json"))
    assert [one["number"] for one in record] == list(range(1, len(record) + 1))
    assert {"draft.saved", "branch.started", "version.labelled"} < {one["event"] for one in record}
    assert all(one["previous"] == before["sha256"] for before, one in pairwise(record))


def test_people_read_the_newest_text_in_the_file(project):
    with zipfile.ZipFile(io.BytesIO(exported(project))) as file:
        document = documents_of(project)[0]
        text = file.read(f"documents/{document.slug}/text.md").decode()
        assert text == source_of(current_version(document))
        manifest = json.loads(file.read("manifest.json"))
        assert any("ballots" in one.lower() for one in manifest["not_in_it"])


BAD = [
    ("is no zip file", lambda content: b"PK nonsense"),
    ("is no zip file", lambda content: content[:500]),
    ("not made by", lambda content: changed(content, lambda e: e.clear(), seal=False)),
    (
        "version 99",
        lambda content: changed(
            content,
            lambda e: e.update(
                {"manifest.json": e["manifest.json"].replace(b'"version": 1', b'"version": 99')}
            ),
        ),
    ),
    ("not complete", lambda content: changed(content, lambda e: e.pop("people.json"), seal=False)),
    (
        "was changed after the export",
        lambda content: changed(
            content,
            lambda e: e.update({"tables/section.json": e["tables/section.json"] + b" "}),
            seal=False,
        ),
    ),
    (
        "cannot be read",
        lambda content: changed(content, lambda e: e.update({"tables/section.json": b"{"})),
    ),
    (
        "another version of Concord",
        lambda content: changed(content, lambda e: e.pop("tables/section.json")),
    ),
    (
        "another version of Concord",
        lambda content: changed(
            content, with_rows("section", lambda rows: rows[0].update(colour="red"))
        ),
    ),
    (
        "another version of Concord",
        lambda content: changed(
            content, with_rows("document", lambda rows: rows[0].update(kind="poem"))
        ),
    ),
    (
        "another version of Concord",
        lambda content: changed(
            content, with_rows("document", lambda rows: rows[0].update(created_at="soon"))
        ),
    ),
    (
        "not the one its hash names",
        lambda content: changed(
            content, with_rows("section_revision", lambda rows: rows[0].update(source="# X\n\n"))
        ),
    ),
    (
        "not the one its hash names",
        lambda content: changed(
            content, with_rows("version", lambda rows: rows[0].update(sha256="0" * 64))
        ),
    ),
    (
        "not the one its hash names",
        lambda content: changed(
            content,
            with_rows("recommendation", lambda rows: rows[0].update(wording_sha256="0" * 64)),
        ),
    ),
    (
        "names things that it does not hold",
        lambda content: changed(
            content, with_rows("version", lambda rows: rows[0].update(author_id="0" * 12))
        ),
    ),
    (
        "names things that it does not hold",
        lambda content: changed(
            content, with_rows("document", lambda rows: rows[0].update(project_id="0" * 12))
        ),
    ),
    (
        "names things that it does not hold",
        lambda content: changed(
            content, with_rows("section", lambda rows: rows[0].update(document_id="0" * 12))
        ),
    ),
    (
        "names things that it does not hold",
        lambda content: changed(content, with_rows("section", lambda rows: rows.append(rows[0]))),
    ),
    (
        "another version of Concord",
        lambda content: changed(
            content, with_rows("document", lambda rows: rows[0].update(newest="many"))
        ),
    ),
    (
        "another version of Concord",
        lambda content: changed(
            content, with_rows("document", lambda rows: rows[0].update(title="x" * 301))
        ),
    ),
    (
        "another version of Concord",
        lambda content: changed(
            content, with_rows("section_revision", lambda rows: rows[0].update(blocks=None))
        ),
    ),
]


@pytest.mark.parametrize(("said", "change"), BAD)
def test_a_bad_file_is_refused_whole(build, project, said, change):
    content = change(exported(project))
    network = build.network()
    counts = session.query(Project).count(), session.query(Version).count()
    with pytest.raises(DomainError) as refused:
        brought(network, content)
    assert said in refused.value.message
    session.rollback()
    assert (session.query(Project).count(), session.query(Version).count()) == counts


@pytest.mark.parametrize("value", [7, [[]], [["a"]], {"a": 1}, ["x"], [None], [[1, 2, 3, 4]]])
def test_a_manifest_of_another_shape_is_refused(build, project, value):
    content = changed(
        exported(project), with_rows("version", lambda rows: rows[0].update(manifest=value))
    )
    with pytest.raises(Invalid):
        brought(build.network(), content)


def test_rows_of_another_project_here_are_out_of_reach(build, project):
    foreign = a_document(build)
    content = changed(
        exported(project),
        with_rows("section", lambda rows: rows[0].update(document_id=foreign.id)),
    )
    with pytest.raises(Invalid):
        brought(build.network(), content)


def test_only_the_chair_takes_a_project_along(build, project):
    author = build.actor(project, Role.AUTHOR)
    with pytest.raises(NotAllowed), transaction():
        service.export_project(author, project, io.BytesIO())
    administrator = build.actor(project, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed), transaction():
        service.export_project(administrator, project, io.BytesIO())
    chair = build.client(project, Role.CHAIR)
    assert "What is not in it" in chair.get(f"/projects/{project.id}/export").text
    answer = chair.post(f"/projects/{project.id}/export", data={"addresses": "yes"})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert read_archive(answer.data).manifest["project"]["slug"] == project.slug
    assert Place(project.network_id).project_id is None


def run(*arguments, stdin=None):
    return CliRunner().invoke(commands, [str(one) for one in arguments], input=stdin)


def test_the_commands_export_and_import(tmp_path, build, project):
    network = build.network()
    target = tmp_path / "project.zip"
    result = run("export", project.slug, "-o", target)
    assert (result.exit_code, result.output) == (0, ""), result.exception
    chair = build.person()
    result = run("import", target, "--network", network.slug, "--chair", chair.email)
    assert result.exit_code == 0, result.exception
    assert result.stdout == f"{network.slug}/{project.slug}\n"
    assert "Not in it:" in result.stderr
    piped = run("export", f"{network.slug}/{project.slug}", "-o", "-").stdout_bytes
    again = run("import", "-", "--network", network.slug, "--slug", "again", stdin=piped)
    assert again.exit_code == 0, again.exception
    assert session.query(Document).count() == 9


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "nothing", "-o", "x.zip"], "There is no project called nothing."),
        (["export", "{slug}", "-o", "/no/such/folder/x.zip"], "cannot be written"),
        (["export", "none/{slug}", "-o", "x.zip"], "There is no network called none."),
        (["import", "none.zip", "--network", "{network}"], "cannot be read"),
        (["import", "{file}", "--network", "none"], "There is no network called none."),
        (["import", "{file}", "--network", "{network}"], "Give another short name."),
        (["import", "{file}", "--network", "{network}", "--slug", "A B"], "lower-case letters"),
        (
            ["import", "{file}", "--network", "{network}", "--slug", "new", "--chair", "x@y.org"],
            "Nobody here has the address",
        ),
    ],
)
def test_a_command_says_what_is_wrong(tmp_path, project, arguments, said):
    target = tmp_path / "project.zip"
    target.write_bytes(exported(project))
    names = {"slug": project.slug, "network": project.network.slug, "file": target}
    result = run(*(one.format(**names) for one in arguments))
    assert result.exit_code != 0
    assert isinstance(result.exception, DomainError), result.exception
    assert said in " ".join(
        getattr(result.exception, "errors", {"": result.exception.message}).values()
    )
    assert session.query(Project).count() == 1

"""The evidence pack: what is in it, that it is checked without us, and every way to tamper."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from guidelines import cli
from guidelines.accounts.models import Person
from guidelines.consensus import service as consensus
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.permissions import Role
from guidelines.publishing.commands import signatures
from guidelines.publishing.jobs.rendering import store_readable
from guidelines.publishing.queries.checker import checker
from guidelines.publishing.queries.editions import edition_with_content, renderings_of
from guidelines.publishing.queries.pack_record import on_record
from guidelines.publishing.queries.packs import pack_files
from guidelines.publishing.rules.naming import Form
from guidelines.storage import storage
from guidelines.typesetting.packing import packed
from tests.consensus.build import Panel, an_open_round, close, vote_all
from tests.publishing.build import a_guideline, an_edition, declare_all

VOTES = {
    "rec-airway": (9, 8, 7, 8, 9),
    "rec-follow-up": (9, 9, "cannot", 2, 9),
}


def voted(build, *, finished=True):
    """Return a guideline whose panel voted on two of three recommendations."""
    guideline = a_guideline(build)
    people = [build.member(guideline.project, Role.PANELIST) for _ in range(5)]
    office = build.actor(guideline.project, Role.CHAIR, Role.FACILITATOR, Role.METHODOLOGIST)
    with transaction():
        process = consensus.start_process(
            office, guideline.document, title="Agreement", rule=preset("agree-75")
        )
        consensus.choose_statements(office, process, keys=tuple(VOTES))
        consensus.seal_rule(office, process)
    panel = Panel(build, guideline.project, guideline.document, office, people, process)
    round_ = an_open_round(panel)
    vote_all(panel, round_, VOTES)
    close(panel, round_)
    if finished:
        with transaction():
            consensus.finish_process(office, process)
    declare_all(guideline)
    return guideline, panel


@pytest.fixture
def edition(build):
    """Return a version whose panel voted, with its content."""
    guideline, _panel = voted(build)
    return edition_with_content(an_edition(guideline).id)


_MADE: dict[str, bytes] = {}


@pytest.fixture
def pack(request):
    """Return the files of its pack; plain bytes, made once for all tests."""
    if not _MADE:
        _MADE.update(pack_files(request.getfixturevalue("edition")))
    return dict(_MADE)


def found(files):
    return checker().check(files)


def resealed(files, **changed):
    """Return the files with some changed, and the manifest written anew by who changed them."""
    files = {**files, **{name: one for name, one in changed.items() if one is not None}}
    files = {name: one for name, one in files.items() if name not in changed or changed[name]}
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {
        name: {"sha256": checker().digest(one), "size": len(one)}
        for name, one in sorted(files.items())
        if name != "manifest.json"
    }
    manifest["edition"]["sha256"] = checker().digest(files["edition.json"])
    return {**files, "manifest.json": checker().legible(checker().sealed(manifest))}


def edited(files, change, **stated):
    """Return a pack whose version was edited and everything around it written anew."""
    content = json.loads(files["edition.json"])
    change(content)
    manifest = json.loads(files["manifest.json"])
    manifest["edition"].update(stated)
    return resealed(
        {**files, "manifest.json": checker().legible(manifest)},
        **{"edition.json": checker().canonical(content), **checker().tables(content)},
    )


def test_everything_in_it_fits_and_every_vote_is_counted_again(edition):
    pack = pack_files(edition)

    report = found(pack)

    assert report.wrong == []
    assert report.notes == ["Recommendation 2: its vote is not in this pack."]
    said = "\n".join(report.good)
    assert "10 answers counted again in 1 rounds" in said
    assert "2 printed results are what the answers come to" in said
    assert "2 signatures, all on the approved text" in said
    assert list(pack)[:2] == ["README.txt", "manifest.json"]
    assert b"anaesthetist" in pack["text/guideline.md"]
    assert b"anaesthetist" in pack["text/sections/0002-airway.md"]
    assert pack["text/images/plot.svg"].startswith(b"<svg")
    assert "consensus/1/definition-of-consensus.json" in pack
    assert b"Nothing to declare." in pack["tables/interests.csv"]
    assert checker().digest(pack["edition.json"]) == edition.sha256
    assert json.loads(pack["manifest.json"])["history"]["number"] > 1
    everything = b"\n".join(pack.values())
    assert b"@example" not in everything
    for person in session.scalars(select(Person)):
        assert person.email.encode() not in everything
        assert person.id.encode() not in everything


def test_the_job_makes_it_once_and_the_same_whatever_happens_later(build, edition):
    store_readable(edition, [Form.PACK])
    row = renderings_of(edition)[Form.PACK]
    first = storage().get(row.sha256)
    office = build.actor(edition.document.project, Role.CHAIR, Role.METHODOLOGIST)
    with transaction():
        consensus.start_process(office, edition.document, title="Later", rule=preset("agree-75"))

    session.expire_all()
    again = packed(pack_files(edition_with_content(edition.id)))

    assert (row.media_type, row.file_name.endswith("-1.0.pack.zip")) == ("application/zip", True)
    assert again == first


def test_a_vote_that_is_not_finished_is_not_in_it(build):
    guideline, _panel = voted(build, finished=False)

    pack = pack_files(edition_with_content(an_edition(guideline).id))

    assert [name for name in pack if name.startswith("consensus/")] == []
    report = found(pack)
    assert report.wrong == []
    assert len(report.notes) == 3


def test_every_kind_of_tampering_is_found(pack):
    record = "consensus/1/round-1/record.json"
    cases = {
        "The file text/guideline.md was changed": {
            **pack,
            "text/guideline.md": pack["text/guideline.md"].replace(b"sees", b"sedates"),
        },
        f"The file {record} is missing": {n: c for n, c in pack.items() if n != record},
        "The file notes.txt does not belong": {**pack, "notes.txt": b"?"},
        "The manifest was changed": {
            **pack,
            "manifest.json": pack["manifest.json"].replace(b'"size": 1', b'"size": 2', 1),
        },
        "The file manifest.json cannot be read": {**pack, "manifest.json": b"{"},
        "The file manifest.json is missing": {
            n: c for n, c in pack.items() if n != "manifest.json"
        },
        "There is no manifest of an evidence pack": {**pack, "manifest.json": b"[1]"},
        # whoever changes the manifest too is found by what does not fit together
        "The text is not that of the version": resealed(
            pack, **{"text/guideline.md": pack["text/guideline.md"] + b"More.\n"}
        ),
        "The sections together are not": resealed(
            pack, **{"text/sections/0002-airway.md": b"# Airway\n"}
        ),
        "The references are not those": resealed(pack, **{"text/references.json": b"[]\n"}),
        "The picture text/images/plot.svg is not": resealed(
            pack, **{"text/images/plot.svg": b"<svg/>"}
        ),
        "The pictures are not those": resealed(pack, **{"text/images/more.svg": b"<svg/>"}),
        "The table tables/interests.csv is not": resealed(
            pack, **{"tables/interests.csv": b"person,declared\r\n"}
        ),
        "The approved text had other sections": _other_text(pack),
        "What was signed was changed": edited(
            pack, lambda c: c["signoff"]["manifest"].update(evidence="0" * 64)
        ),
        "belongs to another text": edited(
            pack, lambda c: c["approvals"][0].update(sha256="0" * 64)
        ),
        "The approved text had another title": edited(
            pack, lambda c: c.update(title="Something else"), title="Something else"
        ),
        "The manifest names another version": edited(pack, lambda c: c.update(number="2.0")),
        "Recommendation 1: the result that is printed": edited(
            pack, lambda c: c["recommendations"][0]["outcome"].update(n_rated=50)
        ),
        "Recommendation 3: the result that is printed": edited(
            pack, lambda c: c["recommendations"][2].update(standing="no-consensus")
        ),
        "these are not the results of the round": _other_vote(pack),
        "the answers are missing": resealed(pack, **{record: None}),
        "The version: something is missing": edited(pack, lambda c: c.pop("signoff")),
    }
    for sentence, files in cases.items():
        wrong = found(files).wrong
        assert any(sentence in one for one in wrong), (sentence, wrong)


def _other_text(pack):
    body = pack["text/guideline.md"].replace(b"sees the child", b"sedates the child")
    section = pack["text/sections/0002-airway.md"].replace(b"sees the child", b"sedates the child")
    files = {**pack, "text/guideline.md": body, "text/sections/0002-airway.md": section}
    return edited(files, lambda content: content.update(body=body.decode()))


def _other_vote(pack):
    name = "consensus/1/round-1/results.json"
    assert b'"n_rated": 5' in pack[name]
    return resealed(pack, **{name: pack[name].replace(b'"n_rated": 5', b'"n_rated": 6')})


def test_an_answer_that_was_changed_with_all_its_digests_is_found(pack):
    name = "consensus/1/round-1/record.json"
    record = json.loads(pack[name])
    rows = next(one["rows"] for one in record["answers"] if one["dimension"] == "overall")
    rows[0][1] = "1" if rows[0][1] != "1" else "9"
    recount = sys.modules["verify_consensus"]
    rest = {key: value for key, value in record.items() if key != "sha256"}
    forged = {**rest, "sha256": recount.fingerprint(rest)}

    wrong = found(resealed(pack, **{name: checker().canonical(forged)})).wrong

    assert any("was changed" in one for one in wrong), wrong


def test_any_byte_of_any_file_that_is_another_is_found(pack):
    names = sorted(pack)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(names), st.integers(0, 10**6), st.integers(1, 255))
    def check(name, place, difference):
        content = bytearray(pack[name])
        content[place % len(content)] ^= difference
        assert found({**pack, name: bytes(content)}).wrong

    check()


def test_the_command_and_the_program_beside_the_pack_say_the_same(pack, tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(packed(pack))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")

    alone = subprocess.run(
        [sys.executable, "-I", "-c", _ALONE, str(tmp_path / "out"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = CliRunner().invoke(cli.main, ["verify", str(path)])

    assert (alone.returncode, ours.exit_code) == (0, 0), alone.stderr
    assert alone.stdout == ours.output
    assert ours.output.endswith("Everything fits.\n")
    path.write_bytes(packed({**pack, "README.txt": b"Changed"}))
    again = CliRunner().invoke(cli.main, ["verify", str(path)])
    assert again.exit_code == 1
    assert "NOT RIGHT  The file README.txt was changed." in again.output


# -I keeps the folder of a program out of its path: it is put there by hand
_ALONE = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
sys.argv = ["verify.py", sys.argv[2]]
runpy.run_path(sys.path[0] + "/verify.py", run_name="__main__")
"""


def _zipped(*entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, attributes in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = attributes << 16
            archive.writestr(entry, content)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([("../out.txt", b"x", 0o644)], "would lead out of the folder"),
        ([("/etc/passwd", b"x", 0o644)], "would lead out of the folder"),
        ([("C:/out.txt", b"x", 0o644)], "would lead out of the folder"),
        ([("a\\b.txt", b"x", 0o644)], "would lead out of the folder"),
        ([("a", b"x", 0o644), ("a", b"y", 0o644)], "is in it twice"),
        ([("a", b"/etc/passwd", 0o120777)], "is a link"),
        ([(f"{n}", b"", 0o644) for n in range(5001)], "more than 5000 files"),
    ],
)
def test_a_file_that_nobody_should_unpack_is_refused_in_a_sentence(tmp_path, entries, sentence):
    path = tmp_path / "pack.zip"
    path.write_bytes(_zipped(*entries))

    said = CliRunner().invoke(cli.main, ["verify", str(path)])

    assert said.exit_code == 2
    assert sentence in said.stderr


def test_a_bomb_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(checker(), "MOST_BYTES", 10**6)
    path = tmp_path / "pack.zip"
    path.write_bytes(_zipped(("a", b"0" * 2 * 10**6, 0o644)))

    said = CliRunner().invoke(cli.main, ["verify", str(path)])

    assert (said.exit_code, "would be larger" in said.stderr) == (2, True)


def test_a_file_that_says_less_than_it_holds_is_refused(tmp_path):
    path = tmp_path / "pack.zip"
    honest = _zipped(("a", b"0" * 5000, 0o644))
    path.write_bytes(honest.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little")))

    said = CliRunner().invoke(cli.main, ["verify", str(path)])

    assert said.exit_code == 2
    assert "damaged" in said.stderr


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06"])
def test_a_file_that_is_no_zip_is_said(tmp_path, content):
    path = tmp_path / "pack.zip"
    path.write_bytes(content)

    said = CliRunner().invoke(cli.main, ["verify", str(path)])

    assert (said.exit_code, "no zip file" in said.stderr) == (2, True)


def test_a_file_that_is_not_there_is_said():
    said = CliRunner().invoke(cli.main, ["verify", "/nowhere/pack.zip"])

    assert (said.exit_code, "cannot be read" in said.stderr) == (2, True)


def test_the_product_knows_its_own_pack_and_its_signatures(app, edition, tmp_path):
    pack = pack_files(edition)
    store_readable(edition, [Form.PACK])
    path = tmp_path / "pack.zip"
    path.write_bytes(packed(pack))
    client = app.test_client()
    assert "Check it yourself" in client.get("/check-a-pack").text

    ours = client.post("/check-a-pack", data={"pack": (io.BytesIO(packed(pack)), "pack.zip")})
    assert "Everything fits" in ours.text
    assert "All 2 signatures are on our record" in ours.text
    assert "byte for byte" in ours.text
    told = CliRunner().invoke(signatures, [str(path)])
    assert (told.exit_code, "2 signatures are on our record" in told.output) == (0, True)

    # a whole pack that fits together, with a signature nobody gave
    signed = edited(pack, lambda c: c["approvals"][0].update(at="2020-01-01T00:00:00+00:00"))
    forged = client.post("/check-a-pack", data={"pack": (io.BytesIO(packed(signed)), "pack.zip")})
    assert found(signed).wrong == []
    assert "No version with this proof was published here" in forged.text
    path.write_bytes(packed(signed))
    assert CliRunner().invoke(signatures, [str(path)]).exit_code == 1
    content = json.loads(signed["edition.json"])
    record = on_record(content, edition_sha256=edition.sha256, pack_sha256="")
    assert any("is not on our record" in str(one) for one in record.wrong)
    content = json.loads(pack["edition.json"])
    content["history"]["number"] += 1
    record = on_record(content, edition_sha256=edition.sha256, pack_sha256="")
    assert any("entry of the history" in str(one) for one in record.wrong)


def test_the_page_refuses_what_is_no_pack(app):
    client = app.test_client()

    nothing = client.post("/check-a-pack", data={})
    wrong = client.post("/check-a-pack", data={"pack": (io.BytesIO(b"no zip"), "pack.zip")})
    other = client.post("/check-a-pack", data={"pack": (io.BytesIO(packed({"a": b""})), "p.zip")})

    assert (nothing.status_code, wrong.status_code) == (422, 422)
    assert "no zip file" in wrong.text
    assert "no manifest of an evidence pack" in other.text
    assert client.get("/verify_pack.py").data.startswith(b"#!/usr/bin/env python3")

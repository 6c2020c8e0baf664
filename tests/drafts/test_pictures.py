"""Pictures of a document: pixels only, words for each, names kept, served to readers of drafts."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guidelines.db import session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import Asset
from guidelines.drafts.queries import assets_of, pictures_used, versions_of
from guidelines.drafts.rules.pictures import as_markdown, name_for, uses_in, with_alternative
from guidelines.errors import TooLarge
from guidelines.permissions import Role
from guidelines.storage import storage
from tests.drafts.build import TEXT, a_document, save, section_called

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
<script>alert(1)</script><rect width="40" height="20" fill="red"/></svg>"""
HOSTILE = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>"""


def a_picture(form="PNG", size=(30, 20), colour="red", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, form, **more)
    return out.getvalue()


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def client(build, document):
    return build.client(document.project, Role.AUTHOR)


def add(client, document, content, name="Fig 1.png", words="A red field", script=True):
    headers = {"Accept": "application/json"} if script else {}
    return client.post(
        f"/documents/{document.id}/pictures",
        data={"file": (io.BytesIO(content), name), "alternative": words},
        headers=headers,
    )


def pixels(asset):
    return Image.open(io.BytesIO(storage().get(asset.sha256)))


@pytest.mark.parametrize(
    ("form", "name", "stored"),
    [
        ("PNG", "Fig 1.png", "fig-1.png"),
        ("JPEG", "photo.JPG", "photo.jpg"),
        ("GIF", "../../etc/flow chart.gif", "flow-chart.png"),
        ("WEBP", "Übersicht.webp", "ubersicht.png"),
        ("TIFF", "scan.tif", "scan.png"),
        ("BMP", "東京.bmp", "picture.png"),
    ],
)
def test_a_picture_is_written_anew_under_a_plain_name(client, document, form, name, stored):
    answer = add(client, document, a_picture(form), name)
    assert answer.status_code == 200
    [asset] = assets_of(document)
    assert answer.json == {
        "name": stored,
        "url": f"/assets/{asset.id}",
        "markdown": f"![A red field]({stored})",
    }
    assert asset.alternative == "A red field"
    shown = client.get(answer.json["url"])
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.mimetype in {"image/png", "image/jpeg"}
    assert pixels(asset).size == (30, 20)


def test_where_and_how_a_photograph_was_taken_is_removed_and_it_stands_upright(client, document):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"  # turned by a quarter, with a description
    content = a_picture("JPEG", (40, 20), exif=exif, comment=b"secret word")
    assert add(client, document, content, "p.jpg").status_code == 200
    [asset] = assets_of(document)
    kept = storage().get(asset.sha256)
    assert b"secret" not in kept
    assert pixels(asset).size == (20, 40)
    assert not pixels(asset).getexif()


def test_a_very_large_picture_becomes_smaller(client, document):
    assert add(client, document, a_picture("PNG", (5000, 2500), 1, "1")).status_code == 200
    [asset] = assets_of(document)
    assert pixels(asset).size == (4000, 2000)


def test_a_drawing_becomes_pixels_without_its_script(client, document):
    assert add(client, document, SVG, "flow.svg").json["name"] == "flow.png"
    [asset] = assets_of(document)
    assert asset.media_type == "image/png"
    assert pixels(asset).size[0] >= 40


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        pytest.param(b"", 422, "Choose a picture", id="empty"),
        pytest.param(b"no picture at all", 422, "Save it as PNG or JPEG", id="text"),
        pytest.param(b"%PDF-1.7 ...", 422, "Save it as PNG or JPEG", id="pdf"),
        pytest.param(HOSTILE, 422, "Save it as PNG or JPEG", id="svg that reads files"),
        pytest.param(b"<svg", 422, "Save it as PNG or JPEG", id="broken svg"),
        pytest.param(a_picture()[:60], 422, "Save it as PNG or JPEG", id="cut off"),
        pytest.param(
            a_picture("PNG", (9000, 5000), 1, "1"), 422, "40 million", id="too many pixels"
        ),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(client, document, content, status, said):
    for script in (True, False):
        answer = add(client, document, content, script=script)
        assert answer.status_code == status
        assert said in (answer.json["message"] if script else answer.text)
    assert assets_of(document) == []


def test_too_large_a_file_is_refused_with_a_sentence():
    with pytest.raises(TooLarge, match="15 MB"):
        service.read_picture(bytes(15_000_001))


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
def test_a_picture_needs_words(client, document, words):
    answer = add(client, document, a_picture(), words=words)
    assert answer.status_code == 422
    assert list(answer.json["fields"]) == ["alternative"]
    assert assets_of(document) == []


def test_names_are_unique_and_the_same_picture_is_kept_once(client, document):
    red, blue = a_picture(), a_picture(colour="blue")
    assert add(client, document, red).json["name"] == "fig-1.png"
    assert add(client, document, blue).json["name"] == "fig-1-2.png"
    assert add(client, document, red, "other.png", "Other words").json["name"] == "fig-1.png"
    assert len(assets_of(document)) == 2


def test_the_same_picture_shown_again_has_the_words_that_were_just_given(client, document):
    add(client, document, a_picture())
    answer = add(client, document, a_picture(), words="The field in autumn")
    assert answer.json["markdown"] == as_markdown("fig-1.png", "The field in autumn")
    [asset] = assets_of(document)
    assert asset.alternative == "A red field"


def test_the_page_lists_pictures_with_their_uses(client, document):
    add(client, document, a_picture(), script=False)
    item = section_called(document, "Follow-up")
    client.post(
        f"/sections/{item.section.id}",
        data={"source": item.revision.source + "\n![](fig-1.png)\n", "base": item.revision.id},
    )
    page = client.get(f"/documents/{document.id}/pictures").text
    assert f'href="/sections/{item.section.id}"' in page
    assert "One section shows it without words" in page
    [used] = pictures_used(document)
    assert [one.title for one in used.sections] == ["Follow-up"]
    assert [one.title for one in used.silent] == ["Follow-up"]


def test_new_words_reach_the_text_but_not_words_of_an_authors_own(client, document):
    add(client, document, a_picture())
    item = section_called(document, "Follow-up")
    text = item.revision.source
    text += '\n![](fig-1.png)\n\n![A red field](fig-1.png "t"){width=5cm}\n\n![Own](fig-1.png)\n'
    save_as = {"source": text, "base": item.revision.id}
    client.post(f"/sections/{item.section.id}", data=save_as)
    [asset] = assets_of(document)
    answer = client.post(f"/assets/{asset.id}", data={"alternative": "A field, quite [red]"})
    assert answer.status_code == 303
    source = section_called(document, "Follow-up").revision.source
    assert source.count("![A field, quite \\[red\\]](fig-1.png") == 2
    assert "![Own](fig-1.png)" in source
    assert '"t"){width=5cm}' in source
    assert len(versions_of(document)) == 3
    assert session.get(Asset, asset.id).alternative == "A field, quite [red]"
    page = client.get(answer.location).text
    assert "one section now" in page


def test_new_words_do_not_touch_a_locked_wording(build, client, document):
    add(client, document, a_picture())
    item = section_called(document, "Airway")
    chair = build.actor(document.project, Role.CHAIR)
    source = item.revision.source.replace("sees the child first.", "sees it. ![](fig-1.png)")
    save(chair, item, source)
    with transaction():
        service.lock_wording(chair, document, ["rec-airway"], reason="Round 1 is open.")
    [asset] = assets_of(document)
    answer = client.post(f"/assets/{asset.id}", data={"alternative": "Another field"})
    page = client.get(answer.location).text
    assert "could not be changed" in page
    assert "![](fig-1.png)" in section_called(document, "Airway").revision.source
    assert session.get(Asset, asset.id).alternative == "Another field"


def test_words_that_are_missing_are_asked_for(client, document):
    add(client, document, a_picture())
    [asset] = assets_of(document)
    answer = client.post(f"/assets/{asset.id}", data={"alternative": " "})
    assert "Say in words" in client.get(answer.location).text
    assert session.get(Asset, asset.id).alternative == "A red field"


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.REVIEWER, 200, 403),
        (Role.PANELIST, 404, 404),
        (Role.ADMINISTRATOR, 404, 404),
    ],
)
def test_who_sees_and_adds_pictures(build, client, document, role, reads, writes):
    url = add(client, document, a_picture()).json["url"]
    other = build.client(document.project, role)
    assert other.get(f"/documents/{document.id}/pictures").status_code == reads
    assert other.get(url).status_code == reads
    assert add(other, document, a_picture(colour="blue")).status_code == writes
    assert other.post(url, data={"alternative": "Mine"}).status_code == writes
    assert len(assets_of(document)) == 1


@pytest.mark.parametrize(
    ("taken", "name"),
    [([], "a-b.png"), (["a-b.png"], "a-b-2.png"), (["a-b.png", "a-b-2.png"], "a-b-3.png")],
)
def test_a_name_is_the_next_free_one(taken, name):
    assert name_for("A  b!.png", "image/png", taken) == name


WORDS = st.text(st.sampled_from("ab []\\()!*é"), max_size=12)


@given(WORDS, WORDS)
def test_words_written_into_a_text_read_back_the_same(words, more):
    words, more = words.strip(), more.strip()
    text = f"Before {as_markdown('p.png', words)} after.\n"
    assert [use.alternative.strip() for use in uses_in(text)] == [words]
    again = with_alternative(text, "p.png", words, more)
    assert [use.alternative.strip() for use in uses_in(again)] == [more]
    assert with_alternative(text, "other.png", words, more) == text


def test_uses_are_found_where_they_are():
    found = list(uses_in(TEXT + "![a [b] c](x.png) ![](<y.png>)\n[link](z.png)\n"))
    assert [(one.name, one.alternative) for one in found] == [("x.png", "a [b] c"), ("y.png", "")]

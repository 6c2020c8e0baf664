"""Slides between two rounds: what is unsettled, how it was rated, moderated comments only."""

import io
import re
import zipfile

import pytest
from lxml import etree
from PIL import Image

from guidelines.consensus import service
from guidelines.consensus.queries import comments_of
from guidelines.db import transaction
from guidelines.stats.drawings import Words
from guidelines.stats.plots import Bars, histogram
from guidelines.typesetting.pictures import drawn_together
from guidelines.typesetting.slides import Drawing, Slide, slides
from tests.consensus.build import KEYS, a_panel, an_open_round, close, vote
from tests.consensus.test_routes import office

PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
SPLIT = (9, 9, 5, 3, 1)


def said_on(content):
    """Return the words of each slide of a presentation."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [one for one in file.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", one)]
        names.sort(key=lambda one: int(re.findall(r"\d+", one)[0]))
        pages = [file.read(one).decode() for one in names]
    return [re.findall(r"<a:t>([^<]*)</a:t>", page) for page in pages]


def pictures(content):
    """Return the elements of a presentation's slides that hold a picture, in order."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in sorted(file.namelist()):
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                found += etree.fromstring(file.read(name)).iter(f"{{{PRESENTATION}}}pic")
    return found


def alternatives(content):
    """Return what the pictures of a presentation say to those who do not see them."""
    return [one.find(f".//{{{PRESENTATION}}}cNvPr").get("descr") for one in pictures(content)]


@pytest.fixture
def panel(build):
    return a_panel(build)


def test_slides_hold_the_unsettled_with_their_ratings_and_shown_comments_only(panel):
    round_ = an_open_round(panel)
    for index, rating in enumerate(SPLIT):
        values = dict.fromkeys(KEYS, 9) | {"rec-hearing": rating}
        reasons = {"rec-hearing": f"Comment of somebody, number {index}."}
        vote(panel, round_, index, values, reasons)
    client = office(panel)
    path = f"/rounds/{round_.id}/slides.pptx"
    assert client.get(path).status_code == 409
    close(panel, round_)
    shown, withheld, *_waiting = comments_of(round_)
    with transaction():
        service.moderate_comment(panel.office, shown, show=True)
        service.moderate_comment(panel.office, withheld, show=False)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=round-1.pptx"
    title, statement, comments = said_on(answer.data)
    assert "Safe airway" in " ".join(title)
    words = " ".join(statement)
    assert "Statement 2: No consensus" in words
    assert "Agreement 40 % (2 of 5)" in words
    assert "2 agree, 1 are in between, 2 disagree." in words
    [alt] = alternatives(answer.data)
    assert alt.startswith("How the panel rated statement 2: 5 ratings, median 5")
    assert "1: 1, 3: 1, 5: 1, 9: 2" in alt
    assert comments[1:] == [shown.text]


def test_a_round_that_settled_everything_says_so(panel):
    round_ = an_open_round(panel)
    for index in range(5):
        vote(panel, round_, index, dict.fromkeys(KEYS, 9))
    close(panel, round_)
    pages = said_on(office(panel).get(f"/rounds/{round_.id}/slides.pptx").data)
    assert "Every statement of this round is settled." in " ".join(pages[1])


def test_nothing_in_a_text_is_read_as_markup():
    drawing = Drawing(histogram(Bars({1: 1}), Words("T", "D")), 'Say "<b>" & no more')
    page = Slide("# **Bold** <script>", ["![x](/etc/passwd) $x$"], drawing, ["- *one*"])
    content = slides("Title", "Under", [page])
    _title, words, *_more = said_on(content)
    assert alternatives(content) == ['Say "<b>" & no more']
    assert "# **Bold** &lt;script&gt;" in " ".join(words)
    assert "![x](/etc/passwd) $x$" in " ".join(words)


def test_drawings_are_drawn_together_and_each_is_cut_out_whole():
    drawings = [
        histogram(Bars({1: count, 2: 3}, names={1: "No " * count, 2: "Yes"}), Words("T", "D"))
        for count in range(1, 13)
    ]
    found = [Image.open(io.BytesIO(one)) for one in drawn_together(drawings)]

    assert len(found) == 12
    for svg, picture in zip(drawings, found, strict=True):
        tall = float(re.findall(r'height="([\d.]+)"', svg)[0])
        assert picture.size == (840, pytest.approx(2 * tall, abs=1))
        assert {picture.getpixel((5, y)) for y in (0, picture.height - 2)} == {(255, 255, 255)}
    assert drawn_together([]) == []

"""Drawings: sound XML, every count said in words and figures, nothing from outside."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.stats.drawings import Step, Words, flow, wrapped
from guidelines.stats.plots import Bars, Strip, comparison, histogram, miniature, strips

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = st.text(max_size=60)
NINE = {1: 0, 2: 1, 3: 0, 4: 1, 5: 2, 6: 3, 7: 5, 8: 7, 9: 4}
WORDS = Words("Ratings of statement 1", "23 ratings", "agree", "disagree")


def read(svg):
    """Return the elements of a drawing; it must be sound XML that refers to nothing outside."""
    assert not re.search(r"href|url\(|<style|<script|style=|@import", svg)
    return list(ElementTree.fromstring(svg).iter())


def said(svg):
    return [one.text for one in read(svg) if one.tag == f"{SVG}text"]


def shapes(svg, kind):
    return [one for one in read(svg) if one.get("class") == kind]


def test_every_point_and_every_count_can_be_read():
    svg = histogram(Bars(NINE, (7, 9), (1, 3), 7, (6, 8), 6, "not at all", "fully"), WORDS)

    texts = said(svg)
    assert [text for text in texts if text.isdigit()] == [
        *("1", "1", "2", "3", "5", "7", "4"),
        *map(str, range(1, 10)),
    ]
    assert {"agree", "disagree", "not at all", "fully"} <= set(texts)
    assert len(shapes(svg, "bar-for")) == 3
    assert len(shapes(svg, "bar-against")) == 1
    assert len(shapes(svg, "bar-between")) == 3
    assert len(shapes(svg, "plot-ring")) == len(shapes(svg, "plot-dot")) == 1


def test_a_drawing_says_what_it_shows_to_those_who_do_not_see_it():
    svg = histogram(Bars(NINE), WORDS, "plot-7")

    root, title, description = read(svg)[:3]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert (title.get("id"), title.text) == ("plot-7-title", "Ratings of statement 1")
    assert description.text == "23 ratings"


@given(TEXTS, TEXTS, TEXTS, st.dictionaries(st.integers(1, 9), TEXTS))
def test_no_text_becomes_markup(title, low, high, names):
    bars = Bars(NINE, (7, 9), (1, 3), 7.5, (6.25, 8), None, low, high, names)
    words = Words(title, f"{low}<b>", title, high)

    for svg in (
        histogram(bars, words),
        comparison(bars, bars, words, (low, high)),
        strips([Strip(low, bars, high)], words),
        flow([Step(title, [low, high], [title])], words),
    ):
        tags = {one.tag for one in ElementTree.fromstring(svg).iter()}
        known = ["svg", "title", "desc", "rect", "text", "line", "path", "circle"]
        assert tags <= {f"{SVG}{name}" for name in known}


@given(st.lists(st.integers(0, 400), min_size=2, max_size=101), st.integers(-5, 5))
def test_bars_stay_inside_and_are_as_tall_as_their_counts(counts, lowest):
    bars = Bars(dict(enumerate(counts, start=lowest)))

    found = shapes(histogram(bars, WORDS), "bar-all")

    tall = [float(one.get("height")) for one in found]
    chosen = [count for count in counts if count]
    assert len(tall) == len(chosen)
    for height, count in zip(tall, chosen, strict=True):
        assert height == pytest.approx(100 * count / max(counts), abs=0.06)
    for one in found:
        assert float(one.get("x")) >= 12
        assert float(one.get("x")) + float(one.get("width")) <= 408.2


def test_two_rounds_are_drawn_as_shares_of_those_who_rated():
    before, after = Bars({1: 5, 2: 5}), Bars({1: 0, 2: 20})
    svg = comparison(before, after, WORDS, ("Round 1", "Round 2"))

    assert [one.get("height") for one in shapes(svg, "bar-before")[:2]] == ["50.0", "50.0"]
    assert [one.get("height") for one in shapes(svg, "bar-all")] == ["100.0"]
    assert {"Round 1", "Round 2", "5", "20"} <= set(said(svg))


def test_nobody_rated():
    empty = Bars(dict.fromkeys(range(1, 10), 0), (7, 9), (1, 3))

    for svg in (
        histogram(empty, WORDS),
        comparison(empty, empty, WORDS, ("1", "2")),
        strips([Strip("1", empty)], WORDS),
        miniature(empty),
        flow([], WORDS),
    ):
        bars = [one for one in read(svg) if (one.get("class") or "").startswith("bar-")]
        key = [one for one in bars if one.get("y") == "4"]
        assert all(float(one.get("height")) == 0 for one in bars if one not in key)


def test_a_flow_has_a_box_for_each_step_and_an_arrow_between():
    steps = [Step("Panel", ["24 invited"], ["12 statements"]), Step("Round 1", ["23 answered"])]

    svg = flow(
        [*steps, Step("Round 2", ["22 answered"], ["of these 2 reworded and 1 split off"])], WORDS
    )

    assert len(shapes(svg, "flow-box")) == 3
    assert len(shapes(svg, "flow-arrow")) == 2
    assert "of these 2 reworded and 1" in said(svg)


@given(st.text(alphabet="ab ", max_size=80), st.integers(1, 12))
def test_lines_are_short_enough_and_lose_nothing(text, most):
    lines = wrapped(text, most)

    assert all(0 < len(line) <= most for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")

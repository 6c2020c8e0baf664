"""Walks in the editor of a section, and the promise that it changes no byte by itself."""

import gzip
import json
import re

import pytest
from playwright.sync_api import Page, expect

from guidelines.config import ROOT
from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import section_called
from tests.real_data import real_data

pytestmark = pytest.mark.browser

LARGEST = 250_000
DIST = ROOT / "static" / "dist"
EXAMPLES = ROOT / "tests" / "text" / "commonmark" / "examples.json"
ROUND_TRIP = """(texts) => {
  const { stateOf, sourceOf, writing } = document.getElementById("desk").desk;
  return texts.map((text) => sourceOf(stateOf(text, writing())) === text);
}"""
TYPED = """(texts) => {
  const { stateOf, sourceOf, writing } = document.getElementById("desk").desk;
  return texts.filter((text) => {
    let state = stateOf(text, writing());
    const at = Math.floor(state.doc.length / 2);
    state = state.update({ changes: { from: at, insert: "x" } }).state;
    state = state.update({ changes: { from: at, to: at + 1 } }).state;
    return sourceOf(state) !== text;
  }).length;
}"""
PASTE = """(html) => {
  const box = new DataTransfer();
  box.setData("text/html", html);
  box.setData("text/plain", "not this");
  document.querySelector(".cm-content").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: box, bubbles: true, cancelable: true }));
}"""
OF_WORD = """<style>p.MsoNormal {margin:0cm}</style><!--StartFragment-->
<p class=MsoNormal><b>Adults:</b> give 10&nbsp;mg of H<sub>2</sub>O,
<span style='font-style:italic'>not</span> more.</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span>First</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span>Inner</p>
<table><tr><td><p class=MsoNormal>Dose</p></td><td>Effect | side</td></tr>
<tr><td>10 mg</td><td><p>good</p></td></tr></table><!--EndFragment-->"""
OF_WORD_CLEAN = """**Adults:** give 10 mg of H~2~O, *not* more.

- First
  - Inner

| Dose | Effect \\| side |
| --- | --- |
| 10 mg | good |"""
OWN = "::: {.recommendation #rec-own x-kept='7'  strength=strong}\nWe recommend it.\n:::\n"


def edit(visitors: Visitors, title: str) -> str:
    """Return the address at which a section is written; each walk has a section of its own."""
    return f"{section_called(visitors.site.app, title)}/edit"


def test_the_editor_is_small() -> None:
    files = [DIST / "editor.js", DIST / "editor.css"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= LARGEST


def documents() -> list[str]:
    """Return every text of the real documents, with the line ends that its file has."""
    folder = real_data("documents")
    files = [p for p in sorted(folder.rglob("*")) if p.suffix in {".md", ".txt", ".ris", ".html"}]
    return [path.read_bytes().decode("utf-8", "replace") for path in files]


def examples() -> list[str]:
    """Return the examples of CommonMark's specification, one by one and joined."""
    found = [one["markdown"] for one in json.loads(EXAMPLES.read_text())]
    assert len(found) > 600
    return ["\n".join(found), *found]


@pytest.mark.parametrize("texts", [documents, examples])
def test_no_byte_is_changed(visitors: Visitors, texts: object) -> None:
    assert callable(texts)
    given: list[str] = texts()
    page = visitors.come("author-1")
    page.goto(edit(visitors, "Research gaps"))
    desk.ready(page)
    ends = [one.replace("\n", "\r\n") for one in given[:40] if "\r" not in one]
    mixed = [one.replace("\n", "\r\n", 3).replace(" ", "\r", 1) for one in given[:40]]
    for kind in (given, ends, mixed):
        assert all(page.evaluate(ROUND_TRIP, kind))
        assert page.evaluate(TYPED, kind) == 0


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_section_is_written(visitors: Visitors, phone: bool) -> None:
    page = visitors.come("author-2" if phone else "author-1", phone=phone)
    page.goto(edit(visitors, "Plain-language summary" if phone else "Research gaps"))
    desk.write_anew(page, "# Written anew\n\nText before.\n\n")

    page.get_by_role("button", name="Table", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Columns").fill("2")
    dialog.get_by_label("Rows").fill("1")
    dialog.get_by_role("button", name="Insert").click()
    head = page.get_by_role("textbox", name="Heading of column 1")
    expect(head).to_be_focused()
    page.keyboard.type("Dose")
    page.keyboard.press("Tab")
    page.keyboard.type("a|b")
    page.keyboard.press("Tab")
    page.keyboard.type("10 mg")
    page.keyboard.press("Tab")
    page.keyboard.type("**3** of 40")
    page.keyboard.press("Tab")  # a new row
    page.keyboard.type("20 mg")
    page.keyboard.press("Escape")
    assert "|Dose |a\\|b |" in desk.source(page).replace("| ", "|")
    assert "20 mg" in desk.source(page)
    expect(page.locator(".ed-cell strong")).to_have_text("3")

    desk.go_behind(page, "Text before.")
    page.get_by_role("button", name="Cite a source").click()
    page.keyboard.type("e")
    option = page.locator(".cm-tooltip-autocomplete").get_by_role("option").first
    option.click()
    assert re.search(r"Text before\. \[@[^\]]+\]", desk.source(page))

    desk.go_behind(page, "Text before.")
    page.keyboard.press("End")
    page.get_by_role("button", name="New recommendation").click()
    page.keyboard.type("We recommend daily care.")
    page.get_by_role("button", name="Edit fields").click()
    fields = page.get_by_role("group", name="Fields of the recommendation")
    fields.get_by_label("Strength").select_option("strong")
    fields.get_by_label("Whom it is about").fill('Children under "two"')
    fields.get_by_role("button", name="Done").click()
    expect(page.locator(".ed-head")).to_contain_text("Strong recommendation")
    text = desk.source(page)
    assert 'strength=strong population="Children under \\"two\\""}' in text
    assert "We recommend daily care.\n" in text

    desk.save(page, "A table and more")
    expect(desk.state(page)).to_contain_text("Saved as version")
    page.get_by_role("link", name="Close").click()
    article = page.get_by_role("article")
    expect(article).to_contain_text("We recommend daily care.")
    expect(article.get_by_role("table")).to_contain_text("10 mg")


def test_boxes_stay_whole(visitors: Visitors) -> None:
    page = visitors.come("author-1")
    page.goto(edit(visitors, "Information for families"))
    text = f"# Gaps\n\nBefore.\n\n{OWN}\nAfter.\n"
    desk.write_anew(page, text)
    desk.go_behind(page, "We recommend it.")
    for _ in range(40):
        page.keyboard.press("Backspace")
    page.keyboard.type("Do it.")
    kept = text.replace("We recommend it.", "Do it.")
    assert desk.source(page) == kept
    page.get_by_role("button", name="Edit fields").click()
    page.get_by_label("Strength").select_option("")
    page.get_by_label("Direction").select_option("against")
    assert desk.source(page) == kept.replace("  strength=strong", " direction=against")
    expect(page.locator(".ed-head")).to_contain_text("Recommendation against")


def test_word_becomes_markdown(visitors: Visitors) -> None:
    page = visitors.come("author-1")
    page.goto(edit(visitors, "Long-term follow-up"))
    desk.write_anew(page, "")
    page.evaluate(PASTE, OF_WORD)
    assert desk.source(page) == OF_WORD_CLEAN


def two_open(visitors: Visitors, title: str) -> tuple[Page, Page]:
    """Open the same section for two authors."""
    one, two = visitors.come("author-1"), visitors.come("author-2")
    address = edit(visitors, title)
    for page in (one, two):
        page.goto(address)
        desk.ready(page)
    return one, two


def test_the_network_is_cut_for_one_of_two(visitors: Visitors) -> None:
    one, two = two_open(visitors, "Scope and methods")
    first = "The guideline"
    one.context.set_offline(True)
    desk.write(one, first, f"Written without a network. {first}")
    expect(desk.state(one)).to_contain_text("No network: kept on this device")
    desk.go_behind(two, "# Scope and methods")
    two.keyboard.insert_text("\n\nWritten by the other author.")
    desk.save(two, "Meanwhile")
    expect(desk.state(two)).to_contain_text("Saved as version")

    one.context.set_offline(False)
    expect(desk.state(one)).to_contain_text("Kept at", timeout=40_000)
    expect(one.get_by_role("main")).to_contain_text("saved a newer version of this section")
    desk.save(one, "Back again")
    expect(desk.state(one)).to_contain_text("together with what others wrote meanwhile")
    for words in ("Written without a network.", "Written by the other author."):
        assert words in desk.source(one)
    visitors.faults[:] = [one for one in visitors.faults if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_text_outlives_its_session(visitors: Visitors) -> None:
    page = visitors.come("author-1")
    address = edit(visitors, "About this document")
    page.goto(address)
    desk.go_behind(page, "# About this document")
    page.context.clear_cookies()
    page.keyboard.insert_text("\n\nTyped after the session had ended.")
    expect(desk.state(page)).to_contain_text("You are signed out")
    page.reload()
    page.get_by_label("E-mail address").first.fill("author-1@demo.example")
    page.get_by_label("Password").fill("for demonstration only")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{address}")
    desk.ready(page)
    page.get_by_role("button", name="Continue with it").click()
    assert "Typed after the session had ended." in desk.source(page)
    expect(desk.state(page)).to_contain_text("Kept at")

"""Walk: what hands know from Word works in the editor, and pictures come in by paste and drop."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import section_called

pytestmark = pytest.mark.browser

PICTURE = """async (kind) => {
  const canvas = document.createElement("canvas");
  canvas.width = 8 + kind.length; // two pictures, not twice the same
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const box = new DataTransfer();
  box.items.add(new File([blob], `${kind}.png`, { type: "image/png" }));
  const content = document.querySelector(".cm-content");
  const place = content.getBoundingClientRect();
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: box, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: box, bubbles: true, cancelable: true,
        clientX: place.left + 20, clientY: place.top + 20 });
  content.dispatchEvent(event);
}"""
SELECT = """(words) => {
  const { view } = document.getElementById("desk").desk;
  const at = view.state.doc.toString().indexOf(words);
  view.dispatch({ selection: { anchor: at, head: at + words.length } });
  view.focus();
}"""


def on(page: Page, words: str, keys: str) -> None:
    """Select words and press keys."""
    page.evaluate(SELECT, words)
    page.keyboard.press(keys)


def test_hands_find_what_they_know(visitors: Visitors) -> None:
    page = visitors.come("author-1")
    page.goto(f"{section_called(visitors.site.app, 'Hearing aids')}/edit")
    box = desk.ready(page)
    expect(box).to_have_attribute("spellcheck", "true")
    expect(box).to_have_attribute("lang", "en-GB")
    desk.write_anew(page, "# Aids\n\nbold italic linked\n\nTitle\n\none\n\ntwo")

    on(page, "bold", "Control+b")
    on(page, "italic", "Control+i")
    on(page, "Title", "Control+Alt+2")
    on(page, "one", "Control+Shift+8")
    on(page, "two", "Control+Shift+7")
    text = desk.source(page)
    for written in ("**bold** *italic*", "\n## Title\n", "\n- one\n", "\n1. two"):
        assert written in text
    on(page, "linked", "Control+k")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Address").fill("https://example.org/aids")
    dialog.get_by_role("button", name="Insert").click()
    assert "[linked](https://example.org/aids)" in desk.source(page)
    page.keyboard.press("Control+z")
    assert "](https" not in desk.source(page)
    page.keyboard.press("Control+y")
    assert "[linked](https://example.org/aids)" in desk.source(page)

    page.keyboard.press("Control+h")
    page.get_by_role("textbox", name="Find").fill("bold")
    page.get_by_role("textbox", name="Replace with").fill("brave")
    page.get_by_role("button", name="Replace all").click()
    page.keyboard.press("Escape")
    assert "**brave**" in desk.source(page)

    page.keyboard.press("F9")
    expect(page.get_by_role("banner")).to_be_hidden()
    page.keyboard.press("F9")
    expect(page.get_by_role("banner")).to_be_visible()


def test_pictures_come_by_paste_and_by_drop(visitors: Visitors) -> None:
    page = visitors.come("author-2")
    page.goto(f"{section_called(visitors.site.app, 'Research gaps')}/edit")
    desk.write_anew(page, "# Gaps\n\nA note[^1] and $x^2$.\n\n[^1]: Said below.\n\n")
    for kind, words in (("paste", "A pasted square"), ("drop", "A dropped square")):
        page.evaluate(PICTURE, kind)
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("What the picture shows, in words").fill(words)
        dialog.get_by_role("button", name="Insert").click()
        expect(dialog).to_be_hidden()
        desk.holds(page, f"![{words}](")
    desk.go_behind(page, "Said below.")
    expect(page.get_by_role("img", name="A pasted square")).to_be_visible()
    expect(page.locator(".ed-formula").first).to_be_visible()
    page.get_by_role("button", name="Footnote 1").click()
    note = page.get_by_role("textbox", name="Footnote 1")
    expect(note).to_have_value("Said below.")
    note.fill("Said anew.")
    page.get_by_role("button", name="Done").click()
    assert "[^1]: Said anew." in desk.source(page)
    desk.save(page, "Two pictures")
    expect(desk.state(page)).to_contain_text("Saved as version")

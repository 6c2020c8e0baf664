"""What a person does in the editor of a section: find a passage, type, save a version."""

from playwright.sync_api import Locator, Page, expect

_SELECT = """(before) => {
  const { view } = document.getElementById("desk").desk;
  const at = view.state.doc.toString().indexOf(before);
  if (at < 0) throw new Error("not in the text: " + before);
  view.dispatch({ selection: { anchor: at, head: at + before.length }, scrollIntoView: true });
  view.focus();
}"""
_REPLACE = """(text) => {
  const { view } = document.getElementById("desk").desk;
  const changes = { from: 0, to: view.state.doc.length, insert: text };
  view.dispatch({ changes, selection: { anchor: text.length } });
  view.focus();
}"""


def ready(page: Page) -> Locator:
    """Wait until the editor stands in its place; return its text box."""
    box = page.locator(".desk-live").get_by_role("textbox", name="Text", exact=True)
    expect(box).to_be_visible()
    return box


def source(page: Page) -> str:
    """Return the text as it would be saved."""
    ready(page)
    text: str = page.evaluate(
        "() => { const d = document.getElementById('desk').desk; return d.sourceOf(d.view.state) }"
    )
    return text


def holds(page: Page, words: str) -> None:
    """Wait until the text has these words."""
    for _attempt in range(100):
        if words in source(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words!r} is not in the text")


def write(page: Page, before: str, after: str) -> None:
    """Type over a passage."""
    ready(page)
    page.evaluate(_SELECT, before)
    page.keyboard.insert_text(after)
    assert after in source(page)


def go_behind(page: Page, passage: str) -> None:
    """Put the cursor behind a passage."""
    ready(page)
    page.evaluate(_SELECT, passage)
    page.keyboard.press("ArrowRight")


def save(page: Page, message: str = "") -> None:
    """Save a version and stay; whoever calls waits for what is said."""
    ready(page)
    page.get_by_role("button", name="Save version").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What you changed").fill(message)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()


def write_anew(page: Page, text: str) -> None:
    """Begin with another text; the cursor is at its end."""
    ready(page)
    page.evaluate(_REPLACE, text)


def state(page: Page) -> Locator:
    """Return the line that says what became of the text."""
    return page.locator("#desk-state")

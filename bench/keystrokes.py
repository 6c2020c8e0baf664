"""Typing in a 25,000-word document: our editor against the bare one, in the same browser.

Each key is pressed for real; what is timed is from the key's event until the text, its drawing
and its layout are done. Both editors stand on the same page, hold the same text and take turns.
Prints one line of JSON: the median of the quietest turn of each, in milliseconds, and their ratio.
`python -m bench.keystrokes [FILE.md]`
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.pages import OPEN, row_of
from tests.live import chromium, new_page, served, sign_in
from tests.real_data import FOLDER
from tests.told import tell_into

ROUNDS = 60
WARM = 10
LIMIT = 2.0
REAL = FOLDER / "documents" / "deep-review" / "doc25k.md"
PARAGRAPH = (
    "In the group of {n} children we saw *no* difference [@smith{n}] between both approaches, "
    "with H~2~O as the comparator and a median of 10 mg daily (p < 0.05).\n"
)
STAND = """([text]) => {
  const { EditorView, stateOf, bare, writing } = document.getElementById("desk").desk;
  const make = (extensions) => {
    const box = document.createElement("div");
    document.querySelector("#desk-paper").replaceChildren(box);
    const view = new EditorView({ state: stateOf(text, extensions), parent: box });
    return { view, box };
  };
  window.trial = { make, bare, writing, times: [] };
}"""
TURN = """(ours) => {
  const { make, bare, writing } = window.trial;
  window.trial.now?.view.destroy();
  window.trial.now = make(ours ? [bare, writing()] : [bare]);
  const { view } = window.trial.now;
  const at = view.state.doc.line(Math.floor(view.state.doc.lines / 2)).to;
  view.dispatch({ selection: { anchor: at }, effects: EditorView_scroll(view, at) });
  view.focus();
}""".replace(
    "EditorView_scroll(view, at)",
    'view.constructor.scrollIntoView(at, { y: "center" })',
)
CLOCK = """() => {
  window.trial.times = [];
  if (window.trial.clocked) return;
  window.trial.clocked = true;
  let begin = 0;
  addEventListener("keydown", () => { begin = performance.now(); }, true);
  addEventListener("input", () => {
    // The editor reads what was typed later in this task; its measuring is not left to a frame,
    // so that no waiting for the screen makes the two sides alike.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      window.trial.now.view.measure();
      document.body.getBoundingClientRect();
      window.trial.times.push(performance.now() - begin);
    };
    channel.port2.postMessage(0);
  }, true);
}"""


def document(arguments: list[str]) -> str:
    """Return the text: given, the real review, or one of the same size."""
    path = Path(arguments[0]) if arguments else REAL
    if path.exists():
        return path.read_text()
    return "\n".join(PARAGRAPH.format(n=n) for n in range(850))


def times(page: Page, *, ours: bool) -> list[float]:
    """Type into one of the editors; return the milliseconds of each key."""
    page.evaluate(TURN, ours)
    page.wait_for_timeout(1500)  # the first drawing and the background reading are done
    page.evaluate(CLOCK)
    for number in range(ROUNDS + WARM):
        page.keyboard.press("abcdefghij klm"[number % 14])
    page.wait_for_timeout(200)
    found: list[float] = page.evaluate("window.trial.times")
    return found[WARM:]


def main(arguments: list[str]) -> int:
    """Measure and print; exit 1 above the limit."""
    text = document(arguments)
    kept: dict[bool, list[list[float]]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        told = tell_into(Path(scratch) / "instance")
        browser = chromium(playwright)
        with served(told) as site:
            page = new_page(browser, site)
            sign_in(page, "author-1@demo.example")
            page.goto(f"/documents/{row_of(site.app, OPEN, 'document')}")
            page.get_by_role("link", name="Hearing checks").first.click()
            page.get_by_role("link", name="Edit the text").click()
            page.locator(".desk-live").wait_for()
            page.evaluate(STAND, [text])
            for ours in (False, True) * 4:
                kept[ours].append(times(page, ours=ours))
        browser.close()
    ours_ms, bare_ms = (min(map(statistics.median, kept[ours])) for ours in (True, False))
    row = {
        "name": "typing",
        "words": len(text.split()),
        "ours_ms": round(ours_ms, 2),
        "peer": "bare CodeMirror",
        "peer_ms": round(bare_ms, 2),
        "p95_ms": round(min(statistics.quantiles(turn, n=20)[-1] for turn in kept[True]), 2),
        "ratio": round(ours_ms / bare_ms, 2),
        "limit": LIMIT,
    }
    print(json.dumps(row))
    return int(row["ratio"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

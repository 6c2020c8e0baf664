/** Remarks on the wording of recommendations: underlined where they are, and listed on demand.
 *
 * The rules are the server's; what is typed is sent after a pause, and an answer to a text that
 * has changed meanwhile is dropped.
 */
import { closeLintPanel, diagnosticCount, forEachDiagnostic, linter, lintKeymap, openLintPanel } from "@codemirror/lint";
import { EditorView, keymap, panels } from "@codemirror/view";
import { token } from "./page.js";

const PAUSE = 700;

/** Ask the server what could be said more clearly. */
async function asked(view, given) {
  const text = view.state.doc.toString();
  if (!given.urls.wording || !text.includes(":::")) return [];
  try {
    const body = new URLSearchParams({ text, csrf_token: token() });
    const answer = await fetch(given.urls.wording, { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).remarks : [];
  } catch {
    return []; // without a network the text is written all the same
  }
}

/** Make of an answer what the editor shows. */
function shown(remark, given) {
  const actions = remark.instead
    ? [{
        name: given.say("wording_use", { words: remark.instead }),
        apply(view, from, to) {
          view.dispatch({ changes: { from, to, insert: remark.instead }, userEvent: "input.wording" });
          view.focus();
        },
      }]
    : [];
  return { from: remark.from, to: Math.max(remark.to, remark.from + 1), severity: "warning", message: remark.words, actions };
}

/** The line at the edge of the page: how many remarks there are; it opens the list. */
function line(button, given) {
  let open = false;
  return EditorView.updateListener.of((update) => {
    const count = diagnosticCount(update.state);
    const isOpen = Boolean(update.view.dom.ownerDocument.querySelector(".cm-panel-lint"));
    if (!button || (button.dataset.count === String(count) && open === isOpen)) return;
    open = isOpen;
    button.dataset.count = String(count);
    button.hidden = count === 0;
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = count === 1 ? given.say("wording_one") : given.say("wording_many", { number: count });
    button.onclick = () => {
      if (button.getAttribute("aria-expanded") === "true") closeLintPanel(update.view);
      else openLintPanel(update.view);
    };
  });
}

/** The extension; `place` holds the list, `button` says how long it is. */
export function wording(given) {
  const place = document.getElementById("desk-remarks");
  const button = document.getElementById("desk-wording");
  return [
    linter(async (view) => {
      const end = view.state.doc.length;
      return (await asked(view, given)).filter((one) => one.from < end && one.to <= end).map((one) => shown(one, given));
    }, { delay: PAUSE }),
    keymap.of(lintKeymap),
    place ? panels({ bottomContainer: place }) : [],
    line(button, given),
  ];
}

/** Return the remarks that are shown now, for tests: sentences with the words they stand at. */
export function remarksShown(state) {
  const found = [];
  forEachDiagnostic(state, (one, from, to) => found.push([state.sliceDoc(from, to), one.message]));
  return found;
}

/** `@` searches the references: those on the page at once, the library of the project behind them. */
import { autocompletion } from "@codemirror/autocomplete";
import { arrived, desk } from "./desk.js";

const PAUSE = 180;
const MOST = 12;

function options(known, words) {
  const wanted = words.toLowerCase();
  const found = [];
  for (const [key, { label, title }] of known) {
    const place = `${key} ${label} ${title}`.toLowerCase().indexOf(wanted);
    if (place >= 0) found.push([place, key, label, title]);
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.slice(0, MOST).map(([, key, label, title]) => ({ label: `@${key}`, displayLabel: label || key, detail: title, type: "reference", key }));
}

/** Put a key where it was searched for, in brackets where there are none. */
function apply(view, completion, from, to) {
  const { state } = view;
  const line = state.doc.lineAt(from);
  const before = line.text.slice(0, from - line.from);
  const isOpen = before.lastIndexOf("[") > before.lastIndexOf("]");
  const key = /^[\p{L}\p{N}_][\p{L}\p{N}_:.#$%&\-+?<>~/]*$/u.test(completion.key) && !/[:.#$%&\-+?<>~/]$/.test(completion.key)
    ? `@${completion.key}` : `@{${completion.key}}`;
  const insert = isOpen ? key : `[${key}]`;
  const isClosed = isOpen && state.sliceDoc(to, to + 1) === "]";
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length + (isClosed ? 1 : 0) },
    userEvent: "input.complete",
  });
}

async function source(context) {
  const typed = context.matchBefore(/(?<![\p{L}\p{N}_\\])@[^\s@;\][]*/u);
  if (!typed) return null;
  const { references, urls } = context.state.facet(desk);
  const words = typed.text.slice(1).replace(/^\{/, "");
  const own = options(references, words);
  const answer = (found) => ({ from: typed.from, options: found.map((one) => ({ ...one, apply })), filter: false });
  if (!urls.references || words.length < 2) return answer(own);
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (context.aborted) return null;
  try {
    const response = await fetch(`${urls.references}?${new URLSearchParams({ q: words })}`, { headers: { Accept: "application/json" } });
    if (!response.ok) return answer(own);
    const { results } = await response.json();
    let isNew = false;
    for (const { key, label, title } of results) {
      isNew = isNew || !references.has(key);
      references.set(key, { label, title });
    }
    if (isNew) queueMicrotask(() => context.view?.dispatch({ effects: arrived.of(null) }));
    const has = new Set(own.map((one) => one.key));
    const rest = results.filter((one) => !has.has(one.key)).map(({ key, label, title }) => ({ label: `@${key}`, displayLabel: label, detail: title, type: "reference", key }));
    return answer([...own, ...rest].slice(0, MOST));
  } catch {
    return answer(own);
  }
}

export const completion = autocompletion({ override: [source], icons: false, activateOnTyping: true, maxRenderedOptions: MOST, tooltipClass: () => "ed-completion" });

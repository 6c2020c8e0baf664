/** What the buttons and shortcuts do to the text. */
import { EditorSelection } from "@codemirror/state";
import { syntaxTree } from "@codemirror/language";
import { ask } from "./dialog.js";
import { desk } from "./desk.js";
import { place } from "./pictures.js";
import { showNote } from "./notes.js";
import { structure } from "./structure.js";

/** Find the innermost element of a kind around a stretch. */
function around(state, from, to, name) {
  for (const side of [-1, 1]) {
    for (let node = syntaxTree(state).resolveInner(from, side); node; node = node.parent) {
      if (node.name === name && node.from <= from && node.to >= to) return node;
    }
  }
  return null;
}

/** Put a mark around the selected words or the word at the cursor, or take it away. */
export const toggle = (name, sign) => (view) => {
  const { state } = view;
  view.dispatch(state.changeByRange((range) => {
    const node = around(state, range.from, range.to, name);
    if (node) {
      const signs = [node.firstChild, node.lastChild];
      return {
        changes: signs.map((one) => ({ from: one.from, to: one.to })),
        range: EditorSelection.range(
          Math.max(range.anchor - (signs[0].to - signs[0].from), node.from),
          Math.min(Math.max(range.head - (signs[0].to - signs[0].from), node.from), node.to - 2 * sign.length),
        ),
      };
    }
    const word = range.empty ? state.wordAt(range.head) ?? range : range;
    const text = state.sliceDoc(word.from, word.to);
    const lead = text.length - text.trimStart().length;
    const from = word.from + (lead === text.length ? 0 : lead);
    const to = word.to - (text.length - text.trimEnd().length) * (lead === text.length ? 0 : 1);
    return {
      changes: [{ from, insert: sign }, { from: to, insert: sign }],
      range: range.empty
        ? EditorSelection.cursor(range.head + sign.length)
        : EditorSelection.range(from + sign.length, to + sign.length),
    };
  }), { userEvent: "input.mark", scrollIntoView: true });
  view.focus();
  return true;
};

/** Say in what the cursor stands, from the innermost element outwards. */
function inside(state, at) {
  const names = [];
  for (let node = syntaxTree(state).resolveInner(at, -1); node; node = node.parent) names.push(node.name);
  return names;
}

/** Begin a new paragraph, as in every word processor: in the source an empty line stands between. */
export const paragraph = (view) => {
  const { state } = view;
  const { main } = state.selection;
  if (!main.empty) return false;
  const line = state.doc.lineAt(main.head);
  const item = /^(?:[-*+]|\d{1,9}\.)[ \t]+(?:\[ \][ \t]*)?$/.exec(line.text);
  if (item) {
    // An empty item ends its list.
    const above = line.number > 1 && state.doc.line(line.number - 1).text.trim();
    view.dispatch({
      changes: { from: line.from, to: line.to, insert: above ? "\n" : "" },
      selection: { anchor: line.from + (above ? 1 : 0) },
      userEvent: "input.type",
      scrollIntoView: true,
    });
    return true;
  }
  const names = inside(state, main.head);
  const isProse = line.text.trim() && !/^\s/.test(line.text)
    && names.some((name) => name === "Paragraph" || name.startsWith("ATXHeading"))
    && !names.some((name) => ["ListItem", "Blockquote", "Formula", "Table"].includes(name));
  if (!isProse) return false;
  view.dispatch(state.replaceSelection("\n\n"), { userEvent: "input.type", scrollIntoView: true });
  return true;
};

/** Break the line within a paragraph. */
export const lineBreak = (view) => {
  view.dispatch(view.state.replaceSelection("\\\n"), { userEvent: "input.type", scrollIntoView: true });
  return true;
};

/** At the beginning of a paragraph: join it to the one before. */
export const joined = (view) => {
  const { doc, selection: { main } } = view.state;
  const line = doc.lineAt(main.head);
  if (!main.empty || main.head !== line.from || line.number < 3) return false;
  if (doc.line(line.number - 1).text.trim() || !doc.line(line.number - 2).text.trim()) return false;
  const from = doc.line(line.number - 2).to;
  view.dispatch({ changes: { from, to: main.head }, selection: { anchor: from }, userEvent: "delete.backward", scrollIntoView: true });
  return true;
};

/** Call `each` for every line of the selection and dispatch its changes. */
function onLines(view, each) {
  const { state } = view;
  const changes = [];
  const seen = new Set();
  let number = 0;
  for (const range of state.selection.ranges) {
    for (let at = range.from; at <= range.to;) {
      const line = state.doc.lineAt(at);
      if (!seen.has(line.from)) {
        seen.add(line.from);
        if (line.text.trim() || range.empty) {
          number += 1;
          changes.push(...(each(line, number) ?? []));
        }
      }
      at = line.to + 1;
    }
  }
  if (changes.length) view.dispatch({ changes, userEvent: "input.mark", scrollIntoView: true });
  view.focus();
  return true;
}

/** Make headings of a level of the lines; 0 is text. */
export const heading = (level) => (view) => onLines(view, (line) => {
  const old = /^ {0,3}#{1,6}[ \t]+|^ {0,3}#{1,6}$/.exec(line.text)?.[0] ?? "";
  const insert = level ? `${"#".repeat(level)} ` : "";
  return old === insert ? [] : [{ from: line.from, to: line.from + old.length, insert }];
});

const LIST = /^(\s*)(?:[-*+]|\d{1,9}\.)[ \t]+(?:\[[ xX]\][ \t]+)?/;

/** Make list items of the lines, or text again. */
export const list = (kind) => (view) => {
  const { state } = view;
  const first = state.doc.lineAt(state.selection.main.from);
  const is = (text) => (kind === "number" ? /^\s*\d{1,9}\.[ \t]/ : /^\s*[-*+][ \t]/).test(text);
  const off = is(first.text);
  const gap = !off && first.number > 1 && state.doc.line(first.number - 1).text.trim() && !LIST.test(state.doc.line(first.number - 1).text) ? "\n" : "";
  return onLines(view, (line, number) => {
    const old = LIST.exec(line.text);
    const space = old?.[1] ?? "";
    const sign = off ? "" : `${space}${kind === "number" ? `${number}.` : "-"} `;
    return [{ from: line.from, to: line.from + (old?.[0].length ?? 0), insert: (number === 1 ? gap : "") + sign }];
  });
};

/** Quote the lines, or no longer. */
export const quote = (view) => {
  const off = /^ {0,3}>/.test(view.state.doc.lineAt(view.state.selection.main.from).text);
  return onLines(view, (line) => {
    const old = /^ {0,3}> ?/.exec(line.text)?.[0].length ?? 0;
    return [{ from: line.from, to: line.from + old, insert: off ? "" : "> " }];
  });
};

/** Ask for an address and make a link of the selected words. */
export const link = (view) => {
  const { say } = view.state.facet(desk);
  const { from, to } = view.state.selection.main;
  const words = view.state.sliceDoc(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  ask({
    title: say("link_title"),
    fields: [
      { name: "words", label: say("link_words"), value: isAddress ? "" : words },
      { name: "url", label: say("link_url"), value: isAddress ? words : "", required: true },
    ],
    yes: say("insert"),
    no: say("cancel"),
  }).then((answer) => {
    view.focus();
    if (!answer) return;
    const url = /^(https?:|mailto:|#)/i.test(answer.url.trim()) ? answer.url.trim() : `https://${answer.url.trim()}`;
    const safe = /[\s()<>]/.test(url) ? `<${url.replace(/[<>\s]/g, encodeURIComponent)}>` : url;
    const text = (answer.words.trim() || url).replace(/([[\]\\])/g, "\\$1");
    const insert = `[${text}](${safe})`;
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.link" });
  });
  return true;
};

/** Put an empty table at the cursor. */
export const table = (view) => {
  const { say } = view.state.facet(desk);
  ask({
    title: say("table_title"),
    fields: [
      { name: "columns", label: say("columns"), value: "3", type: "number", required: true },
      { name: "rows", label: say("rows"), value: "3", type: "number", required: true },
    ],
    yes: say("insert"),
    no: say("cancel"),
  }).then((answer) => {
    view.focus();
    if (!answer) return;
    const width = Math.min(Math.max(Number(answer.columns) || 3, 1), 12);
    const rows = Math.min(Math.max(Number(answer.rows) || 3, 1), 60);
    const head = Array.from({ length: width }, (_none, number) => ` ${say("column_n", { number: number + 1 })} `).join("|");
    const line = `|${"  |".repeat(width)}`;
    place(view, [`|${head}|`, `|${" --- |".repeat(width)}`, ...Array(rows).fill(line)].join("\n"));
    requestAnimationFrame(() => {
      const at = view.state.selection.main.head;
      const grids = [...view.dom.querySelectorAll(".ed-table")].filter((one) => view.posAtDOM(one) < at);
      grids.at(-1)?.board.enter(0, 0);
    });
  });
  return true;
};

/** Put the sign of a new footnote at the cursor and open the note. */
export const footnote = (view) => {
  const { state } = view;
  const { notes } = state.field(structure);
  let number = 1;
  while (notes.has(String(number)) || state.doc.toString().includes(`[^${number}]`)) number += 1;
  const at = state.selection.main.to;
  const end = state.doc.length;
  const gap = state.sliceDoc(end - 1) === "\n" || !end ? "\n" : "\n\n";
  view.dispatch({
    changes: [{ from: at, insert: `[^${number}]` }, { from: end, insert: `${gap}[^${number}]: \n` }],
    selection: { anchor: at + `[^${number}]`.length },
    userEvent: "input.note",
  });
  showNote(view, String(number), at);
  return true;
};

/** Put an empty recommendation at the cursor, with an id nobody has had. */
export const recommendation = (view) => {
  const { say, numbers } = view.state.facet(desk);
  const { divs } = view.state.field(structure);
  let id;
  do id = `rec-${Math.random().toString(36).slice(2, 8)}`;
  while (id in numbers || divs.some((one) => one.id === id));
  const words = say("new_recommendation");
  place(view, `::: {.recommendation #${id} type=evidence-based}\n${words}\n\n::: {.rationale}\n${say("new_rationale")}\n:::\n:::`);
  const at = view.state.doc.toString().indexOf(`#${id}`);
  const line = view.state.doc.lineAt(at);
  view.dispatch({ selection: { anchor: line.to + 1, head: line.to + 1 + words.length }, scrollIntoView: true });
  return true;
};

/** Begin a citation, which opens the list of references. */
export const cite = (startCompletion) => (view) => {
  const { head } = view.state.selection.main;
  const before = view.state.sliceDoc(Math.max(head - 1, 0), head);
  const gap = before && !/[\s([]/.test(before) ? " " : "";
  view.dispatch({
    changes: { from: head, insert: `${gap}[@]` },
    selection: { anchor: head + gap.length + 2 },
    userEvent: "input.type",
    scrollIntoView: true,
  });
  view.focus();
  startCompletion(view);
  return true;
};

/** Say what the cursor stands in, for the buttons that show it. */
export function standing(state) {
  const { head } = state.selection.main;
  const found = new Set();
  for (let node = syntaxTree(state).resolveInner(head, -1); node; node = node.parent) found.add(node.name);
  const level = [...found].find((name) => /^(ATX|Setext)Heading/.test(name))?.at(-1) ?? "0";
  return {
    bold: found.has("StrongEmphasis"), italic: found.has("Emphasis"), bullets: found.has("BulletList"),
    numbers: found.has("OrderedList"), quote: found.has("Blockquote"), sub: found.has("Subscript"),
    sup: found.has("Superscript"), level,
  };
}

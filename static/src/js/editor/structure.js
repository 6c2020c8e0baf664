/** What a text is made of, found in one pass over its lines: boxes, tables, figures, formulas, notes.
 *
 * `called` are the ids of notes in the order in which the text first refers to them.
 */
import { StateField } from "@codemirror/state";
import { DIV_CLOSE, DIV_OPEN } from "./language.js";
import { readAttributes } from "./attributes.js";

const CODE = /^ {0,3}(`{3,})[^`]*$|^ {0,3}(~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?)|)(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const DELIMITER = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const PICTURE = /^ {0,3}!\[((?:\\.|[^\]\\])*)\]\(<?([^\s)>]+)>?(?:[ \t]+"[^"]*")?\)(\{[^{}]*\})?[ \t]*$/;
const NOTE = /^ {0,3}\[\^([^\]\s]+)\]:[ \t]*/;
const CALL = /\[\^([^\]\s]+)\](?!:)/g;
const TELLING = /^\s*(?::::|#|`{3}|~{3}|\$\$|!\[|<!--|[=-]+\s*$|$)|\||-->|\[\^|\$\$\s*$/;

/** Count the cells of a table's row as the preview does. */
export function columns(row) {
  const bare = row.trim();
  const open = bare.startsWith("|") ? 1 : 0;
  const close = bare.endsWith("|") && bare.at(-2) !== "\\" ? 1 : 0;
  return bare.slice(open, bare.length - close).replaceAll("\\|", "").split("|").length;
}

/** The words of a heading, without its braces and marks. */
export function headingWords(text) {
  return text.replace(/[ \t]*\{[^{}]*\}[ \t]*$/, "").replace(/\[@[^\]]*\]|[*_`~]/g, "").trim();
}

/** Walk over the lines of a document and name its parts; positions are those of the editor. */
export function scan(doc) {
  const found = { divs: [], tables: [], pictures: [], formulas: [], notes: new Map(), headings: [], called: [] };
  const stack = [];
  let at = 0;
  let code = null;
  let comment = false;
  let lines = 0; // of the paragraph so far
  let before = "";
  let start = 0; // where the paragraph began
  let table = null;
  let formula = -1;
  let note = null;
  for (const text of doc.iterLines()) {
    const from = at;
    const to = at + text.length;
    at = to + 1;
    const bare = text.trim();
    if (comment) {
      if (text.includes("-->")) comment = false;
      continue;
    }
    if (code) {
      if (bare.length >= code.length && bare.startsWith(code) && !bare.replaceAll(code[0], "")) code = null;
      continue;
    }
    if (formula >= 0) {
      if (!bare) formula = -1;
      else if (bare.endsWith("$$")) {
        found.formulas.push({ from: formula, to });
        formula = -1;
        lines = 0;
        continue;
      } else continue;
    }
    if (table) {
      if (text.includes("|") && bare) {
        table.to = to;
        continue;
      }
      table = null;
      lines = 0;
    }
    if (!bare) {
      lines = 0;
      continue;
    }
    if (text.includes("[^")) {
      for (const [, id] of text.matchAll(CALL)) if (!found.called.includes(id)) found.called.push(id);
    }
    if (note && lines === 0 && !/^(?: {2,}|\t)/.test(text)) note = null;
    if (text.includes(":::")) {
      if (stack.length && DIV_CLOSE.test(text)) {
        const div = stack.pop();
        Object.assign(div, { closeFrom: from, closeTo: to, closed: true });
        lines = 0;
        continue;
      }
      const opened = lines === 0 && DIV_OPEN.exec(text);
      if (opened) {
        const braces = text.indexOf("{");
        const attributes = opened[1] ? readAttributes(text, braces) : null;
        if (attributes || opened[2]) {
          const classes = attributes
            ? attributes.items.filter((one) => one.kind === "class").map((one) => one.value)
            : [opened[2]];
          const id = attributes?.items.find((one) => one.kind === "id")?.value ?? "";
          const div = { from, to, text, braces, attributes, classes, id, depth: stack.length, closed: false, closeFrom: doc.length, closeTo: doc.length };
          stack.push(div);
          found.divs.push(div);
          continue;
        }
      }
    }
    const fence = CODE.exec(text);
    if (fence) {
      code = fence[1] ?? fence[2];
      lines = 0;
      continue;
    }
    if (text.includes("<!--") && !text.includes("-->", text.indexOf("<!--"))) {
      comment = true;
      lines = 0;
      continue;
    }
    const heading = text.includes("#") && HEADING.exec(text);
    if (heading) {
      found.headings.push({ level: heading[1].length, words: headingWords(heading[2] ?? ""), from });
      lines = 0;
      continue;
    }
    const under = lines === 1 && UNDERLINE.exec(text);
    if (under) {
      found.headings.push({ level: under[1][0] === "=" ? 1 : 2, words: headingWords(before), from: start });
      lines = 0;
      continue;
    }
    if (lines === 1 && text.includes("|") && before.includes("|") && DELIMITER.test(text) && columns(before) === columns(text)) {
      table = { from: start, to };
      found.tables.push(table);
      continue;
    }
    if (lines === 0) {
      start = from;
      const picture = bare.startsWith("![") && PICTURE.exec(text);
      if (picture) found.pictures.push({ from, to, words: picture[1], source: picture[2], braces: picture[3] ?? "" });
      if (bare.startsWith("$$")) {
        if (bare.length > 4 && bare.endsWith("$$")) found.formulas.push({ from, to });
        else if (!bare.slice(2).includes("$$")) {
          formula = from;
          continue;
        }
      }
    }
    const label = text.includes("[^") && NOTE.exec(text);
    if (label) {
      note = { id: label[1], from, body: from + label[0].length, to };
      if (!found.notes.has(label[1])) found.notes.set(label[1], note);
      lines = 1;
      continue;
    }
    if (note) note.to = to;
    // A paragraph of several lines holds no figure of its own.
    if (lines > 0 && found.pictures.at(-1)?.from === start) found.pictures.pop();
    before = text;
    lines += 1;
  }
  return found;
}

/** Move the parts of a structure along with a change that leaves it as it is. */
function moved(found, changes) {
  const span = (one) => ({ ...one, from: changes.mapPos(one.from, -1), to: changes.mapPos(one.to, 1) });
  return {
    divs: found.divs.map((div) => ({
      ...span(div),
      closeFrom: changes.mapPos(div.closeFrom, -1),
      closeTo: changes.mapPos(div.closeTo, 1),
    })),
    tables: found.tables.map(span),
    pictures: found.pictures.map(span),
    formulas: found.formulas.map(span),
    headings: found.headings.map((one) => ({ ...one, from: changes.mapPos(one.from, -1) })),
    notes: new Map([...found.notes].map(([id, one]) => [id, { ...span(one), body: changes.mapPos(one.body, -1) }])),
    called: found.called,
    kind: found.kind,
  };
}

/** Say whether a change stays inside one line and changes nothing that tells the structure. */
function isPlain(transaction) {
  let plain = true;
  transaction.changes.iterChanges((fromA, toA, fromB, toB) => {
    if (!plain) return;
    const before = transaction.startState.doc.lineAt(fromA);
    const after = transaction.newDoc.lineAt(fromB);
    plain = toA <= before.to && toB <= after.to && !TELLING.test(before.text) && !TELLING.test(after.text);
  });
  return plain;
}

/** The structure of the text; `kind` is a new object whenever it was read anew. */
export const structure = StateField.define({
  create: (state) => ({ ...scan(state.doc), kind: {} }),
  update(value, transaction) {
    if (!transaction.docChanged) return value;
    if (isPlain(transaction)) return moved(value, transaction.changes);
    return { ...scan(transaction.newDoc), kind: {} };
  },
});

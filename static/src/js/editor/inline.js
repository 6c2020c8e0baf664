/** What marks make is shown where they stand; the marks appear where the cursor is. */
import { syntaxTree } from "@codemirror/language";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";
import { Chips } from "./citations.js";
import { desk, marksShown, touches } from "./desk.js";
import { make } from "./page.js";
import { Formula, Reference } from "./formulas.js";
import { NoteSign } from "./notes.js";
import { InlinePicture } from "./pictures.js";
import { structure } from "./structure.js";

const hidden = Decoration.replace({});
const line = (name) => Decoration.line({ class: name });
const mark = (name, attributes) => Decoration.mark({ class: name, attributes });
const LOOK = {
  Emphasis: mark("ed-em"),
  StrongEmphasis: mark("ed-strong"),
  Strikethrough: mark("ed-strike"),
  Subscript: mark("ed-sub"),
  Superscript: mark("ed-sup"),
  InlineCode: mark("ed-tick"),
  Link: mark("ed-link"),
  Autolink: mark("ed-link"),
  Comment: mark("ed-comment"),
  CommentBlock: mark("ed-comment"),
};
const MARKS = new Set(["EmphasisMark", "StrikethroughMark", "SubscriptMark", "SuperscriptMark", "CodeMark"]);
const marking = mark("ed-mark");
const lines = new Map();
const lineOf = (name) => lines.get(name) ?? lines.set(name, line(name)).get(name);

/** The dot or number at the beginning of a list item or a note. */
class Bullet extends WidgetType {
  constructor(words, look = "ed-bullet") {
    super();
    this.words = words;
    this.look = look;
  }

  eq(other) {
    return other.words === this.words && other.look === this.look;
  }

  toDOM() {
    return make("span", { class: this.look }, this.words);
  }

  ignoreEvent() {
    return false;
  }
}

/** The box of a task, which can be ticked. */
class Tick extends WidgetType {
  constructor(done, label) {
    super();
    this.done = done;
    this.label = label;
  }

  eq(other) {
    return other.done === this.done;
  }

  toDOM(view) {
    const box = make("input", { type: "checkbox", class: "ed-task", "aria-label": this.label });
    box.checked = this.done;
    box.addEventListener("change", () => {
      const at = view.posAtDOM(box);
      view.dispatch({ changes: { from: at + 1, to: at + 2, insert: box.checked ? "x" : " " }, userEvent: "input" });
    });
    return box;
  }

  ignoreEvent() {
    return true;
  }
}

/** Draw the visible part of a text. */
function draw(view) {
  const { state } = view;
  if (state.field(marksShown)) return Decoration.set(sourceLines(view), true);
  const found = [];
  const given = state.facet(desk);
  const held = view.hasFocus ? state.selection : { ranges: [] };
  const near = (from, to) => touches(held, from, to);
  const add = (decoration, from, to) => {
    if (to > from) found.push(decoration.range(from, to));
  };
  boxes(view, found);
  eachLine(state, view.viewport.from, view.viewport.to, view, (one) => {
    if (!one.length) found.push(lineOf("ed-gap").range(one.from));
  });
  const tables = state.field(structure).tables;
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter(node) {
        const { name } = node;
        const look = LOOK[name];
        if (name === "Table" && tables.some((one) => one.from >= node.from && one.to <= node.to)) return false;
        if (name.startsWith("ATXHeading")) heading(state, node, near, found, add);
        else if (name.startsWith("SetextHeading")) {
          found.push(lineOf(`ed-h ed-h${name.at(-1)}`).range(state.doc.lineAt(node.from).from));
        } else if (name === "Link" || name === "Autolink") return link(state, node, near, add, given);
        else if (name === "Comment" || name === "CommentBlock") {
          add(look, node.from, node.to);
          if (!near(node.from, node.to)) comment(state, node, add);
        } else if (look) {
          add(look, node.from, node.to);
        } else if (MARKS.has(name)) {
          const around = node.node.parent;
          if (around.name === "FencedCode") return undefined;
          add(near(around.from, around.to) ? marking : hidden, node.from, node.to);
        } else if (name === "Citation") {
          if (!near(node.from, node.to)) add(Decoration.replace({ widget: new Chips(state.sliceDoc(node.from, node.to), given.references, given.say) }), node.from, node.to);
          else add(mark("ed-cite-typed"), node.from, node.to);
        } else if (name === "NoteRef") note(state, node, near, add, given);
        else if (name === "Formula") {
          const text = state.sliceDoc(node.from, node.to);
          if (!near(node.from, node.to) && !text.includes("\n")) add(Decoration.replace({ widget: new Formula(text, given) }), node.from, node.to);
          else add(mark("ed-tick"), node.from, node.to);
        } else if (name === "Image") picture(state, node, near, add, given);
        else if (name === "ListItem") item(state, node, near, found, add, given);
        else if (name === "Blockquote") {
          eachLine(state, node.from, node.to, view, (one) => found.push(lineOf("ed-quote").range(one.from)));
        } else if (name === "QuoteMark") {
          const end = state.sliceDoc(node.to, node.to + 1) === " " ? node.to + 1 : node.to;
          const whole = state.doc.lineAt(node.from);
          add(near(whole.from, whole.to) ? marking : hidden, node.from, end);
        } else if (name === "FencedCode" || name === "CodeBlock") {
          eachLine(state, node.from, node.to, view, (one) => found.push(lineOf("ed-code").range(one.from)));
        } else if (name === "HorizontalRule") {
          if (!near(node.from, node.to)) found.push(lineOf("ed-rule").range(state.doc.lineAt(node.from).from));
        } else if (name === "Escape") {
          if (!near(node.from, node.to)) add(hidden, node.from, node.from + 1);
        }
        return undefined;
      },
    });
  }
  return Decoration.set(found, true);
}

/** Call `each` for the visible lines of a stretch. */
function eachLine(state, from, to, view, each) {
  const first = Math.max(from, view.viewport.from);
  const last = Math.min(to, view.viewport.to);
  for (let at = first; at <= last;) {
    const one = state.doc.lineAt(at);
    each(one);
    at = one.to + 1;
  }
}

/** Everything in the letters of a source. */
function sourceLines(view) {
  const found = [];
  eachLine(view.state, view.viewport.from, view.viewport.to, view, (one) => found.push(lineOf("ed-source").range(one.from)));
  return found;
}

/** Draw the sides of boxes. */
function boxes(view, found) {
  const { state } = view;
  const { from, to } = view.viewport;
  const near = state.field(structure).divs.filter((div) => div.from <= to && div.closeTo >= from);
  for (const div of near) {
    const outer = near.find((one) => one.depth === 0 && one.from <= div.from && one.closeTo >= div.closeTo);
    const isWording = div.classes.includes("recommendation");
    if (div.depth === 0) {
      const look = isWording ? "ed-box ed-rec" : "ed-box";
      eachLine(state, div.to + 1, div.closeFrom - 1, view, (one) => found.push(lineOf(look).range(one.from)));
    } else if (outer) {
      eachLine(state, div.to + 1, div.closeFrom - 1, view, (one) => found.push(lineOf("ed-part").range(one.from)));
    }
  }
}

function heading(state, node, near, found, add) {
  const whole = state.doc.lineAt(node.from);
  found.push(lineOf(`ed-h ed-h${node.name.at(-1)}`).range(whole.from));
  if (near(whole.from, whole.to)) {
    for (const sign of node.node.getChildren("HeaderMark")) add(marking, sign.from, sign.to);
    return;
  }
  const first = node.node.getChild("HeaderMark");
  add(hidden, whole.from, Math.min(first.to + 1, whole.to));
  const braces = /[ \t]*\{[^{}]*\}[ \t]*$/.exec(whole.text);
  if (braces && whole.from + braces.index > first.to) add(hidden, whole.from + braces.index, whole.to);
}

function link(state, node, near, add, given) {
  const inner = node.node;
  const signs = inner.getChildren("LinkMark");
  const url = inner.getChild("URL");
  if (!url && !inner.getChild("LinkLabel")) return undefined; // words in brackets
  const text = state.sliceDoc(node.from, node.to);
  if (/^\[\]\(#[^\s()]+\)$/.test(text) && !near(node.from, node.to)) {
    add(Decoration.replace({ widget: new Reference(text, given) }), node.from, node.to);
    return false;
  }
  add(LOOK.Link, node.from, node.to);
  if (node.name === "Autolink") {
    if (!near(node.from, node.to)) for (const sign of signs) add(hidden, sign.from, sign.to);
    return false;
  }
  if (near(node.from, node.to)) {
    if (signs[1]) add(marking, signs[1].from, node.to);
    return undefined;
  }
  add(hidden, signs[0].from, signs[0].to);
  if (signs[1]) {
    const braces = /^\{[^{}\n]*\}/.exec(state.sliceDoc(node.to, node.to + 200));
    add(hidden, signs[1].from, node.to + (braces?.[0].length ?? 0));
  }
  return undefined;
}

/** Hide the signs of a comment: its words are enough. */
function comment(state, node, add) {
  const text = state.sliceDoc(node.from, node.to);
  if (!text.startsWith("<!--") || !text.endsWith("-->") || text.includes("\n") || text.length < 8) return;
  add(hidden, node.from, node.from + 4);
  add(hidden, node.to - 3, node.to);
}

/** The number under which a note will be printed; a note nobody refers to keeps its name. */
function numberOf(state, id) {
  const at = state.field(structure).called.indexOf(id);
  return at < 0 ? id : String(at + 1);
}

function note(state, node, near, add, given) {
  const id = state.sliceDoc(node.from + 2, node.to - 1);
  const whole = state.doc.lineAt(node.from);
  const isLabel = state.sliceDoc(node.to, node.to + 1) === ":" && !state.sliceDoc(whole.from, node.from).trim();
  if (isLabel) {
    if (near(whole.from, node.to + 1)) add(mark("ed-note-label"), node.from, node.to + 1);
    else add(Decoration.replace({ widget: new Bullet(`${numberOf(state, id)}.`, "ed-note-label") }), node.from, node.to + 1);
    return;
  }
  if (!near(node.from, node.to)) add(Decoration.replace({ widget: new NoteSign(id, numberOf(state, id), given) }), node.from, node.to);
}

function picture(state, node, near, add, given) {
  const whole = state.doc.lineAt(node.from);
  if (state.field(structure).pictures.some((one) => one.from === whole.from)) return; // drawn as a figure
  if (near(node.from, node.to)) return;
  const url = node.node.getChild("URL");
  if (!url) return;
  const words = /^!\[([^\]]*)/.exec(state.sliceDoc(node.from, node.to))?.[1] ?? "";
  add(Decoration.replace({ widget: new InlinePicture(state.sliceDoc(url.from, url.to), words, given) }), node.from, node.to);
}

function item(state, node, near, found, add, given) {
  const sign = node.node.getChild("ListMark");
  if (!sign) return;
  let depth = 0;
  for (let up = node.node.parent; up; up = up.parent) if (up.name === "BulletList" || up.name === "OrderedList") depth += 1;
  depth = Math.min(depth, 6);
  const first = state.doc.lineAt(node.from);
  found.push(lineOf(`ed-item ed-depth-${depth}`).range(first.from));
  let text = sign.to;
  while (state.sliceDoc(text, text + 1) === " ") text += 1;
  const lead = state.sliceDoc(first.from, sign.from);
  const begin = lead.trim() ? sign.from : first.from;
  const task = node.node.getChild("Task")?.getChild("TaskMarker");
  if (!near(begin, Math.max(text - 1, begin))) {
    const words = state.sliceDoc(sign.from, sign.to);
    add(Decoration.replace({ widget: new Bullet(task ? "" : /[-*+]/.test(words) ? "•" : words, task ? "ed-bullet ed-bullet-task" : "ed-bullet") }), begin, text);
    if (task) {
      const done = /x/i.test(state.sliceDoc(task.from, task.to));
      add(Decoration.replace({ widget: new Tick(done, given.say("task")) }), task.from, task.to);
    }
  }
  const child = node.node.getChild("BulletList") ?? node.node.getChild("OrderedList");
  const end = child ? child.from - 1 : node.to;
  for (let at = first.to + 1; at <= end && at <= state.doc.length;) {
    const more = state.doc.lineAt(at);
    const space = /^[ \t]+/.exec(more.text)?.[0].length ?? 0;
    if (more.text.trim()) {
      found.push(lineOf(`ed-more ed-depth-${depth}`).range(more.from));
      if (space && !near(more.from, more.from + space - 1)) add(hidden, more.from, more.from + space);
    }
    at = more.to + 1;
  }
}

/** The plugin that keeps the drawing up to date. */
export const inline = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = draw(view);
      this.tree = syntaxTree(view.state);
    }

    update(update) {
      const tree = syntaxTree(update.state);
      const said = update.transactions.some((one) => one.effects.length);
      if (update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged || tree !== this.tree || said) {
        this.tree = tree;
        this.decorations = draw(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

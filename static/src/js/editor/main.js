/** The editor of a section: takes the place of the text area, which stays for pages without scripts. */
import { closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, redo, undo } from "@codemirror/commands";
import { deleteMarkupBackward, insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { syntaxTree } from "@codemirror/language";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, keymap, tooltips } from "@codemirror/view";
import { blocks } from "./blocks.js";
import * as commands from "./commands.js";
import { completion } from "./completion.js";
import { desk, marksShown, showMarks } from "./desk.js";
import { carried, make, speaker } from "./page.js";
import { Drawings } from "./formulas.js";
import { inline } from "./inline.js";
import { language } from "./language.js";
import { sourceOf, stateOf } from "./model.js";
import { notes } from "./notes.js";
import { Outline } from "./outline.js";
import { paste } from "./paste.js";
import { choosePicture, pictures } from "./pictures.js";
import { Preview } from "./preview.js";
import { Saving } from "./saving.js";
import { structure } from "./structure.js";
import { intoTable } from "./table.js";
import { Toolbar } from "./toolbar.js";
import { remarksShown, wording } from "./wording.js";

/** What makes a bare editor the editor of guidelines. */
function writing(given) {
  return [
    desk.of(given),
    language,
    structure,
    marksShown,
    notes,
    blocks,
    inline,
    completion,
    paste,
    pictures,
    wording(given),
    closeBrackets(),
    language.data.of({ closeBrackets: { brackets: ["(", "[", "{", "\""] } }),
    search({ top: true }),
    highlightSelectionMatches({ minSelectionLength: 3 }),
    EditorState.phrases.of(given.phrases),
    EditorView.contentAttributes.of({
      spellcheck: "true", autocorrect: "on", autocapitalize: "sentences", lang: given.language, "aria-label": given.say("text"),
    }),
  ];
}

/** What every editor has: the peer in measurements is made of this. */
const bare = [history(), drawSelection(), dropCursor(), EditorView.lineWrapping, keymap.of([...defaultKeymap, ...historyKeymap])];

/** Complete what the page carries to the desk of an editor. */
function deskOf(page, references) {
  return {
    ...page,
    say: speaker(page.words),
    references: new Map(Object.entries(references)),
    pictures: new Map(Object.entries(page.pictures)),
    formulas: new Drawings(page.urls.preview),
    partName: (name) => page.parts[name] ?? name.replaceAll(/[-_]/g, " "),
    tell: (words) => {
      const line = document.getElementById("desk-state");
      if (line) line.textContent = words;
    },
  };
}

const inList = (command) => (view) => {
  for (let node = syntaxTree(view.state).resolveInner(view.state.selection.main.head, -1); node; node = node.parent) {
    if (node.name === "ListItem") return command(view);
  }
  return false;
};

function shortcuts(actions) {
  const key = (name, run) => ({ key: name, run, preventDefault: true });
  return keymap.of([
    key("Mod-b", actions.bold), key("Mod-i", actions.italic), key("Mod-k", actions.link),
    key("Mod-y", redo), key("Mod-h", actions.find),
    key("Mod-Shift-8", actions.bullets), key("Mod-Shift-7", actions.numbers), key("Mod-Shift-9", actions.quote),
    key("Mod-*", actions.bullets), key("Mod-Alt-f", actions.footnote), key("Mod-.", actions.sup), key("Mod-,", actions.sub),
    ...[0, 1, 2, 3, 4, 5, 6].map((level) => key(`Mod-Alt-${level}`, commands.heading(level))),
    key("F9", actions.quiet), key("F1", actions.help), key("Alt-F10", actions.toolbar),
    { key: "ArrowDown", run: intoTable(true) },
    { key: "ArrowUp", run: intoTable(false) },
    { key: "Enter", run: commands.paragraph, shift: commands.lineBreak },
    { key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
    { key: "Backspace", run: deleteMarkupBackward },
    { key: "Backspace", run: commands.joined },
    { key: "Tab", run: inList(indentMore), shift: inList(indentLess) },
  ]);
}

/** Switches of the page that this device remembers. */
function remembered(name, otherwise) {
  try {
    return localStorage.getItem(`concord-desk-${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`concord-desk-${name}`, value);
  } catch {
    // not remembered, that is all
  }
}

function start(form) {
  const area = form.elements.source;
  const page = carried("editor-desk", null);
  if (!page) return;
  const given = deskOf(page, carried("editor-references", {}));
  const source = carried("editor-source", area.defaultValue);
  const parts = {};
  given.landmarks = new Drawings(page.urls.preview, () => sourceOf(given.landmarks.view.state));
  const readOnly = new Compartment();
  const actions = actionsOf(given, form, parts);

  const listener = EditorView.updateListener.of((update) => {
    if (update.docChanged) {
      if (!parts.saving?.quietly) parts.saving?.changed();
      parts.preview?.changed();
      if (update.state.field(structure).kind !== update.startState.field(structure).kind) {
        parts.outline?.changed();
        given.landmarks.again();
      } else if (parts.outline) parts.outline.headings = update.state.field(structure).headings.slice(1).filter((one) => one.words);
    }
    if (update.docChanged || update.selectionSet) {
      cancelAnimationFrame(parts.frame);
      parts.frame = requestAnimationFrame(() => parts.toolbar?.changed());
    }
  });
  const view = new EditorView({
    state: stateOf(source, [
      Prec.high(shortcuts(actions)), keymap.of([...completionKeymap, ...closeBracketsKeymap, ...searchKeymap]),
      bare, writing(given), readOnly.of([]), listener, tooltips({ parent: form }),
    ]),
  });
  given.formulas.view = view;
  given.landmarks.view = view;
  given.comments = document.getElementById("desk-comments");
  document.getElementById("desk-plain").remove();
  document.getElementById("desk-paper").append(view.dom);
  form.classList.add("desk-live");
  parts.toolbar = new Toolbar(view, actions);
  parts.outline = new Outline(view, given);
  parts.preview = new Preview(view, given);
  parts.saving = new Saving(view, given, (locked) => view.dispatch({ effects: readOnly.reconfigure(locked ? EditorState.readOnly.of(true) : []) }));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault(); // from a cell or a field, too
    if (!document.querySelector("dialog[open]")) parts.saving.ask();
  });
  form.desk = { view, EditorView, stateOf, sourceOf, bare, remarksShown, writing: () => writing(given) };
  const isWide = matchMedia("(min-width: 64rem)").matches;
  switches(form, parts, isWide);
  if (view.state.doc.toString().trim().includes("\n")) return;
  // Nothing but a heading: begin to write below it.
  const end = view.state.doc.length;
  view.dispatch({ selection: { anchor: end } });
  view.focus();
}

function switches(form, parts, isWide) {
  const set = (name, yes) => {
    form.classList.toggle(`desk-with-${name}`, yes);
    parts.toolbar.pressed(name, yes);
    if (name === "preview") parts.preview.open(yes);
    if (name === "quiet") document.body.classList.toggle("writing-quiet", yes);
  };
  parts.turn = (name) => {
    const yes = !form.classList.contains(`desk-with-${name}`);
    if (yes && !isWide && name === "outline") set("preview", false);
    if (yes && !isWide && name === "preview") set("outline", false);
    set(name, yes);
    if (name !== "quiet") remember(`${name}-${isWide ? "wide" : "small"}`, yes ? "yes" : "no");
    return true;
  };
  set("outline", isWide && remembered("outline-wide", "yes") === "yes");
  set("preview", isWide && remembered("preview-wide", "no") === "yes");
}

function actionsOf(given, form, parts) {
  return {
    undo, redo,
    bold: commands.toggle("StrongEmphasis", "**"),
    italic: commands.toggle("Emphasis", "*"),
    sub: commands.toggle("Subscript", "~"),
    sup: commands.toggle("Superscript", "^"),
    heading: commands.heading,
    bullets: commands.list("bullet"),
    numbers: commands.list("number"),
    quote: commands.quote,
    link: commands.link,
    table: commands.table,
    footnote: commands.footnote,
    recommendation: commands.recommendation,
    cite: commands.cite(startCompletion),
    picture: (view) => { choosePicture(view); return true; },
    find: openSearchPanel,
    marks: (view) => {
      const yes = !view.state.field(marksShown);
      view.dispatch({ effects: showMarks.of(yes) });
      parts.toolbar.pressed("marks", yes);
      return true;
    },
    outline: () => parts.turn("outline"),
    preview: () => parts.turn("preview"),
    quiet: () => parts.turn("quiet"),
    toolbar: () => parts.toolbar.focus(),
    save: () => { parts.saving.ask(); return true; },
    help: (view) => { help(view, given); return true; },
  };
}

function help(view, given) {
  const { say } = given;
  const dialog = make("dialog", { class: "dialog desk-help", "aria-labelledby": "desk-help" });
  const close = make("button", { type: "button", class: "button", onclick: () => dialog.close() }, say("close"));
  dialog.append(make("div", { class: "dialog-inner" },
    make("h2", { id: "desk-help" }, say("help_title")),
    make("p", {}, say("help_lead")),
    make("dl", { class: "desk-keys" }, ...given.help.map(([words, keys]) => make("div", {}, make("dt", {}, words), make("dd", {}, keys)))),
    make("p", { class: "hint" }, say("image_note")),
    make("div", { class: "buttons" }, close)));
  dialog.addEventListener("close", () => {
    dialog.remove();
    view.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

const form = document.getElementById("desk");
if (form) {
  try {
    start(form);
  } catch (error) {
    form.classList.add("desk-failed"); // the text area is still there
    throw error;
  }
}

/** Footnotes: a sign in the text that opens the note in place. */
import { StateEffect, StateField } from "@codemirror/state";
import { showTooltip, WidgetType } from "@codemirror/view";
import { desk } from "./desk.js";
import { make } from "./page.js";
import { structure } from "./structure.js";

const openNote = StateEffect.define();

/** The raised sign of a note. */
export class NoteSign extends WidgetType {
  constructor(id, number, given) {
    super();
    this.id = id;
    this.number = number;
    this.given = given;
  }

  eq(other) {
    return other.id === this.id && other.number === this.number;
  }

  toDOM(view) {
    const open = () => view.dispatch({ effects: openNote.of({ id: this.id, at: view.posAtDOM(button) }) });
    const button = make("button", {
      type: "button", class: "ed-note", "aria-label": this.given.say("footnote_n", { id: this.number }),
      onmousedown: (event) => event.preventDefault(), onclick: open,
    }, this.number);
    return button;
  }

  ignoreEvent() {
    return true;
  }
}

/** The note that stands open, if one does. */
export const notes = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(openNote)) continue;
      const open = effect.value;
      // One maker for as long as the note is open, so that its box stays while somebody types in it.
      return open && { ...open, create: (view) => ({ dom: box(view, open.id) }) };
    }
    if (!value) return null;
    if (transaction.selection && !transaction.docChanged) return null;
    return transaction.docChanged ? { ...value, at: transaction.changes.mapPos(value.at) } : value;
  },
  provide: (field) => showTooltip.compute([field], (state) => {
    const open = state.field(field);
    if (!open) return null;
    return { pos: open.at, above: false, create: open.create };
  }),
});

/** Open a note at a place. */
export function showNote(view, id, at) {
  view.dispatch({ effects: openNote.of({ id, at }) });
}

function box(view, id) {
  const { say, language } = view.state.facet(desk);
  const close = () => {
    view.dispatch({ effects: openNote.of(null) });
    view.focus();
  };
  const name = `ed-note-${id}`;
  const dom = make("div", { class: "ed-note-box" });
  const found = view.state.field(structure).notes.get(id);
  const area = make("textarea", { class: "input", id: name, rows: 3, lang: language, spellcheck: "true" });
  area.value = found ? view.state.sliceDoc(found.body, found.to).replace(/\n[ \t]+/g, "\n") : "";
  area.addEventListener("input", () => {
    const now = view.state.field(structure).notes.get(id);
    const words = area.value.replace(/\n+/g, "\n    ");
    const { doc } = view.state;
    const gap = doc.length && doc.sliceString(doc.length - 1) !== "\n" ? "\n\n" : "\n";
    const changes = now
      ? { from: now.body, to: now.to, insert: words }
      : { from: doc.length, insert: `${gap}[^${id}]: ${words}\n` };
    view.dispatch({ changes, userEvent: "input" });
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  const at = view.state.field(structure).called.indexOf(id);
  dom.append(
    make("label", { for: name }, say("footnote_n", { id: at < 0 ? id : at + 1 })),
    area,
    make("div", { class: "buttons" }, make("button", { type: "button", class: "button", onclick: close }, say("done"))),
  );
  requestAnimationFrame(() => area.focus());
  return dom;
}

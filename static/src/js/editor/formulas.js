/** Formulas and references, drawn by the preview of the server: shown here is what will be published. */
import { WidgetType } from "@codemirror/view";
import { arrived } from "./desk.js";
import { make, token } from "./page.js";

const PAUSE = 120;
const LATER = 1500;
const MOST = 40;

/** Ask for drawings in bundles, and keep the answers; `before` is the text that stands around them. */
export class Drawings {
  constructor(url, before = () => "") {
    this.url = url;
    this.before = before;
    this.known = new Map();
    this.wanted = new Set();
    this.timer = 0;
    this.view = null;
  }

  /** Return the drawing of a piece of text, or null while it is on its way. */
  get(text) {
    if (this.known.has(text)) return this.known.get(text);
    this.wanted.add(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), PAUSE);
    return null;
  }

  /** What was drawn may have changed: ask again, and show the old until the answer is there. */
  again() {
    if (!this.known.size) return;
    for (const text of this.known.keys()) this.wanted.add(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), LATER);
  }

  async fetch() {
    const texts = [...this.wanted].slice(0, MOST);
    for (const text of texts) this.wanted.delete(text);
    const body = new URLSearchParams({ text: [this.before(), ...texts].join("\n\n"), csrf_token: token() });
    try {
      const answer = await fetch(this.url, { method: "POST", body });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const drawn = [...page.querySelectorAll("body > p")].slice(-texts.length);
      if (drawn.length !== texts.length) return;
      texts.forEach((text, number) => this.known.set(text, drawn[number]));
    } catch {
      return; // the formula stays as it was typed
    }
    this.view?.dispatch({ effects: arrived.of(null) });
    if (this.wanted.size) this.fetch();
  }
}

/** A formula as it will be printed. */
export class Formula extends WidgetType {
  constructor(text, given, block = false) {
    super();
    this.text = text;
    this.block = block;
    this.drawn = given.formulas.get(text);
  }

  eq(other) {
    return other.text === this.text && other.drawn === this.drawn;
  }

  toDOM() {
    const box = make(this.block ? "div" : "span", { class: this.block ? "ed-formula ed-formula-block" : "ed-formula" });
    if (this.drawn) box.append(...[...this.drawn.childNodes].map((node) => node.cloneNode(true)));
    else box.textContent = this.text;
    return box;
  }

  ignoreEvent() {
    return false;
  }
}

/** A reference to a section, table, figure or recommendation, as it will be printed. */
export class Reference extends WidgetType {
  constructor(text, given) {
    super();
    this.text = text;
    this.drawn = given.landmarks.get(text);
    this.say = given.say;
  }

  eq(other) {
    return other.text === this.text && other.drawn === this.drawn;
  }

  toDOM() {
    const id = this.text.slice(4, -1);
    const lost = this.drawn && !this.drawn.querySelector("a");
    const words = this.drawn && !lost ? this.drawn.textContent : id;
    return make("span", { class: lost ? "ed-cite ed-cite-unknown" : "ed-link" }, words,
      lost ? make("span", { class: "ed-cite-note" }, this.say("leads_nowhere")) : "");
  }

  ignoreEvent() {
    return false;
  }
}

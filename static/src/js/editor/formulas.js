/** Formulas, drawn by the preview of the server: what is shown here is what will be published. */
import { WidgetType } from "@codemirror/view";
import { arrived, make, token } from "./desk.js";

const PAUSE = 120;
const MOST = 40;

/** Ask for formulas in bundles, and keep the answers. */
export class Formulas {
  constructor(url) {
    this.url = url;
    this.known = new Map();
    this.wanted = new Set();
    this.timer = 0;
    this.view = null;
  }

  /** Return the drawing of a formula, or null while it is on its way. */
  get(text) {
    if (this.known.has(text)) return this.known.get(text);
    this.wanted.add(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), PAUSE);
    return null;
  }

  async fetch() {
    const texts = [...this.wanted].slice(0, MOST);
    for (const text of texts) this.wanted.delete(text);
    const body = new URLSearchParams({ text: texts.join("\n\n"), csrf_token: token() });
    try {
      const answer = await fetch(this.url, { method: "POST", body });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const drawn = [...page.querySelectorAll("p")].slice(-texts.length);
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

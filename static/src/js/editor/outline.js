/** The outline: headings of this section to jump to, sections of the document to put in order. */
import { EditorView } from "@codemirror/view";
import { icon } from "./desk.js";
import { make, token } from "./page.js";
import { structure } from "./structure.js";

export class Outline {
  constructor(view, given) {
    this.view = view;
    this.given = given;
    this.list = document.getElementById("outline-headings");
    this.drawn = "";
    this.changed();
    this.adopt();
  }

  /** Draw the headings anew if they changed. */
  changed() {
    const headings = this.view.state.field(structure).headings.slice(1).filter((one) => one.words);
    const drawn = headings.map((one) => `${one.level}${one.words}`).join("\n");
    this.headings = headings;
    if (drawn === this.drawn || !this.list) return;
    this.drawn = drawn;
    this.list.replaceChildren(...headings.map((one, number) => make("li", { class: `outline-level-${Math.min(one.level, 5)}` },
      make("button", { type: "button", onclick: () => this.go(this.headings[number].from) }, one.words))));
  }

  go(at) {
    this.view.dispatch({ selection: { anchor: this.view.state.doc.lineAt(at).to }, effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 120 }) });
    this.view.focus();
  }

  adopt() {
    for (const item of this.items()) this.movable(item);
  }

  /** Let a section be moved by dragging it, and by buttons. */
  movable(item) {
    const { say } = this.given;
    const button = (direction, name) => make("button", {
      type: "button", class: "outline-move", title: say(name), "aria-label": `${say(name)}: ${item.querySelector("a").textContent.trim()}`,
      onclick: () => this.move(item, { direction }),
    }, icon(direction));
    item.append(make("span", { class: "outline-moves" }, button("up", "move_up"), button("down", "move_down")));
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/x-section", item.dataset.section);
      event.dataTransfer.effectAllowed = "move";
      this.dragged = item;
    });
    item.addEventListener("dragover", (event) => {
      if (!this.dragged || this.dragged === item) return;
      event.preventDefault();
      item.classList.add("outline-over");
    });
    item.addEventListener("dragleave", () => item.classList.remove("outline-over"));
    item.addEventListener("dragend", () => { this.dragged = null; });
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      item.classList.remove("outline-over");
      if (!this.dragged || this.dragged === item) return;
      const items = this.items();
      const isDown = items.indexOf(item) > items.indexOf(this.dragged);
      const after = isDown ? item : items[items.indexOf(item) - 1];
      this.move(this.dragged, { after: after?.dataset.section ?? "" });
    });
  }

  items() {
    return [...document.querySelectorAll(".outline-section[data-move]")];
  }

  /** Move a section with all below it, then show the order that the document has now. */
  async move(item, where) {
    const { say, tell } = this.given;
    if (this.moving) return;
    this.moving = true;
    try {
      const body = new URLSearchParams({ ...where, csrf_token: token() });
      const answer = await fetch(item.dataset.move, { method: "POST", body });
      if (!answer.ok) throw new Error("not moved");
      const page = await fetch(this.given.working.open ?? location.href);
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector(".outline");
      if (fresh) this.replace(document.adoptNode(fresh), item.dataset.section);
      tell(say("moved"));
    } catch {
      tell(say("move_failed"));
    }
    this.moving = false;
  }

  replace(fresh, moved) {
    document.querySelector(".outline").replaceWith(fresh);
    this.list = document.getElementById("outline-headings");
    this.drawn = "";
    this.changed();
    this.adopt();
    fresh.querySelector(`[data-section="${moved}"] > a`)?.focus();
  }
}

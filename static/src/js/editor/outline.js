/** The outline: headings of this section to jump to, sections of the document to put in order. */
import { EditorView } from "@codemirror/view";
import { icon, make, token } from "./desk.js";
import { structure } from "./structure.js";

export class Outline {
  constructor(view, given) {
    this.view = view;
    this.given = given;
    this.list = document.getElementById("outline-headings");
    this.drawn = "";
    this.changed();
    for (const item of document.querySelectorAll(".outline-section[data-move]")) this.movable(item);
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

  /** Let a section be moved by dragging it, and by buttons. */
  movable(item) {
    const { say } = this.given;
    const button = (direction, name) => make("button", {
      type: "button", class: "outline-move", title: say(name), "aria-label": `${say(name)}: ${item.querySelector("a").textContent.trim()}`,
      onclick: () => this.move(item, direction === "up" ? -1 : 1),
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
      this.move(this.dragged, items.indexOf(item) - items.indexOf(this.dragged));
    });
  }

  items() {
    return [...document.querySelectorAll(".outline-section[data-move]")];
  }

  /** Move a section by some places, one at a time, as the server does. */
  async move(item, places) {
    const { say, tell } = this.given;
    if (this.moving) return;
    this.moving = true;
    try {
      for (let left = Math.abs(places); left; left -= 1) {
        const items = this.items();
        const at = items.indexOf(item);
        const other = items[at + Math.sign(places)];
        if (!other) break;
        const body = new URLSearchParams({ direction: places < 0 ? "up" : "down", csrf_token: token() });
        const answer = await fetch(item.dataset.move, { method: "POST", body });
        if (!answer.ok) throw new Error("not moved");
        if (places < 0) other.before(item);
        else other.after(item);
      }
      tell(say("moved"));
    } catch {
      tell(say("move_failed"));
    }
    this.moving = false;
  }
}

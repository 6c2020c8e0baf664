/** The toolbar: one stop of the Tab key, arrows inside, and what the cursor stands in. */
import { redoDepth, undoDepth } from "@codemirror/commands";
import { standing } from "./commands.js";

export class Toolbar {
  constructor(view, actions) {
    this.view = view;
    this.box = document.getElementById("desk-tools");
    this.tools = [...this.box.querySelectorAll(".tool")];
    this.tools[0].tabIndex = 0;
    this.box.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault(); // the text keeps the cursor
    });
    this.box.addEventListener("click", (event) => {
      const tool = event.target.closest("[data-do]");
      if (tool) actions[tool.dataset.do]?.(view, tool);
    });
    this.style = this.box.querySelector("[data-style]");
    this.style.addEventListener("change", () => actions.heading(Number(this.style.value))(view));
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("focusin", (event) => {
      const tool = event.target.closest(".tool");
      if (!tool) return;
      for (const one of this.tools) one.tabIndex = one === tool ? 0 : -1;
    });
    this.changed();
  }

  press(event) {
    if (event.key === "Escape") {
      this.view.focus();
      return;
    }
    const isStyle = event.target === this.style;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const end = { Home: 0, End: this.tools.length - 1 }[event.key];
    if (step === undefined && (end === undefined || isStyle)) return;
    event.preventDefault();
    const seen = this.tools.filter((one) => one.offsetParent);
    const at = end === undefined ? seen.indexOf(event.target.closest(".tool")) + step : end;
    seen.at(((at % seen.length) + seen.length) % seen.length).focus();
  }

  focus() {
    (this.tools.find((one) => one.tabIndex === 0) ?? this.tools[0]).focus();
    return true;
  }

  /** Show what the cursor stands in. */
  changed() {
    const { state } = this.view;
    const now = standing(state);
    for (const name of ["bold", "italic", "sub", "sup", "bullets", "numbers", "quote"]) {
      this.pressed(name, now[name]);
    }
    const level = Number(now.level) > 4 ? "4" : now.level;
    if (this.style.value !== level) this.style.value = level;
    this.enable("undo", undoDepth(state) > 0);
    this.enable("redo", redoDepth(state) > 0);
  }

  /** Show a switch as pressed or not. */
  pressed(name, yes) {
    const tool = this.box.querySelector(`[data-do=${name}]`);
    if (tool.getAttribute("aria-pressed") !== String(yes)) tool.setAttribute("aria-pressed", String(yes));
  }

  enable(name, yes) {
    const tool = this.box.querySelector(`[data-do=${name}]`);
    if (yes) tool.removeAttribute("aria-disabled");
    else tool.setAttribute("aria-disabled", "true");
  }
}

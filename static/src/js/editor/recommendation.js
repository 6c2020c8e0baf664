/** The head of a recommendation's box: what it is, in words, and a form for its fields. */
import { WidgetType } from "@codemirror/view";
import { changeOf, readAttributes, valueOf } from "./attributes.js";
import { desk, icon } from "./desk.js";
import { make } from "./page.js";

const CHOSEN = ["type", "strength", "direction", "certainty", "strong-because", "status", "off-label"];
const TYPED = ["population", "intervention", "comparator", "conditions", "strength-reason", "certainty-reason", "last-search"];
const OTHER_WAYS = new Set(["against", "either"]);
const LITTLE = new Set(["low", "very-low"]);
const UNGRADED = new Set(["good-practice", "research-only", "no-recommendation"]);

/** Say what a recommendation is: "Strong recommendation against · Consensus-based". */
function inWords(attributes, say) {
  const type = valueOf(attributes, "type") || "evidence-based";
  const strength = valueOf(attributes, "strength");
  const direction = valueOf(attributes, "direction");
  const certainty = valueOf(attributes, "certainty");
  const isFirm = strength === "strong" || strength === "conditional";
  const call = UNGRADED.has(type)
    ? say(`type_${type}`)
    : say(`call_${isFirm ? strength : "open"}_${OTHER_WAYS.has(direction) ? direction : "for"}`);
  const rest = [];
  if (!UNGRADED.has(type)) rest.push(say(`type_${type}`));
  if (certainty) rest.push(say(`certain_${certainty}`));
  return { call, rest: rest.join(" · "), look: UNGRADED.has(type) ? "quiet" : direction === "against" ? "against" : "for" };
}

/** The head of a box; its fields open below it. */
export class Head extends WidgetType {
  constructor(text, braces, id) {
    super();
    this.text = text;
    this.braces = braces;
    this.id = id;
  }

  eq(other) {
    return other.text === this.text;
  }

  get estimatedHeight() {
    return 48;
  }

  toDOM(view) {
    const dom = make("div", { class: "ed-head" });
    new Label(view, dom).show(this);
    return dom;
  }

  updateDOM(dom) {
    dom.label?.show(this);
    return Boolean(dom.label);
  }

  ignoreEvent() {
    return true;
  }
}

class Label {
  constructor(view, dom) {
    this.view = view;
    this.dom = dom;
    dom.label = this;
    this.given = view.state.facet(desk);
    const { say } = this.given;
    this.call = make("span", { class: "ed-call" });
    this.rest = make("span", { class: "ed-rest" });
    this.button = make("button", { type: "button", class: "ed-fields-open", "aria-expanded": "false" }, icon("edit"), make("span", {}, say("fields")));
    this.button.addEventListener("click", () => this.open(this.form.hidden));
    this.form = make("div", { class: "ed-fields", role: "group", "aria-label": say("fields_of"), hidden: true });
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.open(false);
      this.button.focus();
    });
    dom.append(make("div", { class: "ed-head-line" }, make("div", { class: "ed-says" }, this.call, this.rest), this.button), this.form);
  }

  show({ text, braces, id }) {
    this.braces = braces;
    this.text = text;
    const attributes = readAttributes(text, braces);
    const { call, rest, look } = inWords(attributes, this.given.say);
    const number = this.given.numbers[id];
    this.call.textContent = number ? `${this.given.say("recommendation_n", { number })} · ${call}` : call;
    this.rest.textContent = rest;
    this.dom.dataset.look = look;
    const met = new Set(valueOf(attributes, "meets").split(" "));
    for (const input of this.form.querySelectorAll("[name]")) {
      if (input.type === "checkbox") input.checked = met.has(input.value);
      else if (input !== document.activeElement) input.value = this.valueOf(attributes, input.name);
    }
    this.settle(attributes);
  }

  valueOf(attributes, name) {
    return valueOf(attributes, name) || (name === "type" ? "evidence-based" : "");
  }

  /** Grey out what this type does not have. */
  settle(attributes) {
    const type = valueOf(attributes, "type") || "evidence-based";
    const strength = this.form.querySelector("[name=strength]");
    const certainty = this.form.querySelector("[name=certainty]");
    if (strength) strength.disabled = UNGRADED.has(type) && !strength.value;
    if (certainty) certainty.disabled = type !== "evidence-based" && !certainty.value;
    const isBold = valueOf(attributes, "strength") === "strong" && LITTLE.has(valueOf(attributes, "certainty"));
    for (const name of ["strong-because", "strength-reason"]) this.shows(name, type === "evidence-based" && isBold);
    this.shows("meets", type === "good-practice");
  }

  /** Show a field where it is asked for, or where something stands in it. */
  shows(name, yes) {
    const field = this.form.querySelector(`[data-field="${name}"]`);
    const input = field?.querySelector("[name]");
    if (field) field.hidden = !yes && !(input?.type === "checkbox" ? field.querySelector(":checked") : input?.value);
  }

  open(yes) {
    if (yes && !this.form.firstChild) this.fill();
    this.form.hidden = !yes;
    this.button.setAttribute("aria-expanded", String(yes));
    this.view.requestMeasure();
    if (yes) this.form.querySelector("[name]").focus();
  }

  fill() {
    const { say, language } = this.given;
    const attributes = readAttributes(this.text, this.braces);
    const name = `ed-${Math.random().toString(36).slice(2, 8)}`;
    const field = (key, input) => {
      input.value = this.valueOf(attributes, key);
      return make("div", { class: "field", "data-field": key }, make("label", { for: `${name}-${key}` }, say(`field_${key}`)), input);
    };
    const choices = CHOSEN.map((key) => {
      const select = make("select", { class: "input", id: `${name}-${key}`, name: key });
      const options = this.given.choices[key];
      const now = this.valueOf(attributes, key);
      if (now && !options.some(([value]) => value === now)) options.push([now, now]);
      for (const [value, words] of options) select.append(make("option", { value }, words));
      select.addEventListener("change", () => this.set(key, select.value));
      return field(key, select);
    });
    const lines = TYPED.map((key) => {
      const input = make("input", { class: "input", id: `${name}-${key}`, name: key, lang: language, spellcheck: "true", autocomplete: "off", type: "text", placeholder: key === "last-search" ? "2026-03" : null });
      input.addEventListener("change", () => this.set(key, input.value));
      return field(key, input);
    });
    const met = new Set(valueOf(attributes, "meets").split(" "));
    const criteria = make("fieldset", { class: "field ed-criteria", "data-field": "meets" }, make("legend", {}, say("field_meets")),
      ...(this.given.choices.meets ?? []).map(([value, words]) => make("label", { class: "choice" },
        make("input", { type: "checkbox", name: "meets", value, checked: met.has(value), onchange: () => this.meet() }),
        make("span", { class: "choice-label" }, words))));
    const done = make("button", { type: "button", class: "button", onclick: () => { this.open(false); this.view.focus(); } }, say("done"));
    this.form.append(make("div", { class: "ed-fields-chosen" }, ...choices), make("div", { class: "ed-fields-typed" }, ...lines), criteria, make("div", { class: "buttons" }, done));
    this.settle(attributes);
  }

  /** Write which criteria are ticked. */
  meet() {
    this.set("meets", [...this.form.querySelectorAll("[name=meets]:checked")].map((box) => box.value).join(" "));
  }

  /** Change one field in the source, and nothing else. */
  set(key, value) {
    const change = changeOf(this.text, this.braces, key, value);
    if (!change) return;
    const at = this.view.posAtDOM(this.dom);
    this.view.dispatch({
      changes: { from: at + change.from, to: at + change.to, insert: change.insert },
      userEvent: "input.field",
    });
  }
}

/** The name above another box, or above a part of a recommendation. */
export class Part extends WidgetType {
  constructor(words, isNested) {
    super();
    this.words = words;
    this.isNested = isNested;
  }

  eq(other) {
    return other.words === this.words && other.isNested === this.isNested;
  }

  toDOM() {
    return make("div", { class: this.isNested ? "ed-part-head" : "ed-head ed-head-other" }, this.words);
  }
}

/** The end of a box. */
export class Foot extends WidgetType {
  constructor(isNested) {
    super();
    this.isNested = isNested;
  }

  eq(other) {
    return other.isNested === this.isNested;
  }

  get estimatedHeight() {
    return this.isNested ? 4 : 20;
  }

  toDOM() {
    return make("div", { class: this.isNested ? "ed-part-foot" : "ed-foot" });
  }
}

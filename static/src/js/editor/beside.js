/** Writing beside the source of a translation: what stands in the fields is kept as in the editor. */
import { Keeping } from "./keeping.js";
import { carried, make, speaker } from "./page.js";

class Beside extends Keeping {
  constructor(form, given) {
    super(given, `concord-beside:${given.person}:${given.section}`);
    this.form = form;
    this.area = form.elements.source ?? null; // a plain-language version has one field
    this.show(this.counter || this.replaces ? "left_here" : "all_saved");
    this.who(given.people);
    form.addEventListener("input", (event) => event.target.name !== "message" && this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
    this.watch();
  }

  get fields() {
    return this.form.querySelectorAll("[name^='text-'], [name^='short-']");
  }

  content() {
    if (this.area) return { source: this.area.value };
    const typed = [...this.fields].filter((one) => "typed" in one.dataset || one.value !== one.defaultValue);
    const { seen, beside } = this.form.elements;
    return { fields: Object.fromEntries(typed.map((one) => [one.name, one.value])), beside: seen.value || beside.value };
  }

  isShown(left) {
    if (this.area) return left.source === this.area.value;
    return Object.entries(left.fields ?? {}).every(([name, words]) => this.form.elements[name]?.value === words);
  }

  goOn(left) {
    if (this.area) this.area.value = left.source;
    for (const [name, words] of Object.entries(left.fields ?? {})) {
      const field = this.form.elements[name] ?? this.homeless(name);
      field.value = words;
      field.dataset.typed = "";
    }
    if (left.beside && left.beside !== this.form.elements.beside.value) this.form.elements.seen.value = left.beside;
    this.changed();
  }

  /** A field for words whose paragraph is not on the page any more. */
  homeless(name) {
    const field = make("textarea", { class: "input input-text beside-area", name, "aria-label": this.say("homeless") });
    this.notice("warning", this.say("homeless"), []).after(field);
    return field;
  }

  takeOther() {
    this.acked = this.counter;
    this.device.drop();
    location.reload();
  }

  /** Nothing is saved, and no page is left, before the server has what was typed. */
  async submit(event) {
    const { elements } = this.form;
    if (this.counter <= this.acked) {
      elements.base.value = this.base;
      elements.counter.value = this.counter;
      return;
    }
    event.preventDefault();
    if (this.flushing) return;
    this.flushing = true;
    for (let attempt = 0; attempt < 3 && this.counter > this.acked && !this.stopped && attempt <= this.tries; attempt += 1) {
      await this.running;
      await this.send();
    }
    this.flushing = false;
    if (this.counter <= this.acked) this.form.requestSubmit(event.submitter);
    else if (this.tries && !navigator.onLine) this.show("save_offline");
  }
}

const form = document.getElementById("beside");
const page = carried("beside-desk", null);
if (form && page) form.beside = new Beside(form, { ...page, say: speaker(page.words) });

/** The text of the editor: kept as `Keeping` does, and saved as a version on demand. */
import { ask } from "./dialog.js";
import { Keeping, PAUSE } from "./keeping.js";
import { becoming, sourceOf } from "./model.js";

export class Saving extends Keeping {
  constructor(view, given, lock) {
    super(given, `concord-text:${given.person}:${given.section}`);
    this.view = view;
    this.lock = lock;
    this.saved = sourceOf(view.state);
    this.show("all_saved");
    this.who(given.people);
    document.getElementById("desk-save").addEventListener("click", () => this.ask());
    this.watch();
  }

  content() {
    return { source: sourceOf(this.view.state) };
  }

  isShown(left) {
    return left.source === sourceOf(this.view.state);
  }

  goOn(left) {
    this.view.dispatch(becoming(this.view.state, left.source));
    this.view.focus();
  }

  takeOther(other) {
    this.view.dispatch(becoming(this.view.state, other.source));
    this.send();
  }

  /** Ask what was changed, then save a version. */
  async ask() {
    if (this.asking) return;
    this.asking = true;
    const comments = this.given.comments?.cloneNode(true);
    const answer = await ask({
      title: this.say("save_title"),
      fields: [{ name: "message", label: this.say("save_message"), hint: this.say("save_hint"), value: this.given.message, most: 300 }],
      below: comments ? [comments] : [],
      yes: this.say("save"),
      more: [["close", this.say("save_close")]],
      no: this.say("cancel"),
    });
    this.asking = false;
    this.answers = [...(comments?.querySelectorAll("input:checked") ?? [])].map((one) => one.value);
    if (answer) await this.save(answer.message, answer.chosen === "close");
    else this.view.focus();
  }

  async save(message, close) {
    this.keep();
    this.saving = true;
    clearTimeout(this.timer);
    this.lock(true);
    this.show("saving");
    await this.running;
    const { working } = this.given;
    const form = {
      source: sourceOf(this.view.state), base: this.base, message, editor: working.editor ?? "",
      counter: String(this.counter), replaces: this.replaces, then: close ? "" : "stay",
      answers: this.answers.join(" "),
    };
    const answer = await this.line.form(document.getElementById("desk").action, form);
    this.lock(false);
    this.saving = false;
    if (answer.ok) this.done(answer.said, close);
    else if (answer.said.clash_url) {
      this.acked = this.counter;
      this.device.drop();
      location.assign(answer.said.clash_url);
    } else {
      this.given.message = message;
      if (answer.status === 401) this.show("signed_out", {}, this.signIn());
      else if (!answer.status) this.show("save_offline");
      else this.show("save_failed");
      if (answer.status && answer.status !== 401) this.refusal(answer.said.message ?? this.say("save_failed"));
      this.soon(PAUSE);
    }
  }

  done(said, close) {
    this.acked = this.counter;
    this.device.drop();
    this.base = said.revision;
    this.newest = said.revision;
    this.replaces = "";
    this.stopped = false;
    this.given.message = "";
    this.news?.remove();
    this.refused?.remove();
    const now = sourceOf(this.view.state);
    if (said.source.trimEnd() !== now.trimEnd()) {
      this.quietly = true;
      this.view.dispatch(becoming(this.view.state, said.source));
      this.quietly = false;
    }
    this.saved = sourceOf(this.view.state);
    const words = !said.changed ? this.say("unchanged")
      : said.merged ? this.say("merged", { number: said.version })
      : this.say("saved", { number: said.version, time: this.clock() });
    this.tell(words, "saved");
    for (const one of said.notices ?? []) this.notice("warning", one, []);
    if (close) location.assign(this.given.urls.section);
    else this.view.focus();
  }

  refusal(message) {
    this.refused?.remove();
    this.refused = this.notice("danger", message, []);
    this.refused.setAttribute("role", "alert");
    this.refused.scrollIntoView({ block: "nearest" });
  }
}

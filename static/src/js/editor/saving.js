/** Nothing typed is lost: kept on this device at once, on the server soon, as a version on demand. */
import { ask } from "./dialog.js";
import { make } from "./desk.js";
import { becoming, sourceOf } from "./model.js";
import { Device } from "./device.js";
import { Line } from "./line.js";

const PAUSE = 2000;
const LONGEST = 8000;
const BREATH = 15_000;
const RETRIES = [3000, 6000, 12_000, 30_000];
const KEEPALIVE = 60_000;

export class Saving {
  constructor(view, given, lock) {
    this.view = view;
    this.given = given;
    this.say = given.say;
    this.lock = lock;
    this.base = given.base;
    this.newest = given.newest;
    this.replaces = given.working.replaces ?? "";
    this.counter = 0;
    this.acked = 0;
    this.saved = sourceOf(view.state);
    this.tries = 0;
    this.timer = 0;
    this.first = 0;
    this.running = null;
    this.state = document.getElementById("desk-state");
    this.people = document.getElementById("desk-people");
    this.device = new Device(`concord-text:${given.person}:${given.section}`);
    this.line = new Line(given);
    this.show("all_saved");
    this.who(given.people);
    document.getElementById("desk-save").addEventListener("click", () => this.ask());
    addEventListener("online", () => this.soon(0));
    addEventListener("focus", () => this.tries && this.soon(0));
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave(true));
    addEventListener("beforeunload", (event) => {
      if (this.counter > this.acked && !this.device.works) event.preventDefault();
    });
    setInterval(() => this.breathe(), BREATH);
    this.offer();
  }

  /** The text has changed. */
  changed() {
    this.counter += 1;
    if (this.counter === this.acked + 1) this.first = Date.now();
    this.show("not_kept");
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), 250);
    this.soon(Math.min(PAUSE, Math.max(this.first + LONGEST - Date.now(), 0)));
  }

  /** Keep the text on this device. */
  keep() {
    clearTimeout(this.keeping);
    if (this.counter <= this.acked) return;
    this.device.put({ source: sourceOf(this.view.state), base: this.base, at: Date.now() });
  }

  soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  /** Send the text to the server; one at a time, again until it arrives. */
  async send() {
    clearTimeout(this.timer);
    if (this.running || this.saving || this.stopped || this.counter <= this.acked || !this.given.working.keep) return;
    const counter = this.counter;
    this.keep();
    this.show("keeping");
    this.running = this.line.send("PUT", this.given.working.keep, this.body(counter));
    const answer = await this.running;
    this.running = null;
    if (this.saving) return;
    if (answer.ok) {
      this.acked = Math.max(this.acked, counter);
      this.first = Date.now();
      this.tries = 0;
      this.replaces = "";
      this.around(answer.said);
      if (this.counter > this.acked) this.soon(PAUSE);
      else {
        this.device.drop();
        this.show("kept", { time: this.clock(answer.said.saved_at) });
      }
    } else this.trouble(answer);
  }

  body(counter) {
    return { base: this.base, source: sourceOf(this.view.state), counter, editor: this.given.working.editor, replaces: this.replaces };
  }

  trouble(answer) {
    if (answer.status === 409 && answer.said.other) {
      this.stopped = true;
      this.choose(answer.said);
      return;
    }
    if (answer.status === 401) this.show("signed_out", {}, this.signIn());
    else if (answer.status >= 400 && answer.status < 500 && answer.said.message) this.tell(answer.said.message);
    else this.show(this.device.works ? (answer.status || navigator.onLine ? (answer.status ? "failed" : "offline") : "offline") : "nowhere");
    const delay = RETRIES[Math.min(this.tries, RETRIES.length - 1)];
    this.tries += 1;
    this.soon(delay + Math.random() * 500);
  }

  signIn() {
    return make("a", { href: this.given.urls.sign_in, target: "_blank", rel: "noopener" }, this.say("sign_in"));
  }

  /** Text of another page of the same person: they decide which one goes on. */
  choose(said) {
    const { other } = said;
    const notice = this.notice("warning", this.say("other_page", { time: this.clock(other.saved_at) }), [
      [this.say("use_mine"), () => {
        this.replaces = other.mark;
        this.stopped = false;
        notice.remove();
        this.send();
      }],
      [this.say("use_other"), () => {
        this.replaces = other.mark;
        this.stopped = false;
        notice.remove();
        this.view.dispatch(becoming(this.view.state, other.source));
        this.send();
      }],
    ]);
    this.tell(said.message);
  }

  /** The page is left or hidden: hand over what is not there yet. */
  leave(stays = false) {
    this.keep();
    if (this.counter > this.acked && this.given.working.keep && !this.saving && !this.stopped) {
      if (stays) this.send();
      else {
        const body = this.body(this.counter);
        this.line.send("PUT", this.given.working.keep, body, JSON.stringify(body).length < KEEPALIVE);
      }
    }
    if (!stays && this.given.working.presence) this.line.send("POST", this.given.working.presence, { leaving: true }, true);
  }

  /** Text that this device kept and the server has not: offer it. */
  offer() {
    const left = this.device.get();
    if (!left) return;
    const now = sourceOf(this.view.state);
    if (left.source === now) {
      this.device.drop();
      return;
    }
    const notice = this.notice("warning", this.say("left_text", { time: this.clock(left.at) }), [
      [this.say("continue"), () => {
        notice.remove();
        if (left.base) this.base = left.base;
        this.view.dispatch(becoming(this.view.state, left.source));
        this.view.focus();
      }],
      [this.say("discard"), () => {
        notice.remove();
        this.device.drop();
      }],
    ]);
  }

  /** Say that somebody is here, and hear who else is. */
  async breathe() {
    if (document.hidden || !this.given.working.presence) return;
    const answer = await this.line.send("POST", this.given.working.presence, {});
    if (answer.ok) this.around(answer.said);
    else if (answer.status === 401) this.show("signed_out", {}, this.signIn());
  }

  around({ people = [], newest, changed_by: name }) {
    this.who(people.map((one) => one.name ?? one));
    if (!newest || newest === this.newest) return;
    this.newest = newest;
    if (newest === this.base) return;
    this.news?.remove();
    this.news = this.notice("info", name ? this.say("changed_by", { name }) : this.say("changed"), []);
  }

  who(names) {
    const words = names.length === 0 ? "" : names.length === 1
      ? this.say("one_here", { name: names[0] })
      : this.say("some_here", { names: `${names.slice(0, -1).join(", ")} ${this.say("and")} ${names.at(-1)}` });
    if (this.people.textContent !== words) this.people.textContent = words;
  }

  /** Ask what was changed, then save a version. */
  async ask() {
    if (this.asking) return;
    this.asking = true;
    const answer = await ask({
      title: this.say("save_title"),
      fields: [{ name: "message", label: this.say("save_message"), hint: this.say("save_hint"), value: this.given.message, most: 300 }],
      yes: this.say("save"),
      more: [["close", this.say("save_close")]],
      no: this.say("cancel"),
    });
    this.asking = false;
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

  /** Put a notice above the text. */
  notice(kind, words, answers) {
    const close = make("button", { type: "button", class: "button button-quiet", onclick: () => box.remove() }, this.say("close"));
    const buttons = answers.map(([said, act]) => make("button", { type: "button", class: "button", onclick: act }, said));
    const box = make("div", { class: `notice notice-${kind} desk-notice`, role: "status" },
      make("p", {}, words),
      make("div", { class: "buttons" }, ...(buttons.length ? buttons : [close])));
    document.getElementById("desk-paper").prepend(box);
    return box;
  }

  show(name, values = {}, more = null) {
    this.tell(this.say(name, values), name, more);
  }

  tell(words, name = "said", more = null) {
    this.state.dataset.state = name;
    this.state.replaceChildren(words, ...(more ? [" ", more] : []));
  }

  clock(moment = Date.now()) {
    return new Intl.DateTimeFormat(this.given.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(moment));
  }
}

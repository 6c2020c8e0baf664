/** What is written is kept on this device at once and on the server soon, until it is a version.
 *
 * Whoever extends it says what is written (`content`), whether a kept text is what the page shows
 * (`isShown`), puts a kept text into the page (`goOn`) and takes that of another page (`takeOther`).
 */
import { Device } from "./device.js";
import { Line } from "./line.js";
import { make } from "./page.js";

export const PAUSE = 2000;
const LONGEST = 8000;
const BREATH = 15_000;
const RETRIES = [3000, 6000, 12_000, 30_000];
const KEEPALIVE = 60_000;

export class Keeping {
  /** `given` is what the page carries; `name` is that of the text on this device. */
  constructor(given, name) {
    this.given = given;
    this.say = given.say;
    this.base = given.base;
    this.newest = given.newest;
    this.replaces = given.working.replaces ?? "";
    this.counter = Number(given.working.counter ?? 0);
    this.acked = this.counter;
    this.tries = 0;
    this.timer = 0;
    this.first = 0;
    this.running = null;
    this.state = document.getElementById("desk-state");
    this.people = document.getElementById("desk-people");
    this.device = new Device(name);
    this.line = new Line(given);
  }

  /** Begin to watch; what this device kept and the server has not is offered. */
  watch() {
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
    this.device.put({ ...this.content(), base: this.base, at: Date.now() });
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
    return { base: this.base, ...this.content(), counter, editor: this.given.working.editor, replaces: this.replaces };
  }

  trouble(answer) {
    if (answer.status === 409 && answer.said.other) {
      this.stopped = true;
      this.choose(answer.said);
      return;
    }
    if (answer.status === 401) this.show("signed_out", {}, this.signIn());
    else if (answer.status >= 400 && answer.status < 500 && answer.said.message) this.tell(answer.said.message);
    else this.show(this.device.works ? (answer.status ? "failed" : "offline") : "nowhere");
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
    const decided = (act) => () => {
      this.replaces = other.mark;
      this.stopped = false;
      notice.remove();
      act();
    };
    const notice = this.notice("warning", this.say("other_page", { time: this.clock(other.saved_at) }), [
      [this.say("use_mine"), decided(() => this.send())],
      [this.say("use_other"), decided(() => this.takeOther(other))],
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
    if (this.isShown(left)) {
      this.device.drop();
      return;
    }
    const notice = this.notice("warning", this.say("left_text", { time: this.clock(left.at) }), [
      [this.say("continue"), () => {
        notice.remove();
        if (left.base) this.base = left.base;
        this.goOn(left);
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

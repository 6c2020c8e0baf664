/** The preview beside the text: what will be published, scrolled along with the text. */
import { token } from "./page.js";
import { sourceOf } from "./model.js";

const PAUSE = 350;

export class Preview {
  constructor(view, given) {
    this.view = view;
    this.given = given;
    this.pane = document.getElementById("desk-preview");
    this.target = document.getElementById("preview");
    this.isOpen = false;
    this.isStale = true;
    view.scrollDOM.addEventListener("scroll", () => this.follow(), { passive: true });
    addEventListener("scroll", () => this.follow(), { passive: true });
  }

  open(yes) {
    this.isOpen = yes;
    this.pane.hidden = !yes;
    if (yes && this.isStale) this.draw();
  }

  changed() {
    this.isStale = true;
    clearTimeout(this.timer);
    if (this.isOpen) this.timer = setTimeout(() => this.draw(), PAUSE);
  }

  async draw() {
    this.last?.abort();
    this.last = new AbortController();
    this.target.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams({ text: sourceOf(this.view.state), csrf_token: token() });
      const answer = await fetch(this.given.urls.preview, { method: "POST", body, signal: this.last.signal });
      // A parsed document runs nothing; the policy of the page forbids inline code anyway.
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.target.replaceChildren(...page.body.childNodes);
      this.isStale = false;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.target.replaceChildren(this.given.say("preview_failed"));
    }
    this.target.removeAttribute("aria-busy");
    this.follow();
  }

  /** Show the place of the preview that stands at the top of the text's window. */
  follow() {
    if (!this.isOpen || this.pane.scrollHeight <= this.pane.clientHeight || this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      const top = Math.max(this.view.contentDOM.getBoundingClientRect().top, 120);
      const at = this.view.lineBlockAtHeight(top - this.view.documentTop).from;
      const line = this.view.state.doc.lineAt(at).number - 1;
      let best = null;
      for (const one of this.target.querySelectorAll("[data-line]")) {
        if (Number(one.dataset.line) > line) break;
        best = one;
      }
      this.pane.scrollTop = best ? best.offsetTop - 48 : 0;
    });
  }
}

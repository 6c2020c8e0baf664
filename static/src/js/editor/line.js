/** The line to the server: JSON there and back, and the token renewed after a new sign-in. */
import { token } from "./page.js";

const PATIENCE = 20_000;

export class Line {
  constructor(given) {
    this.given = given;
    this.token = token();
  }

  /** Send a value as JSON. The answer is `{ok, status, said}`; status 0 where nobody answered. */
  send(method, url, value, keepalive = false) {
    return this.ask(url, { method, keepalive, body: JSON.stringify(value), type: "application/json" });
  }

  /** Send fields as a form does, with every byte of them kept. */
  form(url, fields) {
    return this.ask(url, { method: "POST", body: new URLSearchParams(fields), type: null });
  }

  async ask(url, { method, body, type, keepalive = false }, isAgain = false) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    if (type) headers["Content-Type"] = type;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const response = await fetch(url, { method, body, headers, keepalive, signal: patience.signal });
      const said = await response.json().catch(() => ({}));
      if (response.status === 400 && said.token && !isAgain) {
        this.token = said.token;
        document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", said.token);
        return await this.ask(url, { method, body, type, keepalive }, true);
      }
      const isPage = response.ok && !(response.headers.get("Content-Type") ?? "").includes("json");
      return { ok: response.ok && !isPage, status: isPage ? 401 : response.status, said };
    } catch {
      return { ok: false, status: 0, said: {} };
    } finally {
      clearTimeout(timer);
    }
  }
}

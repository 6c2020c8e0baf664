/** The place on this device where a text waits until the server has it. */
export class Device {
  constructor(name) {
    this.name = name;
    this.works = true;
  }

  /** Keep a text: `{source, base, at}`. */
  put(value) {
    try {
      localStorage.setItem(this.name, JSON.stringify(value));
      this.works = true;
    } catch {
      this.works = false; // full or forbidden
    }
  }

  /** Return the text that waits here, or null. */
  get() {
    try {
      return JSON.parse(localStorage.getItem(this.name));
    } catch {
      return null;
    }
  }

  /** Forget the text: it is where it belongs. */
  drop() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      this.works = false;
    }
  }
}

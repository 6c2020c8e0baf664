/** Pictures: shown in the text, and brought in by choosing, pasting or dropping. */
import { EditorView, WidgetType } from "@codemirror/view";
import { readAttributes, valueOf } from "./attributes.js";
import { ask } from "./dialog.js";
import { desk, icon } from "./desk.js";
import { make, token } from "./page.js";

/** Return the address of a picture's name, or an empty string. */
function addressOf(source, given) {
  if (given.pictures.has(source)) return given.pictures.get(source);
  try {
    return given.pictures.get(decodeURIComponent(source)) ?? "";
  } catch {
    return "";
  }
}

/** A figure: the picture with its caption. */
export class Figure extends WidgetType {
  constructor({ words, source, braces }, given) {
    super();
    this.words = words;
    this.source = source;
    this.braces = braces;
    this.address = addressOf(source, given);
    this.say = given.say;
  }

  eq(other) {
    return other.words === this.words && other.source === this.source && other.address === this.address && other.braces === this.braces;
  }

  toDOM(view) {
    const box = make("figure", { class: "ed-figure" });
    if (this.address) {
      const image = make("img", { src: this.address, alt: this.words });
      const width = valueOf(readAttributes(this.braces, 0), "width");
      if (/^\d+%$/.test(width)) image.style.width = width;
      image.addEventListener("load", () => view.requestMeasure());
      box.append(image);
    } else {
      box.append(make("p", { class: "ed-missing" }, icon("picture"), this.say("picture_missing", { name: this.source })));
    }
    box.append(make("figcaption", {}, this.words || this.say("no_alternative")));
    return box;
  }

  ignoreEvent() {
    return false;
  }
}

/** A picture within a line. */
export class InlinePicture extends Figure {
  constructor(source, words, given) {
    super({ source, words, braces: "" }, given);
  }

  toDOM(view) {
    if (!this.address) return make("span", { class: "ed-missing" }, this.words || this.source);
    const image = make("img", { src: this.address, alt: this.words, class: "ed-inline-picture" });
    image.addEventListener("load", () => view.requestMeasure());
    return image;
  }
}

/** Ask for the words of a picture, send it, and put it into the text. */
export async function bring(view, file) {
  const { say, urls, pictures, tell } = view.state.facet(desk);
  if (!urls.pictures) {
    tell(say("no_pictures"));
    return;
  }
  const preview = make("img", { class: "ed-upload", alt: "" });
  preview.src = await dataOf(file);
  const answer = await ask({
    title: say("picture_title"),
    before: [preview],
    fields: [{ name: "alternative", label: say("alternative"), hint: say("alternative_hint"), rows: 3, required: true }],
    yes: say("insert"),
    no: say("cancel"),
  });
  if (!answer) return;
  const body = new FormData();
  body.set("file", file, file.name || "picture.png");
  body.set("alternative", answer.alternative);
  try {
    const response = await fetch(urls.pictures, {
      method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });
    const said = await response.json();
    if (!response.ok) {
      tell(said.message ?? Object.values(said.fields ?? {})[0] ?? say("picture_failed"));
      return;
    }
    pictures.set(said.name, said.url);
    place(view, said.markdown);
  } catch {
    tell(say("picture_failed"));
  }
}

/** Read a file as an address that the page may show. */
function dataOf(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.readAsDataURL(file);
  });
}

/** Put a block at the cursor, with empty lines around it. */
export function place(view, block) {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.head);
  const isEmpty = !line.text.trim();
  const at = isEmpty ? line.from : line.to;
  const above = isEmpty ? (line.number > 1 && state.doc.line(line.number - 1).text.trim() ? "\n" : "") : "\n\n";
  const next = line.number < state.doc.lines ? state.doc.line(line.number + 1).text.trim() : "";
  const insert = `${above}${block}\n${next || line.number === state.doc.lines ? "\n" : ""}`;
  view.dispatch({
    changes: { from: at, to: isEmpty ? line.to : at, insert },
    selection: { anchor: at + insert.length },
    userEvent: "input.block",
    scrollIntoView: true,
  });
  view.focus();
}

/** Ask for a file. */
export function choosePicture(view) {
  const input = make("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp,image/svg+xml" });
  input.addEventListener("change", () => input.files[0] && bring(view, input.files[0]));
  input.click();
}

const pictureIn = (list) => [...(list ?? [])].find((file) => file.type.startsWith("image/"));

/** Take pictures that are pasted or dropped. */
export const pictures = EditorView.domEventHandlers({
  drop(event, view) {
    const file = pictureIn(event.dataTransfer?.files);
    if (!file) return false;
    event.preventDefault();
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    if (at !== null) view.dispatch({ selection: { anchor: at } });
    bring(view, file);
    return true;
  },
});
export { pictureIn };

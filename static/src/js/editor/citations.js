/** Citations: read as the preview reads them, shown as chips with author and year. */
import { WidgetType } from "@codemirror/view";
import { make } from "./page.js";

const ONE = /(?:^|(?<=[\s\W]))-?@(?:\{([^{}\s]+)\}|([\p{L}\p{N}_*](?:[\p{L}\p{N}\p{M}_]|[:.#$%&\-+?<>~/](?=[\p{L}\p{N}_])|[:/](?=\/))*))/u;

/** Return the sources of a citation as written: `[{key, before, after}]`. */
export function sourcesOf(text) {
  const inner = text.startsWith("[") ? text.slice(1, -1) : text;
  return inner.split(";").flatMap((part) => {
    const found = ONE.exec(part);
    if (!found) return [];
    return [{
      key: found[1] ?? found[2],
      before: part.slice(0, found.index).trim(),
      after: part.slice(found.index + found[0].length).trim().replace(/^,\s*/, ""),
    }];
  });
}

/** A citation as one or more chips. */
export class Chips extends WidgetType {
  constructor(text, known, say) {
    super();
    this.text = text;
    this.known = known;
    this.say = say;
    this.labels = sourcesOf(text).map((one) => known.get(one.key)?.label ?? "").join("\n");
  }

  eq(other) {
    return other.text === this.text && other.labels === this.labels;
  }

  toDOM() {
    return chips(this.text, this.known, this.say);
  }

  ignoreEvent() {
    return false;
  }
}

/** Make the chips of a citation. */
export function chips(text, known, say) {
  const box = make("span", { class: "ed-cites" });
  for (const { key, before, after } of sourcesOf(text)) {
    const source = known.get(key);
    const words = [before, source?.label ?? key].filter(Boolean).join(" ");
    const chip = make(
      "span",
      { class: `ed-cite${source ? "" : " ed-cite-unknown"}${words.length + after.length > 40 ? " ed-cite-long" : ""}`, title: source ? source.title : say("unknown_source", { key }) },
      after ? `${words}, ${after}` : words,
    );
    if (!source) chip.append(make("span", { class: "ed-cite-note" }, say("not_in_list")));
    box.append(chip);
  }
  return box;
}

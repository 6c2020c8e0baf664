/** A short text drawn without its marks: the cells of a table while nobody types in them. */
import { chips } from "./citations.js";
import { make } from "./page.js";
import { language } from "./language.js";

const TAGS = {
  Emphasis: "em", StrongEmphasis: "strong", Strikethrough: "s", Subscript: "sub", Superscript: "sup",
  InlineCode: "code", Link: "u",
};
const SKIPPED = new Set([
  "EmphasisMark", "StrikethroughMark", "SubscriptMark", "SuperscriptMark", "CodeMark", "LinkMark", "URL",
  "LinkTitle", "LinkLabel",
]);

/** Put the drawing of one line into an element. */
export function drawInto(element, text, given) {
  element.replaceChildren();
  if (!/[*_`~^[\]$@\\<&]/.test(text)) {
    element.textContent = text;
    return;
  }
  const tree = language.parser.parse(text);
  const paragraph = tree.topNode.firstChild;
  if (!paragraph || paragraph.name !== "Paragraph") {
    element.textContent = text;
    return;
  }
  append(element, paragraph, text, given);
}

function append(element, node, text, given) {
  let at = node.from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    element.append(text.slice(at, child.from));
    at = child.to;
    const { name } = child;
    if (SKIPPED.has(name)) continue;
    const words = text.slice(child.from, child.to);
    if (name === "Citation") element.append(chips(words, given.references, given.say));
    else if (name === "Formula") {
      const drawn = given.formulas.get(words);
      element.append(...(drawn ? [...drawn.childNodes].map((one) => one.cloneNode(true)) : [words]));
    } else if (name === "NoteRef") element.append(make("sup", {}, words.slice(2, -1)));
    else if (name === "Escape") element.append(words.slice(1));
    else if (TAGS[name]) {
      const inner = make(TAGS[name]);
      append(inner, child, text, given);
      element.append(inner);
    } else element.append(words);
  }
  element.append(text.slice(at, node.to));
}

/** The Markdown of the preview for the editor: CommonMark, tables, notes, citations, formulas, divs. */
import { Language } from "@codemirror/language";
import { markdownLanguage } from "@codemirror/lang-markdown";

export const DIV_OPEN = /^ {0,3}:{3,}[ \t]*(?:(\{.*\})|([^\s{}:]+))[ \t]*:*[ \t]*$/;
export const DIV_CLOSE = /^ {0,3}:{3,}[ \t]*$/;
const KEY = /@(?:\{[^{}\s]+\}|[\p{L}\p{N}_*](?:[\p{L}\p{N}\p{M}_]|[:.#$%&\-+?<>~/](?=[\p{L}\p{N}_])|[:/](?=\/))*)/uy;
const GROUP = /\[[^[\]]*@[^[\]]*\](?![[({])/y;
const MATH = /\$(?!\s)(?:\\[^]|[^\\$])+?(?<!\s)\$(?!\d)/y;
const DISPLAY = /\$\$(?:\\[^]|[^\\$]|\$(?!\$))+\$\$/y;
const NOTE = /\[\^[^\]\s]+\]/y;

/** Try a sticky pattern at a place of the inline text; return where it ends, or -1. */
function matched(pattern, cx, at) {
  pattern.lastIndex = at - cx.offset;
  return pattern.test(cx.text) ? cx.offset + pattern.lastIndex : -1;
}

const formulas = {
  defineNodes: ["Formula"],
  parseInline: [{
    name: "Formula",
    before: "Escape",
    parse(cx, next, at) {
      if (next !== 36) return -1;
      const end = cx.char(at + 1) === 36 ? matched(DISPLAY, cx, at) : matched(MATH, cx, at);
      return end < 0 ? -1 : cx.addElement(cx.elt("Formula", at, end));
    },
  }],
};

const citations = {
  defineNodes: ["Citation", "NoteRef"],
  parseInline: [{
    name: "Citation",
    before: "Link",
    parse(cx, next, at) {
      if (next === 91) {
        const note = matched(NOTE, cx, at);
        if (note > 0) return cx.addElement(cx.elt("NoteRef", at, note));
        const group = matched(GROUP, cx, at);
        if (group < 0 || !/(^|[\s\W])-?@[\p{L}\p{N}_*{]/u.test(cx.slice(at + 1, group))) return -1;
        return cx.addElement(cx.elt("Citation", at, group));
      }
      if (next !== 64 || (at > cx.offset && /[\p{L}\p{N}_\\]/u.test(cx.slice(at - 1, at)))) return -1;
      const end = matched(KEY, cx, at);
      return end < 0 ? -1 : cx.addElement(cx.elt("Citation", at, end));
    },
  }],
};

const divs = {
  defineNodes: [{ name: "DivFence", block: true }],
  parseBlock: [{
    name: "DivFence",
    before: "FencedCode",
    parse(cx, line) {
      if (line.next !== 58 || !(DIV_OPEN.test(line.text) || DIV_CLOSE.test(line.text))) return false;
      cx.addElement(cx.elt("DivFence", cx.lineStart + line.pos, cx.lineStart + line.text.length));
      cx.nextLine();
      return true;
    },
    endLeaf: (_cx, line) => line.next === 58 && DIV_CLOSE.test(line.text),
  }],
};

/** The language; it shares the data of the ready-made one, so that its list commands work here. */
export const language = new Language(
  markdownLanguage.data,
  markdownLanguage.parser.configure([formulas, citations, divs, { remove: ["Emoji"] }]),
  [],
  "markdown",
);

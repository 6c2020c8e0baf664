/** Paste from Word and from web pages becomes clean Markdown. */
import { EditorView } from "@codemirror/view";
import TurndownService from "turndown";
import { bring, pictureIn } from "./pictures.js";

/** Return the Markdown of an HTML text. */
export function markdownOf(html) {
  const page = new DOMParser().parseFromString(withoutStyle(html), "text/html");
  const { body } = page;
  for (const one of body.querySelectorAll("style, script, meta, link, title, xml, img[src^='file:'], img[src^='data:'], del.msoDel, [data-look*='mso-hide:all']")) one.remove();
  for (const one of [...body.querySelectorAll("*")].filter((element) => element.localName.includes(":"))) one.replaceWith(...one.childNodes);
  clearComments(body);
  listsOfWord(body);
  looks(body);
  return service().turndown(body).replace(/\u00a0/g, " ").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}

/** Rename the style of all elements: the policy of the page refuses even to read it. */
function withoutStyle(html) {
  return html
    .replace(/<style\b[^]*?<\/style>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-look="));
}

/** Return what the style of an element says of a property, in small letters. */
function lookOf(element, property) {
  const style = element.getAttribute("data-look") ?? "";
  return new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`, "i").exec(style)?.[1].trim().toLowerCase() ?? "";
}

function clearComments(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const one of found) one.remove();
}

/** Word writes list items as paragraphs that look like items: make lists of them. */
function listsOfWord(body) {
  const items = [...body.querySelectorAll("p[data-look*='mso-list'], p.MsoListParagraph, p.MsoListParagraphCxSpFirst, p.MsoListParagraphCxSpMiddle, p.MsoListParagraphCxSpLast")];
  let lists = []; // the open list of each depth
  let last = null;
  for (const item of items) {
    const style = item.getAttribute("data-look") ?? "";
    const told = /mso-list:\s*\S+\s+level(\d+)/i.exec(style);
    const depth = told ? Number(told[1]) : 1;
    const sign = signOf(item);
    if (!told && !sign) continue;
    const isNumber = /^[\dA-Za-z]{1,4}[.)]/.test(sign);
    if (item.previousElementSibling !== last || last === null) lists = [];
    lists.length = Math.min(lists.length, depth);
    const outermost = lists[0];
    while (lists.length < depth) {
      const list = item.ownerDocument.createElement(isNumber ? "ol" : "ul");
      const parent = lists.at(-1);
      if (parent) (parent.lastElementChild ?? parent.appendChild(item.ownerDocument.createElement("li"))).append(list);
      else item.before(list);
      lists.push(list);
    }
    const row = item.ownerDocument.createElement("li");
    row.append(...item.childNodes);
    lists.at(-1).append(row);
    item.remove();
    last = outermost ?? lists[0];
  }
}

/** Take the sign of a Word item out of its paragraph and return it. */
function signOf(item) {
  const marked = item.querySelector("span[data-look*='mso-list:Ignore'], span[data-look*='mso-list: Ignore']");
  if (marked) {
    const sign = marked.textContent.trim();
    marked.remove();
    return sign;
  }
  const first = /^\s*([·•o§-]|[\dA-Za-z]{1,4}[.)])[\s\u00a0]{2,}/.exec(item.textContent);
  if (!first) return "";
  let left = first[0].length;
  const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  while (left && walker.nextNode()) {
    const node = walker.currentNode;
    const cut = Math.min(left, node.data.length);
    node.data = node.data.slice(cut);
    left -= cut;
  }
  return first[1];
}

/** Bold and italic that are only said by style become elements; Word's headings and line breaks too. */
function looks(body) {
  const wrap = (element, name) => {
    const inner = element.ownerDocument.createElement(name);
    inner.append(...element.childNodes);
    element.append(inner);
  };
  for (const one of body.querySelectorAll("span[data-look]")) {
    if (!one.textContent.trim()) continue;
    const weight = lookOf(one, "font-weight");
    const raised = lookOf(one, "vertical-align");
    if (weight === "bold" || Number(weight) >= 600) wrap(one, "strong");
    if (lookOf(one, "font-style") === "italic") wrap(one, "em");
    if (raised === "super" || raised === "sub") wrap(one, raised === "super" ? "sup" : "sub");
  }
  // Some pages wrap everything they copy in a <b> that is not bold.
  for (const one of body.querySelectorAll("b, strong")) {
    const isPlain = /^(normal|400)$/.test(lookOf(one, "font-weight")) || one.querySelector("p, ul, ol, table, h1, h2, h3");
    if (isPlain) one.replaceWith(...one.childNodes);
  }
  for (const one of body.querySelectorAll("p.MsoTitle")) {
    const title = one.ownerDocument.createElement("h1");
    title.append(...one.childNodes);
    one.replaceWith(title);
  }
  for (const one of body.querySelectorAll("p, span")) if (!one.textContent.trim() && !one.querySelector("img, br")) one.remove();
}

function service() {
  const turn = new TurndownService({
    headingStyle: "atx", hr: "---", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*", strongDelimiter: "**",
  });
  const escape = turn.escape.bind(turn);
  turn.escape = (text) => escape(text)
    .replace(/(?<![\\\p{L}\p{N}])@(?=[\p{L}\p{N}{])/gu, "\\@")
    .replace(/([$~^])(?=\S[^]*\1)/g, "\\$1");
  turn.addRule("sub", { filter: ["sub"], replacement: (words) => around(words, "~") });
  turn.addRule("sup", { filter: ["sup"], replacement: (words) => around(words, "^") });
  turn.addRule("struck", { filter: ["s", "strike", "del"], replacement: (words) => (words.trim() ? `~~${words}~~` : "") });
  turn.addRule("link", {
    filter: (node) => node.nodeName === "A",
    replacement: (words, node) => {
      const url = node.getAttribute("href") ?? "";
      return /^(https?:|mailto:)/i.test(url) && words.trim() ? `[${words.trim()}](${url.replace(/[()\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})` : words;
    },
  });
  turn.addRule("picture", { filter: "img", replacement: (_words, node) => (node.getAttribute("alt") ?? "").trim() });
  turn.addRule("item", {
    filter: "li",
    replacement: (words, node) => {
      const list = node.parentNode;
      const sign = list.nodeName === "OL" ? `${Number(list.getAttribute("start") || 1) + [...list.children].indexOf(node)}. ` : "- ";
      const inner = words.trim().replace(/\n{2,}(?=\s*(?:[-*+]|\d+\.) )/g, "\n").replace(/\n(?!\n)/g, `\n${" ".repeat(sign.length)}`);
      return `${sign}${inner}\n`;
    },
  });
  turn.addRule("table", { filter: "table", replacement: (_words, node) => tableOf(node, turn) });
  return turn;
}

const around = (words, sign) => (words.trim() && !/\s/.test(words.trim()) ? `${sign}${words.trim()}${sign}` : words);

/** Write a table; merged cells are spread out, line breaks become spaces. */
function tableOf(table, turn) {
  const rows = [];
  const held = []; // cells that reach down: [rows left]
  for (const row of table.rows) {
    const cells = [];
    const fill = () => {
      while (held[cells.length] > 0) {
        held[cells.length] -= 1;
        cells.push("");
      }
    };
    for (const cell of row.cells) {
      fill();
      const words = turn.turndown(cell.innerHTML).replace(/\s*\n+\s*/g, " ").replace(/(?<!\\)\|/g, "\\|").trim();
      const down = Math.min(cell.rowSpan || 1, 200) - 1;
      for (let wide = 0; wide < Math.min(cell.colSpan || 1, 50); wide += 1) {
        held[cells.length] = down;
        cells.push(wide ? "" : words);
      }
    }
    fill();
    rows.push(cells);
  }
  const width = Math.max(...rows.map((row) => row.length), 0);
  if (!width) return "";
  const line = (cells) => `| ${Array.from({ length: width }, (_none, at) => cells[at] ?? "").join(" | ")} |`;
  const caption = table.caption?.textContent.trim();
  const lines = [line(rows[0]), `|${" --- |".repeat(width)}`, ...rows.slice(1).map(line)];
  return `\n\n${caption ? `${caption}\n\n` : ""}${lines.join("\n")}\n\n`;
}

/** Put pasted Markdown into the text: a block gets empty lines around it. */
function insert(view, text) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  const isBlock = /\n\n|^(#{1,6} |- |\d+\. |\| |> )/.test(text);
  const before = isBlock && line.text.slice(0, from - line.from).trim() ? "\n\n" : "";
  const end = state.doc.lineAt(to);
  const after = isBlock && end.text.slice(to - end.from).trim() ? "\n\n" : "";
  const words = `${before}${text}${after}`;
  view.dispatch(state.replaceSelection(words), { userEvent: "input.paste", scrollIntoView: true });
}

export const paste = EditorView.domEventHandlers({
  paste(event, view) {
    const box = event.clipboardData;
    if (!box) return false;
    const html = box.getData("text/html");
    const file = pictureIn(box.files);
    if (file && !/<(p|table|li|h\d)\b/i.test(html)) {
      event.preventDefault();
      bring(view, file);
      return true;
    }
    // What comes from a text editor (this one too) is wrapped, but plain.
    if (!html || !/<(?!meta|html|body|head|!--|span|div|br|\/)[a-z]/i.test(html)) return false;
    const text = markdownOf(html);
    if (!text) return false;
    event.preventDefault();
    insert(view, text);
    return true;
  },
});

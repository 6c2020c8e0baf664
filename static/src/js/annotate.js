/** Comments on passages: offer one on what is selected, show in the text what comments are about. */

const OUTSIDE = ".citation, .footnote-ref, .number, .hidden-text";
const BLOCKS = "p, li, td, th, h1, h2, h3, h4, h5, h6, dd, dt, pre";
const AROUND = 60;

/** Offer a comment on the words that somebody selects in [data-section]; without it the form asks for them.
 *  Where a page holds several such texts, data-comment of each says where its form is. */
export function watchSelections() {
  const offer = document.querySelector("[data-annotate]");
  const texts = [...document.querySelectorAll("article[data-section]")];
  if (!texts.length) return;
  markPassages(texts[0]);
  if (!offer) return;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const text = texts.find((one) => one.contains(selection?.anchorNode ?? null)) ?? texts[0];
    const found = wordsIn(text, selection);
    offer.hidden = !found.quote;
    if (found.quote) {
      const address = new URL(text.dataset.comment ?? offer.href, location.href);
      for (const [name, value] of Object.entries(found)) address.searchParams.set(name, value);
      offer.href = address;
    }
  });
}

/** The selected words of one paragraph and what stands beside them, without citations and note marks. */
function wordsIn(text, selection) {
  const nothing = { quote: "", before: "", after: "" };
  if (!selection || selection.isCollapsed || !selection.rangeCount) return nothing;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return nothing;
  const piece = cleaned(range);
  const inner = piece.querySelector(BLOCKS);
  const quote = single((inner ?? piece).textContent).trim();
  if (quote.length <= 2 || quote.length > 1500) return nothing;
  const start = range.startContainer;
  const block = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest(BLOCKS);
  if (!block || inner) return { quote, before: "", after: "" };
  const ahead = document.createRange();
  ahead.setStart(block, 0);
  ahead.setEnd(range.startContainer, range.startOffset);
  const behind = document.createRange();
  behind.setStart(range.endContainer, range.endOffset);
  behind.setEnd(block, block.childNodes.length);
  return {
    quote,
    before: single(cleaned(ahead).textContent).slice(-AROUND),
    after: single(cleaned(behind).textContent).slice(0, AROUND),
  };
}

function cleaned(range) {
  const piece = range.cloneContents();
  for (const mark of piece.querySelectorAll(OUTSIDE)) mark.remove();
  return piece;
}

function single(text) {
  return text.replace(/\s+/g, " ");
}

/** Mark in the text what each comment beside it is about; a click leads to the comment. */
function markPassages(text) {
  for (const card of document.querySelectorAll("[data-passage]")) {
    const { passage, before, after } = card.dataset;
    const place = find(read(text), passage, before, after);
    if (!place) continue;
    for (const range of place) wrap(range, card.dataset.thread);
  }
}

/** The words of a text as one string, and for each character the node and the place it comes from. */
function read(text) {
  const words = [];
  const places = [];
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(OUTSIDE) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let block = null;
  while (walk.nextNode()) {
    const node = walk.currentNode;
    const here = node.parentElement.closest(BLOCKS);
    if (here !== block && words.length && words.at(-1) !== "\n") push("\n", null, 0);
    block = here;
    for (let at = 0; at < node.length; at += 1) {
      const sign = node.data[at];
      if (!/\s/.test(sign)) push(sign, node, at);
      else if (words.length && words.at(-1) !== " " && words.at(-1) !== "\n") push(" ", node, at);
    }
  }
  return { words: words.join(""), places };

  function push(sign, node, at) {
    words.push(sign);
    places.push([node, at]);
  }
}

/** The ranges of a passage, if the text has it once with these words around it, or once at all. */
function find({ words, places }, passage, before, after) {
  const whole = before + passage + after;
  let at = only(words, whole);
  at = at >= 0 ? at + before.length : only(words, passage);
  if (at < 0) return null;
  const ranges = new Map();
  for (const [node, offset] of places.slice(at, at + passage.length)) {
    if (!node) continue;
    if (!ranges.has(node)) ranges.set(node, [offset, offset + 1]);
    ranges.get(node)[1] = offset + 1;
  }
  return [...ranges].map(([node, [start, end]]) => ({ node, start, end }));
}

function only(words, wanted) {
  const at = words.indexOf(wanted);
  return at >= 0 && words.indexOf(wanted, at + 1) < 0 ? at : -1;
}

function wrap({ node, start, end }, thread) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const mark = document.createElement("mark");
  mark.className = "commented";
  mark.dataset.of = thread;
  range.surroundContents(mark);
  mark.addEventListener("click", () => {
    const card = document.getElementById(thread);
    card?.scrollIntoView({ block: "center" });
    card?.classList.add("comment-found");
    setTimeout(() => card?.classList.remove("comment-found"), 2000);
  });
}

/** Tell that a discussion is read, once its page is there; without this there is a button. */
export function markSeen() {
  for (const form of document.querySelectorAll("form[data-seen]")) {
    form.hidden = true;
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  }
}

/** Offer names behind an @ in [data-mention]; the list of names stands below the field without this. */
export function offerNames() {
  for (const field of document.querySelectorAll("textarea[data-mention]")) {
    const list = document.getElementById(field.dataset.mention);
    if (!list) continue;
    const names = [...list.querySelectorAll("[data-name]")];
    for (const item of names) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-quiet";
      button.textContent = item.textContent;
      button.addEventListener("click", () => insert(field, item.dataset.name));
      item.replaceChildren(button);
    }
    field.addEventListener("input", () => {
      const begun = begunName(field);
      list.open = begun !== null || list.open;
      for (const item of names) item.hidden = begun !== null && !starts(item.dataset.name, begun);
    });
  }
}

function begunName(field) {
  const match = /(?:^|[\s(])@([^\n@]{0,40})$/.exec(field.value.slice(0, field.selectionStart));
  return match ? match[1].toLowerCase() : null;
}

function starts(name, begun) {
  return `${name} `.toLowerCase().startsWith(begun) || name.toLowerCase().split(" ").some((one) => one.startsWith(begun));
}

function insert(field, name) {
  const at = field.selectionStart;
  const begun = begunName(field);
  const from = begun === null ? at : at - begun.length - 1;
  field.setRangeText(`@${name} `, from, at, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

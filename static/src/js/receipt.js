/** Look for the numbers of a receipt in the record of a round; nothing leaves this browser. */
export function watchReceipts() {
  const place = document.querySelector("[data-receipt]");
  if (!place) return;
  let record;
  place.querySelector("[data-receipt-look]").addEventListener("click", async () => {
    const shown = place.querySelector("[data-receipt-result]");
    const lines = numbersIn(place.querySelector("textarea").value);
    if (!lines.length) return shown.replaceChildren(paragraph(place.dataset.nothing));
    try {
      record ??= await load(place.dataset.receipt);
    } catch {
      return shown.replaceChildren(paragraph(place.dataset.trouble));
    }
    const found = await Promise.all(lines.map((line) => look(record, line, place.dataset)));
    const count = found.filter((one) => one.good).length;
    const words = count === lines.length ? place.dataset.all : place.dataset.some;
    const list = document.createElement("ul");
    list.className = "rows";
    found.sort((one, other) => Boolean(one.good) - Boolean(other.good)); // what is missing first
    list.append(...found.map(item));
    const sum = paragraph(filled(words, { count, all: lines.length }));
    sum.className = "lead";
    shown.replaceChildren(sum, list);
  });
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const { results, answers } = await answer.json();
  const numbers = new Map(results.statements.map((one) => [one.version, one.number]));
  return answers.flatMap((one) =>
    one.rows.map(([number, answer, salt]) =>
      ({ ...one, number, answer, salt, statement: numbers.get(one.version) })));
}

/** Return the numbers in a text, each with the statement that stands before it in its line. */
export function numbersIn(text) {
  return text.toLowerCase().split("\n").flatMap((line) => {
    const before = /^\D*(\d{1,4})\b/.exec(line)?.[1];
    return (line.match(/\b[0-9a-f]{16,64}\b/g) ?? []).map((number) => ({ number, before }));
  });
}

async function look(rows, { number, before }, words) {
  const row = rows.find((one) => one.number.startsWith(number)
    && (before === undefined || String(one.statement) === before));
  if (!row) return { text: filled(words.absent, { number: number.slice(0, 12) }) };
  const told = { number: row.statement, answer: row.answer };
  if (row.answer === "?") return { good: true, text: filled(words.closed, told) };
  if (!(await isRight(row))) return { text: filled(words.changed, told) };
  return { good: true, text: filled(row.answer === "-" ? words.blank : words.found, told) };
}

/** Tell whether a number was made of the answer beside it; browsers can do so on safe pages. */
async function isRight({ number, answer, salt, dimension, wording_sha256: wording }) {
  if (!globalThis.crypto?.subtle) return true;
  const further = dimension === "overall" ? [] : [dimension];
  const text = ["answer-v1", salt, wording, ...further, answer].join("\n");
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, "0")).join("") === number;
}

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function paragraph(text) {
  const found = document.createElement("p");
  found.textContent = text;
  return found;
}

function item({ text, good }) {
  const found = document.createElement("li");
  found.append(good ? text : Object.assign(document.createElement("strong"), { textContent: text }));
  return found;
}

/** Attributes in braces, `{#id .class key=value}`: read, and changed without touching the rest. */
const ITEM = /[ \t]*(?:#(?<id>[\p{L}\p{N}_:.-]+)|\.(?<class>[\p{L}\p{N}_:-][\p{L}\p{N}_:.-]*)|(?<key>[\p{L}_][\p{L}\p{N}_:.-]*)=(?:"(?<double>(?:\\[^]|[^"\\])*)"|'(?<single>(?:\\[^]|[^'\\])*)'|(?<bare>(?:\\[^\p{L}\p{N}\s]|[^\s}"'\\])*))|(?<unnumbered>-))(?=[ \t}])/uy;
const CLOSE = /[ \t]*\}/y;
const PLAIN = /^[\p{L}\p{N}_:.-]+$/u;

/** Read the braces that begin at `at`: items with their places in the text, or null. */
export function readAttributes(text, at) {
  if (text[at] !== "{") return null;
  const items = [];
  let place = at + 1;
  for (;;) {
    CLOSE.lastIndex = place;
    if (CLOSE.test(text)) return { items, start: at, end: CLOSE.lastIndex };
    ITEM.lastIndex = place;
    const found = ITEM.exec(text);
    if (!found) return null;
    const begin = place + found[0].length - found[0].trimStart().length;
    items.push(itemOf(found.groups, begin, ITEM.lastIndex));
    place = ITEM.lastIndex;
  }
}

function itemOf(found, start, end) {
  if (found.id !== undefined) return { kind: "id", key: "", value: found.id, start, end };
  if (found.class !== undefined) return { kind: "class", key: "", value: found.class, start, end };
  if (found.key === undefined) return { kind: "class", key: "", value: "unnumbered", start, end };
  const raw = found.double ?? found.single ?? found.bare;
  const value = raw.replace(/\\([^\p{L}\p{N}_\s])/gu, "$1");
  return { kind: "pair", key: found.key, value, start, end };
}

/** Return the value of a key, or an empty string; of a repeated one the first counts. */
export function valueOf(attributes, key) {
  return attributes?.items.find((one) => one.kind === "pair" && one.key === key)?.value ?? "";
}

/** Return a value as it is written after the equals sign. */
export function written(value) {
  if (PLAIN.test(value)) return value;
  const flat = value.split(/\s+/).filter(Boolean).join(" ");
  return `"${flat.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Return the change `{from, to, insert}` that gives `key` a value, or takes it away, or null. */
export function changeOf(text, at, key, value) {
  const attributes = readAttributes(text, at);
  if (!attributes) return null;
  const item = attributes.items.find((one) => one.kind === "pair" && one.key === key);
  if (!item) {
    if (!value.trim()) return null;
    const last = attributes.items.at(-1);
    const place = last ? last.end : attributes.start + 1;
    return { from: place, to: place, insert: `${last ? " " : ""}${key}=${written(value)}` };
  }
  if (item.value === value) return null;
  if (value.trim()) return { from: item.start + key.length + 1, to: item.end, insert: written(value) };
  const gap = text.slice(0, item.start).match(/[ \t]*$/)[0].length;
  return { from: item.start - gap, to: item.end, insert: "" };
}

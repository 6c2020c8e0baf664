/** What the page carries for scripts, and small makers; nothing here needs an editor. */

/** Read the JSON that a script element of the page carries, or `otherwise`. */
export function carried(id, otherwise) {
  const element = document.getElementById(id);
  if (!element) return otherwise;
  return JSON.parse(element.textContent) ?? otherwise;
}

/** Return a maker of sentences: `say("saved", {time: "14:32"})`. */
export function speaker(words) {
  return (name, values = {}) => {
    const sentence = words[name] ?? name;
    return Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), sentence);
  };
}

/** Make an element: `make("p", {class: "hint"}, "words", child)`. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The token of this page against forged requests. */
export function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

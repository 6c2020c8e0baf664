/** What the page gives to the editor: words, addresses, references, pictures; and its icons. */
import { Facet, StateEffect, StateField } from "@codemirror/state";

/** The desk of an editor: `{words, urls, references: Map, pictures: Map, numbers, language}`. */
export const desk = Facet.define({ combine: (values) => values[0] });

const SVG = "http://www.w3.org/2000/svg";

/** Draw an icon of the page's own set (`<template id="editor-icons">` holds them by name). */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const ICONS = {
  plus: "M12 5v14M5 12h14",
  edit: "M4 20l1-4.5L16 4.5l3.5 3.5-11 11Z",
  cross: "M6 6l12 12M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  up: "M6 14.5l6-6 6 6",
  bin: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5",
  code: "M8.5 7.5 4 12l4.5 4.5M15.5 7.5 20 12l-4.5 4.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  picture: "M4 5h16v14H4ZM4 16l5-5 4 4 3-3 4 4M15 9.5v.2",
};

/** Show the marks as they are written, instead of what they make. */
export const showMarks = StateEffect.define();
export const marksShown = StateField.define({
  create: () => false,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(showMarks)) return effect.value;
    return value;
  },
});

/** Show the table at a place as text until the cursor leaves it. */
export const showAsText = StateEffect.define({ map: (at, changes) => changes.mapPos(at) });

/** Something outside the text has arrived (a formula, a reference, a picture): draw again. */
export const arrived = StateEffect.define();

/** Say whether a selection touches a stretch of the text. */
export function touches(selection, from, to) {
  return selection.ranges.some((range) => range.from <= to && range.to >= from);
}

/** Boxes, tables, figures and displayed formulas stand in the text as what they are. */
import { EditorState, StateField, Transaction } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { arrived, desk, marksShown, showAsText, touches } from "./desk.js";
import { Formula } from "./formulas.js";
import { Figure } from "./pictures.js";
import { Foot, Head, Part } from "./recommendation.js";
import { structure } from "./structure.js";
import { Grid } from "./table.js";

/** The tables that are shown as text: their beginnings. */
const asText = StateField.define({
  create: () => [],
  update(value, transaction) {
    let next = transaction.docChanged ? value.map((at) => transaction.changes.mapPos(at)) : value;
    for (const effect of transaction.effects) if (effect.is(showAsText)) next = [...next, effect.value];
    if (!next.length) return next;
    const { tables } = transaction.state.field(structure);
    return next.filter((at) => {
      const table = tables.find((one) => one.from <= at && one.to >= at);
      return table && touches(transaction.newSelection, table.from, table.to);
    });
  },
});

function draw(state) {
  if (state.field(marksShown)) return Decoration.none;
  const { divs, tables, pictures, formulas } = state.field(structure);
  const given = state.facet(desk);
  const found = [];
  const put = (widget, from, to) => found.push(Decoration.replace({ widget, block: true }).range(from, to));
  for (const div of divs) {
    const isNested = div.depth > 0;
    if (div.classes.includes("recommendation") && div.attributes && !isNested) put(new Head(div.text, div.braces, div.id), div.from, div.to);
    else put(new Part(given.partName(div.classes[0] ?? ""), isNested), div.from, div.to);
    if (div.closed) put(new Foot(isNested), div.closeFrom, div.closeTo);
  }
  const text = state.field(asText);
  for (const table of tables) {
    if (text.some((at) => at >= table.from && at <= table.to)) continue;
    put(new Grid(state.sliceDoc(table.from, table.to)), table.from, table.to);
  }
  for (const picture of pictures) {
    const widget = new Figure(picture, given);
    if (!touches(state.selection, picture.from, picture.to)) put(widget, picture.from, picture.to);
    else found.push(Decoration.widget({ widget, block: true, side: 1 }).range(picture.to));
  }
  for (const formula of formulas) {
    const widget = new Formula(state.sliceDoc(formula.from, formula.to), given, true);
    if (!touches(state.selection, formula.from, formula.to)) put(widget, formula.from, formula.to);
    else found.push(Decoration.widget({ widget, block: true, side: 1 }).range(formula.to));
  }
  return Decoration.set(found, true);
}

/** Which figures and formulas the cursor is in. */
function touched(state) {
  const { pictures, formulas } = state.field(structure);
  return [...pictures, ...formulas].filter((one) => touches(state.selection, one.from, one.to)).map((one) => one.from).join();
}

/** The decorations that take whole lines. */
const drawn = StateField.define({
  create: (state) => draw(state),
  update(value, transaction) {
    const { state, startState } = transaction;
    const isSame = state.field(structure).kind === startState.field(structure).kind
      && state.field(marksShown) === startState.field(marksShown)
      && state.field(asText).length === startState.field(asText).length
      && !transaction.effects.some((effect) => effect.is(arrived))
      && touched(state) === touched(startState);
    if (!isSame) return draw(state);
    return transaction.docChanged ? value.map(transaction.changes) : value;
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.atomicRanges.of((view) => view.state.field(field)),
  ],
});

/** What must not be torn while it is hidden: the lines that open and close boxes, and tables.
 *
 * `lead` is where an empty line before begins: without it a box or a table would be mere text.
 */
function fences(state) {
  const { divs, tables } = state.field(structure);
  const text = state.field(asText);
  const hidden = tables.filter((one) => !text.some((at) => at >= one.from && at <= one.to));
  const lead = (from) => (state.sliceDoc(Math.max(from - 2, 0), from).endsWith("\n\n") ? from - 1 : from);
  return [
    ...divs.flatMap((div) => [
      { from: div.from, lead: lead(div.from), to: div.to, div },
      ...(div.closed ? [{ from: div.closeFrom, lead: div.closeFrom, to: div.closeTo, div }] : []),
    ]),
    ...hidden.map(({ from, to }) => ({ from, lead: lead(from), to, div: { from, closeTo: to } })),
  ].sort((a, b) => a.from - b.from);
}

/** Keep what is hidden whole: what people delete or type stops at its edges.
 *
 * A box or a table goes only when all of it is in what is deleted.
 */
const guard = EditorState.transactionFilter.of((transaction) => {
  const isTyped = ["input.type", "input.paste", "input.drop", "delete", "move"].some((kind) => transaction.isUserEvent(kind));
  if (!transaction.docChanged || !isTyped || transaction.isUserEvent("input.type.cell") || transaction.startState.field(marksShown)) return transaction;
  const edges = fences(transaction.startState);
  if (!edges.length) return transaction;
  let torn = false;
  let head = null;
  const { main } = transaction.startState.selection;
  const changes = [];
  transaction.changes.iterChanges((from, to, _fromB, _toB, insert) => {
    const goes = (edge) => !main.empty && from <= edge.div.from && to >= edge.div.closeTo;
    const hit = edges.filter((edge) => from <= edge.to && to >= edge.lead && !goes(edge));
    if (!hit.length) {
      changes.push({ from, to, insert });
      return;
    }
    const { doc } = transaction.startState;
    if (from === to) {
      const edge = hit[0];
      torn = true;
      const isBefore = from <= edge.from;
      changes.push(isBefore ? { from, insert: `${insert}\n` } : { from: edge.to, insert: `\n${insert}` });
      head = (isBefore ? from : edge.to + 1) + insert.length;
      return;
    }
    let at = from;
    let isFirst = true;
    for (const edge of hit) {
      // The break before a fence and the one behind it belong to it.
      const end = Math.max(at, Math.min(edge.lead - 1, to));
      if (end > at || (isFirst && insert.length)) changes.push({ from: at, to: end, insert: isFirst ? insert : "" });
      isFirst = isFirst && !insert.length && end <= at;
      at = Math.min(edge.to + 1, doc.length);
    }
    if (to > at) changes.push({ from: at, to, insert: "" });
    torn = true;
  });
  if (!torn) return transaction;
  return [{ changes, selection: head === null ? undefined : { anchor: head }, userEvent: transaction.annotation(Transaction.userEvent), scrollIntoView: true }];
});

/** A cursor never rests on a hidden fence. */
const steered = EditorState.transactionFilter.of((transaction) => {
  const { startState } = transaction;
  if (!transaction.selection || transaction.docChanged || startState.field(marksShown)) return transaction;
  const { main } = transaction.selection;
  const edges = main.empty ? fences(startState) : [];
  if (!edges.length) return transaction;
  const { doc } = startState;
  const isUp = main.head < startState.selection.main.head;
  let head = main.head;
  for (let turns = 0; turns < edges.length; turns += 1) {
    const edge = edges.find((one) => head >= one.from && head <= one.to);
    if (!edge) break;
    if (isUp) head = edge.from ? edge.from - 1 : edge.to + 1;
    else head = edge.to < doc.length ? edge.to + 1 : edge.from - 1;
    if (head < 0 || head > doc.length) return transaction;
  }
  if (head === main.head) return transaction;
  return [transaction, { selection: { anchor: head }, sequential: true }];
});

export const blocks = [asText, drawn, guard, steered];

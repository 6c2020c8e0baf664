/** Text ↔ editor, byte for byte: the editor knows lines, this module knows how each line ended. */
import { EditorState, RangeSet, RangeSetBuilder, RangeValue, StateEffect, StateField, Text } from "@codemirror/state";

/** A line break that is not the usual one of its text; it covers the break in the editor. */
class LineEnd extends RangeValue {
  constructor(sign) {
    super();
    this.sign = sign;
  }

  eq(other) {
    return other.sign === this.sign;
  }
}
LineEnd.prototype.startSide = 1;
LineEnd.prototype.endSide = -1;

const setEnds = StateEffect.define();

const ends = StateField.define({
  create: () => ({ usual: "\n", other: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setEnds)) return effect.value;
    if (!transaction.docChanged || !value.other.size) return value;
    return { usual: value.usual, other: value.other.map(transaction.changes) };
  },
});

/** Cut a source into its lines and what ends them. */
function read(source) {
  const lines = source.split(/\r\n|\r|\n/);
  if (!source.includes("\r")) return { lines, ends: { usual: "\n", other: RangeSet.empty } };
  const signs = source.match(/\r\n|\r|\n/g);
  const count = (sign) => signs.filter((one) => one === sign).length;
  const usual = ["\n", "\r\n", "\r"].sort((a, b) => count(b) - count(a))[0];
  const builder = new RangeSetBuilder();
  let at = 0;
  signs.forEach((sign, number) => {
    at += lines[number].length;
    if (sign !== usual) builder.add(at, at + 1, new LineEnd(sign));
    at += 1;
  });
  return { lines, ends: { usual, other: builder.finish() } };
}

/** Make an editor state of a source. */
export function stateOf(source, extensions = []) {
  const { lines, ends: found } = read(source);
  return EditorState.create({
    doc: Text.of(lines),
    extensions: [ends.init(() => found), extensions],
  });
}

/** Return the source of a state, with the line ends it came with. */
export function sourceOf(state) {
  const { usual, other } = state.field(ends);
  if (!other.size) return state.doc.sliceString(0, state.doc.length, usual);
  const parts = [];
  let at = 0;
  for (const cursor = other.iter(); cursor.value; cursor.next()) {
    parts.push(state.doc.sliceString(at, cursor.from, usual), cursor.value.sign);
    at = cursor.to;
  }
  parts.push(state.doc.sliceString(at, state.doc.length, usual));
  return parts.join("");
}

/** Return the smallest single change that makes a state's text that of `source`. */
export function becoming(state, source) {
  const { lines, ends: found } = read(source);
  const before = state.doc.toString();
  const after = lines.join("\n");
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return {
    changes: { from, to: before.length - tail, insert: Text.of(after.slice(from, after.length - tail).split("\n")) },
    effects: setEnds.of(found),
  };
}

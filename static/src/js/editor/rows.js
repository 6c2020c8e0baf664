/** The rows of a table in its source, and the smallest changes that edit them. */

/** Read one row: its cells with the places of their words and of all that is between the bars. */
export function readRow(text) {
  const cells = [];
  const begin = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  let from = text[begin] === "|" ? begin + 1 : begin;
  const opened = from > begin;
  let closed = false;
  for (let at = from; at <= end; at += 1) {
    const isEnd = at === end;
    if (!isEnd && text[at] === "\\") {
      at += 1;
      if (at < end) continue;
    }
    if (!isEnd && text[at] !== "|") continue;
    if (isEnd && closed && from === end) break;
    const whole = text.slice(from, at);
    const lead = whole.length - whole.trimStart().length;
    const words = whole.trim();
    cells.push({ from, to: Math.min(at, end), words, start: from + (words ? lead : 0), stop: from + (words ? lead + words.length : 0) });
    closed = !isEnd;
    from = at + 1;
    if (at + 1 >= end) break;
  }
  return { cells, opened, closed, end };
}

/** Read a table: its lines with their places, the width and how columns are aligned. */
export function readTable(text) {
  let at = 0;
  const lines = text.split("\n").map((one) => {
    const line = { ...readRow(one), at, text: one };
    at += one.length + 1;
    return line;
  });
  const aligned = lines[1].cells.map(({ words }) => {
    if (words.startsWith(":") && words.endsWith(":")) return "center";
    return words.endsWith(":") ? "right" : "left";
  });
  return { lines, width: lines[0].cells.length, aligned };
}

/** What a person typed, as it may stand in a cell. */
const inCell = (words) => words.replace(/\s*\n\s*/g, " ").trim().replace(/(^|[^\\])((?:\\\\)*)\|/g, "$1$2\\|").replace(/(^|[^\\])((?:\\\\)*)\|/g, "$1$2\\|");

/** What stands in a cell, as a person types it. */
export const typed = (words) => words.replaceAll("\\|", "|");

/** Change one cell; `row` counts the lines that are shown (0 is the head). */
export function cellChange(table, row, column, words) {
  const line = table.lines[row === 0 ? 0 : row + 1];
  const text = inCell(words);
  const cell = line.cells[column];
  if (cell) {
    const whole = cell.to - cell.from;
    if (!cell.words) {
      if (!text) return null;
      return whole < 2
        ? { from: line.at + cell.from, to: line.at + cell.to, insert: ` ${text} ` }
        : { from: line.at + cell.from + 1, to: line.at + cell.from + 1, insert: text };
    }
    if (cell.words === text) return null;
    // An empty cell at an edge without a bar would be no cell.
    const isFirst = column === 0 && !line.opened;
    const isLast = column === line.cells.length - 1 && !line.closed;
    if (!text && (isFirst || isLast)) {
      return { from: line.at + cell.start, to: line.at + cell.stop, insert: isFirst ? (isLast ? "|  |" : "| ") : " |" };
    }
    return { from: line.at + cell.start, to: line.at + cell.stop, insert: text };
  }
  if (!text) return null;
  const missing = "  |".repeat(column - line.cells.length);
  const insert = line.closed ? `${missing} ${text} |` : ` |${missing} ${text}`;
  return { from: line.at + line.end, to: line.at + line.end, insert };
}

/** Add an empty row behind a shown row. */
export function rowAfter(table, row) {
  const line = table.lines[row === 0 ? 1 : row + 1];
  const at = line.at + line.text.length;
  return [{ from: at, to: at, insert: `\n|${"  |".repeat(table.width)}` }];
}

/** Take a row away; the head stays. */
export function withoutRow(table, row) {
  if (row === 0) return [];
  const line = table.lines[row + 1];
  return [{ from: line.at - 1, to: line.at + line.text.length, insert: "" }];
}

/** Add an empty column behind a column. */
export function columnAfter(table, column) {
  return table.lines.flatMap((line, number) => {
    const cell = line.cells[column];
    const filling = number === 1 ? " --- " : "  ";
    if (!cell) return [];
    const isLast = column === line.cells.length - 1 && !line.closed;
    const at = line.at + cell.to;
    return [{ from: at, to: at, insert: isLast ? ` |${filling}|` : `|${filling}` }];
  });
}

/** Take a column away. */
export function withoutColumn(table, column) {
  if (table.width < 2) return [];
  return table.lines.flatMap((line) => {
    const cell = line.cells[column];
    if (!cell) return [];
    const hasBar = column > 0 || line.opened;
    return hasBar
      ? [{ from: line.at + cell.from - 1, to: line.at + cell.to, insert: "" }]
      : [{ from: line.at + cell.from, to: line.at + cell.to + 1, insert: "" }];
  });
}

/** Align a column: `left`, `center` or `right`. */
export function alignment(table, column, side) {
  const line = table.lines[1];
  const cell = line.cells[column];
  if (!cell) return [];
  const dashes = "-".repeat(Math.max(cell.words.replaceAll(":", "").length, 3));
  const words = { left: dashes, center: `:${dashes.slice(0, -1)}:`, right: `${dashes.slice(0, -1)}:` }[side];
  return [{ from: line.at + cell.start, to: line.at + cell.stop, insert: words }];
}

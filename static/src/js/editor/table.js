/** Tables are edited as tables: each cell by itself, the source changed only where it must be. */
import { redo, undo } from "@codemirror/commands";
import { WidgetType } from "@codemirror/view";
import { drawInto } from "./drawn.js";
import { desk, icon, showAsText } from "./desk.js";
import { make } from "./page.js";
import { structure } from "./structure.js";
import { alignment, cellChange, columnAfter, readTable, rowAfter, typed, withoutColumn, withoutRow } from "./rows.js";

/** A table in the text. */
export class Grid extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  get estimatedHeight() {
    return this.text.split("\n").length * 44;
  }

  toDOM(view) {
    const dom = make("div", { class: "ed-table" });
    new Board(view, dom).show(this.text);
    return dom;
  }

  updateDOM(dom) {
    if (!dom.board) return false;
    dom.board.show(this.text);
    return true;
  }

  ignoreEvent() {
    return true;
  }
}

/** The live side of a grid: one element, the table it shows, the cell somebody is in. */
class Board {
  constructor(view, dom) {
    this.view = view;
    this.dom = dom;
    dom.board = this;
    this.given = view.state.facet(desk);
    this.shape = "";
    this.here = { row: 0, column: 0 };
    this.region = make("div", { class: "ed-grid", role: "group", "aria-label": this.given.say("table") });
    dom.append(this.region, this.tools());
    dom.addEventListener("keydown", (event) => this.press(event));
  }

  /** Show the source of a table; cells that say the same already stay as they are. */
  show(text) {
    this.table = readTable(text);
    const { width, lines } = this.table;
    const shape = `${width}/${lines.length}/${this.table.aligned.join()}`;
    if (shape !== this.shape) this.build();
    this.shape = shape;
    this.cells.forEach((row, number) => row.forEach((cell, column) => {
      const words = typed(this.wordsOf(number, column));
      if (cell === document.activeElement) {
        if (cell.textContent.trim() !== words) cell.textContent = words;
      } else if (cell.said !== words) {
        cell.said = words;
        drawInto(cell, words, this.given);
      }
    }));
  }

  wordsOf(row, column) {
    return this.table.lines[row === 0 ? 0 : row + 1].cells[column]?.words ?? "";
  }

  build() {
    const { width, lines, aligned } = this.table;
    this.cells = [];
    const rows = lines.length - 1;
    const table = make("table");
    const head = make("thead");
    const body = make("tbody");
    for (let row = 0; row < rows; row += 1) {
      const line = make("tr");
      const cells = [];
      for (let column = 0; column < width; column += 1) {
        const cell = this.cell(row, column);
        cells.push(cell);
        line.append(make(row ? "td" : "th", { class: `ed-${aligned[column] ?? "left"}`, scope: row ? null : "col" }, cell));
      }
      this.cells.push(cells);
      (row ? body : head).append(line);
    }
    table.append(head, body);
    this.region.replaceChildren(table);
  }

  cell(row, column) {
    const { say, language } = this.given;
    const cell = make("div", {
      class: "ed-cell", role: "textbox", tabindex: "0", contenteditable: "plaintext-only", spellcheck: "true", lang: language,
      "aria-label": row ? say("cell", { row, column: column + 1 }) : say("head_cell", { column: column + 1 }),
    });
    if (cell.contentEditable !== "plaintext-only") cell.contentEditable = "true";
    cell.addEventListener("focus", () => {
      this.here = { row, column };
      const words = typed(this.wordsOf(row, column));
      if (cell.textContent !== words) cell.textContent = words;
    });
    cell.addEventListener("blur", () => {
      const words = typed(this.wordsOf(row, column));
      cell.said = words;
      drawInto(cell, words, this.given);
    });
    cell.addEventListener("input", () => {
      const change = cellChange(this.table, row, column, cell.textContent);
      if (change) this.change([change]);
    });
    cell.addEventListener("paste", (event) => {
      const words = event.clipboardData?.getData("text/plain") ?? "";
      event.preventDefault();
      event.stopPropagation();
      document.execCommand("insertText", false, words.replace(/\s*[\n\t]\s*/g, " "));
    });
    return cell;
  }

  /** Dispatch changes whose places count from the beginning of the table. */
  change(changes, userEvent = "input.type.cell") {
    const at = this.view.posAtDOM(this.dom);
    this.view.dispatch({
      changes: changes.map((one) => ({ from: at + one.from, to: at + one.to, insert: one.insert })),
      userEvent,
    });
  }

  /** Go into a cell; where there is none, out of the table. */
  enter(row, column) {
    const cell = this.cells[row]?.[column];
    if (!cell) return;
    cell.focus();
    const range = document.createRange();
    range.selectNodeContents(cell);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  leave(side) {
    const at = this.view.posAtDOM(this.dom);
    const end = at + this.table.lines.at(-1).at + this.table.lines.at(-1).text.length;
    const { doc } = this.view.state;
    const changes = side > 0 && end === doc.length ? { from: end, insert: "\n\n" } : undefined;
    const anchor = side > 0 ? (changes ? end + 2 : Math.min(end + 1, doc.length)) : Math.max(at - 1, 0);
    this.view.dispatch({ changes, selection: { anchor }, scrollIntoView: true });
    this.view.focus();
  }

  press(event) {
    const { row, column } = this.here;
    const last = this.cells.length - 1;
    const isCell = event.target.classList.contains("ed-cell");
    const ctrl = event.ctrlKey || event.metaKey;
    const does = (act) => {
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    if (event.key === "Escape") does(() => this.leave(1));
    else if (ctrl && event.key.toLowerCase() === "z") does(() => (event.shiftKey ? redo : undo)(this.view));
    else if (ctrl && event.key.toLowerCase() === "y") does(() => redo(this.view));
    else if (!isCell) return;
    else if (event.key === "Tab" && !event.shiftKey) {
      if (column + 1 < this.table.width) does(() => this.enter(row, column + 1));
      else if (row < last) does(() => this.enter(row + 1, 0));
      else does(() => this.addRow(row));
    } else if (event.key === "Tab") {
      if (column) does(() => this.enter(row, column - 1));
      else if (row) does(() => this.enter(row - 1, this.table.width - 1));
      else does(() => this.leave(-1));
    } else if (event.key === "Enter") {
      does(() => (row < last ? this.enter(row + 1, column) : this.leave(1)));
    } else if (event.key === "ArrowDown") {
      does(() => (row < last ? this.enter(row + 1, column) : this.leave(1)));
    } else if (event.key === "ArrowUp") {
      does(() => (row ? this.enter(row - 1, column) : this.leave(-1)));
    } else if (ctrl && ["b", "i"].includes(event.key.toLowerCase())) {
      does(() => wrap(event.key.toLowerCase() === "b" ? "**" : "*"));
    }
  }

  addRow(row) {
    this.change(rowAfter(this.table, row), "input.row");
    this.enter(row + 1, 0);
  }

  tools() {
    const { say } = this.given;
    const here = () => this.here;
    const button = (name, words, act) => make("button", {
      type: "button", class: "ed-tool", title: words, onmousedown: (event) => event.preventDefault(), onclick: act,
    }, icon(name), make("span", {}, words));
    const align = make("select", { class: "ed-tool", "aria-label": say("align") });
    for (const side of ["left", "center", "right"]) align.append(make("option", { value: side }, say(`align_${side}`)));
    align.addEventListener("change", () => {
      this.change(alignment(this.table, here().column, align.value), "input.align");
      this.enter(here().row, here().column);
    });
    this.region.addEventListener("focusin", () => {
      align.value = this.table.aligned[here().column] ?? "left";
    });
    return make(
      "div", { class: "ed-table-tools", role: "group", "aria-label": say("table_tools") },
      button("plus", say("row"), () => this.addRow(here().row)),
      button("plus", say("column"), () => {
        this.change(columnAfter(this.table, here().column), "input.column");
        this.enter(here().row, here().column + 1);
      }),
      button("bin", say("no_row"), () => {
        const { row, column } = here();
        this.change(withoutRow(this.table, row), "input.row");
        this.enter(Math.max(row - 1, 0), column);
      }),
      button("bin", say("no_column"), () => {
        const { row, column } = here();
        this.change(withoutColumn(this.table, column), "input.column");
        this.enter(row, Math.max(column - 1, 0));
      }),
      align,
      button("code", say("as_text"), () => {
        const at = this.view.posAtDOM(this.dom);
        this.view.dispatch({ effects: showAsText.of(at), selection: { anchor: at } });
        this.view.focus();
      }),
    );
  }
}

/** Put marks around what is selected in a cell. */
function wrap(sign) {
  const words = String(getSelection());
  document.execCommand("insertText", false, `${sign}${words}${sign}`);
}

/** Go from the text into a table above or below it. */
export const intoTable = (isDown) => (view) => {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  const { tables } = view.state.field(structure);
  const table = tables.find((one) => (isDown ? one.from === line.to + 1 : one.to === line.from - 1));
  if (!main.empty || !table) return false;
  const next = view.moveVertically(main, isDown).head;
  if (next >= line.from && next <= line.to && line.length) return false;
  const dom = [...view.contentDOM.querySelectorAll(".ed-table")].find((one) => view.posAtDOM(one) === table.from);
  if (!dom) return false;
  dom.board.enter(isDown ? 0 : dom.board.cells.length - 1, 0);
  return true;
};

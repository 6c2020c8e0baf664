"""Laws of the editor's tables and fields: what is edited changes, every other byte stays."""

import subprocess
from pathlib import Path

import playwright

from guidelines.config import ROOT

EDITOR = (ROOT / "static" / "src" / "js" / "editor").as_uri()
LAWS = """
import { strict as assert } from "node:assert";
import { changeOf, readAttributes, valueOf } from "EDITOR/attributes.js";
import * as rows from "EDITOR/rows.js";

let seed = 7;
const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
const pick = (list) => list[random(list.length)];
const made = (text, changes) => changes.filter(Boolean).sort((a, b) => b.from - a.from)
  .reduce((now, one) => now.slice(0, one.from) + one.insert + now.slice(one.to), text);
const WORDS = ["a", "10 mg", "**b**", "x \\\\| y", "", " wide  words ", "é", "[@k, p. 3]"];
const TYPED = ["new", "", "a|b", "two words", "\\\\|", "ü"];

for (let turn = 0; turn < 4000; turn += 1) {
  const width = 1 + random(4);
  const isOpen = width === 1 || random(2);
  const line = (cells) => {
    const end = isOpen || !cells.at(-1).trim() ? "|" : "";
    return `${isOpen ? "|" : ""}${cells.join("|")}${end}`;
  };
  const cell = () => {
    const word = pick(WORDS);
    return word && random(2) ? ` ${word} ` : word || " ";
  };
  const body = () => line(Array.from({ length: width }, cell));
  const dashes = line(Array(width).fill(pick(["---", ":-:", " --- "])));
  const text = [body(), dashes, body(), body()].join("\\n");
  const table = rows.readTable(text);
  if (table.width !== width || table.lines.some((one) => one.cells.length !== width)) continue;
  const row = random(3);
  const column = random(width);
  const words = pick(TYPED);
  const shown = (one) => one.lines.map((l) => l.cells.map((c) => rows.typed(c.words)));
  const before = shown(table);
  const after = shown(rows.readTable(made(text, [rows.cellChange(table, row, column, words)])));
  before[row === 0 ? 0 : row + 1][column] = rows.typed(words);
  assert.deepEqual(after, before, text);

  const longer = made(text, rows.rowAfter(table, row));
  const wider = made(text, rows.columnAfter(table, column));
  assert.equal(made(longer, rows.withoutRow(rows.readTable(longer), row + 1)), text);
  assert.equal(rows.readTable(wider).width, width + 1, wider);
  const back = made(wider, rows.withoutColumn(rows.readTable(wider), column + 1));
  assert.deepEqual(shown(rows.readTable(back)), shown(table), wider);
}

for (let turn = 0; turn < 4000; turn += 1) {
  const other = (at) => pick([`x${at}='7'`, `y${at}="a b"`, `.c${at}`, "-"]);
  const others = Array.from({ length: random(3) }, (_none, at) => other(at));
  const own = pick(["", "strength=strong", 'strength="a \\\\"b\\\\""', "strength='a b'"]);
  const items = [".recommendation", "#rec-1", ...others, own].filter(Boolean);
  const text = `::: {${items.join(pick([" ", "  "]))}} `;
  const value = pick(["", "conditional", 'two "words"', "back\\\\slash"]);
  const braces = text.indexOf("{");
  const change = changeOf(text, braces, "strength", value);
  const now = made(text, [change]);
  assert.equal(valueOf(readAttributes(now, braces), "strength"), value, now);
  const kept = (one) => readAttributes(one, braces).items
    .filter((item) => item.key !== "strength").map((item) => one.slice(item.start, item.end));
  assert.deepEqual(kept(now), kept(text));
}
"""


def test_tables_and_fields_keep_every_other_byte() -> None:
    node = Path(playwright.__file__).parent / "driver" / "node"  # it comes with the browser tests
    script = LAWS.replace("EDITOR", EDITOR)
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]

// The real data sets, from test/fixtures, as dense row-major float64.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const FOLDER = new URL("../../test/fixtures/", import.meta.url);

function linesOf(name) {
  const bytes = readFileSync(new URL(name, FOLDER));
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** @param labelOf splits the cells of a line into `[label, cells]` */
function fromCells(lines, separator, labelOf) {
  const table = lines.map((line) => labelOf(line.split(separator).map(Number)));
  const columns = table[0][1].length;
  const x = new Float64Array(table.length * columns);
  for (const [i, [, cells]] of table.entries()) x.set(cells, i * columns);
  return { x, y: Float64Array.from(table, ([label]) => label), rows: table.length, columns };
}

/** A header, commas, the label last. */
export function csv(name) {
  return fromCells(linesOf(name).slice(1), ",", (cells) => [cells.at(-1), cells.slice(0, -1)]);
}

/** No header, tabs, the label first. */
export function tsv(name) {
  return fromCells(linesOf(name), "\t", ([label, ...cells]) => [label, cells]);
}

/** `label column:value ...`, columns from 1, a label above 0 is the positive class. */
export function svmlight(name, columns) {
  const table = linesOf(name).map((line) => line.trim().split(/\s+/));
  const entries = table.map(([, ...cells]) => cells.map((cell) => cell.split(":").map(Number)));
  const x = new Float64Array(table.length * columns);
  for (const [i, row] of entries.entries()) {
    for (const [column, value] of row) x[i * columns + column - 1] = value;
  }
  return { x, y: Float64Array.from(table, ([label]) => (Number(label) > 0 ? 1 : 0)), rows: table.length, columns };
}

/** Columns of mean 0 and deviation 1 (population); a constant column becomes 0. In place. */
export function standardised(data) {
  const { x, rows, columns } = data;
  for (let j = 0; j < columns; ++j) {
    let sum = 0;
    for (let i = j; i < x.length; i += columns) sum += x[i];
    const mean = sum / rows;
    let squares = 0;
    for (let i = j; i < x.length; i += columns) squares += (x[i] - mean) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares / rows) : 0;
    for (let i = j; i < x.length; i += columns) x[i] = (x[i] - mean) * scale;
  }
  return data;
}

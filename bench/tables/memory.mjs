// What a table takes beside itself and the panels, in a process of its own:   node --expose-gc memory.mjs KIND ROWS
import { Dataset, LogisticRegression } from "../../build/index.js";
import { measured } from "../../test/memory/memory.mjs";
import { arrowTable, labels, mixedColumns, numberColumns } from "./data.mjs";

const make = {
  float64: (rows) => numberColumns(rows, 10),
  float32: (rows) => numberColumns(rows, 10, Float32Array),
  int32: (rows) => numberColumns(rows, 10, Int32Array, 1000),
  "Arrow batches": (rows) => arrowTable(numberColumns(rows, 10)),
  "6 of float64, 4 of text": (rows) => mixedColumns(rows),
};

const [kind, entry, count] = process.argv.slice(2);
const rows = Number(count);
const call = {
  "Dataset.from": (table, y) => Dataset.from(table, y).columns,
  fit: (table, y) => new LogisticRegression({ maxEpochs: 20 }).fit(table, y).coef.length,
}[entry];
// the engine compiles, and finds out how large its heap should be
for (let i = 0; i < 3; ++i) call(make[kind](10_000), labels(10_000));
const table = make[kind](rows);
const y = labels(rows);
const { rise, result: columns } = measured(() => call(table, y));
// numbers, and a weight a row
const panels = rows * (columns + 1) * 8;
process.stdout.write(JSON.stringify({ rise, columns, panels }));

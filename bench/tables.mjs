// Tables into panels:   npm run bench:tables -- [--rows N] [--rounds N] [--json]
//
//   columns    typed arrays by name, and Arrow batches, beside a plain copy of the columns (set) and beside rows in one array
//   records    row objects of 10 columns, 4 of them text, beside a loop by hand with the same look-ups of levels
//   memory     what Dataset.from and fit take beside the columns and the panels, each in a process of its own
//   one row    predictOne through the encoder
//
// Every contender once a round, garbage collected before each; ratios are medians over rounds of the ratio within the round.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Dataset, LogisticRegression } from "../build/index.js";
import { codeRecords, copyColumns, copyInto, encodeRecords, levelsOf } from "./tables/byHand.mjs";
import { arrowTable, labels, mixedColumns, numberColumns, recordsOf, rowMajor } from "./tables/data.mjs";
import { panelsOf, read } from "./tables/internals.mjs";

const WARM_UP_ROUNDS = 3;
const MIB = 2 ** 20;

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "11" },
    json: { type: "boolean", default: false },
  },
});
const [rows, rounds] = [options.rows, options.rounds].map(Number);

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Times of each contender by round. */
function race(contenders) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; ++round) {
    for (const [name, run] of Object.entries(contenders)) {
      globalThis.gc();
      const start = performance.now();
      run();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  return times;
}

/** `{ contender: { ms, ratio } }` against one of them. */
function against(base, times) {
  const entries = Object.entries(times).map(([name, own]) => {
    const ratio = median(own.map((ms, round) => ms / times[base][round]));
    return [name, { ms: median(own), ratio }];
  });
  return Object.fromEntries(entries);
}

function columnsRace() {
  const columns = numberColumns(rows, 10);
  const y = labels(rows);
  const there = copyColumns(columns);
  const single = numberColumns(rows, 10, Float32Array);
  const integers = numberColumns(rows, 10, Int32Array, 1000);
  const matrix = rowMajor(columns);
  const arrow = arrowTable(columns);
  const sources = {
    doubles: read(columns, y),
    single: read(single, y),
    integers: read(integers, y),
    arrow: read(arrow, y),
  };
  const times = race({
    "a plain copy of the columns": () => copyColumns(columns),
    "the same into arrays that are there": () => copyInto(columns, there),
    "columns to panels": () => panelsOf(sources.doubles),
    "Float32Array columns to panels": () => panelsOf(sources.single),
    "Int32Array columns to panels": () => panelsOf(sources.integers),
    "Arrow batches to panels": () => panelsOf(sources.arrow),
    "reading the columns": () => read(columns, y),
    "Dataset.from(columns, y)": () => Dataset.from(columns, y),
    "Dataset.from(Float32Array columns, y)": () => Dataset.from(single, y),
    "Dataset.from(Int32Array columns, y)": () => Dataset.from(integers, y),
    "Dataset.from(Arrow batches, y)": () => Dataset.from(arrow, y),
    "Dataset.from({ data, rows, columns }, y)": () => Dataset.from(matrix, y),
  });
  return against("a plain copy of the columns", times);
}

function recordsRace() {
  const columns = mixedColumns(rows);
  const records = recordsOf(columns);
  const y = labels(rows);
  const levels = levelsOf(records);
  const times = race({
    "by hand: levels, then rows": () => encodeRecords(records, levelsOf(records)),
    "by hand, levels known": () => encodeRecords(records, levels),
    "by hand, levels known, one number each": () => codeRecords(records, levels),
    "by hand, then Dataset.from": () => Dataset.from(encodeRecords(records, levelsOf(records)), y),
    "Dataset.from(rows, y)": () => Dataset.from(records, y),
    "Dataset.from(the same as columns, y)": () => Dataset.from(columns, y),
  });
  return against("by hand: levels, then rows", times);
}

function memory(kind, entry) {
  const file = fileURLToPath(new URL("tables/memory.mjs", import.meta.url));
  const result = JSON.parse(execFileSync(process.execPath, ["--expose-gc", file, kind, entry, String(rows)]));
  return { ...result, beyond: result.rise - result.panels };
}

function oneRow() {
  const records = recordsOf(mixedColumns(10_000));
  const y = labels(10_000);
  const model = new LogisticRegression().fit(records, y);
  let sink = 0;
  const calls = 100_000;
  const times = race({
    predictOne: () => {
      for (let i = 0; i < calls; ++i) sink += model.predictOne(records[i % 1000]).probability;
    },
  });
  return { microseconds: (median(times.predictOne) / calls) * 1000, sink };
}

const shown = (title, times) => {
  const lines = Object.entries(times).map(([name, { ms, ratio }]) => {
    return `  ${name.padEnd(42)} ${ms.toFixed(1).padStart(8)} ms  ${ratio.toFixed(2).padStart(6)}x`;
  });
  return [title, ...lines].join("\n");
};

const report = {
  rows,
  rounds,
  columns: columnsRace(),
  records: recordsRace(),
  memory: {},
  oneRow: oneRow(),
};
for (const kind of ["float64", "float32", "int32", "Arrow batches", "6 of float64, 4 of text"]) {
  for (const entry of ["Dataset.from", "fit"]) report.memory[`${entry}, ${kind}`] = memory(kind, entry);
}
if (options.json) console.log(JSON.stringify(report));
else {
  const count = rows.toLocaleString("en");
  console.log(shown(`${count} rows of 10 columns of numbers`, report.columns));
  console.log(shown(`\n${count} row objects of 10 columns, 4 of them text`, report.records));
  console.log("\nmemory beside the columns and the panels");
  for (const [name, { rise, panels, beyond }] of Object.entries(report.memory)) {
    const [all, packed, rest] = [rise, panels, beyond].map((bytes) => (bytes / MIB).toFixed(0).padStart(5));
    console.log(`  ${name.padEnd(42)} ${rest} MiB   (rise ${all}, panels ${packed})`);
  }
  console.log(`\npredictOne of a row object: ${report.oneRow.microseconds.toFixed(2)} microseconds`);
}

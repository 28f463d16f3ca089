/**
 * Fits and predicts through the tables of one data frame package, and through row objects of the same cells: bits have
 * to be the same. Then prints what every consumer does.
 */
import assert from "node:assert/strict";
import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

/** Numbers and texts with nulls, booleans, whole numbers of 64 bits, halves, and labels. */
const rows = Array.from({ length: 90 }, (_, i) => ({
  age: i % 7 === 2 ? null : 20 + ((i * 17) % 47),
  plan: i % 9 === 4 ? null : ["pro", "basic", "team"][((i * i) % 7) % 3],
  member: (i * 5) % 9 < 4,
  visits: (i * 13) % 40,
  rate: ((i * 29) % 64) / 2,
  churned: (i * 17) % 47 > 20 + 15 * Math.sin(i * i) ? "yes" : "no",
}));
const columns = Object.fromEntries(Object.keys(rows[0]).map((name) => [name, rows.map((row) => row[name])]));
/** Rows that a filter leaves out. */
const among = rows.flatMap((row) => [
  { ...row, age: 1000, plan: "none", keep: false },
  { ...row, keep: true },
]);
const columnsAmong = Object.fromEntries(Object.keys(among[0]).map((name) => [name, among.map((row) => row[name])]));

const PACKAGES = {
  "apache-arrow": async () => {
    const arrow = await import("apache-arrow");
    const vectors = {
      age: arrow.vectorFromArray(columns.age, new arrow.Float64()),
      plan: arrow.vectorFromArray(columns.plan, new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
      member: arrow.vectorFromArray(columns.member, new arrow.Bool()),
      visits: arrow.vectorFromArray(columns.visits.map(BigInt), new arrow.Int64()),
      rate: arrow.vectorFromArray(columns.rate, new arrow.Float16()),
      churned: arrow.vectorFromArray(columns.churned, new arrow.Utf8()),
    };
    const table = new arrow.Table(vectors);
    return {
      table,
      "table of two batches": table.slice(0, 31).concat(table.slice(31)),
      "table that was a file": arrow.tableFromIPC(arrow.tableToIPC(table)),
      "rows of a table": [...table],
    };
  },
  "@uwdata/flechette": async () => {
    const flechette = await import("@uwdata/flechette");
    const types = {
      plan: flechette.dictionary(flechette.utf8()),
      visits: flechette.int64(),
      rate: flechette.float16(),
    };
    const table = flechette.tableFromArrays(columns, { types });
    const bytes = flechette.tableToIPC(table, {});
    return {
      table,
      "table that was a file": flechette.tableFromIPC(bytes),
      "table that was a file, with bigints": flechette.tableFromIPC(bytes, { useBigInt: true }),
      "rows of a table": table.toArray(),
    };
  },
  arquero: async () => {
    const { table } = await import("arquero");
    const numbers = { ...columns, visits: Int32Array.from(columns.visits), rate: Float64Array.from(columns.rate) };
    return {
      table: table(numbers),
      "filtered table": table(columnsAmong)
        .filter((row) => row.keep)
        .select("age", "plan", "member", "visits", "rate", "churned"),
      "rows of a table": table(numbers).objects(),
    };
  },
  "nodejs-polars": async () => {
    const { default: pl } = await import("nodejs-polars");
    const series = { ...columns, visits: pl.Series("visits", columns.visits, pl.Int64) };
    return {
      frame: pl.DataFrame(series),
      "frame with a category": pl.DataFrame({ ...series, plan: pl.Series("plan", columns.plan).cast(pl.Categorical) }),
      "filtered frame": pl.DataFrame(columnsAmong).filter(pl.col("keep")).drop("keep"),
      "records of a frame": pl.DataFrame(series).toRecords(),
    };
  },
};

const options = { target: "churned", missing: "mean" };
const { LogisticRegression, Dataset, crossValidate } = main;

/** All numbers that come of a table, by what they are. */
function numbersOf(table) {
  const model = new LogisticRegression().fit(table, options);
  const { model: crossValidated } = crossValidate(table, { ...options, folds: 3, count: 5 });
  return {
    fit: [...model.coef, model.intercept],
    Dataset: [...new LogisticRegression().fit(Dataset.from(table, options)).coef],
    crossValidate: [...crossValidated.coef],
    predictProba: [...model.predictProba(table)],
    score: [model.score(table)],
    "logit-wasm/predict": [...predict.loadModel(JSON.stringify(model)).predictProba(table)],
  };
}

const expected = numbersOf(rows);
for (const [what, table] of Object.entries(await PACKAGES[process.argv[2]]())) {
  // assert's deepStrictEqual compares numbers by Object.is
  assert.deepStrictEqual(numbersOf(table), expected, what);
}
console.log(exercise(main, metrics, predict));

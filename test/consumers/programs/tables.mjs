/**
 * The tables of the packages that people keep their rows in: a fit to each gives the bits of a fit to the same row objects, missing values,
 * dictionaries, dates of 64 bits and filters included.
 */
import assert from "node:assert/strict";
import * as flechette from "@uwdata/flechette";
import * as arrow from "apache-arrow";
import * as aq from "arquero";
import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import pl from "nodejs-polars";
import { exercise } from "../exercise.mjs";

const { LogisticRegression, Dataset, crossValidate, trainTestSplit } = main;

const rows = Array.from({ length: 200 }, (_, i) => ({
  age: i % 11 === 5 ? null : 20 + ((i * 7) % 47),
  plan: i % 13 === 7 ? null : (["basic", "pro", "team"][(i * 5) % 3] ?? ""),
  visits: (i * 17) % 23,
  since: BigInt(1_700_000_000_000 + i * 86_400_000),
  member: i % 3 === 0,
  churned: Math.sin(i * i) + ((i * 7) % 47) / 30 > 0.8 ? "yes" : "no",
}));
const names = Object.keys(rows[0]);
const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
const options = { target: "churned", missing: "indicator" };

/** A model's file, which has every bit of it; and what it predicts. */
function results(table) {
  const model = new LogisticRegression().fit(table, options);
  const dataset = Dataset.from(table, undefined, options);
  return {
    model: JSON.stringify(model),
    ofDataset: JSON.stringify(new LogisticRegression().fit(dataset)),
    chosen: JSON.stringify(crossValidate(table, { ...options, folds: 5, seed: 1 }).model),
    probabilities: Array.from(model.predictProba(table)),
    alone: Array.from(predict.loadModel(JSON.stringify(model)).predictProba(table)),
    score: model.score(table),
  };
}

function arrowTable() {
  const vector = (name) => {
    if (name === "since") return arrow.vectorFromArray(columns.since, new arrow.Int64());
    if (name === "plan")
      return arrow.vectorFromArray(columns.plan, new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()));
    return arrow.vectorFromArray(columns[name]);
  };
  return new arrow.Table(Object.fromEntries(names.map((name) => [name, vector(name)])));
}

function flechetteTable() {
  const types = { since: flechette.int64(), plan: flechette.dictionary(flechette.utf8()) };
  return flechette.tableFromArrays(columns, { types, useBigInt: true });
}

const expected = results(rows);
const bytes = arrow.tableToIPC(arrowTable(), "stream");
const tables = {
  "columns by name": columns,
  "apache-arrow": arrowTable(),
  "apache-arrow, in two batches": arrowTable().slice(0, 120).concat(arrowTable().slice(120)),
  "apache-arrow, read from bytes": arrow.tableFromIPC(bytes),
  flechette: flechetteTable(),
  "flechette, read from bytes": flechette.tableFromIPC(bytes, { useBigInt: true }),
  arquero: aq.table(columns),
  polars: pl.DataFrame({ ...columns, since: columns.since.map(Number) }),
};
tables["arquero, filtered"] = aq
  .from([...rows.map((row) => ({ ...row, keep: 1 })), ...rows.slice(0, 7).map((row) => ({ ...row, keep: 0 }))])
  .filter((row) => row.keep === 1)
  .select(aq.not("keep"));
for (const [name, table] of Object.entries(tables)) assert.deepEqual(results(table), expected, name);

const split = trainTestSplit(tables.arquero, { target: "churned", test: 0.25, seed: 1 });
assert.equal(new LogisticRegression().fit(split.train, options).predict(split.test).length, 50);

console.log(await exercise(main, metrics, predict));

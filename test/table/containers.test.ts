import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { arqueroDouble, arrowDouble, polarsDouble, type Row } from "./doubles.ts";

/** 90 rows with a column of each kind: numbers, whole numbers of 64 bits, three levels, two levels, booleans. */
const rows = Array.from({ length: 90 }, (_, i) => ({
  age: 20 + ((i * 7) % 47),
  plan: ["pro", "team", "basic"][(i * 5) % 3] ?? "",
  since: BigInt(1_600_000_000_000 + ((i * 37) % 41) * 86_400_000),
  paid: (i * 11) % 4 === 0 ? "yes" : "no",
  member: i % 7 < 3,
  churned: Math.sin(i * i) + ((i * 7) % 47) / 30 > 0.8 ? "left" : "stayed",
}));
const names = ["age", "plan", "since", "paid", "member", "churned"] as const;
const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
const typed = {
  ...columns,
  age: Int16Array.from(rows, ({ age }) => age),
  since: BigInt64Array.from(rows, ({ since }) => since),
};

/** The same rows encoded by hand: every level of `plan` has a column, of two levels the second. */
const encoded = rows.flatMap(({ age, plan, since, paid, member }) => [
  ...[age, Number(plan === "basic"), Number(plan === "pro"), Number(plan === "team")],
  ...[Number(since), Number(paid === "yes"), Number(member)],
]);
const X = { data: Float64Array.from(encoded), rows: 90, columns: 7 };
const standardize = [true, false, false, false, true, false, false];
const y = rows.map(({ churned }) => churned);

const options = { target: "churned", features: ["age", "plan", "since", "paid", "member"] } as const;
const hidden = rows.slice(0, 9).map((row): Row => ({ ...row, churned: "hidden", age: -1 }));
const containers: readonly (readonly [what: string, table: () => unknown])[] = [
  ["row objects", () => rows],
  ["rows that come one by one", () => rows.values()],
  ["a set of rows", () => new Set(rows)],
  [
    "a generator of rows",
    () =>
      (function* () {
        yield* rows;
      })(),
  ],
  ["rows whose keys come in another order", () => rows.map((row) => Object.fromEntries(Object.entries(row).reverse()))],
  ["columns by name", () => columns],
  ["columns by name, typed ones among them", () => typed],
  ["a table of Arrow", () => arrowDouble(rows)],
  ["a table of arquero", () => arqueroDouble(rows)],
  ["a filtered table of arquero", () => arqueroDouble(rows, hidden)],
  ["a data frame of polars", () => polarsDouble(rows)],
];

const given = (table: () => unknown) => table() as never;
const bits = (numbers: ArrayLike<number>) => Array.from(new BigUint64Array(Float64Array.from(numbers).buffer));

const byHand = new LogisticRegression({ standardize }).fit(X, y);

describe.each(containers)("%s", (_, table) => {
  const model = new LogisticRegression().fit(given(table), options);

  it("is fitted as by hand, bit for bit", () => {
    expect(bits(model.coef)).toEqual(bits(byHand.coef));
    expect(model.intercept).toBe(byHand.intercept);
    expect(model.classes).toEqual(["left", "stayed"]);
    expect(model.features).toEqual(options.features);
  });

  it("is fitted so in workers, and through a Dataset", async () => {
    const parallel = await new LogisticRegression().fitAsync(given(table), { ...options, workers: 2 });
    expect(bits(parallel.coef)).toEqual(bits(byHand.coef));
    const dataset = Dataset.from(given(table), options);
    const ofDataset = new LogisticRegression().fit(dataset);
    expect(bits(ofDataset.coef)).toEqual(bits(byHand.coef));
    expect(bits(ofDataset.predictProba(dataset))).toEqual(bits(byHand.predictProba(Dataset.from(X, y))));
    expect(ofDataset.predictOne(rows[5] as Row)).toEqual(model.predictOne(rows[5] as Row));
  });

  it("has the path and the cross-validation of what is encoded by hand", () => {
    const settings = { count: 8, l1Ratio: 0.5 };
    const path = regularizationPath(given(table), { ...options, ...settings });
    const expected = regularizationPath(X, y, { ...settings, standardize });
    expect(path.coef.map(bits)).toEqual(expected.coef.map(bits));
    expect(bits(path.model(5).predictProba(given(table)))).toEqual(bits(expected.model(5).predictProba(X)));
    const folds = { count: 6, folds: 4, seed: 3 };
    const cv = crossValidate(given(table), { ...options, ...folds });
    const known = crossValidate(X, y, { ...folds, standardize });
    expect(bits(cv.logLoss.mean)).toEqual(bits(known.logLoss.mean));
    expect(bits(cv.model.coef)).toEqual(bits(known.model.coef));
  });

  it("is learnt from by partialFit", () => {
    const stream = new LogisticRegression({ classes: ["left", "stayed"] });
    const expected = new LogisticRegression({ classes: ["left", "stayed"], standardize });
    for (let call = 0; call < 2; ++call) {
      stream.partialFit(given(table), options);
      expected.partialFit(X, y);
    }
    expect(bits(stream.coef)).toEqual(bits(expected.coef));
  });

  it("is predicted as by hand, in the library and by logit-wasm/predict", () => {
    const probabilities = bits(byHand.predictProba(X));
    expect(bits(model.predictProba(given(table)))).toEqual(probabilities);
    expect(bits(model.decisionFunction(given(table)))).toEqual(bits(byHand.decisionFunction(X)));
    expect(model.predict(given(table))).toEqual(byHand.predict(X));
    expect(model.score(given(table))).toBe(byHand.score(X, y));
    expect(model.score(given(table), y)).toBe(byHand.score(X, y));
    const text = JSON.stringify(model);
    const loaded = loadModel(text);
    expect(bits(loaded.predictProba(given(table)))).toEqual(probabilities);
    expect(loaded.predict(given(table))).toEqual(byHand.predict(X));
    expect(bits(LogisticRegression.fromJSON(text).predictProba(given(table)))).toEqual(probabilities);
  });
});

describe("one record", () => {
  const model = new LogisticRegression().fit(rows, options);
  const loaded = loadModel(JSON.stringify(model));

  it.each([0, 17, 88])("%i has the bits of its row", (row) => {
    const record = rows[row] as Row;
    const { label, probability, logOdds } = model.predictOne(record);
    expect(probability).toBe(byHand.predictProba(X)[row]);
    expect(logOdds).toBe(byHand.decisionFunction(X)[row]);
    expect(label).toBe(byHand.predict(X)[row]);
    expect(loaded.predictOne(record)).toEqual({ label, probability, logOdds });
  });
});

describe("what is a matrix stays one", () => {
  const data = rows.map(({ age, member }) => [age, Number(member)]);
  const expected = bits(new LogisticRegression().fit(data, y).coef);

  it.each([
    ["integers in a typed array", { data: Int32Array.from(data.flat()), rows: 90, columns: 2 }],
    ["bytes", { data: Uint8Array.from(data.flat()), rows: 90, columns: 2 }],
    ["an array of numbers", { data: data.flat(), rows: 90, columns: 2 }],
    ["typed rows of integers", data.map((row) => Uint16Array.from(row))],
  ])("%s", (_, matrix) => {
    expect(bits(new LogisticRegression().fit(matrix as never, y).coef)).toEqual(expected);
  });

  it("unless rows and columns are no numbers: then data is a column like others", () => {
    const model = new LogisticRegression().fit(
      { data: columns.age, rows: columns.plan, columns: columns.paid, y } as never,
      {
        target: "y",
      },
    );
    expect(model.features).toEqual(["data", "rows", "columns"]);
  });
});

describe("columns of a table as weights and offsets", () => {
  const weighed = rows.map((row, i) => ({ ...row, times: 1 + (i % 3), known: (i % 5) / 10 }));
  const [times, known] = [weighed.map((row) => row.times), weighed.map((row) => row.known)];
  const drop = { drop: ["times", "known"] } as const;

  it("are those that are given as numbers", () => {
    const named = new LogisticRegression().fit(weighed, { target: "churned", weights: "times", offsets: "known" });
    const numbers = new LogisticRegression().fit(weighed, {
      target: "churned",
      ...drop,
      weights: times,
      offsets: known,
    });
    expect(bits(named.coef)).toEqual(bits(numbers.coef));
    expect(named.features).toEqual(options.features);
    const expected = bits(numbers.predictProba(weighed, { offsets: known }));
    expect(bits(named.predictProba(weighed, { offsets: "known" }))).toEqual(expected);
    expect(bits(named.predictProba(weighed.values(), { offsets: "known" }))).toEqual(expected);
    expect(bits(loadModel(JSON.stringify(named)).predictProba(weighed, { offsets: "known" }))).toEqual(expected);
    const score = numbers.score(weighed, { weights: times, offsets: known });
    expect(named.score(weighed, { weights: "times", offsets: "known" })).toBe(score);
    expect(() => named.predictProba(weighed, { offsets: "knwon" })).toThrow(
      'offsets: expected numbers or a column of X, got "knwon"',
    );
  });
});

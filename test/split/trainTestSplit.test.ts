import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LogisticRegression, type SplitOptions, trainTestSplit } from "../../src/index.ts";
import { logLoss } from "../../src/metrics/index.ts";
import { heldOutRows } from "../../src/split/splitRows.ts";
import { breastCancer, workspace } from "../cli/run.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a JavaScript program may give
type Anything = any;

const { succeed } = workspace();

interface Customer {
  readonly id: number;
  readonly plan: string;
  readonly churned: "yes" | "no";
  readonly shop: string;
}

/** 200 rows, a quarter of them "yes", in 20 shops. */
const customers: Customer[] = Array.from({ length: 200 }, (_, id) => ({
  id,
  plan: ["free", "pro", "team"][id % 3] as string,
  churned: id % 4 === 0 ? "yes" : "no",
  shop: `shop ${(id * 7) % 20}`,
}));
const labels = customers.map(({ churned }) => churned);
const isYes = (row: Customer): boolean => row.churned === "yes";

/** The rows that the command line holds out: code 0 is the class of the first row. */
function held(fraction: number, seed: number): number[] {
  const codes = labels.map((label) => (label === labels[0] ? 0 : 1));
  return Array.from(heldOutRows(codes, fraction, seed).entries()).flatMap(([row, flag]) => (flag === 1 ? [row] : []));
}

describe("trainTestSplit of a table", () => {
  it("gives arrays of the same objects, every row once, in their order", () => {
    const { train, test } = trainTestSplit(customers, { target: "churned" });
    for (const part of [train, test]) {
      expect(part.every((row) => row === customers[row.id])).toBe(true);
      expect(part.map(({ id }) => id)).toEqual(part.map(({ id }) => id).sort((a, b) => a - b));
    }
    expect([...train, ...test].map(({ id }) => id).sort((a, b) => a - b)).toEqual(customers.map(({ id }) => id));
  });

  it("holds out a fifth of each class by default, and any other share", () => {
    const { train, test } = trainTestSplit(customers, { target: "churned" });
    expect([test.length, test.filter(isYes).length]).toEqual([40, 10]);
    expect([train.length, train.filter(isYes).length]).toEqual([160, 40]);
    const half = trainTestSplit(customers, { target: "churned", test: 0.5 });
    expect([half.test.length, half.test.filter(isYes).length]).toEqual([100, 25]);
  });

  it("holds out a whole number of rows, each class its share", () => {
    for (const [test, yes] of [
      [1, 0],
      [2, 1],
      [40, 10],
      [41, 10],
      [198, 49],
    ] as const) {
      const parts = trainTestSplit(customers, { target: "churned", test });
      expect([parts.test.length, parts.test.filter(isYes).length]).toEqual([test, yes]);
    }
    const few = customers.slice(0, 5); // yes, no, no, no, yes
    expect(
      trainTestSplit(few, { target: "churned", test: 3 })
        .train.map(({ churned }) => churned)
        .sort(),
    ).toEqual(["no", "yes"]);
  });

  it("is what the command line holds out, its defaults included", () => {
    const ids = (options: SplitOptions): number[] =>
      trainTestSplit(customers, { target: "churned", ...(options as object) }).test.map(({ id }) => id);
    expect(ids({})).toEqual(held(0.2, 1));
    expect(ids({ test: 0.37, seed: 5 })).toEqual(held(0.37, 5));
    expect(ids({ seed: 2 })).not.toEqual(ids({ seed: 1 }));
    expect(ids({ test: 40 })).toEqual(ids({ test: 0.2 }));
  });

  it("gives columns of the types in which they came, and leaves those as they were", () => {
    const columns = {
      age: Float32Array.from({ length: 10 }, (_, i) => i),
      bytes: Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
      count: BigInt64Array.from({ length: 10 }, (_, i) => BigInt(i)),
      churned: ["a", "b", "a", "b", "a", "b", "a", "b", "a", "b"],
      __proto__: null,
    };
    const { train, test } = trainTestSplit(columns as Omit<typeof columns, "__proto__">, { target: "churned" });
    expect(test.age).toBeInstanceOf(Float32Array);
    expect(test.bytes).toBeInstanceOf(Buffer);
    expect(test.count).toBeInstanceOf(BigInt64Array);
    expect(Array.isArray(test.churned)).toBe(true);
    const rows = Array.from(test.age);
    expect(rows).toHaveLength(2);
    expect(Array.from(test.bytes)).toEqual(rows);
    expect(Array.from(test.count, Number)).toEqual(rows);
    expect(test.churned).toEqual(rows.map((row) => columns.churned[row]));
    expect([...train.age, ...test.age].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Array.from(columns.bytes)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("keeps the holes and the objects of columns, and a column of any name", () => {
    const dates = Array.from({ length: 8 }, (_, i) => new Date(i));
    const notes = ["a", "b"];
    notes[7] = "h";
    const columns = { y: [0, 1, 0, 1, 0, 1, 0, 1], dates, notes, ["__proto__"]: [0, 1, 2, 3, 4, 5, 6, 7] };
    const { train, test } = trainTestSplit(columns as Record<string, unknown[]>, { target: "y", test: 2 });
    expect(Object.keys(test)).toEqual(["y", "dates", "notes", "__proto__"]);
    const rows = Object.entries(test).find(([name]) => name === "__proto__")?.[1] as number[];
    expect(test.dates).toEqual(rows.map((row) => dates[row]));
    expect(test.notes).toEqual(rows.map((row) => notes[row]));
    expect(train.notes).toHaveLength(6);
  });

  it("takes any iterable of records, read once, and the tables of data frame packages", () => {
    const expected = trainTestSplit(customers, { target: "churned" });
    expect(trainTestSplit(new Set(customers), { target: "churned" })).toEqual(expected);
    const generator = (function* () {
      yield* customers;
    })();
    expect(trainTestSplit(generator, { target: "churned" })).toEqual(expected);
    const cells = (name: string): unknown[] => customers.map((row) => row[name as keyof Customer]);
    const arrow = {
      schema: { fields: [{ name: "id" }, { name: "churned" }] },
      numRows: 200,
      getChild: (name: string) => ({
        nullCount: 0,
        toArray: () => (name === "id" ? Int32Array.from(cells(name) as number[]) : cells(name)),
      }),
    };
    const arquero = {
      columnNames: () => ["id", "churned"],
      numRows: () => 200,
      array: cells,
      *[Symbol.iterator]() {
        yield* customers;
      },
    };
    for (const frame of [arrow, arquero]) {
      const { train, test } = trainTestSplit(frame, { target: "churned" });
      for (const [part, of] of [
        [train, expected.train],
        [test, expected.test],
      ] as const) {
        expect(Object.keys(part)).toEqual(["id", "churned"]);
        expect(Array.from(part.id as ArrayLike<number>)).toEqual(of.map(({ id }) => id));
        expect(part.churned).toEqual(of.map(({ churned }) => churned));
      }
    }
  });

  it("gives parts that every entry takes", () => {
    const { train, test } = trainTestSplit(customers, { target: "churned" });
    const model = new LogisticRegression().fit(train, { target: "churned", drop: ["id", "shop"] });
    expect(model.predict(test)).toHaveLength(40);
    expect(model.score(test)).toBeGreaterThan(0);
  });
});

describe("trainTestSplit of rows and labels", () => {
  const X = customers.map(({ id }) => [id, id % 3]);

  it("gives X, y and the numbers of the rows, of the same kinds", () => {
    const { train, test } = trainTestSplit(X, labels, { test: 0.3, seed: 9 });
    expect(Array.from(test.rows)).toEqual(held(0.3, 9));
    for (const part of [train, test]) {
      expect(part.X).toEqual(Array.from(part.rows, (row) => X[row]));
      expect(part.y).toEqual(Array.from(part.rows, (row) => labels[row]));
      expect(part.X[0]).toBe(X[part.rows[0] as number]);
    }
  });

  it("keeps one typed array, typed rows and typed labels what they are", () => {
    const y = Int8Array.from(labels, (label) => (label === "yes" ? 1 : 0));
    const expected = trainTestSplit(X, labels);
    for (const Kind of [Float32Array, Float64Array]) {
      const flat = { data: Kind.from(X.flat()), rows: 200, columns: 2 };
      const { train, test } = trainTestSplit(flat, y);
      for (const [part, of] of [
        [train, expected.train],
        [test, expected.test],
      ] as const) {
        expect(part.X).toEqual({ data: Kind.from(of.X.flat()), rows: of.X.length, columns: 2 });
        expect(part.y).toEqual(Int8Array.from(of.y, (label) => (label === "yes" ? 1 : 0)));
      }
    }
    const typed = X.map((row) => Float32Array.from(row));
    expect(trainTestSplit(typed, y).test.X[0]).toBe(typed[expected.test.rows[0] as number]);
  });

  it("takes labels beside a table as well", () => {
    const rows = customers.map(({ id, plan }) => ({ id, plan }));
    const { test } = trainTestSplit(rows, labels);
    expect(test.X.map(({ id }) => id)).toEqual(held(0.2, 1));
    expect(test.y).toEqual(held(0.2, 1).map((row) => labels[row]));
  });

  it("holds out the rows that `logit-wasm train` measures on", () => {
    const [, ...lines] = readFileSync(breastCancer, "utf8").trim().split("\n");
    const cells = lines.map((line) => line.split(",").map(Number));
    const { train, test } = trainTestSplit(
      cells.map((row) => row.slice(0, -1)),
      cells.map((row) => row.at(-1) as number),
      { test: 0.3, seed: 7 },
    );
    const model = new LogisticRegression({ l2: 0.1 }).fit(train.X, train.y);
    const args = ["--target", "label", "--test-fraction", "0.3", "--seed", "7", "--l2", "0.1", "--json"];
    const { measures } = JSON.parse(succeed(["train", breastCancer, ...args]));
    expect(measures.rows).toBe(test.y.length);
    expect(logLoss(test.y, model.predictProba(test.X), { positive: 1 })).toBeCloseTo(measures.logLoss, 12);
  });
});

describe("trainTestSplit of groups", () => {
  const groups = customers.map(({ shop }) => shop);

  it("has all rows of a group in one part, whether groups are a column or an array", () => {
    for (let seed = 0; seed < 50; ++seed) {
      const { train, test } = trainTestSplit(customers, { target: "churned", group: "shop", seed });
      const inTest = new Set(test.map(({ shop }) => shop));
      expect(train.filter(({ shop }) => inTest.has(shop))).toEqual([]);
      expect(train.length + test.length).toBe(200);
      expect(trainTestSplit(customers, labels, { group: groups, seed }).test.X).toEqual(test);
      expect(trainTestSplit(customers, { target: "churned", group: groups, seed }).test).toEqual(test);
    }
  });

  it("has the wanted share of each class where groups of one row or equal groups allow it", () => {
    const single = trainTestSplit(customers, { target: "churned", group: "id", test: 0.3 });
    expect([single.test.length, single.test.filter(isYes).length]).toEqual([60, 15]);
    const pairs = customers.map((_, row) => Math.floor(row / 4)); // one yes and three no each
    const quarter = trainTestSplit(customers, labels, { group: pairs, test: 48 });
    expect([quarter.test.y.length, quarter.test.y.filter((label) => label === "yes").length]).toEqual([48, 12]);
  });

  it("comes near to the wanted shares with groups of any size, and leaves both classes to fit to", () => {
    // sizes 1, 2, ..., 20 over and over
    const group = customers.map((_, row) => Math.floor((Math.sqrt(8 * (row % 210) + 1) - 1) / 2));
    for (let seed = 0; seed < 50; ++seed) {
      const { train, test } = trainTestSplit(customers, labels, { group, seed, test: 0.3 });
      // no group has more than 20 of 200 rows
      expect(Math.abs(test.y.length - 60)).toBeLessThanOrEqual(20);
      expect(new Set(train.y).size).toBe(2);
      expect(new Set(test.y).size).toBe(2);
    }
  });

  it("depends on the seed alone, and every group comes up about as often as any other", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1000; ++seed) {
      const { test } = trainTestSplit(customers, { target: "churned", group: "shop", seed, test: 0.25 });
      for (const shop of new Set(test.map(({ shop }) => shop))) counts.set(shop, (counts.get(shop) ?? 0) + 1);
    }
    const again = trainTestSplit(customers, { target: "churned", group: "shop" });
    expect(trainTestSplit(customers, { target: "churned", group: "shop" })).toEqual(again);
    // every shop has rows of one class only: 5 of "yes", 15 of "no", of each of which a quarter is held out, 1 and 4 (or 3)
    const ofClass = (label: string): number[] =>
      [...counts].filter(([shop]) => customers.find((row) => row.shop === shop)?.churned === label).map(([, n]) => n);
    expect([ofClass("yes").length, ofClass("no").length]).toEqual([5, 15]);
    for (const label of ["yes", "no"]) {
      const all = ofClass(label);
      const mean = all.reduce((sum, n) => sum + n, 0) / all.length;
      for (const count of all) expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean));
    }
  });
});

describe("trainTestSplit refuses", () => {
  const X = [[1], [2], [3], [4], [5], [6]];
  const y = [0, 0, 0, 1, 1, 1];
  const rows = y.map((label, row) => ({ label, row }));
  const split = trainTestSplit as (...args: Anything[]) => Anything;
  const cases: [what: string, call: () => unknown, message: string][] = [
    [
      "a target that is no column",
      () => split(rows, { target: "labels" }),
      'LogitRangeError INVALID_OPTION: target: expected names of columns, got "labels" (did you mean "label"?)',
    ],
    [
      "a table without target and labels",
      () => split(rows, {}),
      "LogitTypeError INVALID_OPTION: target: expected the name of the column of labels, got undefined",
    ],
    [
      "the name of a column in the place of labels",
      () => split(rows, "label"),
      'LogitTypeError INVALID_LABELS: y: expected an array of labels, got "label"; the name of a column is an option: { target: "label" }',
    ],
    [
      "a target beside a matrix",
      () => split(X, y, { target: "label" }),
      "LogitTypeError INVALID_OPTION: target: expected a table beside it: row objects, or columns by name, got an array of 6",
    ],
    [
      "a target beside labels",
      () => split(rows, y, { target: "label" }),
      'LogitTypeError INVALID_OPTION: target: expected none beside labels, got "label"',
    ],
    [
      "rows without a label",
      () => split([...rows, { row: 6 }, { label: null, row: 7 }], { target: "label" }),
      'LogitRangeError MISSING_VALUE: target: expected a value in every row, got undefined at row 6: say missing: "drop", or leave such rows out first',
    ],
    [
      "a matrix without labels",
      () => split(X),
      "LogitTypeError INVALID_LABELS: y: expected an array of labels, got undefined",
    ],
    [
      "labels of another number",
      () => split(X, [0, 1]),
      "LogitRangeError SHAPE_MISMATCH: y: expected 6 labels, one a row of X, got 2",
    ],
    [
      "one class",
      () => split(X, [1, 1, 1, 1, 1, 1]),
      "LogitRangeError INVALID_LABELS: y: expected two classes, got only 1",
    ],
    [
      "a third class",
      () => split(X, [0, 1, 2, 0, 1, 2]),
      "LogitRangeError INVALID_LABELS: y: expected two classes, 0 and 1, got a third, 2, at row 2",
    ],
    [
      "a class of one row",
      () => split(X, ["a", "b", "b", "b", "b", "b"]),
      'LogitRangeError INVALID_LABELS: y: expected two rows of each class or more, got one row of "a"',
    ],
    [
      "the other class of one row",
      () => split(X, ["b", "b", "b", "a", "b", "b"]),
      'LogitRangeError INVALID_LABELS: y: expected two rows of each class or more, got one row of "a"',
    ],
    ...[0, -0.2, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((test): [string, () => unknown, string] => [
      `a test of ${test}`,
      () => split(X, y, { test }),
      `LogitRangeError INVALID_OPTION: test: expected a share between 0 and 1 or a whole number of rows, got ${test}`,
    ]),
    [
      "a test that is a text",
      () => split(X, y, { test: "0.2" }),
      'LogitTypeError INVALID_OPTION: test: expected a share between 0 and 1 or a whole number of rows, got "0.2"',
    ],
    [
      "a test of too many rows",
      () => split(X, y, { test: 5 }),
      "LogitRangeError INVALID_OPTION: test: expected at most 4 of 6 rows, which leaves a row of each class to fit to, got 5",
    ],
    [
      "a share that comes to nothing",
      () => split(X, y, { test: 0.1 }),
      "LogitRangeError INVALID_OPTION: test: expected more, so that something is held out, got 0.1 of 6 rows",
    ],
    [
      "a seed that is none",
      () => split(X, y, { seed: -1 }),
      "LogitRangeError INVALID_OPTION: seed: expected a whole number from 0 to 2^32 - 1, got -1",
    ],
    [
      "an unknown option",
      () => split(X, y, { shuffle: true }),
      'LogitRangeError INVALID_OPTION: trainTestSplit: expected options target, test, seed, group, missing; got "shuffle"',
    ],
    [
      "names of scikit-learn",
      () => split(X, y, { test_size: 0.2 }),
      'LogitRangeError INVALID_OPTION: trainTestSplit: expected options target, test, seed, group, missing; got "test_size": say test',
    ],
    [
      "a number in the place of options",
      () => split(X, y, 0.2),
      "LogitTypeError INVALID_OPTION: trainTestSplit: expected an object of options, got 0.2: say { test }",
    ],
    [
      "groups of another number",
      () => split(X, y, { group: [1, 2] }),
      "LogitRangeError SHAPE_MISMATCH: group: expected 6 entries, one a row, got 2",
    ],
    [
      "a group that is no column",
      () => split(rows, { target: "label", group: "rwo" }),
      'LogitRangeError INVALID_OPTION: group: expected names of columns, got "rwo" (the columns are "label", "row")',
    ],
    [
      "the name of a group beside a matrix",
      () => split(X, y, { group: "patient" }),
      'LogitTypeError INVALID_OPTION: group: expected one number, string or boolean a row, got "patient"',
    ],
    [
      "a row without a group",
      () => split(X, y, { group: [1, 1, null, 2, 2, 3] }),
      "LogitRangeError MISSING_VALUE: group: expected a value in every row, got null at row 2: leave such rows out first",
    ],
    [
      "groups that are objects",
      () => split(X, y, { group: X }),
      "LogitTypeError INVALID_OPTION: group: expected one number, string or boolean a row, got an array of 1 at row 0",
    ],
    [
      "a class in one group alone",
      () => split(X, y, { group: [1, 2, 3, 4, 4, 4] }),
      "LogitRangeError INVALID_OPTION: group: expected each class in two groups or more, got one whose rows are all in one group",
    ],
    [
      "groups that are all too large",
      () => split(X, y, { group: [1, 2, 2, 1, 2, 1] }),
      "LogitRangeError INVALID_OPTION: test: expected more, so that something is held out, got 0.2 of 6 rows in whole groups",
    ],
    ["no rows", () => split([], [], {}), "LogitRangeError INVALID_MATRIX: X: expected at least one row, got none"],
    [
      "columns of two lengths",
      () => split({ y: [0, 1, 0, 1, 0, 1], x: [1] }, { target: "y" }),
      'LogitRangeError INVALID_MATRIX: X: expected 6 rows in column "x", got 1',
    ],
    [
      "anything else as rows",
      () => split(new Date(0), y),
      "LogitTypeError INVALID_MATRIX: X: expected an array of rows or { data, rows, columns }, got a Date",
    ],
  ];
  it.each(cases)("%s", (_, call, message) => {
    let got = "nothing thrown";
    try {
      call();
    } catch (error) {
      const { name, code, message: said } = error as Anything;
      got = `${name} ${code}: ${said}`;
    }
    expect(got).toBe(message);
  });
});

describe("rows whose label is missing", () => {
  const labels = Array.from({ length: 40 }, (_, i) => [i % 3 === 0 ? "yes" : "no", null][i % 8 === 5 ? 1 : 0] ?? null);
  const rows = labels.map((bought, i) => ({ id: i, ward: i % 7, bought }));
  const there = rows.filter(({ bought }) => bought !== null);

  it.each([undefined, "ward"] as const)(
    'are in neither part with missing: "drop", the others as if alone (%s)',
    (group) => {
      const asked = { target: "bought", test: 0.25, seed: 4, ...(group && { group }) } as const;
      const parts = trainTestSplit(rows, { ...asked, missing: "drop" });
      expect(parts).toEqual(trainTestSplit(there, asked));
      expect(parts.train.length + parts.test.length).toBe(there.length);
    },
  );

  it("are counted among the numbers of the rows that parts of X and y have", () => {
    const X = rows.map(({ id }) => [id]);
    const { train, test } = trainTestSplit(X, labels as string[], { missing: "drop", seed: 2 });
    for (const { X: part, y, rows: numbers } of [train, test]) {
      expect(Array.from(numbers, (row) => [row])).toEqual(part);
      expect(Array.from(numbers, (row) => labels[row])).toEqual(y);
      expect(y.includes(null as never)).toBe(false);
    }
    expect(() => trainTestSplit(X, labels as string[])).toThrow(
      'y: expected a value in every row, got null at row 5: say missing: "drop", or leave such rows out first',
    );
  });
});

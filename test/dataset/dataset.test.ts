import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, LogitRangeError, propagate } from "../../src/index.ts";
import { random, sample } from "../support/random.ts";

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof LogitRangeError || error instanceof TypeError) {
      return `${(error as LogitRangeError).code}: ${(error as Error).message}`;
    }
    throw error;
  }
  return "no error";
}

describe("Dataset", () => {
  it("propagates at any point as the functions of the mathematics do", () => {
    const { X, y } = sample(1, 1000, 7);
    const dataset = Dataset.from(X, y);
    const w = [0.1, -0.2, 0.3, 0, 0.5, -1, 2];
    const expected = propagate(X, y, { w, b: -0.25 });
    const actual = dataset.propagate(w, -0.25);
    expect(actual.cost).toBeCloseTo(expected.cost, 13);
    expect(actual.db).toBeCloseTo(expected.db, 13);
    for (const [j, value] of actual.dw.entries()) expect(value).toBeCloseTo(expected.dw[j] ?? Number.NaN, 13);
  });

  it("propagates means over sample weights", () => {
    const X = [[1], [2], [3]];
    const weighted = Dataset.from(X, [0, 1, 1], { weights: [1, 2, 0] }).propagate([0.5], 0.1);
    const repeated = Dataset.from([[1], [2], [2]], [0, 1, 1]).propagate([0.5], 0.1);
    expect(weighted.cost).toBeCloseTo(repeated.cost, 14);
    expect(weighted.dw[0]).toBeCloseTo(repeated.dw[0] ?? Number.NaN, 14);
    expect(weighted.db).toBeCloseTo(repeated.db, 14);
  });

  it("takes its precision from the data unless told otherwise", () => {
    const f32 = { data: Float32Array.of(1, 2), rows: 2, columns: 1 };
    expect(Dataset.from(f32, [0, 1]).precision).toBe("f32");
    expect(Dataset.from(f32, [0, 1], { precision: "f64" }).precision).toBe("f64");
    expect(Dataset.from([Float32Array.of(1), Float32Array.of(2)], [0, 1]).precision).toBe("f32");
    expect(Dataset.from([[1], [2]], [0, 1]).precision).toBe("f64");
    expect(Dataset.from([[1], [2]], [0, 1], { precision: "f32" }).precision).toBe("f32");
  });

  it("gives the same bits whatever the container of the rows", () => {
    const { X, y } = sample(5, 700, 5);
    const rows = Array.from({ length: 700 }, (_, i) => Array.from(X.data.subarray(i * 5, i * 5 + 5)));
    const typed = rows.map((row) => Float64Array.from(row));
    const point = [1, 2, 3, 4, 5];
    const expected = Dataset.from(X, y).propagate(point, 1);
    expect(Dataset.from(rows, y).propagate(point, 1)).toEqual(expected);
    expect(Dataset.from(typed, y).propagate(point, 1)).toEqual(expected);
  });

  it("does not change the caller's arrays, and does not notice when they change later", () => {
    const { X, y } = sample(6, 100, 3);
    const before = X.data.slice();
    const dataset = Dataset.from(X, y);
    const expected = dataset.propagate([1, 1, 1], 0);
    expect(X.data).toEqual(before);
    X.data.fill(7);
    y.fill(0);
    expect(dataset.propagate([1, 1, 1], 0)).toEqual(expected);
  });

  it("fits like the data it was made from, as often as one likes", () => {
    const { X, y } = sample(7, 500, 6);
    const dataset = Dataset.from(X, y);
    const expected = new LogisticRegression().fit(X, y).coef;
    expect(new LogisticRegression().fit(dataset).coef).toEqual(expected);
    expect(new LogisticRegression().fit(dataset).coef).toEqual(expected);
    expect(new LogisticRegression({ l2: 1 }).fit(dataset).coef).not.toEqual(expected);
  });
});

describe("a Dataset builder", () => {
  it("gives the bits of Dataset.from however the rows are split into pushes", () => {
    for (const rows of [2, 17, 255, 256, 257, 512, 700]) {
      const { X, y } = sample(rows, rows, 3);
      const uniform = random(rows);
      const weights = Float64Array.from({ length: rows }, () => 1 + uniform());
      const row = (i: number) => X.data.subarray(3 * i, 3 * i + 3);
      const expected = Dataset.from(X, y, { weights }).propagate([1, 2, 3], 0.5);
      for (const most of [1, 2, 100, 256, 257, 1000]) {
        const builder = Dataset.builder(3);
        for (let first = 0; first < rows; first += most) {
          const count = Math.min(most, rows - first);
          const part = { data: X.data.slice(3 * first, 3 * (first + count)), rows: count, columns: 3 };
          builder.pushRows(part, y.slice(first, first + count), weights.subarray(first, first + count));
        }
        expect(builder.rows).toBe(rows);
        expect(builder.build().propagate([1, 2, 3], 0.5)).toEqual(expected);
      }
      const oneByOne = Dataset.builder(3);
      for (let i = 0; i < rows; ++i) oneByOne.push(Array.from(row(i)), y[i] ?? 0, weights[i]);
      expect(oneByOne.build().propagate([1, 2, 3], 0.5)).toEqual(expected);
    }
  });

  it("takes equal weights for weights of 1, as Dataset.from does", () => {
    const { X, y } = sample(9, 600, 3);
    for (const [weight, from] of [
      [1, 0],
      [3, 0],
      [3, 300],
    ] as const) {
      const weights = Float64Array.from(y, (_, row) => (row < from ? 1 : weight));
      const builder = Dataset.builder(3).pushRows(X, y, weights);
      const built = new LogisticRegression({ l2: 0.1 }).fit(builder.build());
      const expected = new LogisticRegression({ l2: 0.1 }).fit(Dataset.from(X, y, { weights })).coef;
      for (const [j, value] of built.coef.entries()) expect(value).toBeCloseTo(expected[j] ?? Number.NaN, 12);
    }
  });

  it("sorts its classes as fit does, whichever label comes first", () => {
    const build = (labels: string[]) => {
      const builder = Dataset.builder(1);
      for (const [i, label] of labels.entries()) builder.push([i], label);
      return builder.build();
    };
    expect(build(["spam", "ham", "ham"]).classes).toEqual(["ham", "spam"]);
    expect(build(["ham", "spam", "ham"]).classes).toEqual(["ham", "spam"]);
    const swapped = build(["spam", "ham", "ham"]).propagate([1], 0);
    expect(swapped).toEqual(Dataset.from([[0], [1], [2]], ["spam", "ham", "ham"]).propagate([1], 0));
  });

  it("packs f32 rows too", () => {
    const builder = Dataset.builder(2, { precision: "f32", classes: ["b", "a"] });
    builder.push([1, 2], "a").push([3, 4], "b");
    const dataset = builder.build();
    expect([dataset.precision, dataset.rows, dataset.columns, dataset.classes]).toEqual(["f32", 2, 2, ["b", "a"]]);
  });

  it("takes nothing of a push that throws, and goes on", () => {
    const builder = Dataset.builder(2);
    builder.pushRows(
      [
        [1, 2],
        [3, 5],
      ],
      [0, 1],
    );
    const bad = [
      () => builder.push([1], 0),
      () => builder.push([1, Number.NaN], 0),
      () => builder.push([1, 2], 2),
      () => builder.push([1, 2], "0"),
      () => builder.push([1, 2], 0, -1),
      () =>
        builder.pushRows(
          [
            [1, 2],
            [3, Number.POSITIVE_INFINITY],
          ],
          [0, 1],
        ),
      () => builder.pushRows([[1, 2]], [0, 1]),
    ];
    expect(bad.map(codeOf)).toEqual([
      "SHAPE_MISMATCH: X: expected 2 columns, got 1",
      "NON_FINITE: X: expected finite numbers, got NaN at row 2, column 1",
      "INVALID_LABELS: y: expected 0 or 1, got 2 at row 2",
      'INVALID_LABELS: y: expected 0 or 1, got "0" at row 2',
      "INVALID_WEIGHTS: weights: expected finite numbers, 0 or above, got -1 at row 2",
      "NON_FINITE: X: expected finite numbers, got Infinity at row 3, column 1",
      "SHAPE_MISMATCH: y: expected 1 entries, one a row of X, got 2",
    ]);
    builder.push([0, 1], 1);
    const expected = Dataset.from(
      [
        [1, 2],
        [3, 5],
        [0, 1],
      ],
      [0, 1, 1],
    ).propagate([1, 1], 0);
    expect(builder.build().propagate([1, 1], 0)).toEqual(expected);
  });

  it("refuses to build nothing, one class, or twice, and stays usable until it is built", () => {
    const builder = Dataset.builder(1);
    expect(codeOf(() => builder.build())).toBe("INVALID_MATRIX: build: expected at least one row, got none");
    builder.push([1], "yes");
    expect(codeOf(() => builder.build())).toBe('INVALID_LABELS: y: expected two classes, got only "yes"');
    builder.push([2], "no");
    expect(builder.build().rows).toBe(2);
    expect(codeOf(() => builder.build())).toBe("INVALID_MATRIX: build: expected once, came again");
    expect(codeOf(() => builder.push([1], "no"))).toBe(
      "INVALID_MATRIX: push: expected to come before build, came after it",
    );
  });
});

import { describe, expect, it } from "vitest";
import { checkExtras } from "../../src/fit/fitExtras.ts";
import { fitRows } from "../../src/fit/fitRows.ts";
import { checkOptions, type LogisticRegressionOptions } from "../../src/fit/options.ts";
import { readyRows, weighRows } from "../../src/fit/readyRows.ts";
import { type Csr, csrOf } from "../../src/input/csr.ts";
import { rowSourceOf } from "../../src/input/matrix.ts";
import { rowWeights } from "../../src/input/weights.ts";
import { gradientLength, hessianLength, productLength, sidesLength } from "../../src/rows/rowHolder.ts";
import { sampleOf } from "../../src/rows/rowSample.ts";
import { SparseRows } from "../../src/rows/sparseRows.ts";
import { sparseTrainingRows } from "../../src/rows/sparseTrainingRows.ts";
import { packTrainingRows } from "../../src/rows/trainingRows.ts";
import { Arena } from "../../src/wasm/arena.ts";
import { random } from "../support/random.ts";

interface Case {
  readonly csr: Csr;
  readonly dense: { readonly data: Float64Array; readonly rows: number; readonly columns: number };
  readonly y: Uint8Array<ArrayBuffer>;
  readonly weights: Float64Array;
  readonly offsets: Float64Array;
}

/** Rows of about `each` entries, among them explicit zeros; column 0 is empty, column 1 is constant, column 2 lies far from 0. */
function problem(seed: number, rows: number, columns: number, each: number, ones: boolean, single = false): Case {
  const next = random(seed);
  const indptr = [0];
  const indices: number[] = [];
  const data: number[] = [];
  const dense = new Float64Array(rows * columns);
  const y = new Uint8Array(rows);
  for (let row = 0; row < rows; ++row) {
    let z = 0;
    for (let j = 1; j < columns; ++j) {
      const isFull = !ones && j < 3;
      if (!isFull && next() > each / columns) continue;
      const drawn = ones ? 1 : j === 1 ? 2.5 : j === 2 ? 40 + next() : next() < 0.05 ? 0 : 4 * next() - 1;
      const value = single ? Math.fround(drawn) : drawn;
      indices.push(j);
      data.push(value);
      dense[row * columns + j] = value;
      z += value * Math.sin(j);
    }
    indptr.push(indices.length);
    y[row] = z - (ones ? 0 : 40 * Math.sin(2) + 2.5 * Math.sin(1)) + 3 * next() - 1.5 > 0 ? 1 : 0;
  }
  y[0] = 1;
  y[1] = 0;
  const weights = Float64Array.from(y, (_, row) => (row % 11 === 3 ? 0 : 0.25 + next()));
  const offsets = Float64Array.from(y, () => next() - 0.25);
  const values = ones ? undefined : single ? Float32Array.from(data) : Float64Array.from(data);
  const csr = csrOf({
    data: values,
    indices: Uint32Array.from(indices),
    indptr: Uint32Array.from(indptr),
    rows,
    columns,
  });
  return { csr, dense: { data: dense, rows, columns }, y, weights, offsets };
}

function expectNear(got: ArrayLike<number>, expected: ArrayLike<number>, part = 1e-12): void {
  expect(got.length).toBe(expected.length);
  const size = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // one expectation for all entries, which may be ten thousands
  const far = Array.from(got).findIndex((value, i) => !(Math.abs(value - (expected[i] ?? 0)) <= part * size));
  if (far >= 0) expect(got[far], `entry ${far}`).toBe(expected[far]);
}

const CASES: Readonly<Record<string, () => Case>> = {
  "float64 values": () => problem(1, 700, 23, 6, false),
  "float32 values": () => problem(2, 700, 23, 6, false, true),
  ones: () => problem(3, 700, 40, 8, true),
  "more than a share of rows": () => problem(4, 17_000, 9, 3, false),
  "more columns than 16 bits can count": () => problem(5, 48, 66_000, 20, true),
};

describe.each(Object.entries(CASES))("sparse rows of %s", (_, make) => {
  const { csr, dense, y, weights } = make();
  const given = rowWeights(y, weights, "f64");
  const sparse = sparseTrainingRows(new Arena(), csr, given);
  // as they are: those of a fit have the columns that every row stores centred
  const plain = { holder: SparseRows.copied(new Arena(), csr, given) };
  const n = dense.columns;

  it("have the moments of the same rows as dense", () => {
    const { moments } = packTrainingRows(new Arena(), rowSourceOf(dense), given, "f64", true);
    expectNear(sparse.moments.mean, moments.mean);
    expectNear(sparse.moments.deviation, moments.deviation);
    for (const [j, deviation] of moments.deviation.entries()) {
      if (deviation === 0) expect(sparse.moments.deviation[j]).toBe(0);
    }
  });

  it("answer what dense rows answer, of all rows, of a sample and of a batch", () => {
    const full = packTrainingRows(new Arena(), rowSourceOf(dense), given, "f64", false);
    const w = Float64Array.from({ length: n }, (_, j) => Math.sin(j) / 4);
    const r = Float64Array.from({ length: n }, (_, j) => Math.cos(3 * j));
    const few = n < 1000;
    for (const sample of [undefined, sampleOf(given, full.holder.blockRows, 0.5)]) {
      const of = ({ holder }: typeof full | typeof plain): Float64Array[] => {
        const gradient = new Float64Array(gradientLength(n));
        holder.addGradient(w, -9, gradient, sample);
        const products = [r, w].map((direction) => {
          const record = new Float64Array(productLength(n));
          holder.addProduct(w, -9, direction, -0.3, record, sample);
          return record;
        });
        const hessian = new Float64Array(few ? hessianLength(n) : 0);
        if (few) holder.addHessian(w, -9, hessian, sample);
        const sides = [false, few].map((wanted) => {
          const record = new Float64Array(sidesLength(n, wanted));
          holder.addSides(w, -9, { part: 0.02, least: 0.1 }, record, sample);
          return record;
        });
        const batch = new Float64Array(gradientLength(n));
        holder.addBatch(Uint32Array.of(5, 3, 47, 3), w, -9, batch);
        return [gradient, ...products, upper(hessian, n), ...sides, batch];
      };
      const answers = of(plain);
      for (const [k, expected] of of(full).entries()) expectNear(answers[k] ?? [], expected, 1e-11);
    }
  });

  it("forget the curvature of a point at another one", () => {
    const at = (b: number): Float64Array => {
      const record = new Float64Array(productLength(n));
      sparse.holder.addProduct(new Float64Array(n), b, new Float64Array(n), 1, record);
      return record;
    };
    const first = at(0);
    const other = at(2);
    expect(at(0)).toEqual(first);
    expect(other[0]).toBeLessThan(first[0] ?? 0);
  });
});

function upper(record: Float64Array, n: number): Float64Array {
  return record.filter((_, i) => i <= n || (i - 1 - n) % n >= Math.floor((i - 1 - n) / n));
}

/** A fit to both, and J of each solution by the dense rows: to be equal to 1e-10, and the coefficients with it. */
function expectSameFit({ csr, dense, y, weights, offsets }: Case, given: LogisticRegressionOptions, beside: boolean) {
  const options = checkOptions({ maxEpochs: 5000, ...given });
  const asked = beside ? { weights, offsets } : {};
  const weighed = weighRows(rowSourceOf(dense), y, asked, options, undefined, true);
  const extras = checkExtras({}, dense.columns);
  const expected = fitRows(readyRows(new Arena(), weighed), options, extras);
  const rows = sparseTrainingRows(new Arena(), csr, weighed.weights, weighed.given, beside ? offsets : undefined);
  const got = fitRows(rows, options, extras);
  expect(got.driven.reason).toBe(expected.driven.reason);
  expect(Math.abs(got.driven.objective / expected.driven.objective - 1)).toBeLessThan(1e-10);
  expectNear([...got.coef, got.intercept], [...expected.coef, expected.intercept], 1e-5);
}

describe.each(["auto", "newton", "lbfgs", "newton-cg", "proximal-newton"] as const)("%s on sparse rows", (solver) => {
  // biome-ignore format: a table
  const options: readonly (readonly [string, LogisticRegressionOptions])[] = [
    ["l2", { l2: 0.01 }],
    ["l2 on columns as they are", { l2: 0.01, standardize: false }],
    ["balanced classes", { l2: 0.02, classWeight: "balanced" }],
    ["no intercept", { l2: 0.05, fitIntercept: false }],
  ];
  it.each(options)("%s: the optimum of the same rows as dense", (_, given) => {
    for (const make of Object.values(CASES).slice(0, 4)) {
      const one = make();
      for (const beside of [false, true]) expectSameFit(one, { ...given, solver }, beside);
    }
  });
});

describe("l1 on sparse rows", () => {
  it.each([{ l1: 0.01 }, { l1: 0.005, l2: 0.01 }, { l1: 0.02, standardize: false }])(
    "%j: the optimum of dense",
    (given) => {
      for (const make of Object.values(CASES).slice(0, 4)) expectSameFit(make(), given, true);
    },
  );
});

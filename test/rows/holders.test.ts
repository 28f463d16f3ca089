import { describe, expect, it } from "vitest";
import { rowSourceOf } from "../../src/input/matrix.ts";
import { rowWeights } from "../../src/input/weights.ts";
import { kernelsOf } from "../../src/kernel/kernels.ts";
import { SHARE_ROWS } from "../../src/kernel/layout.ts";
import { columnRowsOf, columnsUnder, gatherer } from "../../src/rows/columnRows.ts";
import { ResidentRows } from "../../src/rows/residentRows.ts";
import { gradientLength, hessianLength, productLength, type RowHolder } from "../../src/rows/rowHolder.ts";
import { type RowSample, sampleOf } from "../../src/rows/rowSample.ts";
import { packTrainingRows, type TrainingRows, windowTrainingRows } from "../../src/rows/trainingRows.ts";
import { Window } from "../../src/rows/window.ts";
import { shuffle } from "../../src/solver/random.ts";
import { Arena } from "../../src/wasm/arena.ts";
import { epoch } from "../kernel/reference/epoch.ts";
import { sumShares } from "../kernel/reference/sums.ts";
import { spread } from "../support/everySize.ts";
import { random, sample } from "../support/random.ts";

function bothHolders(rows: number, columns: number, precision: "f32" | "f64", weighted: boolean) {
  const { X, y } = sample(rows * 64 + columns, rows, columns);
  const data = precision === "f32" ? Float32Array.from(X.data) : X.data;
  const source = rowSourceOf({ data, rows, columns });
  const uniform = random(rows);
  const given = weighted ? Float64Array.from({ length: rows }, () => 0.5 + uniform()) : undefined;
  const weights = rowWeights(Uint8Array.from(y), given, precision);
  const resident = packTrainingRows(new Arena(), source, weights, precision, true);
  const windowed = windowTrainingRows(new Arena(), source, weights, precision);
  return { resident, windowed };
}

function answers(holder: RowHolder, withHessian: boolean, sample?: RowSample): Float64Array[] {
  const w = Float64Array.from({ length: holder.columns }, (_, j) => Math.sin(j) / holder.columns);
  const gradient = new Float64Array(gradientLength(holder.columns));
  holder.addGradient(w, 0.1, gradient, sample);
  const r = Float64Array.from({ length: holder.columns }, (_, j) => Math.cos(3 * j));
  const product = new Float64Array(productLength(holder.columns));
  holder.addProduct(w, 0.1, r, -0.3, product, sample);
  if (!withHessian) return [gradient, product];
  const hessian = new Float64Array(hessianLength(holder.columns));
  holder.addHessian(w, 0.1, hessian, sample);
  return [gradient, product, upperTriangle(hessian, holder.columns)];
}

/** Entries below the diagonal are not part of the answer. */
function upperTriangle(record: Float64Array, n: number): Float64Array {
  return record.filter((_, i) => i <= n || (i - 1 - n) % n >= Math.floor((i - 1 - n) / n));
}

function expectSameBits({ resident, windowed }: { resident: TrainingRows; windowed: TrainingRows }, hessian = true) {
  expect(windowed.moments).toEqual(resident.moments);
  expect(windowed.scaling).toEqual(resident.scaling);
  const expected = answers(resident.holder, hessian);
  expect(expected.every((record) => record.every(Number.isFinite))).toBe(true);
  expect(answers(windowed.holder, hessian)).toEqual(expected);
}

describe("rows streamed through a window and rows packed in memory", () => {
  // 130 columns: a window is one block of 256 rows; 3 columns: a window spans shares
  const sizes = spread([2, 15, 16, 17, 31, 33, 255, 256, 257, 511, 512, 513, 1025], 0, 4, 7, 8, 12);
  for (const precision of ["f32", "f64"] as const) {
    for (const weighted of [false, true]) {
      const kind = `${precision}, ${weighted ? "weighted" : "unit weights"}`;
      it(`answer with the same bits around every panel and block boundary (${kind})`, () => {
        for (const rows of sizes) {
          for (const columns of spread([1, 3, 4, 130], 1, 3))
            expectSameBits(bothHolders(rows, columns, precision, weighted));
        }
      });
      it(`answer with the same bits around window and share boundaries (${kind})`, () => {
        for (const rows of spread([16383, 16384, 16385, 16640, 32768, 32769], 1, 5)) {
          expectSameBits(bothHolders(rows, 3, precision, weighted));
        }
        for (const rows of spread([16383, 16385], 1))
          expectSameBits(bothHolders(rows, 130, precision, weighted), false);
      });
    }
  }

  it("answer for a sample of the blocks with the same bits, and for all of them as for no sample", () => {
    for (const [rows, columns] of [
      [20_000, 3],
      [3001, 130],
    ] as const) {
      const { resident, windowed } = bothHolders(rows, columns, "f32", true);
      const blockRows = resident.holder.blockRows;
      const some = sampleOf(resident.weights, blockRows, 0.3);
      expect(some.rows).toBeGreaterThan(0.2 * rows);
      expect(some.rows).toBeLessThan(0.4 * rows);
      const expected = answers(resident.holder, true, some);
      expect(answers(windowed.holder, true, some)).toEqual(expected);
      expect(expected).not.toEqual(answers(resident.holder, true));
      const all = sampleOf(resident.weights, blockRows, 1);
      expect([all.rows, all.total]).toEqual([rows, expect.closeTo(resident.weights.total, 8)]);
      expect(answers(windowed.holder, true, all)).toEqual(answers(resident.holder, true));
    }
  });

  it("use windows of one block for 130 columns in f64 and of 42 for 3, whose boundaries are no share's", () => {
    const arena = new Arena();
    const kernels = kernelsOf(arena, "f64");
    expect([new Window(arena, kernels, 130).rows, new Window(arena, kernels, 3).rows]).toEqual([256, 42 * 256]);
    for (const rows of [42 * 256 - 1, 42 * 256, 42 * 256 + 1]) expectSameBits(bothHolders(rows, 3, "f64", true));
  });
});

describe("columns gathered from a window and from memory", () => {
  const gathered = (holder: RowHolder, columns: readonly number[]): RowHolder => {
    const rows = columnRowsOf(holder);
    if (rows === undefined) throw new Error("no single columns");
    const gather = gatherer(new Arena(), rows);
    gather([0]);
    return gather(columns);
  };

  for (const precision of ["f32", "f64"] as const) {
    for (const weighted of [false, true]) {
      it(`answer with the bits of rows of these alone (${precision}, ${weighted ? "weighted" : "unit weights"})`, () => {
        for (const rows of spread([2, 17, 255, 257, 1025, 16_385], 1, 3)) {
          for (const columns of [[], [3], [0, 5, 129], Array.from({ length: 130 }, (_, j) => j)]) {
            const { resident, windowed } = bothHolders(rows, 130, precision, weighted);
            const hessian = rows < 2000;
            const expected = answers(gathered(resident.holder, columns), hessian);
            expect(expected.every((record) => record.every(Number.isFinite))).toBe(true);
            expect(answers(gathered(windowed.holder, columns), hessian)).toEqual(expected);
            if (columns.length === 130) expect(answers(resident.holder, hessian)).toEqual(expected);
          }
        }
      });
    }
  }

  it("are the columns themselves: those of all rows' gradient at a point that is 0 elsewhere", () => {
    for (const { holder } of Object.values(bothHolders(700, 130, "f64", true))) {
      const columns = [2, 64, 100];
      const w = new Float64Array(130);
      for (const [t, j] of columns.entries()) w[j] = 0.3 * (t + 1);
      const all = new Float64Array(gradientLength(130));
      holder.addGradient(w, 0.2, all);
      const some = new Float64Array(gradientLength(3));
      gathered(holder, columns).addGradient(Float64Array.of(0.3, 0.6, 0.9), 0.2, some);
      const expected = [all[0], all[1], ...columns.map((j) => all[2 + j])];
      for (const [i, value] of some.entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 10);
    }
  });

  it("have other weights where the rows are under these", () => {
    const { resident } = bothHolders(700, 130, "f64", true);
    const { holder } = resident;
    if (!(holder instanceof ResidentRows)) throw new Error("not packed");
    const weights = rowWeights(
      Uint8Array.from({ length: 700 }, (_, row) => row % 2),
      undefined,
      "f64",
    );
    const under = columnsUnder(holder, weights);
    const expected = holder.withWeights(weights, (weighted) => answers(gathered(weighted, [1, 7]), true));
    expect(answers(gatherer(new Arena(), under)([1, 7]), true)).toEqual(expected);
    expect(answers(gathered(holder, [1, 7]), true)).not.toEqual(expected);
    const w = new Float64Array(130).fill(0.1);
    const gradient = new Float64Array(gradientLength(130));
    under.addGradient(w, 0.1, gradient);
    const other = new Float64Array(gradientLength(130));
    holder.withWeights(weights, (weighted) => weighted.addGradient(w, 0.1, other));
    expect(gradient).toEqual(other);
  });
});

describe("rows of several shares", () => {
  for (const precision of ["f32", "f64"] as const) {
    it(`are added up in the tree of the reference, ${precision}`, () => {
      const rows = 5 * SHARE_ROWS + 123;
      const { X, y } = sample(9, rows, 2);
      const data = precision === "f32" ? Float32Array.from(X.data) : X.data;
      const given = Float64Array.from({ length: rows }, (_, i) => 0.5 + (i % 7));
      const weights = rowWeights(Uint8Array.from(y), given, precision);
      const { holder } = packTrainingRows(new Arena(), rowSourceOf({ ...X, data }), weights, precision, false);
      const signed = Array.from({ length: rows }, (_, i) => weights.signed.subarray(i, i + 1)[0] ?? 0);
      const v = precision === "f32" ? Float32Array.from(signed) : Float64Array.from(signed);
      const w = Float64Array.of(0.5, -0.25);
      const ownW = precision === "f32" ? Float32Array.from(w) : w;
      const record = new Float64Array(gradientLength(2));
      holder.addGradient(w, 0.125, record);
      const expected = sumShares({ data, rows, columns: 2 }, (share, first, end) =>
        epoch(share, v.subarray(first, end), ownW, 0.125, { unit: false }),
      );
      expect(record).toEqual(expected);
    });
  }
});

describe("batches of rows in any order", () => {
  const batchOf = (holder: RowHolder, rows: ArrayLike<number>): Float64Array => {
    const w = Float64Array.from({ length: holder.columns }, (_, j) => Math.sin(j) / holder.columns);
    const record = new Float64Array(gradientLength(holder.columns));
    holder.addBatch(Uint32Array.from(rows), w, 0.1, record);
    return record;
  };
  const gradientOf = (holder: RowHolder): Float64Array | undefined => answers(holder, false)[0];

  for (const precision of ["f32", "f64"] as const) {
    for (const weighted of [false, true]) {
      it(`have the same bits from a window and from memory (${precision}, ${weighted ? "weighted" : "unit weights"})`, () => {
        const uniform = random(8);
        for (const [rows, columns] of [
          [1000, 5],
          [20_000, 3],
          [700, 130],
        ] as const) {
          const { resident, windowed } = bothHolders(rows, columns, precision, weighted);
          for (const size of [1, 7, 8, 9, 15, 16, 17, 32, 255, 256, 257, 600]) {
            const batch = Array.from({ length: size }, () => Math.floor(uniform() * rows));
            const expected = batchOf(resident.holder, batch);
            expect(expected.every(Number.isFinite)).toBe(true);
            expect(batchOf(windowed.holder, batch)).toEqual(expected);
          }
        }
      });
    }
  }

  it("are the gradient's own bits for one block of all rows in order, whatever came before", () => {
    for (const rows of [2, 15, 33, 255, 256]) {
      const { resident, windowed } = bothHolders(rows, 4, "f64", true);
      const all = Uint32Array.from({ length: rows }, (_, row) => row);
      for (const { holder } of [resident, windowed]) {
        batchOf(holder, all.slice().reverse());
        expect(batchOf(holder, all)).toEqual(gradientOf(holder));
      }
    }
  });

  it("add up: a division of all rows into batches, in a random order, gives the sums over all rows to rounding", () => {
    const { resident } = bothHolders(3000, 4, "f64", true);
    const order = Uint32Array.from({ length: 3000 }, (_, row) => row);
    shuffle(order, random(5));
    expect(order.slice().sort()).toEqual(Uint32Array.from({ length: 3000 }, (_, row) => row));
    const sums = new Float64Array(gradientLength(4));
    for (let first = 0; first < 3000; first += 37) {
      const part = batchOf(resident.holder, order.subarray(first, first + 37));
      for (const [i, value] of part.entries()) sums[i] = (sums[i] ?? 0) + value;
    }
    const expected = gradientOf(resident.holder) ?? [];
    for (const [i, value] of sums.entries()) expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(1e-11);
  });
});

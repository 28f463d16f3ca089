import { describe, expect, it } from "vitest";
import { rowSourceOf } from "../../src/input/matrix.ts";
import { withOffsets } from "../../src/input/offsets.ts";
import { rowWeights } from "../../src/input/weights.ts";
import { keptTrainingRows } from "../../src/rows/keptTrainingRows.ts";
import { offsetTrainingRows } from "../../src/rows/offsetRows.ts";
import { leveragesLength, type RowHolder } from "../../src/rows/rowHolder.ts";
import { packTrainingRows, windowTrainingRows } from "../../src/rows/trainingRows.ts";
import { Arena } from "../../src/wasm/arena.ts";
import { random, sample } from "../support/random.ts";

function askedOf(holder: RowHolder, w: Float64Array, b: number, inverse: Float64Array): Float64Array {
  const record = new Float64Array(leveragesLength(holder.columns));
  holder.addLeverages(w, b, inverse, record);
  return record;
}

/** sum c (1, x) with c = d x~' A x~ (a - 1/2), row by row, of rows as they are. */
function byHand(
  rows: readonly number[][],
  weights: ArrayLike<number>,
  offsets: ArrayLike<number>,
  w: Float64Array,
  b: number,
  inverse: Float64Array,
): number[] {
  const sums = new Array<number>(w.length + 1).fill(0);
  for (const [i, row] of rows.entries()) {
    const z = row.reduce((sum, x, j) => sum + x * (w[j] ?? 0), b + (offsets[i] ?? 0));
    const a = 1 / (1 + Math.exp(-z));
    const x = [...row, 1];
    const square = x.reduce(
      (sum, xj, j) => sum + x.reduce((s, xk, k) => s + xj * xk * (inverse[j * x.length + k] ?? 0), 0),
      0,
    );
    const c = (weights[i] ?? 0) * a * (1 - a) * square * (a - 0.5);
    for (const [j, value] of [1, ...row].entries()) sums[j] = (sums[j] ?? 0) + c * value;
  }
  return sums;
}

describe("the slope of Firth's penalty", () => {
  for (const [rows, columns] of [
    [1, 1],
    [7, 3],
    [8, 3],
    [300, 5],
    [17_000, 3],
  ] as const) {
    it(`is the same from memory, through a window, of sparse rows and by hand: ${rows} x ${columns}`, () => {
      const { X, y } = sample(rows + columns, rows, columns);
      const uniform = random(rows);
      const weights = Float64Array.from(y, () => (uniform() < 0.2 ? 0 : 4 * uniform()));
      weights[0] = 1;
      const offsets = Float64Array.from(y, () => uniform() - 0.5);
      const source = rowSourceOf({ data: X.data, rows, columns });
      const given = rowWeights(Uint8Array.from(y), weights, "f64", false);
      const w = Float64Array.from({ length: columns }, (_, j) => Math.cos(j + 1));
      const size = columns + 1;
      const inverse = Float64Array.from({ length: size * size }, (_, at) => {
        const [j, k] = [Math.floor(at / size), at % size];
        return j === k ? 2 : 1 / (1 + j + k);
      });
      const zeros = new Float64Array(rows);
      const resident = packTrainingRows(new Arena(), source, given, "f64", true);
      const { scale, centre } = resident.scaling;
      const plain = y.map((_, i) => Array.from(X.data.subarray(i * columns, (i + 1) * columns)));
      const packed = plain.map((row) => row.map((x, j) => (x - (centre[j] ?? 0)) * (scale[j] ?? 1)));
      const expectSums = (got: Float64Array, expected: readonly number[]): void => {
        for (const [j, value] of expected.entries()) {
          expect(Math.abs((got[j] ?? 0) - value)).toBeLessThanOrEqual(1e-12 * rows * Math.max(1, Math.abs(value)));
        }
      };
      const sums = askedOf(resident.holder, w, 0.3, inverse);
      expectSums(sums, byHand(packed, weights, zeros, w, 0.3, inverse));
      const windowed = windowTrainingRows(new Arena(), source, given, "f64");
      expect(askedOf(windowed.holder, w, 0.3, inverse)).toEqual(sums);
      const shifted = byHand(packed, weights, offsets, w, 0.3, inverse);
      const wider = withOffsets(source, offsets);
      for (const wide of [
        packTrainingRows(new Arena(), wider, given, "f64", true),
        windowTrainingRows(new Arena(), wider, given, "f64"),
      ]) {
        expectSums(askedOf(offsetTrainingRows(wide).holder, w, 0.3, inverse), shifted);
      }
      const indices = Uint32Array.from(X.data.keys(), (at) => at % columns);
      const csr = rowSourceOf({
        indptr: Uint32Array.from({ length: rows + 1 }, (_, i) => i * columns),
        ...{ indices, data: X.data, rows, columns },
      });
      // columns that every row stores are packed as those of dense rows are
      const { holder, scaling } = keptTrainingRows(new Arena(), csr, given, "f64", offsets);
      const own = plain.map((row) => row.map((x, j) => (x - (scaling.centre[j] ?? 0)) * (scaling.scale[j] ?? 1)));
      expectSums(askedOf(holder, w, 0.3, inverse), byHand(own, weights, offsets, w, 0.3, inverse));
    });
  }
});

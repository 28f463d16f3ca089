import { describe, expect, it } from "vitest";
import type { Csr } from "../../src/input/csr.ts";
import { rowWeights } from "../../src/input/weights.ts";
import { leadingColumns } from "../../src/rows/leadingColumns.ts";
import { sparseMoments } from "../../src/rows/sparseMoments.ts";
import { random } from "../support/random.ts";
import type { SparseSample } from "../support/sparse.ts";

/** Rows of a power law: column j is stored in about 1 / (1 + j / 8) of the rows. */
function zipf(rows: number, columns: number, seed = 5): SparseSample {
  const next = random(seed);
  const dense = new Float64Array(rows * columns);
  const indptr = [0];
  const indices: number[] = [];
  const data: number[] = [];
  for (let row = 0; row < rows; ++row) {
    for (let j = 0; j < columns; ++j) {
      if (next() > 1 / (1 + j / 8)) continue;
      indices.push(j);
      const value = 2 * next() - 0.5;
      data.push(value);
      dense[row * columns + j] = value;
    }
    indptr.push(indices.length);
  }
  const sparse = {
    data: Float64Array.from(data),
    indices: Uint32Array.from(indices),
    indptr: Uint32Array.from(indptr),
    rows,
    columns,
  };
  return { sparse, dense: { data: dense, rows, columns }, y: Array.from({ length: rows }, (_, i) => i % 2) };
}

function csr({ indptr, indices, data, rows, columns }: SparseSample["sparse"]): Csr {
  return { rows, columns, indptr, indices, data: Float64Array.from(data ?? []) };
}

describe("leading columns", () => {
  it("are those of most entries, with the weighted means of their products and of a column of ones", () => {
    const { sparse, dense, y } = zipf(2000, 700);
    const weights = rowWeights(
      Uint8Array.from(y),
      Float64Array.from(y, (_, i) => (i % 7 === 2 ? 0 : 0.5 + (i % 3))),
      "f64",
    );
    const given = csr(sparse);
    const { stored } = sparseMoments(given, weights);
    const except = [1];
    const leading = leadingColumns(given, weights, stored, except);
    const columns = Array.from(leading?.columns ?? []);
    expect(columns.length).toBe(Math.floor(Math.sqrt(sparse.indices.length / 16)));
    expect(columns).toEqual([...columns].sort((a, b) => a - b));
    expect(columns).not.toContain(1);
    const least = Math.min(...columns.map((j) => stored[j] ?? 0));
    for (let j = 0; j < 700; ++j) {
      if ((stored[j] ?? 0) > least && j !== 1) expect(columns, `column ${j}`).toContain(j);
    }
    const size = columns.length + 1;
    const value = (row: number, a: number): number =>
      a === size - 1 ? 1 : (dense.data[row * dense.columns + (columns[a] ?? 0)] ?? 0);
    const signed = weights.signed.slice(0, 2000);
    for (const [a, b] of [
      [0, 0],
      [0, 5],
      [17, 3],
      [60, 2],
      [size - 1, 9],
      [size - 1, size - 1],
    ] as const) {
      let sum = 0;
      for (let row = 0; row < 2000; ++row) sum += Math.abs(signed[row] ?? 0) * value(row, a) * value(row, b);
      expect(leading?.products[a * size + b]).toBeCloseTo(sum / weights.total, 12);
    }
  });

  it("are none where columns or entries are few, and not more than store the mean number of entries", () => {
    const of = (rows: number, columns: number, row: readonly number[]): number[] | undefined => {
      const indices = Array.from({ length: rows }, () => row).flat();
      const indptr = Array.from({ length: rows + 1 }, (_, i) => i * row.length);
      const given: Csr = { rows, columns, indptr, indices, data: undefined };
      const weights = rowWeights(
        Uint8Array.from({ length: rows }, (_, i) => i % 2),
        undefined,
        "f64",
      );
      const leading = leadingColumns(given, weights, sparseMoments(given, weights).stored, []);
      return leading && Array.from(leading.columns);
    };
    expect(of(70_000, 513, [4])).toEqual([4]);
    expect(of(70_000, 512, [4])).toBeUndefined();
    expect(of(65_535, 513, [4])).toBeUndefined();
  });
});

describe("moments of sparse columns that nearly all rows store", () => {
  it("are exact far from 0, of tiny values, and where a column is constant", () => {
    const rows = 5000;
    const [indices, data, indptr] = [[] as number[], [] as number[], [0]];
    for (let i = 0; i < rows; ++i) {
      // far from 0; the same but for one 0; constant; tiny
      indices.push(0, 2, 3);
      data.push(1e8 + (i % 10), 7.1, (i % 2 ? 1 : 3) * 1e-120);
      if (i > 0) {
        indices.splice(-2, 0, 1);
        data.splice(-2, 0, 1e8 + (i % 10));
      }
      indptr.push(indices.length);
    }
    const all: Csr = { rows, columns: 4, indptr, indices, data: Float64Array.from(data) };
    const { mean, deviation } = sparseMoments(
      all,
      rowWeights(
        Uint8Array.from({ length: rows }, (_, i) => i % 2),
        undefined,
        "f64",
      ),
    );
    expect(mean[0]).toBeCloseTo(1e8 + 4.5, 6);
    expect(deviation[0]).toBeCloseTo(Math.sqrt(8.25), 10);
    expect(mean[1]).toBeCloseTo(((1e8 + 4.5) * rows - 1e8) / rows, 6);
    const away = (mean[1] ?? 0) ** 2 * 1;
    const squares = Array.from({ length: rows }, (_, i) => (i === 0 ? away : (1e8 + (i % 10) - (mean[1] ?? 0)) ** 2));
    expect((deviation[1] ?? 0) / Math.sqrt(squares.reduce((a, b) => a + b) / rows)).toBeCloseTo(1, 12);
    expect([mean[2], deviation[2]]).toEqual([7.1, 0]);
    expect((deviation[3] ?? 0) / 1e-120).toBeCloseTo(1, 12);
  });
});

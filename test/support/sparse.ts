import type { SparseMatrix } from "../../src/types.ts";
import { random } from "./random.ts";

/** The same rows as CSR and with their zeros, with labels that depend on them. */
export interface SparseSample {
  readonly sparse: SparseMatrix & { readonly rows: number; readonly columns: number };
  readonly dense: { readonly data: Float64Array<ArrayBuffer>; readonly rows: number; readonly columns: number };
  readonly y: number[];
}

export interface SparseShape {
  readonly rows: number;
  readonly columns: number;
  /** Entries that are stored in a row, on average. */
  readonly each: number;
  /** Type of the values; "ones" are not stored. */
  readonly values?: "f64" | "f32" | "ones";
}

/**
 * Seeded sparse rows: column 0 is empty, one entry in twenty is an explicit 0 (but among ones), one row in ten is
 * empty.
 */
export function sparseSample(seed: number, { rows, columns, each, values = "f64" }: SparseShape): SparseSample {
  const next = random(seed);
  const indptr = new Uint32Array(rows + 1);
  const indices: number[] = [];
  const data: number[] = [];
  const dense = new Float64Array(rows * columns);
  const y: number[] = [];
  for (let row = 0; row < rows; ++row) {
    let z = 0;
    const isEmpty = next() < 0.1;
    for (let j = 1; j < columns && !isEmpty; ++j) {
      if (next() > each / columns) continue;
      const drawn = values === "ones" ? 1 : next() < 0.05 ? 0 : 4 * next() - 1;
      const value = values === "f32" ? Math.fround(drawn) : drawn;
      indices.push(j);
      data.push(value);
      dense[row * columns + j] = value;
      z += value * Math.sin(j);
    }
    indptr[row + 1] = indices.length;
    y.push(row < 2 ? row : z + 3 * next() - 1.5 > 0 ? 1 : 0);
  }
  const stored = values === "f32" ? Float32Array.from(data) : Float64Array.from(data);
  const sparse = {
    ...(values !== "ones" && { data: stored }),
    indices: Uint32Array.from(indices),
    indptr,
    rows,
    columns,
  };
  return { sparse, dense: { data: dense, rows, columns }, y };
}

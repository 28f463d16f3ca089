/** Random sparse rows, and every kernel of theirs as a function of arrays (as in calls.ts). */
import { instantiateKernel } from "../../../src/wasm/instantiate.ts";
import type { Pointer, SparseIndices, SparseValues } from "../../../src/wasm/kernelExports.ts";
import { sparse } from "../../../src/wasm/kernelParts.ts";
import type { Numbers } from "../reference/arithmetic.ts";
import type { SparseRows } from "../reference/sparse.ts";
import { Arena } from "./arena.ts";
import { kernel as dense } from "./calls.ts";
import { padded } from "./problem.ts";
import { SEED, uniforms } from "./random.ts";

const { memory, heap_base } = dense;
export const sparseKernel = { memory, heap_base, ...instantiateKernel(sparse, memory) };

export type SparseKind = readonly [SparseValues, SparseIndices];
export const SPARSE_KINDS: readonly SparseKind[] = [
  ["f32", "u16"],
  ["f32", "u32"],
  ["f64", "u16"],
  ["f64", "u32"],
  ["ones", "u16"],
  ["ones", "u32"],
];

export interface SparseProblem {
  readonly kind: SparseKind;
  readonly X: SparseRows;
  readonly v: Float64Array;
  readonly w: Float64Array;
  readonly r: Float64Array;
  readonly offset: Float64Array | undefined;
  readonly b: number;
  readonly unit: boolean;
}

/**
 * Rows of 0 to `columns` non-zeros, explicit zeros of either sign among them. The first position is `skipped`, as where a part of
 * more rows is called.
 */
export function makeSparse(kind: SparseKind, rows: number, columns: number, most: number, skipped = 0): SparseProblem {
  const uniform = uniforms(SEED + 31 * rows + 977 * columns + most);
  const [values, indexType] = kind;
  const indptr = new Uint32Array(rows + 1).fill(skipped);
  const indices: number[] = new Array<number>(skipped).fill(0);
  for (let i = 0; i < rows; ++i) {
    const row = new Set<number>();
    const length = Math.min(columns, Math.floor(uniform() * (most + 1)));
    while (row.size < length) row.add(Math.floor(uniform() * columns));
    indices.push(...Array.from(row).sort((a, b) => a - b));
    indptr[i + 1] = indices.length;
  }
  const numbers = () => indices.map(() => (uniform() < 0.05 ? -0 : 4 * uniform() - 2));
  const unit = rows % 2 === 0;
  const weight = () => (unit ? 1 : Math.floor(uniform() * 3) / 2);
  return {
    kind,
    X: {
      indptr,
      indices: indexType === "u16" ? Uint16Array.from(indices) : Uint32Array.from(indices),
      data:
        values === "ones" ? undefined : values === "f32" ? Float32Array.from(numbers()) : Float64Array.from(numbers()),
      rows,
      columns,
    },
    v: new Float64Array(rows).map(() => (uniform() < 0.5 ? weight() : -weight())),
    w: new Float64Array(columns).map(() => 2 * uniform() - 1),
    r: new Float64Array(columns).map(() => 2 * uniform() - 1),
    offset: rows % 3 === 0 ? undefined : new Float64Array(rows).map(() => uniform() - 0.5),
    b: uniform() - 0.5,
    unit,
  };
}

export function describeSparse({ kind, X, unit }: SparseProblem): string {
  return `${kind.join(" ")}, ${X.rows} x ${X.columns}, ${X.indices.length} non-zeros, ${unit ? "unit weights" : "weighted"}`;
}

type Csr = readonly [indptrPtr: Pointer, indicesPtr: Pointer, dataPtr: Pointer];

function csrOf(arena: Arena, { indptr, indices, data }: SparseRows): Csr {
  const put = (numbers: Uint16Array | Uint32Array) =>
    arena.input(numbers as unknown as Numbers /* copied byte for byte */);
  return [put(indptr), put(indices), data === undefined ? 0 : arena.input(data)];
}

/** Numbers of rows, zeros up to whole panels of eight. */
function rowsOf(arena: Arena, numbers: Float64Array): Pointer {
  return arena.input(padded(numbers, Math.ceil(numbers.length / 8) * 8));
}

export function callForward(problem: SparseProblem): Float64Array {
  const { kind, X, w, b, offset } = problem;
  const arena = new Arena(sparseKernel, "f64");
  const zPtr = arena.output("z", X.rows * 8);
  const csr = csrOf(arena, X);
  const wPtr = arena.input(w);
  const offsetPtr = offset === undefined ? 0 : arena.input(offset);
  const forward = sparseKernel[`forward_${kind[0]}_${kind[1]}`];
  arena.call(() => forward(zPtr, ...csr, wPtr, offsetPtr, X.rows, X.columns, b));
  return arena.readRecord(zPtr, X.rows);
}

export function callBackward({ kind, X }: SparseProblem, dz: Float64Array, out: Float64Array): Float64Array {
  const arena = new Arena(sparseKernel, "f64");
  const outPtr = arena.record("out", out);
  const csr = csrOf(arena, X);
  const dzPtr = rowsOf(arena, dz);
  const backward = sparseKernel[`backward_${kind[0]}_${kind[1]}`];
  arena.call(() => backward(outPtr, ...csr, dzPtr, X.rows, X.columns));
  return arena.readRecord(outPtr, out.length);
}

export function callEpoch(problem: SparseProblem, out: Float64Array): Float64Array {
  const { kind, X, v, w, b, offset, unit } = problem;
  const arena = new Arena(sparseKernel, "f64");
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", sparseKernel.sparse_workspace_bytes());
  const csr = csrOf(arena, X);
  const [vPtr, wPtr] = [rowsOf(arena, v), arena.input(w)];
  const offsetPtr = offset === undefined ? 0 : arena.input(offset);
  const epoch = sparseKernel[`epoch_${kind[0]}_${kind[1]}`];
  arena.call(() => epoch(outPtr, workspacePtr, ...csr, vPtr, wPtr, offsetPtr, X.rows, X.columns, b, unit));
  return arena.readRecord(outPtr, out.length);
}

export function callProduct(
  { kind, X, r }: SparseProblem,
  d: Float64Array,
  c: number,
  out: Float64Array,
): Float64Array {
  const arena = new Arena(sparseKernel, "f64");
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", sparseKernel.sparse_workspace_bytes());
  const csr = csrOf(arena, X);
  const [dPtr, rPtr] = [rowsOf(arena, d), arena.input(r)];
  const product = sparseKernel[`product_${kind[0]}_${kind[1]}`];
  arena.call(() => product(outPtr, workspacePtr, ...csr, dPtr, rPtr, X.rows, X.columns, c));
  return arena.readRecord(outPtr, out.length);
}

export function callMoments({ kind, X }: SparseProblem, v: Float64Array | undefined, out: Float64Array): Float64Array {
  const arena = new Arena(sparseKernel, "f64");
  const outPtr = arena.record("out", out);
  const csr = csrOf(arena, X);
  const vPtr = v === undefined ? 0 : rowsOf(arena, v);
  arena.call(() => sparseKernel[`moments_${kind[0]}_${kind[1]}`](outPtr, ...csr, vPtr, X.rows, X.columns));
  return arena.readRecord(outPtr, out.length);
}

export function callHessian({ kind, X }: SparseProblem, d: Float64Array, out: Float64Array): Float64Array {
  const arena = new Arena(sparseKernel, "f64");
  const outPtr = arena.record("out", out);
  const csr = csrOf(arena, X);
  const dPtr = rowsOf(arena, d);
  arena.call(() => sparseKernel[`hessian_${kind[0]}_${kind[1]}`](outPtr, ...csr, dPtr, X.rows, X.columns));
  return arena.readRecord(outPtr, out.length);
}

export function callCurvature(z: Float64Array, v: Float64Array): Float64Array {
  const arena = new Arena(sparseKernel, "f64");
  const dPtr = arena.output("d", Math.ceil(z.length / 8) * 64);
  const [zPtr, vPtr] = [rowsOf(arena, z), rowsOf(arena, v)];
  arena.call(() => sparseKernel.curvature_rows(dPtr, zPtr, vPtr, z.length));
  return arena.readRecord(dPtr, z.length);
}

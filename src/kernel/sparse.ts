import type { Arena } from "../wasm/arena.ts";
import type { Pointer, SparseExports, SparseIndices, SparseValues } from "../wasm/kernelExports.ts";
import { sparse } from "../wasm/kernelParts.ts";

/**
 * The kernels of sparse rows of one type of values and indices, under their plain names. All arguments and sums are
 * float64.
 */
export interface SparseKernels {
  readonly values: SparseValues;
  readonly indices: SparseIndices;
  /** Bytes that epoch and product work in. */
  readonly workspaceBytes: number;
  readonly forward: SparseExports["forward_f64_u32"];
  readonly backward: SparseExports["backward_f64_u32"];
  readonly epoch: SparseExports["epoch_f64_u32"];
  readonly product: SparseExports["product_f64_u32"];
  readonly moments: SparseExports["moments_f64_u32"];
  readonly hessian: SparseExports["hessian_f64_u32"];
  readonly curvature: SparseExports["curvature_rows"];
}

export function sparseKernelsOf(arena: Arena, values: SparseValues, indices: SparseIndices): SparseKernels {
  const kernel = arena.kernelOf(sparse);
  return {
    values,
    indices,
    workspaceBytes: kernel.sparse_workspace_bytes(),
    forward: kernel[`forward_${values}_${indices}`],
    backward: kernel[`backward_${values}_${indices}`],
    epoch: kernel[`epoch_${values}_${indices}`],
    product: kernel[`product_${values}_${indices}`],
    moments: kernel[`moments_${values}_${indices}`],
    hessian: kernel[`hessian_${values}_${indices}`],
    curvature: kernel.curvature_rows,
  };
}

/** The smallest type that has every index of this many columns. */
export function indicesFor(columns: number): SparseIndices {
  return columns <= 65536 ? "u16" : "u32";
}

const BYTES_PER_VALUE = { f32: 4, f64: 8, ones: 0 } as const;
const BYTES_PER_INDEX = { u16: 2, u32: 4 } as const;

/** Sparse rows in linear memory, as assembly/sparse/entries.ts has them. */
export interface SparsePointers {
  readonly indptr: Pointer;
  readonly indices: Pointer;
  /** 0 where there are no values. */
  readonly data: Pointer;
}

/**
 * Room for sparse rows: three reservations, each at a multiple of 64. indptr is for all of them; parts begin further on
 * in it.
 */
export function reserveSparse(
  arena: Arena,
  { values, indices }: Pick<SparseKernels, "values" | "indices">,
  rows: number,
  nonZeros: number,
): SparsePointers {
  return {
    indptr: arena.reserve((rows + 1) * 4),
    indices: arena.reserve(nonZeros * BYTES_PER_INDEX[indices]),
    data: values === "ones" ? 0 : arena.reserve(nonZeros * BYTES_PER_VALUE[values]),
  };
}

/** Bytes of one float64 number a row, padded to whole panels of eight, as v, z, dz and d are. */
export function sparseRowVectorBytes(rows: number): number {
  return Math.ceil(rows / 8) * 64;
}

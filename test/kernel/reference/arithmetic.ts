import {
  expF32,
  expF64,
  log1pF32,
  log1pF64,
  lossF32,
  lossF64,
  sigmoidF32,
  sigmoidF64,
} from "../../../src/math/elementary.ts";
import type { Precision } from "../../../src/types.ts";

/** Numbers in the data type of the kernel. */
export type Numbers = Float32Array | Float64Array;

/**
 * What the data type decides, so that one reference serves both. Every operation of the kernel in the data type is written
 * round(x * y), round(x + y), ...: one double operation, then fround, is the correctly rounded f32 operation (math.ts).
 * Operations without round are in float64 in either case.
 */
export interface Arithmetic {
  readonly precision: Precision;
  readonly round: (x: number) => number;
  /** Rows in a vector of 16 bytes. Four vectors make a line, and as many rows a panel (assembly/layout.ts). */
  readonly lanes: 4 | 2;
  readonly zeros: (length: number) => Numbers;
  /** e^x, x <= 0. */
  readonly exp: (x: number) => number;
  /** log(1 + e), e in [0, 1]. */
  readonly log1p: (e: number) => number;
  readonly sigmoid: (u: number) => number;
  /** log(1 + e^u). */
  readonly loss: (u: number) => number;
}

export const F32: Arithmetic = {
  precision: "f32",
  round: Math.fround,
  lanes: 4,
  zeros: (length) => new Float32Array(length),
  exp: expF32,
  log1p: log1pF32,
  sigmoid: sigmoidF32,
  loss: lossF32,
};

export const F64: Arithmetic = {
  precision: "f64",
  round: (x) => x,
  lanes: 2,
  zeros: (length) => new Float64Array(length),
  exp: expF64,
  log1p: log1pF64,
  sigmoid: sigmoidF64,
  loss: lossF64,
};

export function arithmeticOf(numbers: Numbers): Arithmetic {
  return numbers instanceof Float32Array ? F32 : F64;
}

import type { Precision } from "../../../src/types.ts";
import { arithmeticOf, F32, F64, type Numbers } from "../reference/arithmetic.ts";
import { type Rows, sliceRows } from "../reference/rows.ts";
import { normals, SEED, uniforms } from "./random.ts";

/** One call's worth of data: rows, label-weights v, a point (w, b), and how the rows are to be centred. */
export interface Problem {
  readonly precision: Precision;
  readonly X: Rows;
  readonly v: Numbers;
  readonly w: Numbers;
  readonly b: number;
  readonly centre: Numbers;
  readonly scale: Numbers;
  readonly unit: boolean;
}

const POOL_LENGTH = 2 ** 16;
/** One number in 16: signed zeros and a subnormal of either type. */
const SMALL = [0, -0, 1e-40, 3e-310];
/** One number in 256: these take |z| through the underflow of e^-|z| in either type. */
const LARGE = [40, -90, 250, -2000];
const WEIGHTS = [0, 0.25, 0.5, 1, 2, 2.9, 31.4, 1e-3];

export function arithmeticFor(precision: Precision) {
  return precision === "f32" ? F32 : F64;
}

function makePool(precision: Precision): Numbers {
  const normal = normals(SEED);
  const uniform = uniforms(SEED + 1);
  const oneOf = (numbers: readonly number[]) => numbers[Math.floor(uniform() * numbers.length)] ?? 0;
  return arithmeticFor(precision)
    .zeros(POOL_LENGTH)
    .map(() => {
      const kind = uniform();
      if (kind < 1 / 256) return oneOf(LARGE);
      return kind < 1 / 256 + 1 / 16 ? oneOf(SMALL) : normal();
    });
}

const pools: Record<Precision, Numbers> = { f32: makePool("f32"), f64: makePool("f64") };

function fromPool(precision: Precision, length: number, offset: number): Numbers {
  const pool = pools[precision];
  return arithmeticFor(precision)
    .zeros(length)
    .map((_, i) => pool[(offset + i) % POOL_LENGTH] ?? 0);
}

/** The same problem for the same arguments and seed. */
export function makeProblem(
  precision: Precision,
  rows: number,
  columns: number,
  weights: "unit" | "weighted",
): Problem {
  const uniform = uniforms(SEED + 7919 * rows + 104729 * columns);
  const { zeros, round } = arithmeticFor(precision);
  const offset = () => Math.floor(uniform() * POOL_LENGTH);
  const unit = weights === "unit";
  return {
    precision,
    X: { data: fromPool(precision, rows * columns, offset()), rows, columns },
    v: zeros(rows).map(() => {
      const s = unit ? 1 : (WEIGHTS[Math.floor(uniform() * WEIGHTS.length)] ?? 0);
      return uniform() < 0.5 ? s : -s;
    }),
    w: zeros(columns).map(() => ((uniform() - 0.5) * 4) / Math.sqrt(columns)),
    b: uniform() - 0.5,
    centre: zeros(columns).map(() => round(uniform() - 0.5)),
    scale: zeros(columns).map(() => 2 ** Math.floor(uniform() * 7 - 3)),
    unit,
  };
}

/** What a product multiplies the Hessian with; the same for the same number of columns. */
export interface Direction {
  readonly r: Numbers;
  readonly c: number;
}

export function directionOf({ precision, X }: Problem): Direction {
  const uniform = uniforms(SEED + 3 + 31 * X.columns);
  const r = arithmeticFor(precision)
    .zeros(X.columns)
    .map(() => 2 * uniform() - 1);
  return { r, c: 2 * uniform() - 1 };
}

/** Rows first .. end - 1 of the same problem. */
export function sliceProblem(problem: Problem, first: number, end: number): Problem {
  return { ...problem, X: sliceRows(problem.X, first, end), v: problem.v.subarray(first, end) };
}

/** For the message of a failure. */
export function describeProblem({ precision, X, unit }: Problem): string {
  return `${precision}, ${X.rows} rows x ${X.columns} columns, ${unit ? "unit weights" : "weighted"}`;
}

/** A float64 record that a kernel has added to before. */
export function priorRecord(length: number): Float64Array {
  const uniform = uniforms(SEED + 2 + length);
  return new Float64Array(length).map(() => (uniform() - 0.5) * 100);
}

/** `numbers`, then `padding` up to `length`. */
export function padded(numbers: Numbers, length: number, padding = 0): Numbers {
  const longer = arithmeticOf(numbers).zeros(length).fill(padding);
  longer.set(numbers);
  return longer;
}

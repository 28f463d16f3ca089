import { mulberry32 as random } from "../../src/solver/random.ts";

export { random };

/** Standard normal numbers (Box and Muller 1958). */
export function normal(seed: number): () => number {
  const uniform = random(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

export interface Sample {
  readonly X: { readonly data: Float64Array<ArrayBuffer>; readonly rows: number; readonly columns: number };
  readonly y: number[];
}

/** Normal columns and labels drawn from a logistic model, both classes present. */
export function sample(seed: number, rows: number, columns: number): Sample {
  const next = normal(seed);
  const uniform = random(seed + 1);
  const w = Array.from({ length: columns }, () => next() / Math.sqrt(columns));
  const data = Float64Array.from({ length: rows * columns }, next);
  const y = Array.from({ length: rows }, (_, i) => {
    if (i < 2) return i;
    let z = 0.3;
    for (const [j, wj] of w.entries()) z += (data[i * columns + j] ?? 0) * wj;
    return uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  return { X: { data, rows, columns }, y };
}

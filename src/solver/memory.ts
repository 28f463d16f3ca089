import type { Metric } from "./metric.ts";
import { dot } from "./vectors.ts";

interface Pair {
  /** Change of the point. */
  readonly s: Float64Array;
  /** Change of the gradient. */
  readonly y: Float64Array;
  readonly rho: number;
}

/** Pairs that are kept. */
const MOST_PAIRS = 10;

/** What the last steps taught about the curvature, on top of a metric: L-BFGS (Nocedal 1980). */
export class CurvatureMemory {
  readonly #metric: Metric;
  readonly #pairs: Pair[] = [];

  constructor(metric: Metric) {
    this.#metric = metric;
  }

  get metric(): Metric {
    return this.#metric;
  }

  get pairs(): number {
    return this.#pairs.length;
  }

  /** A pair without positive curvature, which rounding alone can make of a convex function, is not taken. */
  learn(s: Float64Array, y: Float64Array): void {
    const sy = dot(s, y);
    if (!(sy > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
    this.#pairs.push({ s, y, rho: 1 / sy });
    if (this.#pairs.length > MOST_PAIRS) this.#pairs.shift();
  }

  /** H g, H the inverse metric updated by the pairs: the two-loop recursion. */
  solve(gradient: Float64Array): Float64Array {
    const q = gradient.slice();
    const alphas: number[] = [];
    for (const { s, y, rho } of [...this.#pairs].reverse()) {
      const alpha = rho * dot(s, q);
      alphas.push(alpha);
      for (let i = 0; i < q.length; ++i) q[i] = (q[i] ?? 0) - alpha * (y[i] ?? 0);
    }
    const r = this.#scaled(q);
    for (const { s, y, rho } of this.#pairs) {
      const beta = rho * dot(y, r);
      const alpha = alphas.pop() ?? 0;
      for (let i = 0; i < r.length; ++i) r[i] = (r[i] ?? 0) + (alpha - beta) * (s[i] ?? 0);
    }
    return r;
  }

  /** A diagonal metric has the right shape but a poor size: the last pair corrects it (Shanno and Phua 1978). */
  #scaled(q: Float64Array): Float64Array {
    const r = this.#metric.solve(q);
    const last = this.#pairs.at(-1);
    if (last === undefined || this.#metric.quality !== "diagonal") return r;
    const gamma = 1 / (last.rho * dot(last.y, this.#metric.solve(last.y)));
    return r.map((value) => gamma * value);
  }
}

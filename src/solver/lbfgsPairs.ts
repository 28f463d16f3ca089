import type { Metric } from "./metric.ts";
import { addScaled, addScaledAndDot, dot } from "./vectors.ts";

interface Pair {
  /** Change of the point. */
  readonly s: Float64Array;
  /** Change of the gradient. */
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * A metric corrected by the pairs of the last steps, change of the point and change of the gradient: L-BFGS (Nocedal
 * 1980).
 */
export class LbfgsPairs {
  readonly #metric: Metric;
  readonly #most: number;
  readonly #pairs: Pair[];

  /** @param most pairs that are kept: the last ones */
  constructor(metric: Metric, most: number, pairs: Pair[] = []) {
    this.#metric = metric;
    this.#most = most;
    this.#pairs = pairs;
  }

  /** The pairs that were learnt on a sample, on top of a metric whose quality is that of a sample. */
  ofSample(): LbfgsPairs {
    const { omitted, solve } = this.#metric;
    return new LbfgsPairs({ quality: "sample", omitted, solve }, this.#most, this.#pairs);
  }

  get metric(): Metric {
    return this.#metric;
  }

  get pairs(): number {
    return this.#pairs.length;
  }

  /** Adds a pair, unless its curvature s.y is not positive, which for a convex function only rounding can cause. */
  learn(s: Float64Array, y: Float64Array): void {
    const sy = dot(s, y);
    if (!(sy > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
    this.#pairs.push({ s, y, rho: 1 / sy });
    if (this.#pairs.length > this.#most) this.#pairs.shift();
  }

  /** H g, H the inverse metric updated by the pairs: the two-loop recursion. */
  solve(gradient: Float64Array): Float64Array {
    const pairs = this.#pairs;
    const q = gradient.slice();
    const alphas = new Float64Array(pairs.length);
    const newest = pairs.at(-1);
    // each vector is multiplied by the next one of the pairs while it is at hand
    let product = newest === undefined ? 0 : dot(newest.s, q);
    for (let k = pairs.length - 1; k >= 0; --k) {
      const { y, rho } = pairs[k] as Pair;
      const alpha = rho * product;
      alphas[k] = alpha;
      const older = pairs[k - 1];
      if (older === undefined) addScaled(q, y, -alpha);
      else product = addScaledAndDot(q, y, -alpha, older.s);
    }
    const r = this.#scaled(q);
    const [oldest] = pairs;
    product = oldest === undefined ? 0 : dot(oldest.y, r);
    for (const [k, { s, rho }] of pairs.entries()) {
      const factor = (alphas[k] ?? 0) - rho * product;
      const newer = pairs[k + 1];
      if (newer === undefined) addScaled(r, s, factor);
      else product = addScaledAndDot(r, s, factor, newer.y);
    }
    return r;
  }

  /** A diagonal metric has the right shape but a poor size: the last pair corrects it (Shanno and Phua 1978). */
  #scaled(q: Float64Array): Float64Array {
    const r = this.#metric.solve(q);
    const last = this.#pairs.at(-1);
    if (last === undefined || this.#metric.quality !== "diagonal") return r;
    const gamma = 1 / (last.rho * dot(last.y, this.#metric.solve(last.y)));
    for (let i = 0; i < r.length; ++i) r[i] = gamma * (r[i] ?? 0);
    return r;
  }
}

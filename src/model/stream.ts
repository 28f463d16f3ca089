import { forwardRow } from "../kernel/reference/forwardRow.ts";
import { lossF64, sigmoidF64 } from "../kernel/reference/math.ts";
import { StochasticSteps, safeRate } from "../solver/stochasticSteps.ts";
import type { CheckedOptions } from "./options.ts";
import { RunningMoments } from "./runningMoments.ts";
import type { StreamState } from "./streamState.ts";

/**
 * Stochastic gradient descent on rows that come once, in plain float64: batches of a stream are too small for the kernel to
 * pay. Steps are those of solver "sgd" on columns centred and scaled by their moments so far, so that units do not matter; the
 * point is kept in the units of X, so that better moments change the next step and not the model. (AdaGrad, which scales but does
 * not centre, needed twenty passes over raw breast-cancer data for what this has after one.)
 *
 * The objective is the mean loss plus the penalty, whose default weight is 1 / (sum of the weights so far).
 */
export class Stream {
  readonly #options: CheckedOptions;
  readonly #steps: StochasticSteps;
  readonly #moments: RunningMoments;
  /** What a column of X is divided by; 0 where it has been constant. */
  readonly #units: Float64Array;
  #rows: number;

  /** Goes on from `state`, which is copied; coef and intercept are the average of its points. */
  constructor(state: StreamState, coef: Float64Array, intercept: number, options: CheckedOptions) {
    const { stochastic } = options;
    const n = coef.length;
    const average = new Float64Array(n + 1);
    average.set(coef);
    average[n] = intercept;
    this.#options = options;
    this.#steps = new StochasticSteps(stochastic, state.point, state.velocity, average, state.steps);
    this.#moments = new RunningMoments(state.mean, state.squares, state.weight);
    this.#units = new Float64Array(n);
    this.#rows = state.rows;
    this.#measure();
  }

  get coef(): Float64Array<ArrayBuffer> {
    return this.#steps.average.slice(0, -1);
  }

  get intercept(): number {
    return this.#steps.average.at(-1) ?? 0;
  }

  get state(): StreamState {
    const { mean, squares, weight } = this.#moments;
    const { point, velocity, steps } = this.#steps;
    return { rows: this.#rows, weight, steps, mean, squares, point, velocity };
  }

  /** Takes in rows in their order, `batchSize` at a time. v: a row's weight, negative for y = 1. */
  learn(rows: Float64Array, v: Float64Array): void {
    const n = this.#units.length;
    const { batchSize, learningRate, momentum } = this.#options.stochastic;
    for (let first = 0; first < v.length; first += batchSize) {
      const end = Math.min(v.length, first + batchSize);
      for (let row = first; row < end; ++row) this.#moments.add(rows, row * n, Math.abs(v[row] ?? 0));
      this.#rows += end - first;
      this.#measure();
      const batchTotal = (end - first) * (this.#moments.weight / this.#rows);
      const { gradient } = this.#propagate(rows, v, first, end, this.#steps.point, batchTotal);
      // a row has n squares of mean 1, and the intercept
      const rate = learningRate ?? safeRate((n + 1) / 4, end - first, momentum);
      this.#steps.step(gradient, rate, (change) => this.#toUnitsOfX(change));
    }
  }

  /** The objective on some rows at the model, and the largest entry of its gradient on standardised columns. */
  objective(rows: Float64Array, v: Float64Array): { readonly objective: number; readonly gradientNorm: number } {
    const total = v.reduce((sum, value) => sum + Math.abs(value), 0);
    const { objective, gradient } = this.#propagate(rows, v, 0, v.length, this.#steps.average, total);
    return { objective, gradientNorm: gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0) };
  }

  #measure(): void {
    if (this.#moments.weight > 0) this.#moments.unitsTo(this.#units, this.#options.fitIntercept);
  }

  /** The l2 of a coefficient in the units of X, column by column: as it is, or times the variance. */
  #penaltyOf(j: number): number {
    const { l2, standardize, fitIntercept } = this.#options;
    const weight = l2 ?? (this.#moments.weight > 0 ? 1 / this.#moments.weight : 0);
    if (!standardize) return weight;
    const { squares } = this.#moments;
    const unit = this.#units[j] ?? 0;
    return weight * (fitIntercept ? unit * unit : (squares[j] ?? 0) / (this.#moments.weight || 1));
  }

  /** Objective and gradient of rows first .. end - 1 at a point; sums over them are divided by `total`. */
  #propagate(rows: Float64Array, v: Float64Array, first: number, end: number, point: Float64Array, total: number) {
    const n = this.#units.length;
    const { fitIntercept } = this.#options;
    const { mean } = this.#moments;
    const w = point.subarray(0, n);
    const b = point[n] ?? 0;
    const gradient = new Float64Array(n + 1);
    let cost = 0;
    let db = 0;
    for (let row = first; row < end; ++row) {
      const at = row * n;
      const vi = v[row] ?? 0;
      const z = forwardRow(rows, w, b, at);
      const u = vi < 0 ? -z : z;
      cost += Math.abs(vi) * lossF64(u);
      const dz = vi * sigmoidF64(u);
      db += dz;
      for (let j = 0; j < n; ++j) {
        const centred = (rows[at + j] ?? 0) - (fitIntercept ? (mean[j] ?? 0) : 0);
        gradient[j] = (gradient[j] ?? 0) + dz * centred;
      }
    }
    let penalty = 0;
    for (let j = 0; j < n; ++j) {
      const unit = this.#units[j] ?? 0;
      const slope = this.#penaltyOf(j) * (w[j] ?? 0);
      penalty += slope * (w[j] ?? 0);
      gradient[j] = unit === 0 ? 0 : ((gradient[j] ?? 0) / total + slope) / unit;
    }
    gradient[n] = fitIntercept ? db / total : 0;
    return { objective: cost / total + penalty / 2, gradient };
  }

  /** A change of coefficients of standardised columns becomes one of coefficients of X, the intercept last. */
  #toUnitsOfX(change: Float64Array): void {
    const n = this.#units.length;
    const { mean } = this.#moments;
    let shift = 0;
    for (let j = 0; j < n; ++j) {
      const unit = this.#units[j] ?? 0;
      const raw = unit === 0 ? 0 : (change[j] ?? 0) / unit;
      change[j] = raw;
      shift += raw * (mean[j] ?? 0);
    }
    if (this.#options.fitIntercept) change[n] = (change[n] ?? 0) - shift;
  }
}

/**
 * How the step shrinks with the number t of steps taken: not at all, as 1 / sqrt(1 + t / 100), or as 1 / (1 + t / 100).
 */
export type Schedule = "constant" | "inverse-sqrt" | "inverse";

export interface StochasticOptions {
  /** The first step. Default: `safeRate` of the rows of the batch. */
  readonly learningRate: number | undefined;
  /** Rows of a step. */
  readonly batchSize: number;
  /** Part of the last direction that a step keeps, in [0, 1). */
  readonly momentum: number;
  /** Whether the model is the average of the points passed rather than the last of them. */
  readonly averaging: boolean;
  readonly schedule: Schedule;
}

/**
 * Steps after which the schedules begin to shrink the step: t / 100 in their formulas. A larger number keeps the first
 * steps long for more rows. The formulas of `schedule` in docs/options.md promise it; the tables of "sgd and
 * partialFit" in docs/internals/solvers.md were measured with it.
 */
const BEND = 100;
/**
 * Degree by which the average of the points favours late ones: their weights grow as t^3 (Shamir and Zhang 2013,
 * polynomial decay). 0 would be the plain mean. The value is that of the tables of "sgd and partialFit" in
 * docs/internals/solvers.md.
 */
const DEGREE = 3;

/**
 * A learning rate that does not blow up: 1 / curvature for the mean of all rows, and less as a batch has fewer and
 * momentum adds up the noise of more steps. `curvature` is a bound of the mean over rows of the trace of a row's
 * Hessian.
 */
export function safeRate(curvature: number, batchRows: number, momentum: number): number {
  return 1 / (curvature * (1 + 1 / (batchRows * (1 - momentum))));
}

/**
 * Stochastic gradient descent (Robbins and Monro 1951), a step at a time, with heavy-ball momentum (Polyak 1964):
 *
 *     v := momentum v + gradient        point := point - alpha_t v
 *
 * and, of the points, an average that forgets the early ones (Polyak and Juditsky 1992; Shamir and Zhang 2013,
 * polynomial decay):
 *
 *     average := average + (point - average) 4 / (t + 3)        t = 1, 2, ...
 *
 * All vectors have the n weights first and the intercept last.
 */
export class StochasticSteps {
  readonly point: Float64Array<ArrayBuffer>;
  readonly velocity: Float64Array<ArrayBuffer>;
  readonly average: Float64Array<ArrayBuffer>;
  readonly #options: StochasticOptions;
  #steps: number;

  /** Goes on from earlier steps where velocity, average and their number are given; all vectors are copied. */
  constructor(
    options: StochasticOptions,
    point: Float64Array,
    velocity: Float64Array = new Float64Array(point.length),
    average: Float64Array = point,
    steps = 0,
  ) {
    this.point = Float64Array.from(point);
    this.velocity = Float64Array.from(velocity);
    this.average = Float64Array.from(average);
    this.#options = options;
    this.#steps = steps;
  }

  get steps(): number {
    return this.#steps;
  }

  /** The next step of a learning rate, as the schedule has it. */
  slowed(rate: number): number {
    return rate / slowing(this.#options.schedule, 1 + this.#steps / BEND);
  }

  /** One step; `toPoint` takes a change from the coordinates of the gradient to those of the point, in place. */
  step(gradient: Float64Array, rate: number, toPoint?: (change: Float64Array) => void): void {
    const { point, velocity, average } = this;
    const { momentum, averaging } = this.#options;
    const alpha = this.slowed(rate);
    for (let i = 0; i < point.length; ++i) velocity[i] = momentum * (velocity[i] ?? 0) + (gradient[i] ?? 0);
    const change = velocity.map((v) => alpha * v);
    toPoint?.(change);
    this.#steps += 1;
    const part = averaging ? (DEGREE + 1) / (this.#steps + DEGREE) : 1;
    for (let i = 0; i < point.length; ++i) {
      const value = (point[i] ?? 0) - (change[i] ?? 0);
      point[i] = value;
      // the first point and one without averaging are taken as they are: a difference would round
      average[i] = part === 1 ? value : (average[i] ?? 0) + part * (value - (average[i] ?? 0));
    }
  }
}

function slowing(schedule: Schedule, t: number): number {
  switch (schedule) {
    case "constant":
      return 1;
    case "inverse-sqrt":
      return Math.sqrt(t);
    case "inverse":
      return t;
  }
}

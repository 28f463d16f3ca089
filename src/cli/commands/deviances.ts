import { LogisticRegression } from "../../index.ts";
import { logLossFromLogits } from "../../metrics/index.ts";
import type { LabelledRows } from "./measures.ts";

/** Twice the negative log-likelihood of the rows that a model was fitted to, by it and by an intercept alone. */
export interface Deviances {
  readonly deviance: number;
  readonly nullDeviance: number;
}

export function deviances(model: LogisticRegression, { X, isPositive, weights, offset }: LabelledRows): Deviances {
  const total =
    weights === undefined ? isPositive.length : Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  const of = (z: ArrayLike<number>): number =>
    2 * total * logLossFromLogits(Array.from(isPositive), z, weights === undefined ? {} : { weights });
  const offsets = offset && { offsets: offset };
  return {
    deviance: of(model.decisionFunction(X as never, offsets)),
    nullDeviance: of(nullLogits(isPositive, weights, offset)),
  };
}

/** z of each row by an intercept alone, or by one beside the offsets. */
function nullLogits(
  isPositive: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  offset: ArrayLike<number> | undefined,
): Float64Array {
  if (offset !== undefined) {
    const zeros = { data: new Float64Array(isPositive.length), rows: isPositive.length, columns: 1 };
    const only = new LogisticRegression({ l2: 0 }).fit(zeros, Array.from(isPositive), {
      offsets: offset,
      ...(weights && { weights }),
    });
    return only.decisionFunction(zeros, { offsets: offset });
  }
  let ones = 0;
  let all = 0;
  for (let row = 0; row < isPositive.length; row++) {
    const weight = weights?.[row] ?? 1;
    all += weight;
    if (isPositive[row] === 1) ones += weight;
  }
  return new Float64Array(isPositive.length).fill(Math.log(ones) - Math.log(all - ones));
}

import type { TableEncoding } from "../table/encoding.ts";
import type { Classes } from "../types.ts";
import type { Curvature } from "./curvature.ts";

/** A fitted LogisticRegression, as fits take it to start from or as a prior. */
export interface FittedModel {
  /** n coefficients, in the units of X. */
  readonly coef: Float64Array<ArrayBuffer>;
  /** The log-odds of the positive class where every column and offset is 0. */
  readonly intercept: number;
  /** `[negative, positive]` */
  readonly classes: Classes;
  /** @internal How a table was encoded, if it was fitted to one. */
  readonly encoding?: TableEncoding | undefined;
  /** @internal Names of the columns that its rows are made of, if they have any. */
  readonly features?: readonly string[] | undefined;
  /** The Hessian at its optimum, if its fit was asked for it. */
  readonly curvature: Curvature | undefined;
}

/** All models there are, so that fits tell a model from an object that looks like one, without knowing the class. */
const models = /* @__PURE__ */ new WeakSet<object>();

export function registerModel(model: FittedModel): void {
  models.add(model);
}

export function isModel(value: unknown): value is FittedModel {
  return typeof value === "object" && value !== null && models.has(value);
}

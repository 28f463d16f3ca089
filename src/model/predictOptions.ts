import type { Label, Weights } from "../types.ts";

/** What predictions take besides rows. */
export interface PredictOptions {
  /**
   * What becomes of a row of a table with a cell that cannot be encoded, a missing value or an unknown level: "error"
   * (the default) names row and column; "nan" gives NaN, from predict null, so that a prediction has the length of its
   * rows.
   */
  readonly invalid?: "error" | "nan";
  /**
   * One number a row that is added to z, as in fit, or the column of a table that has them, or one number for all rows.
   * Needed if the model was fitted with offsets, 0 being an answer, but of a Dataset that has its own; default
   * otherwise: 0.
   */
  readonly offsets?: number | ArrayLike<number> | string;
}

/** What score takes besides rows and labels. */
export interface ScoreOptions extends Pick<PredictOptions, "offsets"> {
  /**
   * One weight a row, 0 or above, or the column of a table that has them. Default: 1 each, also for a Dataset with
   * weights of its own, which are those of a fit.
   */
  readonly weights?: Weights | string;
  /**
   * "drop": rows of a table without a label, or with a missing value for which nothing stands in, are left out with
   * their weights and offsets, as in fit. Default: they are refused.
   */
  readonly missing?: "drop";
  /**
   * The column of a table that counts the successes of each row, in place of labels and beside `failures`. The model
   * must have the classes 0, a failure, and 1, a success, as one that was fitted to such counts has.
   */
  readonly successes?: string;
  /** The column that counts the failures of each row. */
  readonly failures?: string;
}

/** What predict takes besides rows. */
export interface LabelOptions extends PredictOptions {
  /** The probability, in [0, 1], from which a row gets the positive label. Default: 0.5. */
  readonly threshold?: number;
}

/** What predictOne takes besides its row. */
export interface PredictOneOptions extends Pick<LabelOptions, "threshold" | "invalid"> {
  /**
   * A number that is added to z, as in fit. Needed if the model was fitted with offsets, 0 being an answer; default
   * otherwise: 0.
   */
  readonly offset?: number;
}

/** What a model says of one row. */
export interface Prediction<L extends Label | null = Label> {
  /** One of `classes`. */
  readonly label: L;
  /** P(y = positive), in [0, 1]. */
  readonly probability: number;
  /** z = x . coef + intercept + offset. */
  readonly logOdds: number;
}

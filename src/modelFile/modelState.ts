import type { Curvature } from "../fit/curvature.ts";
import type { FitReport } from "../fit/report.ts";
import type { SeenRows } from "../fit/seenRows.ts";
import type { StreamState } from "../stream/streamState.ts";
import type { TableEncoding } from "../table/encoding.ts";
import type { Classes } from "../types.ts";

/** The state of a fitted model: plain numbers, so that there is nothing to dispose. */
export interface ModelState {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  readonly curvature: Curvature | undefined;
  readonly classes: Classes;
  /** Absent where the coefficients came from elsewhere. */
  readonly report?: FitReport | undefined;
  readonly features: readonly string[] | undefined;
  readonly target: string | undefined;
  /** How a table was encoded, if it was fitted to one. */
  readonly encoding?: TableEncoding | undefined;
  /** Whether it was fitted with offsets. */
  readonly offsets?: boolean;
  /** Share of the positive class in the weights of the rows, those of the classes included. */
  readonly prevalence?: number | undefined;
  /** After a fit: the moments of its rows, from which partialFit goes on. */
  readonly seen?: SeenRows;
  /** After partialFit: the state of the stream. */
  readonly stream?: StreamState;
}

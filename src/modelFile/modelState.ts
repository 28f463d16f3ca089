import type { Curvature } from "../fit/curvature.ts";
import type { FitReport } from "../fit/report.ts";
import type { SeenRows } from "../fit/seenRows.ts";
import type { StreamState } from "../stream/streamState.ts";
import type { TableEncoding } from "../table/encoding.ts";
import type { Classes } from "../types.ts";

/** What a fit leaves: plain numbers, nothing to dispose. */
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
  /** Of a fit, for a stream to go on from. */
  readonly seen?: SeenRows;
  /** Of partialFit. */
  readonly stream?: StreamState;
}

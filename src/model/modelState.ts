import type { Classes } from "../types.ts";
import type { Curvature } from "./curvature.ts";
import type { FitReport } from "./report.ts";
import type { SeenRows } from "./seenRows.ts";
import type { StreamState } from "./streamState.ts";

/** What a fit leaves: plain numbers, nothing to dispose. */
export interface ModelState {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  readonly curvature: Curvature | undefined;
  readonly classes: Classes;
  readonly report: FitReport;
  readonly features: readonly string[] | undefined;
  readonly target: string | undefined;
  /** Whether it was fitted with offsets. */
  readonly offsets?: boolean;
  /** Of a fit, for a stream to go on from. */
  readonly seen?: SeenRows;
  /** Of partialFit. */
  readonly stream?: StreamState;
}

import type { ColumnMoments } from "../rows/moments.ts";

/** What a fit knew of its rows. */
export interface SeenRows {
  readonly rows: number;
  readonly weight: number;
  readonly moments: ColumnMoments;
}

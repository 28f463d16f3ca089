import type { ColumnMoments } from "../data/moments.ts";

/** What a fit knew of its rows. */
export interface SeenRows {
  readonly rows: number;
  readonly weight: number;
  readonly moments: ColumnMoments;
}

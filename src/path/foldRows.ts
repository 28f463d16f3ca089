import type { RowSource } from "../input/matrix.ts";
import { maskedWeights, type RowWeights } from "../input/weights.ts";
import type { ColumnMoments } from "../rows/moments.ts";
import type { ColumnScaling } from "../rows/scaling.ts";
import { type LabelledTrainingRows, packTrainingRows } from "../rows/trainingRows.ts";
import { withArena } from "../wasm/pool.ts";
import type { Folds } from "./folds.ts";

/** Packed rows and, where they were packed for this call, the rows that they were packed from. */
export interface PackedFrom extends LabelledTrainingRows {
  readonly source?: RowSource;
}

/**
 * A packed column has a deviation of about 1. If it is less than this among the rows of a fold, the rows that the fold holds out made the
 * unit, and four bits of the column and more are lost in it.
 */
const LEAST_DEVIATION = 1 / 16;

/**
 * Runs `use` with all rows, those that the fold holds out having weight 0, and with the moments of the others. The panels are those of all
 * rows, unless a row that is held out is so far from the others that the fold needs units of its own: then it is packed anew, meanwhile.
 */
export function withoutFold<Result>(
  given: PackedFrom,
  { foldOf }: Folds,
  fold: number,
  use: (rows: LabelledTrainingRows) => Result,
): Result {
  const { holder: all, scaling, classes } = given;
  const weights = maskedWeights(given.weights, (row) => foldOf[row] !== fold, all.precision);
  const packed = all.momentsUnder(weights);
  const { source } = given;
  const isLost = (deviation: number, column: number): boolean =>
    deviation < LEAST_DEVIATION && (deviation > 0 || (source !== undefined && varies(source, column, weights)));
  if (packed.deviation.some(isLost)) {
    return withArena((arena) => {
      const rows = packTrainingRows(arena, source ?? all.source, weights, all.precision, true);
      return use({ ...(source === undefined ? inUnitsOf(scaling, rows) : rows), classes });
    });
  }
  const moments = momentsIn(scaling, packed);
  return all.withWeights(weights, (holder) => use({ holder, weights, scaling, moments, classes }));
}

/** Whether a column that is constant once packed varies among the rows that count: rounding may have made it constant. */
function varies(source: RowSource, column: number, { signed }: RowWeights): boolean {
  let first: number | undefined;
  for (const [row, v] of signed.slice(0, source.rows).entries()) {
    if (v === 0) continue;
    const value = source.valueAt(row, column);
    first ??= value;
    if (value !== first) return true;
  }
  return false;
}

/** Moments of columns that were packed, in the units of X. */
function momentsIn({ centre, scale }: ColumnScaling, { mean, deviation }: ColumnMoments): ColumnMoments {
  return {
    mean: mean.map((value, j) => value / (scale[j] ?? 1) + (centre[j] ?? 0)),
    deviation: deviation.map((value, j) => value / (scale[j] ?? 1)),
  };
}

type PackedRows = ReturnType<typeof packTrainingRows>;

/** Rows that were packed from packed ones, whose scaling was `first`, as packed from those in the units of X. */
function inUnitsOf(first: ColumnScaling, rows: PackedRows): PackedRows {
  const centre = rows.scaling.centre.map((value, j) => value / (first.scale[j] ?? 1) + (first.centre[j] ?? 0));
  const scale = rows.scaling.scale.map((value, j) => value * (first.scale[j] ?? 1));
  return { ...rows, scaling: { centre, scale }, moments: momentsIn(first, rows.moments) };
}

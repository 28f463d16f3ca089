import { LogitRangeError } from "../errors.ts";
import type { RowSource } from "../input/matrix.ts";
import { withOffsets } from "../input/offsets.ts";
import { maskedWeights, type RowWeights } from "../input/weights.ts";
import { keptTrainingRows, solverRows } from "../rows/keptTrainingRows.ts";
import type { ColumnMoments } from "../rows/moments.ts";
import type { ColumnScaling } from "../rows/scaling.ts";
import { SparseRows } from "../rows/sparseRows.ts";
import { type LabelledTrainingRows, packTrainingRows, type TrainingRows } from "../rows/trainingRows.ts";
import { encodedSource } from "../table/encodedSource.ts";
import { encodingOf } from "../table/encodedTable.ts";
import { encoderOf } from "../table/encoder.ts";
import { dependsOnRows, type GivenTable } from "../table/givenRows.ts";
import { withArena } from "../wasm/pool.ts";
import type { Folds } from "./folds.ts";

/** Packed rows and, where they were packed for this call, the rows that they were packed from. */
export interface PackedFrom extends LabelledTrainingRows {
  readonly source?: RowSource;
  readonly features?: readonly string[] | undefined;
  readonly target?: string | undefined;
  /** The table that they were encoded from. */
  readonly table?: GivenTable | undefined;
  /** Their offsets, which are the last column of packed rows and stand beside sparse ones. */
  readonly offsets?: Float64Array | undefined;
}

/** Packed rows whose offsets, if they have any, are no column of theirs. */
export interface PathRows extends TrainingRows, Pick<PackedFrom, "classes" | "features" | "target" | "table"> {}

/** Rows as solvers are to have them: what was packed as the column of offsets is added to z. */
export function pathRowsOf(rows: PackedFrom): PathRows {
  return { ...rows, ...solverRows(rows, rows.offsets) };
}

/** z of every row at a point of the packed columns, the offsets included. */
export function forwardOf(
  { holder, scaling, offsets, offsetMean }: PackedFrom,
  w: Float64Array,
  b: number,
): Float64Array<ArrayBuffer> {
  if (offsets === undefined) return holder.forward(w, b);
  if (offsetMean !== undefined) return holder.forward(w, b).map((z, row) => z + (offsets[row] as number));
  const n = w.length;
  // the coefficient of 1 and the mean of the column of offsets, in units of the packed one
  return holder.forward(Float64Array.of(...w, 1 / (scaling.scale[n] ?? 1)), b + (scaling.centre[n] ?? 0));
}

/**
 * Deviation of a packed column, which is about 1 among all rows, below which among the rows of a fold the rows that the
 * fold holds out made the unit: four bits of the column and more are lost in it, and the fold packs anew. Chosen by
 * trial; the tests of cross-validation pass at 0 too.
 */
const LEAST_DEVIATION = 1 / 16;

/**
 * Runs `use` with all rows, those that the fold holds out having weight 0, and with the moments of the others. The
 * panels are those of all rows, unless a row that is held out is so far from the others that the fold needs units of
 * its own: then it is packed anew, meanwhile.
 */
export function withoutFold<Result>(
  given: PackedFrom,
  { foldOf }: Folds,
  fold: number,
  use: (rows: PackedFrom) => Result,
): Result {
  const { holder: all, scaling, classes, table, offsets, leading } = given;
  const weights = maskedWeights(given.weights, (row) => foldOf[row] !== fold, all.precision);
  if (table !== undefined && dependsOnRows(table)) {
    const ofFold = encodedFor(table, weights, fold);
    return withArena((arena) => {
      const rows = keptTrainingRows(arena, ofFold.source, weights, all.precision, offsets);
      return use({ ...rows, classes, table: ofFold, offsets });
    });
  }
  const packed = all.momentsUnder(weights);
  if (all instanceof SparseRows) {
    // few columns are scaled, so that no row that is held out has made the unit of the others
    const moments = momentsIn(scaling, packed);
    const known = { ...all.offsetMean(weights), ...(leading && { leading }) };
    const rows = { weights, scaling, moments, ...known, classes, table, offsets };
    return all.withWeights(weights, (holder) => use({ ...rows, holder }));
  }
  const source = given.source && (offsets === undefined ? given.source : withOffsets(given.source, offsets));
  const isLost = (deviation: number, column: number): boolean =>
    deviation < LEAST_DEVIATION && (deviation > 0 || (source !== undefined && varies(source, column, weights)));
  if (packed.deviation.some(isLost)) {
    return withArena((arena) => {
      const rows = packTrainingRows(arena, source ?? all.source, weights, all.precision, true);
      return use({ ...(source === undefined ? inUnitsOf(scaling, rows) : rows), classes, table, offsets });
    });
  }
  const moments = momentsIn(scaling, packed);
  return all.withWeights(weights, (holder) => use({ holder, weights, scaling, moments, classes, table, offsets }));
}

/** The table as the rows that weigh something have it encoded, its levels being those of all rows. */
function encodedFor(
  table: GivenTable,
  { signed }: RowWeights,
  fold: number,
): GivenTable & { readonly source: RowSource } {
  const { read, coding } = table;
  const weights = Float64Array.from(signed.slice(0, read.rows), Math.abs);
  const encoding = inFold(fold, () => encodingOf(read, { ...coding, weights }));
  return { ...table, encoding, encoded: encoderOf(encoding).encoded, source: encodedSource(read, encoding) };
}

/** Runs `run`, and adds the number of the fold to the message of a refusal. */
function inFold<Result>(fold: number, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LogitRangeError)) throw error;
    throw new LogitRangeError(error.code, `${error.message} (without the rows of fold ${fold})`);
  }
}

/** How often a fold has no training row that weighs anything of a level. */
export function unseenLevels({ table, weights }: PackedFrom, { foldOf, count }: Folds): number {
  let unseen = 0;
  const signed = weights.signed.slice(0, foldOf.length);
  for (const { cells } of table?.read.columns ?? []) {
    if (cells.kind !== "category") continue;
    const { codes, levels } = cells;
    // rows by level, and of these by fold
    const all = new Float64Array(levels.length);
    const held = new Float64Array(levels.length * count);
    for (let row = 0; row < codes.length; ++row) {
      const code = codes[row] as number;
      if (code < 0 || signed[row] === 0) continue;
      all[code] = (all[code] as number) + 1;
      const at = code * count + (foldOf[row] as number);
      held[at] = (held[at] as number) + 1;
    }
    for (let k = 0; k < held.length; ++k) if (held[k] === all[Math.floor(k / count)]) ++unseen;
  }
  return unseen;
}

/**
 * Whether a column that is constant once packed varies among the rows that count: rounding may have made it constant.
 */
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

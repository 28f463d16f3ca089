import type { Dataset } from "../dataset/dataset.ts";
import { answerOf } from "../driver/drive.ts";
import { type Ask, driveAsync } from "../driver/driveAsync.ts";
import { withPauses } from "../driver/paced.ts";
import { pacer } from "../driver/pacer.ts";
import { hardwareThreads } from "../driver/workers/spawn.ts";
import { WorkerTeam } from "../driver/workers/team.ts";
import { distributePanels, distributeRows } from "../driver/workers/teamRows.ts";
import { askTeam, shareCount } from "../driver/workers/teamShares.ts";
import { distributeEntries, distributeSparseRows } from "../driver/workers/teamSparseRows.ts";
import { withOffsets } from "../input/offsets.ts";
import type { RowWeights } from "../input/weights.ts";
import { type ColumnRows, columnRowsOf, columnsUnder } from "../rows/columnRows.ts";
import { offsetHolder, offsetMeasuredRows } from "../rows/offsetRows.ts";
import { ResidentRows } from "../rows/residentRows.ts";
import type { KeptRows, RowHolder, RowShape } from "../rows/rowHolder.ts";
import { SparseRows } from "../rows/sparseRows.ts";
import type { MeasuredRows } from "../rows/trainingRows.ts";
import type { Question } from "../solver/protocol.ts";
import type { AbortSignalLike } from "../types.ts";
import { mathematics, solvers, sparse } from "../wasm/kernelParts.ts";
import { withArenaAsync } from "../wasm/pool.ts";
import type { FitExtras } from "./fitExtras.ts";
import { type Fitted, fitWorkingSets, prepareFit, takesWorkingSets } from "./fitRows.ts";
import type { CheckedOptions } from "./options.ts";
import { readyRows, type WeighedRows } from "./readyRows.ts";

interface WorthOfWorkers {
  /** Numbers of X below which a fit has ended before a worker would have started. */
  readonly least: number;
  /** Numbers of X for which one worker more is started: for fewer it takes longer to start than it saves. */
  readonly each: number;
}

/** Of dense rows, by `npm run bench:async`. */
const DENSE: WorthOfWorkers = { least: 2 ** 20, each: 2 ** 22 };
/**
 * Of sparse rows what is stored counts. A worker costs 30 to 50 ms, and the calling thread takes 20 ns an entry to
 * check, measure and hand over, and for its own vectors; a fit takes some 60 in all. Processor time of fits of 20 ones
 * a row (Node 20): of 4 M entries 247 ms without workers, with two 93 on the calling thread and 115 in each, for the
 * most part one after the other; of 2 M 315, and 194 and 168; of 8 M 497, and 172 and 216, with four workers 183 and
 * 133. One worker is never faster than none.
 */
const SPARSE: WorthOfWorkers = { least: 2 ** 22, each: 2 ** 21 };

/** What a fit is made of besides rows, and how. */
export interface AsyncFit {
  readonly workers: number | undefined;
  readonly signal: AbortSignalLike | undefined;
  readonly options: CheckedOptions;
  readonly extras: FitExtras;
}

export interface FittedRows {
  readonly rows: MeasuredRows;
  readonly fitted: Fitted;
}

/** Fits to rows that are copied to workers share by share or, where there are none, stay here. */
export function fitRowsAsync(rows: WeighedRows, fit: AsyncFit): Promise<FittedRows> {
  const { source: own, weights, given, precision, offsets } = rows;
  const { csr } = own;
  const wide = (csr !== undefined || offsets === undefined) && takesWorkingSets(own, fit.options, fit.extras);
  const source = offsets === undefined || csr !== undefined ? own : withOffsets(own, offsets);
  const shape = { rows: source.rows, columns: source.columns, ...(csr && { nonZeros: csr.indices.length }) };
  return withTeam(shape, wide, fit, async (team, pause) => {
    if (team !== undefined) {
      const measured =
        csr === undefined
          ? await distributeRows(team, source, weights, given, precision, offsets !== undefined, pause)
          : await distributeSparseRows(team, { csr, offsets }, weights, given, pause);
      return run(measured, fit, askTeam(team, source.rows));
    }
    return withArenaAsync(async (arena) => {
      const ready = readyRows(arena, rows);
      const all = wide ? columnRowsOf(ready.holder) : undefined;
      if (all !== undefined) return runWorkingSets(ready, all, fit, pause);
      return run(ready, fit, async (question, sample) => {
        await pause(partOf(question, source.rows));
        return answerOf(question, ready.holder, sample);
      });
    });
  });
}

/** Fits to the rows of a Dataset under its weights or other ones: workers get copies of the panels. */
export function fitDatasetAsync(
  { training, offsets: given }: Pick<Dataset, "training" | "offsets">,
  weights: RowWeights,
  fit: AsyncFit,
): Promise<FittedRows> {
  const { holder, scaling, offsetMean } = training;
  // whether the last column is the rows' offsets, as of packed rows
  const offsets = given !== undefined && offsetMean === undefined;
  const rows = offsets ? offsetMeasuredRows({ ...training, weights }) : { ...training, weights };
  const wide = !offsets && takesWorkingSets(holder, fit.options, fit.extras);
  return withTeam(holder, wide, fit, async (team, pause) => {
    if (team !== undefined) {
      await distributeKept(team, holder, weights, pause);
      if (offsets) team.postAll({ kind: "scale", scaling, offsets });
      return run(rows, fit, askTeam(team, holder.rows));
    }
    const all = weights === training.weights ? holder : columnsUnder(holder, weights);
    if (wide) return runWorkingSets(rows, all, fit, pause);
    return run(rows, fit, async (question, sample) => {
      await pause(partOf(question, holder.rows));
      const answer = (own: RowHolder) => answerOf(question, offsets ? offsetHolder(own, scaling) : own, sample);
      if (weights === training.weights) return answer(holder);
      // only while it is asked: others may use the memory of the Dataset between two questions
      return holder.withWeights(weights, answer);
    });
  });
}

async function distributeKept(
  team: WorkerTeam,
  holder: KeptRows,
  weights: RowWeights,
  pause: (epochs: number) => Promise<void>,
): Promise<void> {
  if (holder instanceof SparseRows) await distributeEntries(team, holder.store, weights, pause);
  else if (holder instanceof ResidentRows) await distributePanels(team, holder, weights, pause);
}

/** How much of an epoch a question is; a sample counts as one. */
function partOf({ rows }: Question, all: number): number {
  return rows === undefined ? 1 : rows.length / all;
}

async function run(rows: MeasuredRows, { options, extras, signal }: AsyncFit, ask: Ask): Promise<FittedRows> {
  const { solver, sample, finish } = prepareFit(rows, options, extras);
  const driven = await driveAsync(solver, ask, rows.holder.rows, sample, options.onEpoch);
  signal?.throwIfAborted();
  return { rows, fitted: finish(driven) };
}

/** `all` may lie in memory that others use between two questions: the columns of the sets get memory of their own. */
function runWorkingSets(
  rows: MeasuredRows,
  all: ColumnRows,
  { options, extras, signal }: AsyncFit,
  pause: (epochs: number) => Promise<void>,
): Promise<FittedRows> {
  return withArenaAsync(async (arena) => {
    const fitted = await withPauses(fitWorkingSets(rows, all, options, extras, arena), () => pause(1));
    signal?.throwIfAborted();
    return { rows, fitted };
  });
}

/** Runs `use` with a team of workers, or without where none is wanted or to be had, and ends them whatever happens. */
async function withTeam<Result>(
  { rows, columns, nonZeros }: Pick<RowShape, "rows" | "columns" | "nonZeros">,
  wide: boolean,
  { workers, signal, options }: AsyncFit,
  use: (team: WorkerTeam | undefined, pause: (epochs: number) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const isSparse = nonZeros !== undefined;
  const wanted = workers ?? (await workersFor(nonZeros ?? rows * columns, isSparse ? SPARSE : DENSE));
  // sgd asks about a few rows at a time, from all over: workers would do nothing but wait. Working sets copy columns
  // together
  const here = options.solver === "sgd" || wide;
  const size = here ? 0 : Math.min(shareCount(rows), wanted);
  const parts = [mathematics, isSparse ? sparse : solvers];
  const team = size === 0 ? undefined : await WorkerTeam.gather(size, parts, signal);
  try {
    return await use(team, pacer(signal));
  } finally {
    await team?.close();
  }
}

async function workersFor(numbers: number, { least, each }: WorthOfWorkers): Promise<number> {
  if (numbers < least) return 0;
  return Math.min(await hardwareThreads(), Math.ceil(numbers / each));
}

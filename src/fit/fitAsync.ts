import type { Dataset } from "../dataset/dataset.ts";
import { answerOf } from "../driver/drive.ts";
import { type Ask, driveAsync } from "../driver/driveAsync.ts";
import { withPauses } from "../driver/paced.ts";
import { pacer } from "../driver/pacer.ts";
import { hardwareThreads } from "../driver/workers/spawn.ts";
import { WorkerTeam } from "../driver/workers/team.ts";
import { askTeam, distributePanels, distributeRows, shareCount } from "../driver/workers/teamRows.ts";
import { withOffsets } from "../input/offsets.ts";
import type { RowWeights } from "../input/weights.ts";
import { type ColumnRows, columnRowsOf, columnsUnder } from "../rows/columnRows.ts";
import { offsetHolder, offsetMeasuredRows } from "../rows/offsetRows.ts";
import { ResidentRows } from "../rows/residentRows.ts";
import type { RowHolder, RowShape } from "../rows/rowHolder.ts";
import type { MeasuredRows } from "../rows/trainingRows.ts";
import type { Question } from "../solver/protocol.ts";
import type { AbortSignalLike } from "../types.ts";
import { withArenaAsync } from "../wasm/pool.ts";
import type { FitExtras } from "./fitExtras.ts";
import { type Fitted, fitWorkingSets, prepareFit, takesWorkingSets } from "./fitRows.ts";
import type { CheckedOptions } from "./options.ts";
import { readyRows, type WeighedRows } from "./readyRows.ts";

/** Numbers of X below which a fit has ended before a worker would have started (`npm run bench:async`). */
const LEAST_FOR_WORKERS = 2 ** 20;
/**
 * Numbers of X for which one worker more is started: for fewer it takes longer to start than it saves (`npm run
 * bench:async`).
 */
const NUMBERS_A_WORKER = 2 ** 22;

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
  const isSparse = own.csr !== undefined;
  const wide = (isSparse || offsets === undefined) && takesWorkingSets(own, fit.options, fit.extras);
  const source = offsets === undefined || isSparse ? own : withOffsets(own, offsets);
  const shape = { rows: source.rows, columns: source.columns, precision };
  return withTeam(shape, wide || isSparse, fit, async (team, pause) => {
    if (team !== undefined) {
      const measured = await distributeRows(team, source, weights, given, precision, offsets !== undefined, pause);
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
  const packed = holder instanceof ResidentRows ? holder : undefined;
  return withTeam(holder, wide || packed === undefined, fit, async (team, pause) => {
    if (team !== undefined && packed !== undefined) {
      await distributePanels(team, packed, weights, pause);
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
  shape: Omit<RowShape, "blockRows">,
  wide: boolean,
  { workers, signal, options }: AsyncFit,
  use: (team: WorkerTeam | undefined, pause: (epochs: number) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const wanted = workers ?? (await workersFor(shape.rows * shape.columns));
  // sgd asks about a few rows at a time, from all over: workers would do nothing but wait. Working sets copy columns
  // together
  const here = options.solver === "sgd" || wide;
  const size = here ? 0 : Math.min(shareCount(shape.rows), wanted);
  const team = size === 0 ? undefined : await WorkerTeam.gather(size, shape.precision, shape.columns, signal);
  try {
    return await use(team, pacer(signal));
  } finally {
    await team?.close();
  }
}

async function workersFor(numbers: number): Promise<number> {
  if (numbers < LEAST_FOR_WORKERS) return 0;
  return Math.min(await hardwareThreads(), Math.ceil(numbers / NUMBERS_A_WORKER));
}

import { LogitRangeError } from "../../errors.ts";
import type { Numbers, RowSource } from "../../input/matrix.ts";
import { momentWeights, type RowWeights, type SignedNumbers, type SignedWeights } from "../../input/weights.ts";
import { BLOCK_ROWS, SHARE_ROWS } from "../../kernel/layout.ts";
import { shiftFor } from "../../rows/momentShift.ts";
import { momentsAbout } from "../../rows/moments.ts";
import { offsetMeasuredRows } from "../../rows/offsetRows.ts";
import type { ResidentRows } from "../../rows/residentRows.ts";
import { scalingOf } from "../../rows/scaling.ts";
import { type MeasuredRows, windowTrainingRows } from "../../rows/trainingRows.ts";
import type { Precision } from "../../types.ts";
import { withArena } from "../../wasm/pool.ts";
import { answerLength } from "../ask.ts";
import type { Ask } from "../driveAsync.ts";
import type { WorkerTeam } from "./team.ts";

/**
 * Gives the rows of X to a team, share by share, as the workers measure those that they have: copied once and handed
 * over, or, in shared memory, left where they are. The same bits as packTrainingRows. `offsets` says whether the last
 * column is the rows' offsets, `pause` is awaited after every share.
 * @throws LogitRangeError NON_FINITE as the synchronous fit does
 */
export async function distributeRows(
  team: WorkerTeam,
  source: RowSource,
  weights: RowWeights,
  measured: RowWeights,
  precision: Precision,
  offsets: boolean,
  pause: (epochs: number) => Promise<void>,
): Promise<MeasuredRows> {
  const { rows, columns } = source;
  const copied = (first: number, end: number): Numbers => {
    const length = (end - first) * columns;
    const copy = precision === "f32" ? new Float32Array(length) : new Float64Array(length);
    source.copyRows(copy, first, end - first);
    return copy;
  };
  const counted = momentWeights(measured, precision);
  const shift = shiftFor(source, counted, precision);
  await forShares(team, rows, pause, (worker, share, first, end) => {
    const own = source.shared?.subarray(first * columns, end * columns) ?? copied(first, end);
    const [v, s] = [part(weights, first, end), part(counted, first, end)];
    const transfer = [v.signed.buffer, s.signed.buffer];
    if (source.shared === undefined) transfer.push(own.buffer as ArrayBuffer);
    team.post(worker, { kind: "rows", share, rows: own, weights: v, measured: s, shift }, transfer);
  });
  team.postAll({ kind: "moments" });
  const sums = await team.sum(shareCount(rows), 2 * columns);
  if (!sums.every(Number.isFinite)) rejectAsFitDoes(source, weights, measured, precision);
  const moments = momentsAbout(shift, sums, counted.total);
  const scaling = scalingOf(moments, precision);
  team.postAll({ kind: "scale", scaling, offsets });
  const wide = { holder: { rows, columns, precision, blockRows: BLOCK_ROWS }, weights, moments, scaling };
  return offsets ? offsetMeasuredRows(wide) : wide;
}

/** Measures X here, which names the number that is at fault. */
function rejectAsFitDoes(source: RowSource, weights: RowWeights, measured: RowWeights, precision: Precision): never {
  withArena((arena) => windowTrainingRows(arena, source, weights, precision, measured));
  throw new LogitRangeError("NON_FINITE", "X: expected numbers that stay as they are during the fit, got others");
}

/** Gives a team copies of rows that are packed already. */
export async function distributePanels(
  team: WorkerTeam,
  holder: ResidentRows,
  weights: SignedWeights,
  pause: (epochs: number) => Promise<void>,
): Promise<void> {
  const residents = Math.ceil(holder.rows / team.size);
  await forShares(team, holder.rows, pause, (worker, share, first, end) => {
    const panels = holder.copyPanels(first, end);
    const v = part(weights, first, end);
    const transfer = [panels.buffer, v.signed.buffer];
    team.post(worker, { kind: "panels", share, panels, weights: v, residents }, transfer);
  });
}

/** A function that asks the team, for driveAsync. */
export function askTeam(team: WorkerTeam, rows: number): Ask {
  return (question, sample) => {
    team.postAll({ kind: "ask", question, sample: question.sampled ? sample : undefined });
    return team.sum(shareCount(rows), answerLength(question));
  };
}

export function shareCount(rows: number): number {
  return Math.ceil(rows / SHARE_ROWS);
}

/**
 * Calls `use` with each share and the worker whose it is, in turns, so that all workers have something to do from early
 * on.
 */
async function forShares(
  team: WorkerTeam,
  rows: number,
  pause: (epochs: number) => Promise<void>,
  use: (worker: number, share: number, first: number, end: number) => void,
): Promise<void> {
  const runs = team.runs(shareCount(rows));
  const most = Math.max(...runs.map(({ first, end }) => end - first));
  for (let turn = 0; turn < most; ++turn) {
    for (const [worker, run] of runs.entries()) {
      const share = run.first + turn;
      if (share >= run.end) continue;
      const first = share * SHARE_ROWS;
      use(worker, share, first, Math.min(rows, first + SHARE_ROWS));
      await pause(SHARE_ROWS / rows);
    }
  }
}

interface PartOfWeights extends SignedWeights {
  readonly signed: SignedNumbers;
}

function part({ signed, unit }: SignedWeights, first: number, end: number): PartOfWeights {
  return { signed: signed.slice(first, end), unit };
}

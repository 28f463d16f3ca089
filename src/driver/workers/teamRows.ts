import { LogitRangeError } from "../../errors.ts";
import type { Numbers, RowSource } from "../../input/matrix.ts";
import { momentWeights, type RowWeights, type SignedNumbers, type SignedWeights } from "../../input/weights.ts";
import { BLOCK_ROWS } from "../../kernel/layout.ts";
import { shiftFor } from "../../rows/momentShift.ts";
import { momentsAbout } from "../../rows/moments.ts";
import { offsetMeasuredRows } from "../../rows/offsetRows.ts";
import type { ResidentRows } from "../../rows/residentRows.ts";
import { scalingOf } from "../../rows/scaling.ts";
import { type MeasuredRows, windowTrainingRows } from "../../rows/trainingRows.ts";
import type { Precision } from "../../types.ts";
import { withArena } from "../../wasm/pool.ts";
import type { WorkerTeam } from "./team.ts";
import { forShares, shareCount } from "./teamShares.ts";

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
  team.postAll({ kind: "dense", precision, columns });
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
  team.postAll({ kind: "dense", precision: holder.precision, columns: holder.columns });
  await forShares(team, holder.rows, pause, (worker, share, first, end) => {
    const panels = holder.copyPanels(first, end);
    const v = part(weights, first, end);
    const transfer = [panels.buffer, v.signed.buffer];
    team.post(worker, { kind: "panels", share, panels, weights: v, residents }, transfer);
  });
}

interface PartOfWeights extends SignedWeights {
  readonly signed: SignedNumbers;
}

function part({ signed, unit }: SignedWeights, first: number, end: number): PartOfWeights {
  return { signed: signed.slice(first, end), unit };
}

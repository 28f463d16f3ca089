import type { Csr } from "../../input/csr.ts";
import type { RowWeights, SignedWeights } from "../../input/weights.ts";
import { BLOCK_ROWS, SHARE_ROWS } from "../../kernel/layout.ts";
import { pairsOf, partOf, roomForPart } from "../../rows/sparseStore.ts";
import { packedCsr } from "../../rows/sparseTrainingRows.ts";
import type { MeasuredRows } from "../../rows/trainingRows.ts";
import type { WorkerTeam } from "./team.ts";
import { forShares, shareCount } from "./teamShares.ts";

/** Sparse rows and their offsets, read anew for each share: those of a Dataset move when its memory grows. */
interface SparseWithOffsets {
  readonly csr: Csr;
  readonly offsets: Float64Array | undefined;
}

/**
 * Measures sparse rows here, since unlike those of dense rows their moments are not sums over shares, and gives them to
 * a team as they are packed then. The same bits as sparseTrainingRows.
 * @throws LogitRangeError as the synchronous fit does
 */
export async function distributeSparseRows(
  team: WorkerTeam,
  rows: SparseWithOffsets,
  weights: RowWeights,
  measured: RowWeights,
  pause: (epochs: number) => Promise<void>,
): Promise<MeasuredRows> {
  const { offsets } = rows;
  const { packed: csr, ...known } = packedCsr(rows.csr, measured, offsets);
  await distributeEntries(team, { csr, offsets }, weights, pause);
  const shape = { rows: csr.rows, columns: csr.columns, precision: "f64", blockRows: BLOCK_ROWS } as const;
  const holder = { ...shape, nonZeros: csr.indices.length, pairs: pairsOf(csr) };
  return { holder, weights, ...known };
}

/** Gives a team copies of sparse rows, share by share, that are handed over. */
export async function distributeEntries(
  team: WorkerTeam,
  rows: SparseWithOffsets,
  weights: SignedWeights,
  pause: (epochs: number) => Promise<void>,
): Promise<void> {
  const all = rows.csr;
  const hasOffsets = rows.offsets !== undefined;
  for (const [worker, { first, end }] of team.runs(shareCount(all.rows)).entries()) {
    const room = roomForPart(all, hasOffsets, first * SHARE_ROWS, Math.min(all.rows, end * SHARE_ROWS));
    team.post(worker, { kind: "sparse", first, room, unit: weights.unit });
  }
  await forShares(team, all.rows, pause, (worker, _share, first, end) => {
    const part = partOf(rows.csr, first, end);
    const signed = weights.signed.slice(first, end);
    // of their own, also where the caller's are in shared memory
    const offsets = rows.offsets && Float64Array.from(rows.offsets.subarray(first, end));
    const transfer = [part.indptr.buffer, part.indices.buffer, signed.buffer];
    for (const given of [part.data, offsets]) if (given !== undefined) transfer.push(given.buffer);
    team.post(worker, { kind: "entries", part, signed, offsets }, transfer);
  });
}

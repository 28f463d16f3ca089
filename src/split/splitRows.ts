import { mulberry32 } from "../solver/random.ts";

/**
 * Which rows to hold out: 1 in the result. Stratified: of each class the given fraction, rounded, but never its last row.
 * The same codes, fraction and seed give the same rows everywhere.
 */
export function heldOutRows(codes: readonly number[], fraction: number, seed: number): Uint8Array {
  const rowsByClass: [number[], number[]] = [[], []];
  for (const [row, code] of codes.entries()) rowsByClass[code === 0 ? 0 : 1].push(row);
  const heldOut = new Uint8Array(codes.length);
  const random = mulberry32(seed);
  for (const rows of rowsByClass) {
    const wanted = Math.min(Math.round(fraction * rows.length), rows.length - 1);
    // The first steps of a Fisher-Yates shuffle: each draws one row from those not drawn yet.
    for (let drawn = 0; drawn < wanted; drawn++) {
      const other = drawn + Math.floor(random() * (rows.length - drawn));
      const row = rows[other] ?? 0;
      rows[other] = rows[drawn] ?? 0;
      rows[drawn] = row;
      heldOut[row] = 1;
    }
  }
  return heldOut;
}

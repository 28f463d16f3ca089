import { mulberry32, shuffle } from "../solver/random.ts";

/** Rows of the two classes: of that of the first row, and of the other. */
export type PerClass = readonly [first: number, other: number];

/**
 * Which rows to hold out: 1 in the result. Stratified: of each class the given fraction, rounded, but never its last
 * row. The same codes, fraction and seed give the same rows everywhere, whichever number stands for which class.
 */
export function heldOutRows(codes: ArrayLike<number>, fraction: number, seed: number): Uint8Array {
  const [first, other] = rowsPerClass(codes);
  return dealRows(codes, [Math.round(fraction * first), Math.round(fraction * other)], seed);
}

/** Which rows to hold out, given the number of rows of each class; never the last row of a class. */
export function dealRows(codes: ArrayLike<number>, wanted: PerClass, seed: number): Uint8Array {
  const rowsByClass: [number[], number[]] = [[], []];
  for (let row = 0; row < codes.length; ++row) rowsByClass[codes[row] === codes[0] ? 0 : 1].push(row);
  const heldOut = new Uint8Array(codes.length);
  const random = mulberry32(seed);
  for (const [which, rows] of rowsByClass.entries()) {
    const count = Math.min(wanted[which] ?? 0, rows.length - 1);
    // The first steps of a Fisher-Yates shuffle: each draws one row from those not drawn yet.
    for (let drawn = 0; drawn < count; drawn++) {
      const other = drawn + Math.floor(random() * (rows.length - drawn));
      const row = rows[other] ?? 0;
      rows[other] = rows[drawn] ?? 0;
      rows[drawn] = row;
      heldOut[row] = 1;
    }
  }
  return heldOut;
}

/**
 * Which rows to hold out where groups must not be divided. Groups are taken in random order, and each is held out that
 * reduces the sum of the squared differences between the shares of the two classes and the fraction, and leaves a row
 * of each class. If all groups are too large none is held out.
 */
export function heldOutGroups(
  codes: ArrayLike<number>,
  groupOf: ArrayLike<unknown>,
  fraction: number,
  seed: number,
): Uint8Array {
  const all = rowsPerClass(codes);
  const numbers = new Map<unknown, number>();
  const groups: [number, number][] = [];
  for (let row = 0; row < codes.length; ++row) {
    const number = numbers.get(groupOf[row]) ?? groups.push([0, 0]) - 1;
    numbers.set(groupOf[row], number);
    const counts = groups[number] as [number, number];
    ++counts[codes[row] === codes[0] ? 0 : 1];
  }
  const order = Uint32Array.from(groups.keys());
  shuffle(order, mulberry32(seed));
  const distance = (held: PerClass): number => (held[0] / all[0] - fraction) ** 2 + (held[1] / all[1] - fraction) ** 2;
  const isHeldOut = new Uint8Array(groups.length);
  let held: PerClass = [0, 0];
  for (const group of order) {
    const [first, other] = groups[group] as [number, number];
    const next: PerClass = [held[0] + first, held[1] + other];
    if (next[0] === all[0] || next[1] === all[1] || distance(next) >= distance(held)) continue;
    isHeldOut[group] = 1;
    held = next;
  }
  return Uint8Array.from({ length: codes.length }, (_, row) => isHeldOut[numbers.get(groupOf[row]) ?? 0] ?? 0);
}

export function rowsPerClass(codes: ArrayLike<number>): PerClass {
  let first = 0;
  for (let row = 0; row < codes.length; ++row) if (codes[row] === codes[0]) ++first;
  return [first, codes.length - first];
}

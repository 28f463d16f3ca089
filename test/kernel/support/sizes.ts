import type { Precision } from "../../../src/types.ts";
import { EVERY_SIZE } from "../../support/everySize.ts";
import { kernel, panelRows } from "./calls.ts";
import { makeProblem, type Problem } from "./problem.ts";

export const PRECISIONS: readonly Precision[] = ["f32", "f64"];
const WEIGHTS = ["unit", "weighted"] as const;
/** Every precision with every kind of weights. */
export const KINDS = PRECISIONS.flatMap((precision) => WEIGHTS.map((weights) => [precision, weights] as const));
export type Kind = (typeof KINDS)[number];

/** From `first` to `last`, both included. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export function around(edges: readonly number[]): number[] {
  return edges.flatMap((edge) => [edge - 1, edge, edge + 1]);
}

/** Every number of rows up to two panels and one more. */
export function firstRows(precision: Precision): number[] {
  return range(0, 2 * panelRows(precision) + 1);
}

/** One less than, exactly and one more than any number of panels of the first block. */
export function panelEdges(precision: Precision): number[] {
  const panels = kernel.block_rows() / panelRows(precision);
  return around(range(3, panels - 1).map((p) => p * panelRows(precision)));
}

/** The same of one and two blocks. */
export function blockEdges(): number[] {
  return around([kernel.block_rows(), 2 * kernel.block_rows()]);
}

/** Every number of columns that meets every remainder of every unrolled loop. */
export const COLUMNS = range(0, 33);
/** Every remainder by four, below and above one group of four: enough where it is the rows that vary. */
export const FEW_COLUMNS = [1, 2, 3, 4, 7, 12];
/** From 33 columns on a chunk of an epoch is one panel, from 225 on several again (assembly/panels/epoch.ts). */
export const WIDE_COLUMNS = [34, 159, 223, 224, 225, 226];

/**
 * What every kernel is tested on: all combinations of rows up to two panels and one, and around one and two blocks, with 0 to 33
 * columns; and rows around every panel of a block with a few columns.
 */
export function forEveryShape(kind: Kind, check: (problem: Problem) => void): void {
  forEverySize(kind, [...firstRows(kind[0]), ...blockEdges()], COLUMNS, check);
  forEverySize(kind, panelEdges(kind[0]), FEW_COLUMNS, check);
}

/** Calls `check` with a problem of every number of rows and every number of columns, or with a sixth of them that has each number. */
export function forEverySize(
  [precision, weights]: Kind,
  rows: readonly number[],
  columns: readonly number[],
  check: (problem: Problem) => void,
): void {
  for (const [i, m] of rows.entries()) {
    for (const [j, n] of columns.entries()) {
      if (EVERY_SIZE || (i + j) % 6 === 0) check(makeProblem(precision, m, n, weights));
    }
  }
}

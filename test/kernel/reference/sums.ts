/**
 * The order of every sum across rows. It is part of the specification: another order gives other bits.
 *
 *     rows of a block     in the lanes of the data type, in one of the three ways below
 *     lanes               at the end of the block, in float64, by a fixed tree
 *     blocks of a share   in order, in float64, onto one record
 *     shares              in float64, in a binary tree over their numbers (sumShares)
 *
 * The three ways differ in how a panel's rows (4 vectors of L lanes, L = 4 in f32, 2 in f64) reach an accumulator:
 *
 *     sumOfVectors     L sums: lane l adds rows l, l + L, l + 2L, ..., one after the other
 *     sumOfLines       L sums: lane l adds (x[l] + x[L + l]) + (x[2L + l] + x[3L + l]) of panel after panel
 *     sumOfPanelRows   4L sums: row r of panel after panel; then as one line
 *
 * Rows that a last panel lacks count as 0. They change nothing: a sum starts from +0 and so never is -0.
 */
import { BLOCK_ROWS, SHARE_ROWS } from "../../../src/kernel/layout.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { entry, type Rows, sliceRows } from "./rows.ts";

/** Rows first .. end - 1; first is a multiple of BLOCK_ROWS. */
export interface Block {
  readonly first: number;
  readonly end: number;
}

/** The number that row i adds, rounded to the data type. */
type Term = (i: number) => number;

/** The blocks of `rows` rows, in order; only the last may be short. */
export function* blocksOf(rows: number): Generator<Block> {
  for (let first = 0; first < rows; first += BLOCK_ROWS) yield { first, end: Math.min(first + BLOCK_ROWS, rows) };
}

/** (l0 + l2) + (l1 + l3) in f32, l0 + l1 in f64; in float64 either way. */
function addLanes({ lanes }: Arithmetic, lane: (l: number) => number): number {
  return lanes === 4 ? lane(0) + lane(2) + (lane(1) + lane(3)) : lane(0) + lane(1);
}

/** The four vectors of a line: (x0 + x1) + (x2 + x3), lane by lane. */
function addLine({ lanes, round }: Arithmetic, l: number, row: (r: number) => number): number {
  return round(round(row(l) + row(lanes + l)) + round(row(2 * lanes + l) + row(3 * lanes + l)));
}

export function sumOfVectors(arithmetic: Arithmetic, { first, end }: Block, term: Term): number {
  const { lanes, round } = arithmetic;
  return addLanes(arithmetic, (l) => {
    let sum = 0;
    for (let i = first + l; i < end; i += lanes) sum = round(sum + term(i));
    return sum;
  });
}

export function sumOfLines(arithmetic: Arithmetic, { first, end }: Block, term: Term): number {
  const { lanes, round } = arithmetic;
  return addLanes(arithmetic, (l) => {
    let sum = 0;
    for (let panel = first; panel < end; panel += 4 * lanes) {
      const line = addLine(arithmetic, l, (r) => (panel + r < end ? term(panel + r) : 0));
      sum = round(sum + line);
    }
    return sum;
  });
}

export function sumOfPanelRows(arithmetic: Arithmetic, { first, end }: Block, term: Term): number {
  const { lanes, round } = arithmetic;
  const rowSum = (r: number) => {
    let sum = 0;
    for (let i = first + r; i < end; i += 4 * lanes) sum = round(sum + term(i));
    return sum;
  };
  return addLanes(arithmetic, (l) => addLine(arithmetic, l, rowSum));
}

/**
 * The product of 1 + term over the rows of a block, in float64 for either data type: row r of panel after panel as
 * p + p term, then the 8 or 16 products p_r as vectors of two (c = 0, 1):
 *
 *     half(r) = (p[r] p[r + 2]) (p[r + 4] p[r + 6])      f64: half(0) half(1)      f32: (half(0) half(8)) (half(1) half(9))
 */
export function productOfPanelRows({ lanes }: Arithmetic, { first, end }: Block, term: Term): number {
  const rowProduct = (r: number) => {
    let product = 1;
    for (let i = first + r; i < end; i += 4 * lanes) product += product * term(i);
    return product;
  };
  const half = (r: number) => rowProduct(r) * rowProduct(r + 2) * (rowProduct(r + 4) * rowProduct(r + 6));
  const column = (c: number) => (lanes === 4 ? half(c) * half(8 + c) : half(c));
  return column(0) * column(1);
}

/**
 * Adds the records of all shares in the tree that docs/internals/sums.md specifies. This is what a caller of the kernel does with more rows than
 * one share: each share has a record of its own that starts from zeros.
 */
export function sumShares(X: Rows, record: (share: Rows, first: number, end: number) => Float64Array): Float64Array {
  const records: Float64Array[] = [];
  for (let first = 0; first < X.rows; first += SHARE_ROWS) {
    const end = Math.min(first + SHARE_ROWS, X.rows);
    records.push(record(sliceRows(X, first, end), first, end));
  }
  return sumOfTree(records);
}

/** The root of the tree over some records: pairs of neighbours first, then pairs of pairs; the last of an odd number stays as it is. */
export function sumOfTree(records: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(0), second] = records;
  if (second === undefined) return first;
  const pairs: Float64Array[] = [];
  for (let i = 0; i < records.length; i += 2) {
    const left = records[i] ?? first;
    const right = records[i + 1];
    pairs.push(right === undefined ? left : left.map((value, k) => value + entry(right, k)));
  }
  return sumOfTree(pairs);
}

import type { LogisticRegression, PartialFitOptions } from "../../src/index.ts";
import type { Sample } from "./random.ts";

export type Table = Sample["X"];

export function part({ data, columns }: Table, first: number, end: number): Table {
  return { data: data.slice(first * columns, end * columns), rows: end - first, columns };
}

/** All rows through partialFit, `each` a call, the classes 0 and 1. */
export function feed(
  model: LogisticRegression,
  X: Table,
  y: number[],
  each: number,
  { weights }: { weights?: Float64Array | undefined } = {},
): LogisticRegression {
  for (let first = 0; first < X.rows; first += each) {
    const end = Math.min(X.rows, first + each);
    const options: PartialFitOptions = {
      classes: [0, 1],
      ...(weights !== undefined && { weights: weights.slice(first, end) }),
    };
    model.partialFit(part(X, first, end), y.slice(first, end), options);
  }
  return model;
}

/** The first rows of a sample, the columns times their units, and the others. */
export function heldOut({ X, y }: Sample, rows: number, units: number[]): Sample & { more: Sample } {
  const all = { ...X, data: X.data.map((value, i) => value * (units[i % X.columns] ?? 1)) };
  const more = { X: part(all, rows, X.rows), y: y.slice(rows) };
  return { X: part(all, 0, rows), y: y.slice(0, rows), more };
}

/** The same rows in another order. */
export function reordered({ X, y }: Sample, order: number[]): Sample {
  const { columns } = X;
  const data = new Float64Array(order.length * columns);
  for (const [i, row] of order.entries()) data.set(X.data.subarray(row * columns, (row + 1) * columns), i * columns);
  return { X: { data, rows: order.length, columns }, y: order.map((row) => y[row] ?? 0) };
}

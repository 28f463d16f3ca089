import type { ColumnCells, ColumnProblem } from "../../table/columnCells.ts";
import type { NamedModel } from "../read/modelFile.ts";
import type { SparseTable } from "../read/svmlight.ts";
import { countText, nameText } from "../write/layout.ts";
import { driftOf } from "./compared.ts";
import { codesOf, type Described, describedColumn, leakNote, spanText } from "./describedColumn.ts";

/** The entries of a sparse table column by column, those of one in the order of the rows. */
interface Columns {
  /** Where the entries of each column begin, and the end. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly values: Float64Array;
}

function columnsOf({ rows, columns, indptr, indices, data }: SparseTable): Columns {
  const starts = new Uint32Array(columns + 1);
  for (const column of indices) starts[column + 1] = (starts[column + 1] as number) + 1;
  for (let j = 0; j < columns; j++) starts[j + 1] = (starts[j + 1] as number) + (starts[j] as number);
  const next = starts.slice();
  const all = { starts, rows: new Uint32Array(indices.length), values: new Float64Array(indices.length) };
  for (let row = 0; row < rows; row++) {
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; k++) {
      const column = indices[k] as number;
      const to = next[column] as number;
      next[column] = to + 1;
      all.rows[to] = row;
      all.values[to] = data?.[k] ?? 1;
    }
  }
  return all;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/**
 * What a person wants to know of the columns of an svmlight file: of the label, and of those that have an entry.
 * @param labels the cells of the label
 * @param findsLeaks whether columns are named that give the label away
 */
export function describedSparse(
  sparse: SparseTable,
  labels: ColumnCells | ColumnProblem,
  findsLeaks: boolean,
): Described {
  const columns = columnsOf(sparse);
  const isPositive = findsLeaks ? codesOf(labels) : undefined;
  const perClass = [0, 0];
  for (const label of isPositive ?? []) perClass[label] = (perClass[label] ?? 0) + 1;
  const { text: labelText, ...label } = describedColumn("label", labels, sparse.rows, undefined);
  const lines = [
    ["column", "kind", "missing", "values"],
    ["label", label.kind, countText(label.missing), labelText],
  ];
  const json: object[] = [label];
  for (let j = 0; j < sparse.columns; j++) {
    const [from, end] = [columns.starts[j] as number, columns.starts[j + 1] as number];
    if (from === end) continue;
    const values = columns.values.subarray(from, end);
    const zeros = sparse.rows - values.length;
    const extremes = zeros > 0 ? [0] : [];
    const least = values.reduce((a, b) => Math.min(a, b), extremes[0] ?? Number.POSITIVE_INFINITY);
    const largest = values.reduce((a, b) => Math.max(a, b), extremes[0] ?? Number.NEGATIVE_INFINITY);
    const mean = sumOf(values) / sparse.rows;
    const leak = isPositive && leakOf(columns.rows.subarray(from, end), values, isPositive, perClass);
    const notes = [...(least === largest ? ["constant"] : []), ...(leak === undefined ? [] : [leak])];
    const name = String(j + 1);
    json.push({ name, kind: "number", missing: 0, entries: values.length, least, mean, largest, notes });
    const entries = zeros > 0 ? [`in ${countText(values.length)} rows`] : [];
    lines.push([name, "number", "0", [spanText(least, largest, mean), ...entries, ...notes].join("; ")]);
  }
  return { table: lines, json };
}

/** Rows that have no entry are one tie of each class, which weighs as many rows as it stands for. */
function leakOf(
  rows: Uint32Array,
  values: Float64Array,
  isPositive: Int32Array,
  perClass: readonly number[],
): string | undefined {
  const without = [...perClass];
  const y = Array.from(rows, (row) => isPositive[row] as number);
  for (const label of y) without[label] = (without[label] ?? 0) - 1;
  const weights = [...new Array<number>(y.length).fill(1), ...without];
  return leakNote([...y, 0, 1], [...values, 0, 0], weights);
}

/** How the columns of an svmlight file differ from those that a model was fitted to: how far their means have moved. */
export function comparedSparse(sparse: SparseTable, { model, features }: NamedModel): Described {
  const columns = columnsOf(sparse);
  const seen = model.toJSON().seen;
  const all = features.map((name, j) => {
    const values = columns.values.subarray(columns.starts[j], columns.starts[j + 1]);
    const moments = { mean: [seen?.mean[j] ?? Number.NaN], deviation: [seen?.deviation[j] ?? 0] };
    const { drift, notes } = driftOf(sumOf(values), sparse.rows, moments);
    return { name, missing: 0, unknown: [], unknownRows: 0, outsideRows: null, drift, notes };
  });
  const lines = all.map(({ name, notes }) => [nameText(name), "number", "0", notes.join("; ") || "as in fit"]);
  return { table: [["column", "kind", "missing", "beside the model"], ...lines], json: all };
}

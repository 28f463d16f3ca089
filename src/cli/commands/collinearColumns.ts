import { dependentColumns } from "../../fit/dependentColumns.ts";
import type { LogisticRegression } from "../../index.ts";
import { encodedSource } from "../../table/encodedSource.ts";
import { readTable } from "../../table/encodedTable.ts";
import { encoderOf } from "../../table/encoder.ts";
import { encodedName } from "../../table/encoding.ts";
import { checkTableOptions, type TableOptions } from "../../table/tableOptions.ts";
import { SparseTable } from "../read/svmlight.ts";
import type { LabelledRows } from "./measures.ts";

/** A column that says nothing which others do not say. */
export interface CollinearColumn {
  readonly column: string;
  /** What it follows from; nothing if it is constant. */
  readonly of: readonly string[];
}

/**
 * Those that a fit without a penalty found; under a penalty the numbers that follow from others, the levels of a
 * category, which make each other up, aside. Undefined where the search would take too long.
 */
export function collinearColumns(
  model: LogisticRegression,
  { X, weights }: LabelledRows,
  options: TableOptions,
): readonly CollinearColumn[] | undefined {
  const { aliased } = model.report;
  if (aliased !== undefined) {
    return aliased.map(({ column, by }) => ({ column: String(column), of: by.map(String) }));
  }
  const { encoding } = model;
  // of sparse rows the search would fill in zeros
  if (encoding === undefined || X instanceof SparseTable) return undefined;
  const source = encodedSource(readTable(X, checkTableOptions(options), { y: undefined }), encoding);
  const { encoded } = encoderOf(encoding);
  // numbers last, so that they are the ones that follow from levels
  const numbers = Array.from(encoded.keys()).filter((j) => encoded[j]?.isNumber);
  const order = [...Array.from(encoded.keys()).filter((j) => !encoded[j]?.isNumber), ...numbers];
  const found = dependentColumns(source, { counts: (row) => (weights?.[row] ?? 1) > 0, intercept: true, order });
  const names = encoded.map(encodedName);
  return found
    ?.filter(({ column, of }) => encoded[column]?.isNumber || of.length === 0)
    .map(({ column, of }) => ({ column: names[column] ?? "", of: of.map((j) => names[j] ?? "") }));
}

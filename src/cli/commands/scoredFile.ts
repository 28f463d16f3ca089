import { GrowingNumbers } from "../../csv/growingNumbers.ts";
import { missingTexts } from "../../csv/missingTexts.ts";
import { Failure, fileLabel, listed } from "../failure.ts";
import { cellFailure, countOf, numberOf } from "../read/cells.ts";
import { isMissingLabel, KnownClasses, missingLabel } from "../read/classes.ts";
import { columnIndex, headerOf } from "../read/columns.ts";
import { modelColumns } from "../read/dataColumns.ts";
import type { NamedModel } from "../read/modelFile.ts";
import type { ReadOptions } from "../read/readOptions.ts";
import { readRows } from "../read/readRows.ts";
import { checkTarget, indexNamed, LABEL, valueAt } from "../read/svmlight.ts";
import { refuseWeights } from "../read/table.ts";
import type { ScoredRows } from "./measures.ts";
import { refuseBesideSvmlight } from "./optionRules.ts";
import { RowBatch } from "./rowBatch.ts";
import { SparseBatch } from "./sparseBatch.ts";

/** Rows that are scored at a time. */
const BATCH = 4096;

export interface ScoreRequest {
  readonly file: string;
  readonly reading: ReadOptions;
  /** The column of the labels or, where there are failures, of the successes. */
  readonly target: string;
  readonly failures?: string | undefined;
  readonly weights: string | undefined;
  readonly offset: string | undefined;
  /** Whether a row that misses a value in this column is left out. */
  readonly isDropped: (column: string) => boolean;
  /** The option that leaves such rows out, for messages. */
  readonly missingOption: readonly string[];
  /** Options, by flag, that an svmlight file takes none of. */
  readonly besideSvmlight: Readonly<Record<string, unknown>>;
  /** Whether nothing is to be said of entries that are passed over. */
  readonly quiet: boolean;
  readonly onRows?: (rows: number) => void;
}

/** Refuses counts of successes and failures for a model of other classes than 0 and 1. */
function checkGroupedModel({ label, model: { classes } }: NamedModel): void {
  const names = classes.map(String);
  if (names.includes("0") && names.includes("1")) return;
  throw new Failure(`${label}: expected the classes 0 and 1 beside --successes, got ${listed(names)}`);
}

/** What a model makes of the labelled rows of a file; in memory is a number a row. */
export async function scoreFile(
  named: NamedModel,
  request: ScoreRequest,
): Promise<ScoredRows & { readonly target: string; readonly droppedRows: number }> {
  const { file, reading } = request;
  const label = fileLabel(file);
  const classes = new KnownClasses(named.model.classes);
  const batch = new RowBatch(named, file, reading.na, request.missingOption);
  let sparse: SparseBatch | undefined;
  const { cell: cellOf } = missingTexts(reading.na);
  let droppedRows = 0;
  const z = new GrowingNumbers((length) => new Float64Array(length));
  const codes = new GrowingNumbers((length) => new Int32Array(length));
  const weights = new GrowingNumbers((length) => new Float64Array(length));
  let columns: readonly number[] = [];
  let names: readonly string[] = [];
  const at: {
    target: number;
    failures?: number | undefined;
    weight?: number | undefined;
    offset?: number | undefined;
  } = { target: 0 };
  if (request.failures !== undefined) checkGroupedModel(named);
  const numberAt = (cells: readonly string[], index: number, line: number): number =>
    numberOf(cells[index] ?? "", () => ({ label, line, column: names[index] ?? "" }));
  const scoreBatch = (waiting: RowBatch | SparseBatch): void => {
    for (const value of waiting.score((model, X, beside) => model.decisionFunction(X, beside))) {
      z.push(value);
      // of its failures and of its successes
      if (at.failures !== undefined) z.push(value);
    }
    waiting.clear();
  };
  const checkWeight = (value: number, index: number, line: number): void => {
    const place = { label, line, column: names[index] ?? String(index) };
    if (value < 0) throw cellFailure(place, `expected a weight of 0 or more, got ${value}`);
  };
  const pushWeight = (value: number, index: number, line: number): void => {
    checkWeight(value, index, line);
    weights.push(value);
  };
  const wanted = [request.target, ...(request.failures === undefined ? [] : [request.failures])];
  await readRows(file, reading, wanted, {
    header(given, place) {
      const header = headerOf(label, given, place, reading.delimiter);
      names = given;
      const indexOf = (name: string | undefined, why: string): number | undefined =>
        name === undefined ? undefined : columnIndex(header, name, why);
      columns = modelColumns(header, named);
      const isGrouped = request.failures !== undefined;
      at.target = columnIndex(header, request.target, isGrouped ? " for the successes" : " for the target");
      at.failures = indexOf(request.failures, " for the failures");
      at.weight = indexOf(request.weights, " for the weights");
      at.offset = indexOf(request.offset, " for the offset");
    },
    columnsRead: () => [
      ...columns,
      ...[at.target, at.failures, at.weight, at.offset].filter((index) => index !== undefined),
    ],
    row(cells, line, inQuotes) {
      const { target, failures, weight, offset } = at;
      const place = { label, line, column: names[target] ?? "" };
      const labelText = cells[target] ?? "";
      const isMissing =
        failures === undefined && isMissingLabel(cellOf(labelText, inQuotes?.includes(target) === true));
      if (isMissing && !request.isDropped(place.column)) throw missingLabel(place, labelText, request.missingOption);
      if (isMissing || batch.isMissingAny(cells, columns, inQuotes, request.isDropped)) {
        droppedRows++;
        return;
      }
      const own = weight === undefined ? undefined : numberAt(cells, weight, line);
      if (failures === undefined) {
        codes.push(classes.codeOf(labelText, () => place));
        if (weight !== undefined && own !== undefined) pushWeight(own, weight, line);
      } else {
        if (weight !== undefined && own !== undefined) checkWeight(own, weight, line);
        for (const [label, index] of [
          ["0", failures],
          ["1", target],
        ] as const) {
          codes.push(classes.codeOf(label, () => place));
          const count = countOf(cells[index] ?? "", () => ({ ...place, column: names[index] ?? "" }));
          weights.push(count * (own ?? 1));
        }
      }
      batch.push(cells, columns, {
        line,
        inQuotes,
        offset: offset === undefined ? undefined : numberAt(cells, offset, line),
      });
      if (batch.rows >= BATCH) scoreBatch(batch);
    },
    svmlight() {
      refuseBesideSvmlight({ ...request.besideSvmlight, "--successes": request.failures });
      checkTarget(label, request.target);
      const indexOf = (name: string | undefined, why: string): number | undefined =>
        name === undefined ? undefined : indexNamed(label, name, why);
      sparse = new SparseBatch(named, file);
      names = [LABEL];
      at.weight = indexOf(request.weights, " for the weights");
      at.offset = indexOf(request.offset, " for the offset");
    },
    sparseRow(row) {
      if (sparse === undefined) return;
      const { weight, offset } = at;
      codes.push(classes.codeOf(row.label, () => ({ label, line: row.line, column: LABEL })));
      if (weight !== undefined) pushWeight(valueAt(row, weight), weight, row.line);
      sparse.push(row, offset === undefined ? undefined : valueAt(row, offset));
      if (sparse.rows >= BATCH) scoreBatch(sparse);
    },
    chunkRead: () => request.onRows?.(codes.length),
  });
  const last = sparse ?? batch;
  if (last.rows > 0) scoreBatch(last);
  if (!request.quiet) sparse?.tellPassedOver();
  if (codes.length === 0 && droppedRows > 0) {
    throw new Failure(`${label}: expected some row without a missing value, got none of ${droppedRows}`);
  }
  const all = at.weight === undefined && at.failures === undefined ? undefined : weights.all();
  if (all !== undefined) refuseWeights(label, names[at.weight ?? at.target] ?? String(at.weight), all);
  return { z: z.all(), isPositive: codes.all(), weights: all, target: names[at.target] ?? "", droppedRows };
}

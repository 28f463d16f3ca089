import { CellTable } from "../../table/cellTable.ts";
import { readingOf } from "../read/fileOptions.ts";
import { NUMBERED } from "../read/modelFile.ts";
import { isNumbered } from "../read/svmlight.ts";
import { groupedColumns } from "./groupedOptions.ts";
import type { LabelledRows } from "./measures.ts";
import { penaltyOf, type TrainResult } from "./trainResult.ts";

/** How a model came about, for people who find its file: nothing of when, so that equal trainings write equal bytes. */
export function provenanceOf(result: TrainResult, fitted: LabelledRows["X"]): Readonly<Record<string, unknown>> {
  const { options, fittedRows, droppedRows, heldOutRows } = result;
  const { test, splitColumn, group } = options;
  const { na } = readingOf(options);
  const grouped = groupedColumns(options);
  return {
    program: `logit-wasm ${options.version}`,
    ...(grouped && { successes: grouped.successes.trim(), failures: grouped.failures.trim() }),
    ...penaltyOf(result),
    fittedRows,
    droppedRows,
    heldOutRows,
    ...(test === undefined && splitColumn === undefined && { testFraction: options.testFraction }),
    ...(test !== undefined && { test }),
    ...(splitColumn !== undefined && { splitColumn }),
    ...(group !== undefined && { group }),
    ...(na !== undefined && { na }),
    seed: options.seed,
    ...(fitted instanceof CellTable
      ? { ranges: rangesOf(fitted) }
      : isNumbered(result.features) && { columns: NUMBERED }),
  };
}

/** The least and the largest number of each column of numbers. */
function rangesOf(table: CellTable): Readonly<Record<string, readonly [least: number, largest: number]>> {
  const ranges: Record<string, [number, number]> = {};
  for (const name of table.names) {
    const cells = table.cells(name);
    if (cells === undefined || "problem" in cells || cells.kind !== "number") continue;
    let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of cells.numbers) {
      if (value < least) least = value;
      if (value > largest) largest = value;
    }
    if (least <= largest) ranges[name] = [least, largest];
  }
  return ranges;
}

import { isArray } from "../check/values.ts";
import { SOLVERS } from "../fit/options.ts";
import type { AliasedColumn, FitReport, Separation } from "../fit/report.ts";
import type { Fallback, StopReason } from "../solver/protocol.ts";
import type { MissingReport } from "../table/encodedTable.ts";
import type { Precision } from "../types.ts";
import {
  invalidModel,
  isFiniteNumber,
  isRecord,
  isString,
  readEntries,
  readNumbers,
  rejectOtherKeys,
} from "./entries.ts";

/** The report without its clock, so that equal fits write equal bytes. */
export type ReportJson = Omit<FitReport, "seconds">;

/** The report with its entries in one fixed order, so that equal reports write equal bytes. */
export function writeReport({ suboptimality, separation, aliased, firth, missing, ...report }: FitReport): ReportJson {
  const { converged, reason, fallbacks, solver, precision, iterations, epochs, hessians } = report;
  const { objective, initialObjective, gradientNorm } = report;
  return {
    ...{ converged, reason, fallbacks: [...fallbacks], solver, precision, iterations, epochs, hessians },
    ...{ objective, initialObjective, gradientNorm },
    ...(suboptimality !== undefined && { suboptimality }),
    ...(separation && { separation: copyOf(separation) }),
    ...(aliased && { aliased: aliased.map(({ column, by }) => ({ column, by: [...by] })) }),
    ...(firth && { firth }),
    ...(missing && { missing: { ...missing } }),
  };
}

function copyOf({ columns, names, coef, intercept }: Separation): Separation {
  return { columns: [...columns], ...(names && { names: [...names] }), coef: [...coef], intercept };
}

/** Records, so that the compiler sees a name that is missing. */
const REASONS: Record<StopReason, true> = {
  tolerance: true,
  "max-epochs": true,
  stopped: true,
  separation: true,
  precision: true,
  stream: true,
};
const FALLBACKS: Record<Fallback, true> = {
  start: true,
  hessian: true,
  sample: true,
  singular: true,
  "line-search": true,
  diagonal: true,
  damped: true,
};
const PRECISIONS: Record<Precision, true> = { f32: true, f64: true };

const CHOICES: Record<string, readonly unknown[]> = {
  converged: [true, false],
  reason: /* @__PURE__ */ Object.keys(REASONS),
  solver: SOLVERS,
  precision: /* @__PURE__ */ Object.keys(PRECISIONS),
};
const COUNTS = ["iterations", "hessians"];
const AMOUNTS = ["epochs", "objective", "initialObjective", "gradientNorm"];
/** What Firth's penalty may bring below 0. */
const OBJECTIVES = ["objective", "initialObjective"];
/** Files of version 1 have the seconds of the fit. */
const OPTIONAL_AMOUNTS = ["suboptimality", "seconds"];

/**
 * The report of a model of so many columns, copied and frozen. The first files of version 1 have no fallbacks and say
 * no separation where that is the reason, nor do they when written again; others may have an estimate that rounding
 * took below 0.
 * @throws LogitTypeError INVALID_MODEL
 */
export function readReport(report: unknown, columns: number, version: unknown): FitReport {
  if (!isRecord(report)) {
    throw invalidModel("report to be an object, as toJSON writes it", report);
  }
  rejectOtherKeys(
    report,
    [
      ...Object.keys(CHOICES),
      ...COUNTS,
      ...AMOUNTS,
      ...OPTIONAL_AMOUNTS,
      "fallbacks",
      "separation",
      "aliased",
      "firth",
      "missing",
    ],
    "report.",
  );
  const isFirst = version === 1;
  const { fallbacks = isFirst ? [] : undefined, separation, aliased, firth, missing, ...copy } = report;
  if (firth !== undefined && firth !== true) throw invalidModel("report.firth to be true, or absent", firth);
  if (isFirst && (copy.suboptimality as number) < 0) copy.suboptimality = 0;
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (!choices.includes(copy[name])) {
      throw invalidModel(`report.${name} to be one of ${choices.join(", ")}`, copy[name]);
    }
  }
  for (const name of COUNTS) {
    if (!(isAmount(copy[name]) && Number.isSafeInteger(copy[name]))) {
      throw invalidModel(`report.${name} to be a whole number, 0 or above`, copy[name]);
    }
  }
  for (const name of [...AMOUNTS, ...OPTIONAL_AMOUNTS.filter((optional) => copy[optional] !== undefined)]) {
    const isPenalised = firth === true && OBJECTIVES.includes(name);
    if (!(isPenalised ? isFiniteNumber : isAmount)(copy[name]))
      throw invalidModel(`report.${name} to be a finite number, 0 or above`, copy[name]);
  }
  if (copy.converged !== (copy.reason === "tolerance")) {
    const expected = `report.converged to be ${!copy.converged} beside reason "${copy.reason}"`;
    throw invalidModel(expected, copy.converged);
  }
  if (separation !== undefined && copy.reason !== "separation") {
    throw invalidModel(`no report.separation beside reason "${copy.reason}"`, separation);
  }
  const names = `some of ${Object.keys(FALLBACKS).join(", ")}`;
  const isFallback = (name: unknown): name is Fallback => typeof name === "string" && Object.hasOwn(FALLBACKS, name);
  return Object.freeze({
    ...copy,
    fallbacks: Object.freeze(readEntries("report.fallbacks", names, fallbacks, isFallback, lengthOf(fallbacks))),
    ...(separation !== undefined && { separation: readSeparation(separation, columns) }),
    ...(aliased !== undefined && { aliased: readAliased(aliased) }),
    ...(firth && { firth }),
    ...(missing !== undefined && { missing: readMissing(missing) }),
  }) as unknown as FitReport;
}

function readAliased(aliased: unknown): readonly AliasedColumn[] {
  const name = "report.aliased";
  const isColumn = (value: unknown): value is string | number => isString(value) || Number.isInteger(value);
  const columns = readEntries(name, "columns, each with those that it is made of", aliased, isRecord);
  return Object.freeze(
    columns.map(({ column, by, ...others }) => {
      rejectOtherKeys(others, [], `${name}.`);
      if (!isColumn(column)) throw invalidModel(`${name} to name columns`, column);
      return Object.freeze({
        column,
        by: Object.freeze(readEntries(`${name}.by`, "columns", by, isColumn, lengthOf(by))),
      });
    }),
  );
}

function readMissing(missing: unknown): MissingReport {
  const { droppedRows, filledCells, ...others } = isRecord(missing) ? missing : {};
  if (isAmount(droppedRows) && isAmount(filledCells) && Object.keys(others).length === 0) {
    return Object.freeze({ droppedRows, filledCells });
  }
  throw invalidModel("report.missing to be droppedRows and filledCells", missing);
}

function readSeparation(separation: unknown, columns: number): Separation {
  const name = "report.separation";
  if (!isRecord(separation)) throw invalidModel(`${name} to be columns, coef and intercept`, separation);
  rejectOtherKeys(separation, ["columns", "names", "coef", "intercept"], `${name}.`);
  const { intercept, names } = separation;
  if (!Number.isFinite(intercept)) throw invalidModel(`${name}.intercept to be a finite number`, intercept);
  const isColumn = (j: unknown): j is number => Number.isInteger(j) && (j as number) >= 0 && (j as number) < columns;
  const expected = "distinct columns of the model";
  const moved = readEntries(`${name}.columns`, expected, separation.columns, isColumn, lengthOf(separation.columns));
  if (new Set(moved).size < moved.length) throw invalidModel(`${name}.columns to be ${expected}`, separation.columns);
  return Object.freeze({
    columns: Object.freeze(moved),
    ...(names !== undefined && {
      names: Object.freeze(readEntries(`${name}.names`, `${moved.length} names`, names, isString, moved.length)),
    }),
    coef: Object.freeze(Array.from(readNumbers(`${name}.coef`, separation.coef, columns))),
    intercept: intercept as number,
  });
}

/** The length of an array, or -1 for anything else. */
function lengthOf(value: unknown): number {
  return isArray(value) ? value.length : 0;
}

function isAmount(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0;
}

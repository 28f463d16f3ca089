import { rejectUnknown } from "../check/options.ts";
import { LogitRangeError, LogitTypeError } from "../errors.ts";
import { checkOptions, type LogisticRegressionOptions, OPTION_NAMES } from "../fit/options.ts";
import { STOCHASTIC_NAMES } from "../fit/sgdOptions.ts";
import { invalidModel, isRecord, rejectOtherKeys } from "./entries.ts";

/** The options of a model as they were given, without those that were left to their defaults: what a refit needs. */
export type OptionsJson = Omit<LogisticRegressionOptions, "onEpoch">;

const WRITTEN = /* @__PURE__ */ OPTION_NAMES.filter((name) => name !== "onEpoch");

/** Options that were checked, in one order, so that equal models write equal bytes. */
export function optionsJsonOf(options: LogisticRegressionOptions): OptionsJson {
  const given = options as Readonly<Record<string, unknown>>;
  const entries = WRITTEN.filter((name) => given[name] !== undefined).map((name) => [name, plain(given[name])]);
  return Object.freeze(Object.fromEntries(entries));
}

/** Numbers without a -0, which JSON does not have, and pairs that stay as they are whatever their owner does. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(Array.from(value, plain));
  return typeof value === "number" ? value + 0 : value;
}

/** @throws LogitTypeError INVALID_MODEL */
export function readOptions(value: unknown): OptionsJson {
  if (!isRecord(value)) throw invalidModel("options to be an object, as toJSON writes it", value);
  rejectOtherKeys(value, WRITTEN, "options.");
  try {
    checkOptions(value);
  } catch (cause) {
    if (!(cause instanceof LogitTypeError || cause instanceof LogitRangeError)) throw cause;
    const error = new LogitTypeError("INVALID_MODEL", `model.options: ${cause.message}`);
    error.cause = cause;
    throw error;
  }
  return optionsJsonOf(value);
}

/**
 * The options of a file, each that is given as well in its place. Where a solver is given, options that only the solver
 * of the file takes are dropped, since there is no other way to remove them; so are penalties of the file where firth
 * is given, and firth where another penalty is.
 */
export function mergedOptions(file: OptionsJson, given: LogisticRegressionOptions): LogisticRegressionOptions {
  rejectUnknown(given, OPTION_NAMES, "fromJSON");
  const { solver = file.solver } = given;
  const unfit: string[] = [
    ...(solver === "sgd" ? [] : STOCHASTIC_NAMES),
    ...(solver === "sgd" || solver === "gradient-descent" ? [] : ["learningRate"]),
  ];
  const penalised = [given.l1, given.l2].some((weight: unknown) => typeof weight === "number" && weight > 0);
  if (given.firth === true) unfit.push("l1", "l2");
  else if (penalised) unfit.push("firth");
  const kept = Object.entries(file).filter(([name]) => !unfit.includes(name));
  return Object.fromEntries([...kept, ...Object.entries(given).filter(([, value]) => value !== undefined)]);
}

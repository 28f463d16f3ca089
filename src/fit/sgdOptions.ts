import { checkChoice, checkNumber } from "../check/options.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Schedule, StochasticOptions } from "../solver/textbook/stochasticSteps.ts";

/** The options of solver "sgd", of which partialFit goes by all but the seed. */
export interface SgdSettings extends StochasticOptions {
  readonly seed: number;
}

/** The options that it is made of, as they are given. */
type GivenSettings = { readonly [Name in keyof SgdSettings]?: SgdSettings[Name] | undefined };

export const STOCHASTIC_NAMES = ["batchSize", "momentum", "averaging", "schedule", "seed"] as const;
const SCHEDULES: readonly Schedule[] = ["constant", "inverse-sqrt", "inverse"];

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION */
export function checkStochastic(options: GivenSettings, solver: string): SgdSettings {
  for (const name of STOCHASTIC_NAMES) {
    if (options[name] === undefined || solver === "sgd") continue;
    throw new LogitRangeError("INVALID_OPTION", `solver: expected "sgd" beside ${name}, got ${shown(solver)}`);
  }
  const { batchSize = 32, momentum = 0.9, averaging = true, schedule = "inverse-sqrt", seed = 0 } = options;
  checkNumber("batchSize", batchSize, "a whole number above 0", (value) => Number.isSafeInteger(value) && value > 0);
  checkNumber("momentum", momentum, "a number from 0 to below 1", (value) => value >= 0 && value < 1);
  checkNumber("seed", seed, "a whole number from 0 to 2^32 - 1", (value) => value >>> 0 === value);
  if (typeof averaging !== "boolean") {
    throw new LogitTypeError("INVALID_OPTION", `averaging: expected true or false, got ${shown(averaging)}`);
  }
  checkChoice("schedule", schedule, SCHEDULES);
  const learningRate = solver === "sgd" ? options.learningRate : undefined;
  return { learningRate, batchSize, momentum, averaging, schedule, seed };
}

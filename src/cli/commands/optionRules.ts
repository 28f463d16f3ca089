import { usageFailure } from "../failure.ts";
import type { FileOptions } from "./trainOptions.ts";

/** Two options of which one would be ignored, unless one of some further options gives it something to do. */
interface Exclusion {
  readonly pair: readonly [option: string, other: string];
  readonly unless?: readonly string[];
}

/**
 * By their flags; an option of a default value counts where it was given. A seed is never refused: scripts give one to
 * every run, also to one that draws nothing.
 */
export const EXCLUSIONS: readonly Exclusion[] = [
  { pair: ["--features", "--drop"] },
  { pair: ["--firth", "--l1"] },
  { pair: ["--firth", "--l2"] },
  { pair: ["--firth", "--cv"] },
  { pair: ["--cv", "--l1"] },
  { pair: ["--cv", "--l2"] },
  { pair: ["--test", "--split-column"] },
  { pair: ["--test", "--test-fraction"] },
  { pair: ["--test", "--no-refit"] },
  { pair: ["--test", "--group"], unless: ["--folds", "--cv"] },
  { pair: ["--split-column", "--test-fraction"] },
  { pair: ["--split-column", "--group"] },
  // beside --cv it is the number of parts among which the penalty is chosen
  { pair: ["--split-column", "--folds"], unless: ["--cv"] },
  { pair: ["--test-fraction 0", "--no-refit"] },
  { pair: ["--test-fraction 0", "--group"], unless: ["--folds", "--cv"] },
];

/** An option that does something only where one of the others is there. */
export const NEEDS: readonly (readonly [option: string, others: readonly string[]])[] = [
  ["--select", ["--cv"]],
  ["--l1-ratio", ["--cv"]],
];

/** Refuses options of train of which one would be ignored. */
export function refuseIgnored(given: ReadonlySet<string>): void {
  for (const { pair, unless = [] } of EXCLUSIONS) {
    if (!pair.every((option) => given.has(option)) || unless.some((option) => given.has(option))) continue;
    const ways = unless.length === 0 ? "" : ` (both have a use beside ${unless.join(" or ")})`;
    throw usageFailure(`${pair[0]} and ${pair[1]}: expected one of them, got both${ways}`);
  }
  for (const [option, others] of NEEDS) {
    if (given.has(option) && !others.some((other) => given.has(other))) {
      throw usageFailure(`${option}: expected ${others.join(" or ")} beside it`);
    }
  }
}

/**
 * Refuses options that speak of cells or of names of columns, for an svmlight file.
 * @param given by flag, what was said; undefined or false where nothing was
 */
export function refuseBesideSvmlight(given: Readonly<Record<string, unknown>>): void {
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    throw usageFailure(`${option}: expected a file of named columns and cells, got an svmlight file`);
  }
}

/** What options of how cells are read are called. */
export function cellOptions({ delimiter, header, na }: FileOptions): Readonly<Record<string, unknown>> {
  return { "--delimiter": delimiter, "--no-header": !header, "--na": na };
}

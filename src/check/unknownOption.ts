import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { isArray, isObject } from "./values.ts";

/** What a message ends with, "" where nothing is known that helps. */
export interface Hints {
  /** The hint at an option that is not among `names`. */
  readonly ofName: (name: string, names: readonly string[]) => string;
  /** The hint at what was given in the place of the options of the function `where`. */
  readonly ofOptions: (given: unknown, names: readonly string[], where: string) => string;
}

/**
 * Refuses what is no object of options, and options that are not among `names`.
 * @throws LogitTypeError, LogitRangeError INVALID_OPTION
 */
export function rejectUnknown(options: unknown, names: readonly string[], where: string, hints?: Hints): void {
  const given = namesIn(options);
  if (given === undefined) {
    const hint = hints?.ofOptions(options, names, where) ?? "";
    throw new LogitTypeError("INVALID_OPTION", `${where}: expected an object of options, got ${shown(options)}${hint}`);
  }
  const unknown = given.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const got = `got ${shown(unknown)}${hints?.ofName(unknown, names) ?? ""}`;
  throw new LogitRangeError("INVALID_OPTION", `${where}: expected options ${names.join(", ")}; ${got}`);
}

/**
 * The names in an object of options; undefined for anything else. An object of a class that has no entries of its own
 * (a Map, a Date, a promise that was not awaited), or that writes itself as JSON (a model), is something else that came
 * in its place.
 */
function namesIn(options: unknown): string[] | undefined {
  if (!isObject(options) || isArray(options) || ArrayBuffer.isView(options)) return undefined;
  const names = Object.keys(options);
  const prototype: unknown = Object.getPrototypeOf(options);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain || (names.length > 0 && !("toJSON" in options)) ? names : undefined;
}

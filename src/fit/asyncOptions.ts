import { checkCallback, checkNumber } from "../check/options.ts";
import { isObject } from "../check/values.ts";
import type { FitState } from "../driver/drive.ts";
import { LogitTypeError, shown } from "../errors.ts";
import type { AbortSignalLike } from "../types.ts";
import type { FitOptions, GroupedFitOptions, TableFitOptions } from "./fitOptions.ts";

/** What fitAsync takes besides the options of fit. */
export interface AsyncOptions {
  /**
   * How many workers share the rows, at most one for each 16,384 of them; 0: the calling thread, which gives way to the
   * event loop between epochs. Default: 0 for X of less than 2^20 numbers, otherwise one for each 2^22 numbers, at most
   * one for each hardware thread; of sparse rows 0 for less than 2^22 stored entries, otherwise one for each 2^21. The
   * result has the same bits for any number.
   */
  readonly workers?: number;
  /** Ends the fit within one epoch; the promise is then rejected with the signal's reason, by default an AbortError. */
  readonly signal?: AbortSignalLike;
  /** Takes the place of the model's own `onEpoch` in this fit. */
  readonly onEpoch?: (state: FitState) => unknown;
}

/** Options of fitAsync: those of fit, and the workers, a signal to abort it and a callback. */
export interface FitAsyncOptions extends FitOptions, AsyncOptions {}

/** Options of fitAsync for a table: those of fit, and the workers, a signal to abort it and a callback. */
export interface TableFitAsyncOptions<
  Row = Readonly<Record<string, unknown>>,
  Target extends keyof Row & string = keyof Row & string,
> extends TableFitOptions<Row, Target>,
    AsyncOptions {}

/** Options of fitAsync for a table whose rows count successes and failures. */
export interface GroupedFitAsyncOptions<Row = Readonly<Record<string, unknown>>>
  extends GroupedFitOptions<Row>,
    AsyncOptions {}

export const ASYNC_OPTIONS = ["workers", "signal", "onEpoch"];

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION; the signal's reason if it is aborted already */
export function checkAsyncOptions({ workers, signal, onEpoch }: AsyncOptions): void {
  checkNumber("workers", workers, "a whole number, 0 or above", (value) => Number.isSafeInteger(value) && value >= 0);
  if (signal !== undefined && !isSignal(signal)) {
    throw new LogitTypeError("INVALID_OPTION", `signal: expected an AbortSignal, got ${shown(signal)}`);
  }
  checkCallback("onEpoch", onEpoch);
  signal?.throwIfAborted();
}

function isSignal(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { throwIfAborted, addEventListener } = value as Partial<AbortSignalLike>;
  return typeof throwIfAborted === "function" && typeof addEventListener === "function";
}

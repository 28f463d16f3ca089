/**
 * The two kinds of error that reach a user: a value of the wrong type and a value out of range. Each carries a
 * stable `code` for programs and a message for people: what was expected, what came, and where.
 */

export type ErrorCode =
  | "INVALID_MATRIX"
  | "INVALID_LABELS"
  | "INVALID_WEIGHTS"
  | "INVALID_VECTOR"
  | "INVALID_OPTION"
  | "NON_FINITE"
  | "SHAPE_MISMATCH"
  | "NOT_FITTED"
  | "INVALID_MODEL"
  | "MODEL_VERSION"
  | "OUT_OF_MEMORY"
  | "KERNEL_REFUSED"
  | "WORKER_FAILED";

export class LogitTypeError extends TypeError {
  override readonly name = "LogitTypeError";
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class LogitRangeError extends RangeError {
  override readonly name = "LogitRangeError";
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** How a value that was refused is shown in a message: short, on one line, strings in quotes. */
export function shown(value: unknown): string {
  if (typeof value === "string") return `"${value.slice(0, 40).replace(/\s/g, " ")}${value.length > 40 ? "..." : ""}"`;
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const name = value.constructor?.name ?? "object";
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}

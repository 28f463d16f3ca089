/**
 * The two kinds of error that reach a user: a value of the wrong type and a value out of range. Each carries a
 * stable `code` for programs and a message for people: what was expected, what came, and where.
 */

/**
 * What kind of mistake an error is about; stable from release to release. INVALID_MATRIX, INVALID_LABELS,
 * INVALID_WEIGHTS, INVALID_VECTOR and INVALID_OPTION name the argument, NON_FINITE and SHAPE_MISMATCH what is wrong
 * with it, MISSING_VALUE and UNKNOWN_LEVEL a cell of a table that cannot be encoded; INVALID_CSV is a text that readCsv
 * cannot read; NOT_FITTED is a model before its first fit, NOT_CONVERGED a strict fit; INVALID_MODEL and MODEL_VERSION
 * come from reading a model; OUT_OF_MEMORY, KERNEL_REFUSED and WORKER_FAILED are refusals of the engine.
 */
export type ErrorCode =
  | "INVALID_MATRIX"
  | "INVALID_LABELS"
  | "INVALID_WEIGHTS"
  | "INVALID_VECTOR"
  | "INVALID_OPTION"
  | "NON_FINITE"
  | "SHAPE_MISMATCH"
  | "MISSING_VALUE"
  | "UNKNOWN_LEVEL"
  | "INVALID_CSV"
  | "NOT_FITTED"
  | "NOT_CONVERGED"
  | "INVALID_MODEL"
  | "MODEL_VERSION"
  | "OUT_OF_MEMORY"
  | "KERNEL_REFUSED"
  | "WORKER_FAILED";

/** A value of the wrong type. The message says what was expected, what came and where. */
export class LogitTypeError extends TypeError {
  /** Also in bundles that shorten the names of classes. */
  override readonly name = "LogitTypeError";
  /** For programs: it does not change when the message does. */
  readonly code: ErrorCode;
  /** The library makes these; programs catch them. */
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A value of the right type that is not allowed there. The message says what was expected, what came and where. */
export class LogitRangeError extends RangeError {
  /** Also in bundles that shorten the names of classes. */
  override readonly name = "LogitRangeError";
  /** For programs: it does not change when the message does. */
  readonly code: ErrorCode;
  /** The library makes these; programs catch them. */
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Characters of a text, a number or a name that a message shows: what is longer ends in "...". */
const SHOWN_CHARACTERS = 40;

/**
 * How a value that was refused is shown in a message: on one line of at most some 60 characters, strings in quotes.
 * Never throws, whatever getters and Proxies do.
 */
export function shown(value: unknown): string {
  try {
    if (typeof value === "string") return `"${clipped(value)}"`;
    if (typeof value === "function") return "a function";
    if (typeof value === "bigint") return clipped(`${value}n`);
    if (value === null || typeof value !== "object") return Object.is(value, -0) ? "-0" : clipped(String(value));
    if (Array.isArray(value)) return clipped(`an array of ${value.length}`);
    return withArticle(kindOf(value));
  } catch {
    return "an object that cannot be read";
  }
}

/** A class with its length if it is a typed array, "generator" or "iterator", or "object" where there is no name. */
function kindOf(value: object): string {
  const tag = Object.prototype.toString.call(value);
  if (/^.object (Async)?Generator.$/.test(tag)) return tag.includes("Async") ? "async generator" : "generator";
  if (/ Iterator.$/.test(tag)) return "iterator";
  // the prototype's: a JSON text may well have an entry of the name
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  if (typeof name !== "string" || name === "") return "object";
  const isTypedArray = ArrayBuffer.isView(value) && "length" in value;
  return clipped(name) + (isTypedArray ? ` of ${value.length}` : "");
}

function withArticle(name: string): string {
  return `${/^[aeio]/i.test(name) ? "an" : "a"} ${name}`;
}

function clipped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would break the line, or the terminal
  const line = text.slice(0, SHOWN_CHARACTERS).replace(/[\s\x00-\x1f\x7f-\x9f]/g, " ");
  return text.length > SHOWN_CHARACTERS ? `${line}...` : line;
}

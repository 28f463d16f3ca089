import type { Label } from "../types.ts";
import { cellFailure, decimalNumber, type Place } from "./cells.ts";
import { Failure, listed, quoted, usageFailure } from "./failure.ts";

/** Two labels of one type, as they come out of a file. */
export type LabelPair = readonly [number, number] | readonly [string, string];

/** Turns the cells of a target column into small numbers, one a class. */
export interface ClassReader {
  codeOf(cell: string, place: () => Place): number;
}

/** Spellings of one number are one class: "1", "1.0" and "01" are the same label. */
function keyOf(text: string): string {
  const value = decimalNumber(text);
  return value === undefined ? text : String(value + 0);
}

/** Enough to name the classes of a column that is plainly no label without reading on to its end. */
const mostClasses = 20;

/** Finds out the classes of a target column as its cells come. */
export class ClassFinder implements ClassReader {
  /** Key to code and first spelling, in order of appearance. */
  readonly #classes = new Map<string, { code: number; text: string }>();

  codeOf(cell: string, place: () => Place): number {
    if (cell === "") throw cellFailure(place(), "missing value (empty cell)");
    const key = keyOf(cell);
    const known = this.#classes.get(key);
    if (known !== undefined) return known.code;
    const code = this.#classes.size;
    if (code === mostClasses) {
      const some = this.#texts().slice(0, 3).map(quoted).join(", ");
      throw cellFailure(place(), `expected 2 classes, found more than ${mostClasses}: ${some} ...`);
    }
    this.#classes.set(key, { code, text: cell });
    return code;
  }

  /** The two labels by code: numbers where both are numbers, as they were first spelled otherwise. */
  labels(label: string, column: string): LabelPair {
    const texts = this.#texts();
    const [first, second] = texts;
    if (first === undefined || second === undefined) {
      const only = first === undefined ? "none" : `only ${quoted(first)}`;
      throw new Failure(`${label}: column ${quoted(column)}: expected 2 classes, found ${only}`);
    }
    if (texts.length > 2) {
      const found = `found ${texts.length}: ${listed(texts)}`;
      throw new Failure(`${label}: column ${quoted(column)}: expected 2 classes, ${found}`);
    }
    const [a, b] = [decimalNumber(first), decimalNumber(second)];
    return a !== undefined && b !== undefined ? [a, b] : [first, second];
  }

  #texts(): string[] {
    return [...this.#classes.values()].map(({ text }) => text);
  }
}

/** Reads a target column whose classes a model has fixed; code 0 is its negative class, 1 its positive. */
export class KnownClasses implements ClassReader {
  readonly #codes = new Map<string, number>();
  readonly #labels: readonly [Label, Label];

  constructor(labels: readonly [Label, Label]) {
    this.#labels = labels;
    for (const [code, label] of labels.entries()) this.#codes.set(keyOf(String(label)), code);
  }

  codeOf(cell: string, place: () => Place): number {
    const code = this.#codes.get(keyOf(cell));
    if (code !== undefined) return code;
    if (cell === "") throw cellFailure(place(), "missing value (empty cell)");
    const expected = listed(this.#labels.map(String), "or");
    throw cellFailure(place(), `expected ${expected}, which are the model's classes, got ${quoted(cell)}`);
  }
}

/** The code of the positive class: of the wanted label, or of the second in sorted order. */
export function positiveCode(labels: LabelPair, wanted: string | undefined): 0 | 1 {
  const [a, b] = labels;
  if (wanted === undefined) return a < b ? 1 : 0;
  const key = keyOf(wanted.trim());
  if (key === keyOf(String(a))) return 0;
  if (key === keyOf(String(b))) return 1;
  throw usageFailure(`--positive: expected ${listed([String(a), String(b)], "or")}, got ${quoted(wanted)}`);
}

import { nameKey } from "../../csv/names.ts";
import type { Label } from "../../types.ts";
import { sameCommand, shellWord } from "../commandLine.ts";
import { Failure, listed, quoted, usageFailure } from "../failure.ts";
import { cellFailure, type Place } from "./cells.ts";
import { isShortestDecimal, isSorted, labelIndex, likeLabelsHint } from "./labelText.ts";

/** Two labels of one type, as they come out of a file. */
export type LabelPair = readonly [number, number] | readonly [string, string];

/** Turns the cells of a target column into small numbers, one a class. */
export interface ClassReader {
  codeOf(cell: string, place: () => Place): number;
}

/** @param cell null where a text means a missing value */
export function isMissingLabel(cell: string | null): boolean {
  return cell === null || cell.trim() === "";
}

/** @param option the words of the option that leaves out the rows without a label */
export function missingLabel(place: Place, text: string, option: readonly string[]): Failure {
  const got = text.trim() === "" ? "empty cell" : quoted(text);
  const advice = `${option.map(shellWord).join(" ")} to leave such rows out, as in: ${sameCommand(...option)}`;
  return cellFailure(place, `missing value (${got}): say ${advice}`);
}

/** Enough to name the classes of a column that is plainly no label without reading on to its end. */
const mostClasses = 20;

/** Finds out the classes of a target column as its cells come. A class is a text; blanks around it do not count. */
export class ClassFinder implements ClassReader {
  /** Code by cell, and by what cells are compared by. */
  readonly #codes = new Map<string, number>();
  /** As they were first written, in order of appearance. */
  readonly #texts: string[] = [];

  codeOf(cell: string, place: () => Place): number {
    const known = this.#codes.get(cell);
    if (known !== undefined) return known;
    const key = nameKey(cell);
    if (key === "") throw cellFailure(place(), "missing value (empty cell)");
    const code = this.#codes.get(key) ?? this.#add(cell.trim(), place);
    this.#codes.set(key, code);
    this.#codes.set(cell, code);
    return code;
  }

  /** The two labels by code: numbers where both are written as numbers are printed, else texts. */
  labels(label: string, column: string): LabelPair {
    const [first, second] = this.#texts;
    const place = `${label}: column ${quoted(column)}`;
    if (first === undefined || second === undefined) {
      const only = first === undefined ? "none" : `only ${quoted(first)}`;
      throw new Failure(`${place}: expected 2 classes, found ${only}`);
    }
    if (this.#texts.length > 2) {
      const found = `found ${this.#texts.length}: ${listed(this.#texts)}`;
      throw new Failure(`${place}: expected 2 classes, ${found}${likeLabelsHint(this.#texts)}`);
    }
    const areNumbers = isShortestDecimal(first) && isShortestDecimal(second);
    return areNumbers ? [Number(first), Number(second)] : [first, second];
  }

  #add(text: string, place: () => Place): number {
    if (this.#texts.length === mostClasses) {
      const some = this.#texts.slice(0, 3).map(quoted).join(", ");
      throw cellFailure(place(), `expected 2 classes, found more than ${mostClasses}: ${some} ...`);
    }
    return this.#texts.push(text) - 1;
  }
}

/** Reads a target column whose classes a model has fixed; code 0 is its negative class, 1 its positive. */
export class KnownClasses implements ClassReader {
  readonly #labels: readonly string[];
  readonly #codes = new Map<string, number>();

  constructor(labels: readonly [Label, Label]) {
    this.#labels = labels.map(String);
  }

  codeOf(cell: string, place: () => Place): number {
    const known = this.#codes.get(cell);
    if (known !== undefined) return known;
    const code = labelIndex(this.#labels, cell);
    if (code < 0) throw this.#unknown(cell, place());
    this.#codes.set(cell, code);
    return code;
  }

  #unknown(cell: string, place: Place): Failure {
    if (cell.trim() === "") return cellFailure(place, "missing value (empty cell)");
    const expected = listed(this.#labels, "or");
    return cellFailure(place, `expected ${expected}, which are the model's classes, got ${quoted(cell)}`);
  }
}

/** The code of the positive class: of the wanted label, or of the second in sorted order. */
export function positiveCode(labels: LabelPair, wanted: string | undefined): 0 | 1 {
  const [a, b] = [String(labels[0]), String(labels[1])];
  if (wanted === undefined) return isSorted(a, b) ? 1 : 0;
  const code = labelIndex([a, b], wanted);
  if (code === 0 || code === 1) return code;
  throw usageFailure(`--positive: expected ${listed([a, b], "or")}, got ${quoted(wanted)}`);
}

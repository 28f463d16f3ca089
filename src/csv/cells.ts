import { numberOf } from "../table/cells.ts";
import { GrowingNumbers } from "./growingNumbers.ts";

/** A column of a CSV text: numbers, NaN where missing, or texts, null where missing. */
export type CsvColumn = Float64Array<ArrayBuffer> | (string | null)[];

/** Most distinct texts of a column that are each kept once, however often they occur. */
const MOST_SHARED = 10_000;

/** The cells of a column as they come: numbers for as long as every cell is one; their texts stay until it is known. */
export class ColumnBuilder {
  #texts: (string | null)[] = [];
  #numbers: GrowingNumbers<Float64Array<ArrayBuffer>> | undefined = new GrowingNumbers(
    (length) => new Float64Array(length),
  );
  readonly #shared = new Map<string, string>();
  #hasValue = false;

  push(cell: string | null): void {
    const value = this.#numbers === undefined || cell === "" ? undefined : numberOf(cell);
    this.#hasValue ||= cell !== null;
    if (this.#numbers !== undefined) {
      if (value === undefined) this.#becomeTexts();
      else this.#numbers.push(value);
    }
    this.#texts.push(this.#numbers === undefined ? this.#sharedText(cell) : cell);
  }

  finish(): CsvColumn {
    return this.#numbers === undefined || !this.#hasValue ? this.#texts : this.#numbers.all().slice();
  }

  #becomeTexts(): void {
    this.#numbers = undefined;
    this.#texts = this.#texts.map((text) => this.#sharedText(text));
  }

  #sharedText(cell: string | null): string | null {
    if (cell === null) return null;
    const known = this.#shared.get(cell);
    if (known === undefined && this.#shared.size < MOST_SHARED) this.#shared.set(cell, cell);
    return known ?? cell;
  }
}

import { missingTexts } from "../../csv/missingTexts.ts";
import type { LogisticRegression } from "../../index.ts";
import { fileLabel } from "../failure.ts";
import { decimalNumber, numberOf } from "../read/cells.ts";
import { inFileWords } from "../read/fileWords.ts";
import type { NamedModel } from "../read/modelFile.ts";

/** What is predicted of a row that cannot be encoded. */
export type Invalid = "error" | "nan";

/** Rows of a file on their way through a model: so few that a file of any length can be scored. */
export class RowBatch {
  readonly #named: NamedModel;
  readonly #file: string;
  readonly #cellOf: (text: string, isQuoted: boolean) => string | null;
  readonly #cells: (string | null)[][];
  /** Of each column, whether nothing stands in for a missing value. */
  readonly #needed: readonly boolean[];
  readonly #missingOption: readonly string[];
  readonly #lines: number[] = [];
  readonly #offset: number[] = [];

  /**
   * @param na the values of --na, if any
   * @param missingOption what the command offers for rows that miss a value
   */
  constructor(named: NamedModel, file: string, na: readonly string[] | undefined, missingOption: readonly string[]) {
    this.#named = named;
    this.#file = file;
    this.#cellOf = missingTexts(na).cell;
    this.#missingOption = missingOption;
    const encodings = named.model.encoding?.columns;
    this.#needed = named.features.map((_, j) => encodings?.[j]?.fill === undefined);
    this.#cells = named.features.map(() => []);
  }

  get rows(): number {
    return this.#lines.length;
  }

  /** Whether a row misses a value that the model needs in a column of those that `isAsked` names. */
  isMissingAny(
    cells: readonly string[],
    at: readonly number[],
    inQuotes: readonly number[] | undefined,
    isAsked: (column: string) => boolean,
  ): boolean {
    const { features, model } = this.#named;
    return at.some((index, j) => {
      if (this.#needed[j] !== true || !isAsked(features[j] ?? "")) return false;
      const cell = this.#cellOf(cells[index] ?? "", inQuotes?.includes(index) === true);
      if (cell === null) return true;
      // a level may be of blanks, a number not
      return cell.trim() === "" && model.encoding?.columns[j]?.kind !== "category";
    });
  }

  /** Takes the cells of the model's columns from a row whose columns they are `at`. */
  push(
    cells: readonly string[],
    at: readonly number[],
    { line, inQuotes, offset }: { line: number; inQuotes: readonly number[] | undefined; offset: number | undefined },
  ): void {
    for (let j = 0; j < at.length; j++) {
      const index = at[j] as number;
      this.#cells[j]?.push(this.#cellOf(cells[index] ?? "", inQuotes?.includes(index) === true));
    }
    this.#lines.push(line);
    if (offset !== undefined) this.#offset.push(offset);
  }

  /** What the model makes of the rows. */
  score<T>(
    use: (model: LogisticRegression, X: never, beside: { offsets?: readonly number[] }) => T,
    invalid: Invalid = "error",
  ): T {
    const { model } = this.#named;
    const beside = this.#offset.length > 0 ? { offsets: this.#offset } : {};
    const label = fileLabel(this.#file);
    const work = (): T => use(model, this.#X(invalid) as never, beside);
    return inFileWords(label, this.#lines, work, this.#missingOption);
  }

  clear(): void {
    for (const column of this.#cells) column.length = 0;
    this.#lines.length = 0;
    this.#offset.length = 0;
  }

  /** A table for the model's encoder; of a model that was fitted to a matrix, a matrix. */
  #X(invalid: Invalid): unknown {
    const { features, model } = this.#named;
    if (model.encoding !== undefined) return Object.fromEntries(features.map((name, j) => [name, this.#cells[j]]));
    const columns = features.length;
    const data = new Float64Array(this.rows * columns);
    const label = fileLabel(this.#file);
    for (let row = 0; row < this.rows; row++) {
      for (let j = 0; j < columns; j++) {
        const place = () => ({ label, line: this.#lines[row] ?? 0, column: features[j] ?? "" });
        const cell = this.#cells[j]?.[row] ?? "";
        data[row * columns + j] =
          invalid === "nan" ? (decimalNumber(cell.trim()) ?? Number.NaN) : numberOf(cell, place);
      }
    }
    return { data, rows: this.rows, columns };
  }
}

import type { LogisticRegression } from "../../index.ts";
import { Failure, fileLabel, listed } from "../failure.ts";
import { inFileWords } from "../read/fileWords.ts";
import type { NamedModel } from "../read/modelFile.ts";
import { isNumbered, SparseRows, type SparseTable, type SvmlightRow } from "../read/svmlight.ts";
import { plural } from "../write/layout.ts";

/** Rows of an svmlight file on their way through a model, as RowBatch has those of other files. */
export class SparseBatch {
  readonly #named: NamedModel;
  readonly #label: string;
  readonly #rows: SparseRows;
  readonly #lines: number[] = [];
  readonly #offset: number[] = [];
  #passedOver = 0;
  readonly #unknown = new Set<number>();

  /** @throws Failure for a model whose columns are no numbered ones */
  constructor(named: NamedModel, file: string) {
    this.#named = named;
    this.#label = fileLabel(file);
    this.#rows = new SparseRows(this.#columnOf());
  }

  get rows(): number {
    return this.#lines.length;
  }

  push({ indices, values, line }: SvmlightRow, offset: number | undefined): void {
    this.#rows.push(indices, values);
    this.#lines.push(line);
    if (offset !== undefined) this.#offset.push(offset);
  }

  /** What the model makes of the rows. */
  score<T>(use: (model: LogisticRegression, X: never, beside: { offsets?: readonly number[] }) => T): T {
    const { model } = this.#named;
    const beside = this.#offset.length > 0 ? { offsets: this.#offset } : {};
    return inFileWords(this.#label, this.#lines, () => use(model, this.table() as never, beside));
  }

  /** The rows in the model's columns. */
  table(): SparseTable {
    return this.#rows.table(this.#named.features.length);
  }

  clear(): void {
    this.#rows.clear();
    this.#lines.length = 0;
    this.#offset.length = 0;
  }

  /** A line on stderr about entries beyond the model's columns, if there were any. */
  tellPassedOver(): void {
    if (this.#passedOver === 0) return;
    const beyond = `${plural(this.#unknown.size, "column")} beyond the model's ${this.#named.features.length}`;
    process.stderr.write(`${this.#label}: passed over ${plural(this.#passedOver, "entry", "entries")} of ${beyond}\n`);
  }

  /** Where the column of an index is among the model's. */
  #columnOf(): (index: number) => number | undefined {
    const { features, model, label } = this.#named;
    const plain = model.encoding?.columns.every(
      (column) => column.kind === "number" && column.transform === undefined && !column.knots && !column.indicator,
    );
    const others = features.filter((name) => !/^[1-9]\d*$/.test(name));
    if (others.length > 0 || plain === false || model.encoding?.interactions !== undefined) {
      const needs = others.length > 0 ? `needs ${listed(others)}` : "encodes its columns";
      throw new Failure(`${this.#label}: expected the columns of ${label}, which ${needs}, got an svmlight file`);
    }
    // of a choice of columns the others are no surprise
    if (!isNumbered(features)) {
      const at = new Map(features.map((name, position) => [Number(name), position]));
      return (index) => at.get(index);
    }
    return (index) => {
      if (index <= features.length) return index - 1;
      this.#passedOver++;
      this.#unknown.add(index);
      return undefined;
    };
  }
}

import { checkPrecision, rejectUnknown } from "../check/options.ts";
import { isLabel, isObject } from "../check/values.ts";
import { checkFinite, checkVector } from "../check/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { checkClasses, encodeLabels } from "../input/labels.ts";
import { checkOffsets } from "../input/offsets.ts";
import { ownedWeights, rowWeights } from "../input/weights.ts";
import { kernelsOf } from "../kernel/kernels.ts";
import { keptTrainingRows, solverRows, storedAs } from "../rows/keptTrainingRows.ts";
import { gradientLength } from "../rows/rowHolder.ts";
import { packPoint } from "../rows/scaling.ts";
import type { LabelledTrainingRows } from "../rows/trainingRows.ts";
import type { EncodedColumn, TableEncoding } from "../table/encoding.ts";
import { argumentsOf, type GivenTable, givenRows } from "../table/givenRows.ts";
import { checkNames } from "../table/names.ts";
import { type LabelIn, type RowOf, TABLE_NAMES, type TableOptions } from "../table/tableOptions.ts";
import type { Classes, Label, Labels, Matrix, Precision, Table, Weights } from "../types.ts";
import { Arena } from "../wasm/arena.ts";
import { BuilderOf } from "./datasetBuilder.ts";
import { ownedTable } from "./ownedTable.ts";

/** Options of Dataset.from; Dataset.builder takes precision and classes. */
export interface DatasetOptions {
  /** One weight a row, 0 or above. Default: 1 each. */
  readonly weights?: Weights;
  /** One number a row that is added to z, as in fit. Default: 0 each. */
  readonly offsets?: ArrayLike<number>;
  /** Default: f32 for Float32Array data, f64 otherwise. */
  readonly precision?: Precision;
  /** `[negative, positive]`. Default: the two labels of y in sorted order. */
  readonly classes?: Classes;
  /**
   * The label whose probability is predicted, if classes are not given. Default: the second of the two in sorted order.
   */
  readonly positive?: Label;
  /** Names of the columns, for the models that are fitted to it. */
  readonly features?: readonly string[];
  /** Name of what is predicted, for the models that are fitted to it. */
  readonly target?: string;
}

/** Options of Dataset.from for a table. */
export interface TableDatasetOptions<
  Row = Readonly<Record<string, unknown>>,
  Target extends keyof Row & string = keyof Row & string,
> extends TableOptions<Row, Target>,
    Pick<DatasetOptions, "precision" | "classes"> {}

/** What a Dataset knows besides its rows. */
export interface Described {
  readonly features?: readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly table?: GivenTable | undefined;
  readonly offsets?: Float64Array | undefined;
}

/**
 * Takes rows one by one or many at a time and packs each block of 256 as it fills; a call that throws takes none of its
 * rows. Made by `Dataset.builder`.
 */
export interface DatasetBuilder {
  /** n, the number of columns that every row must have. */
  readonly columns: number;
  /** The type in which the rows are stored: that of the option, by default f64. */
  readonly precision: Precision;
  /** Rows taken so far. */
  readonly rows: number;
  /**
   * Takes one row. Returns the builder.
   *
   * @param row n finite numbers
   * @param label of one of two classes
   * @param weight a finite number, 0 or above; default 1
   * @throws LogitTypeError, LogitRangeError if the row, label or weight is not valid; it is then not taken.
   */
  push(row: readonly number[] | Float32Array | Float64Array, label: Label, weight?: number): this;
  /** Takes many rows with their labels and weights, given as fit takes them: all of them, or none if it throws. */
  pushRows(X: Matrix, y: Labels, weights?: Weights): this;
  /**
   * The Dataset of all rows that were pushed. To be called once: the rows then belong to the Dataset.
   *
   * @throws LogitRangeError for no rows, rows of one class, weights that are all 0, and a second call
   */
  build(): Dataset;
}

/**
 * Rows packed once, kept in memory of their own and used across calls. There is nothing to dispose: the memory goes
 * with the object.
 *
 * @example
 * const dataset = Dataset.from([[0, 1], [1, 1], [2, 0], [3, 1]], [0, 0, 1, 1]);
 * const model = new LogisticRegression().fit(dataset);
 */
export class Dataset<L extends Label = Label> {
  /** @internal With the offsets as the last column, if there are any and the rows are packed. */
  readonly training: LabelledTrainingRows;
  /** @internal One number a row that is added to z. */
  readonly offsets: Float64Array | undefined;

  /** @internal What came with a table. */
  readonly table: GivenTable | undefined;
  /** Names of the columns that rows are made of; undefined if it was given none. */
  readonly features: readonly string[] | undefined;
  /** Name of what is predicted; undefined if it was given none. */
  readonly target: string | undefined;

  /** @internal Use Dataset.from or Dataset.builder. */
  constructor(training: LabelledTrainingRows, { table, features, target, offsets }: Described = {}) {
    if (!isObject(training) || !("holder" in training)) {
      const expected = "Dataset.from(X, y) or Dataset.builder(columns)";
      throw new LogitTypeError("INVALID_MATRIX", `Dataset: expected ${expected}, got new Dataset(${shown(training)})`);
    }
    this.training = training;
    this.table = table;
    this.features = features;
    this.target = target;
    this.offsets = offsets;
  }

  /**
   * Packs a copy of the rows and their labels. The arrays that it was given may change afterwards. Of a table every
   * level gets a column; a fit without a penalty leaves the reference of each category out, as one to the rows does.
   *
   * @param X m x n, see Matrix, or a table, see Table
   * @param y m labels; none where a table has a target
   * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
   * @example
   * const dataset = Dataset.from({ age: [31, 44, 52], sold: ["no", "yes", "no"] }, { target: "sold" });
   * dataset.classes; // ["no", "yes"]
   */
  static from<Y extends Label>(X: Matrix, y: ArrayLike<Y> & object, options?: DatasetOptions): Dataset<Y>;
  static from(X: Matrix, y: Labels, options?: DatasetOptions): Dataset;
  static from<Y extends Label>(table: Table, y: ArrayLike<Y> & object, options?: TableDatasetOptions): Dataset<Y>;
  static from<X extends Table, Target extends keyof RowOf<X> & string>(
    table: X,
    options: TableDatasetOptions<RowOf<X>, Target> & { readonly target: Target },
  ): Dataset<LabelIn<RowOf<X>[Target]>>;
  static from(X: Matrix | Table, second: unknown, third?: object): Dataset {
    const { y, options } = argumentsOf(second, third as DatasetOptions | undefined);
    rejectUnknown(options, [...TABLE_NAMES, "precision", "classes"], "Dataset.from");
    const given = givenRows(X, y, options as TableOptions, { penalised: true });
    const { source, table, features, target, positive } = given;
    const precision = checkPrecision(options.precision) ?? source.precision;
    const classes = options.classes === undefined ? undefined : checkClasses(options.classes);
    if (positive !== undefined && !isLabel(positive)) {
      throw new LogitTypeError("INVALID_OPTION", `positive: expected a label, got ${shown(positive)}`);
    }
    const labels = encodeLabels(given.y, source.rows, classes, true, positive);
    if (table === undefined) checkNames({ features, target }, source.columns);
    const type = source.csr === undefined ? precision : "f64";
    const weights = ownedWeights(rowWeights(labels.positive, given.weights, type));
    const offsets = given.offsets === undefined ? undefined : checkOffsets(given.offsets, source.rows);
    const training = keptTrainingRows(new Arena(), storedAs(source, precision), weights, precision, offsets);
    return new Dataset(
      { ...training, classes: labels.classes },
      { features, target, offsets, table: table && ownedTable(table) },
    );
  }

  /**
   * A builder for rows that are produced one after the other: each block of 256 is packed as it fills.
   *
   * @param columns n, the number of columns
   *
   * @example
   * const builder = Dataset.builder(2);
   * builder.push([0, 1], "ham");
   * builder.push([2, 0], "spam");
   * const dataset = builder.build(); // dataset.rows === 2
   */
  static builder(columns: number, options: Pick<DatasetOptions, "precision" | "classes"> = {}): DatasetBuilder {
    rejectUnknown(options, ["precision", "classes"], "Dataset.builder");
    if (!Number.isSafeInteger(columns) || columns < 1) {
      throw new LogitRangeError("INVALID_OPTION", `columns: expected a whole number above 0, got ${shown(columns)}`);
    }
    const classes = options.classes === undefined ? undefined : checkClasses(options.classes);
    const precision = checkPrecision(options.precision) ?? "f64";
    const arena = new Arena();
    return new BuilderOf(arena, kernelsOf(arena, precision), columns, classes, (rows) => new Dataset(rows));
  }

  /** m, the number of rows. */
  get rows(): number {
    return this.training.holder.rows;
  }

  /** n, the number of columns. */
  get columns(): number {
    const { holder, offsetMean } = this.training;
    return holder.columns - (this.offsets === undefined || offsetMean !== undefined ? 0 : 1);
  }

  /** The type in which the rows are stored; every fit to them computes in it. */
  get precision(): Precision {
    return this.training.holder.precision;
  }

  /** `[negative, positive]`, of the option or from the labels in sorted order. */
  get classes(): readonly [negative: L, positive: L] {
    return this.training.classes as readonly [L, L];
  }

  /** @internal How a table was encoded. */
  get encoding(): TableEncoding | undefined {
    return this.table?.encoding;
  }

  /** @internal What its columns stand for, if they came from a table. */
  get encoded(): readonly EncodedColumn[] | undefined {
    return this.table?.encoded;
  }

  /** @internal z = Xw + b of every row for w, b of the columns as they were given, without the offsets. */
  decision(w: Float64Array, b: number): Float64Array<ArrayBuffer> {
    const { holder, scaling } = this.training;
    const all = new Float64Array(holder.columns);
    all.set(w);
    const point = packPoint(scaling, all, b);
    return holder.forward(point.w, point.b);
  }

  /**
   * Cost and gradient at (w, b) of the columns as they were given, in one pass over the packed rows: the weighted mean
   * of the loss, dw = X^T (a - y) / m, db = mean(a - y). Offsets of the Dataset are added to z.
   *
   * @example
   * const dataset = Dataset.from([[1], [3]], [0, 1]);
   * dataset.propagate([0], 0); // { cost: Math.log(2), dw: [-0.5], db: 0 }
   */
  propagate(w: ArrayLike<number>, b: number): { cost: number; dw: Float64Array<ArrayBuffer>; db: number } {
    const { holder, scaling, weights } = solverRows(this.training, this.offsets);
    const point = packPoint(scaling, checkVector(w, this.columns, "w"), checkFinite(b, "b"));
    const record = new Float64Array(gradientLength(this.columns));
    holder.addGradient(point.w, point.b, record);
    const db = (record[1] ?? 0) / weights.total;
    const dw = new Float64Array(this.columns);
    for (let j = 0; j < dw.length; ++j) {
      const packed = (record[2 + j] ?? 0) / weights.total;
      dw[j] = packed / (scaling.scale[j] ?? 1) + (scaling.centre[j] ?? 0) * db;
    }
    return { cost: (record[0] ?? 0) / weights.total, dw, db };
  }
}

/** instanceof, which alone would throw at a Proxy that was revoked. */
export function isDataset(value: unknown): value is Dataset {
  return isObject(value) && value instanceof Dataset;
}

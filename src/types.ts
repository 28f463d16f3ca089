/** The words that all ranks share. X is m x n (rows x columns), w has n entries, b is the intercept. */

/** Element type of the kernel: `"f32"` packs 16 rows a panel, `"f64"` 8. */
export type Precision = "f32" | "f64";

/** A typed array of numbers, of whole ones too. */
export type Typed =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** m x n numbers, row-major: element (i, j) is `data[i * columns + j]`. */
export interface RowMajorMatrix {
  /** rows x columns finite numbers: a typed array, of integers too, or an array. */
  readonly data: Typed | readonly number[];
  /** m, a whole number above 0. */
  readonly rows: number;
  /** n, a whole number above 0. */
  readonly columns: number;
}

/** m x n finite numbers: an array of rows (arrays or typed arrays of n numbers), or one typed array row after row. */
export type DenseMatrix = readonly (readonly number[])[] | readonly Typed[] | RowMajorMatrix;

/**
 * m x n finite numbers of which few are not 0: compressed sparse rows (CSR) by the names of scipy's csr_matrix. Row i
 * has the entries indptr[i] .. indptr[i + 1] - 1: the column of each in `indices`, its value in `data`. Columns of a
 * row may come in any order; values of one column are added.
 */
export interface SparseMatrix {
  /** The values. Default: every one is 1. */
  readonly data?: Float64Array | Float32Array | readonly number[] | undefined;
  /** The column of each value, whole numbers from 0 to n - 1. */
  readonly indices: Uint32Array | Int32Array | Uint16Array | Uint8Array | readonly number[];
  /** Where the entries of each row begin, m + 1 whole numbers from 0 on, the last being their number. */
  readonly indptr: Uint32Array | Int32Array | readonly number[];
  /** m, unless `shape` says it. */
  readonly rows?: number | undefined;
  /** n, unless `shape` says it. */
  readonly columns?: number | undefined;
  /** [m, n], as scipy has it. */
  readonly shape?: readonly [rows: number, columns: number] | undefined;
}

/**
 * m rows that are Maps of a term to its number, 0 for any other term. Columns are the terms of the rows, sorted by code
 * unit, or those that `features` names; a model keeps them as its features and passes over terms that it does not know.
 */
export type TermMatrix = readonly ReadonlyMap<string, number>[];

/** m x n finite numbers, dense or sparse. */
export type Matrix = DenseMatrix | SparseMatrix | TermMatrix;

/** Columns by name, of one length. */
export type ColumnTable = Readonly<Record<string, ArrayLike<unknown>>>;

/** A table of Arrow, arquero or polars, by its members: the packages themselves are not needed. */
export type FrameTable =
  | {
      readonly schema: { readonly fields: readonly { readonly name: unknown }[] };
      readonly numRows: number;
      getChild(name: string): unknown;
    }
  | { columnNames(): readonly string[]; numRows(): number; array(name: string): unknown }
  | { readonly columns: readonly string[]; getColumn(name: string): unknown };

/**
 * m rows of named cells: row objects (an array of them or any iterable), columns by name, or a table of a data frame
 * package.
 */
export type Table = Iterable<object> | ColumnTable | FrameTable;

/** The name of a class. All labels of one y have the same type. */
export type Label = number | string | boolean;

/** One label a row: 0/1, booleans, -1/+1, or any two distinct numbers or strings. */
export type Labels = ArrayLike<number> | ArrayLike<string> | ArrayLike<boolean> | ArrayLike<Label>;

/** `[negative, positive]`: probabilities are those of the second. */
export type Classes = readonly [negative: Label, positive: Label];

/** One finite number a row, 0 or above. A weight of 2 counts as the row twice. */
export type Weights = ArrayLike<number>;

/** What fitAsync needs of an AbortSignal. Spelt out, since not every `lib` of TypeScript knows that name. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A compiled WebAssembly.Module. Spelt `object`, since not every `lib` of TypeScript knows that name. */
export type CompiledModule = object;

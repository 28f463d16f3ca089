/**
 * Small doubles of the tables of other packages: the members that the library reads, behaving as they did when recorded
 * from apache-arrow 21.2, flechette 2.6, arquero 8.0 and nodejs-polars 0.24. test/consumers runs the packages.
 */

export type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

/**
 * A vector of apache-arrow, a column of flechette: `toArray` gives the array below if there is one. Nulls are zeros in
 * it, and only the iterator tells them from numbers.
 */
class ArrowVector {
  readonly #values: readonly unknown[];
  readonly #own: ArrayLike<unknown> | undefined;
  /** 2 of integers, 3 of floats, 8 of days, 10 of instants; others do not matter. */
  readonly type: { readonly typeId: number };
  /** Its batches, of which each has an array of its own. */
  readonly data: readonly { readonly values: ArrayLike<unknown>; readonly length: number }[];

  constructor(values: readonly unknown[], own?: ArrayLike<unknown>, typeId = own === undefined ? -1 : 3, batches = 1) {
    this.#values = values;
    this.#own = own;
    this.type = { typeId };
    const all = own ?? values;
    const most = Math.ceil(values.length / batches);
    this.data = Array.from({ length: batches }, (_, k) => {
      const some = Array.prototype.slice.call(all, k * most, (k + 1) * most);
      // the array of a batch may be longer than the batch
      const padded = all instanceof Float64Array ? Float64Array.of(...some, Number.NaN) : some;
      return { values: padded, length: some.length };
    });
  }

  get length(): number {
    return this.#values.length;
  }

  get nullCount(): number {
    return this.#values.filter((value) => value === null).length;
  }

  get(row: number): unknown {
    return this.#values[row];
  }

  toArray(): ArrayLike<unknown> {
    return this.#own ?? [...this.#values];
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.#values[Symbol.iterator]();
  }
}

/** Numbers with nulls among them: the array below has 0 in the place of each. */
export function arrowNumbers(values: readonly (number | null)[]): ArrowVector {
  return new ArrowVector(
    values,
    Float64Array.from(values, (value) => value ?? 0),
  );
}

/** Texts as indices into a dictionary that has them in another order, -1 where null. */
export function arrowDictionary(values: readonly (string | null)[]): ArrowVector {
  const dictionary = Array.from(new Set(values.filter((value) => value !== null))).reverse();
  const indices = Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value)));
  return new ArrowVector(Array.from(indices, (index) => dictionary[index] ?? null));
}

/** A vector of apache-arrow whose array is not what its cells are: of Float16 or Decimal, which has 4 words a cell. */
export function arrowRaw(values: readonly unknown[], own: ArrayLike<unknown>): ArrowVector {
  return new ArrowVector(values, own);
}

/** Instants in milliseconds, as a vector of apache-arrow gives them one by one: the array below has microseconds. */
export function arrowInstants(values: readonly (number | null)[]): ArrowVector {
  const micros = BigInt64Array.from(values, (value) => 1000n * BigInt(value ?? 0));
  return new ArrowVector(values, micros, 10);
}

/** Days as flechette and apache-arrow give them one by one, in milliseconds: the array below counts days. */
export function arrowDays(values: readonly (number | null)[]): ArrowVector {
  const days = Int32Array.from(values, (value) => (value ?? 0) / 86_400_000);
  return new ArrowVector(values, days, 8);
}

/** A table of apache-arrow or flechette. Texts are dictionaries. An iterator over its rows is there as well. */
export function arrowTable(columns: Readonly<Record<string, ArrayLike<unknown> | ArrowVector>>, batches = 1) {
  const vectorOf = (values: ArrayLike<unknown> | ArrowVector): ArrowVector => {
    if (values instanceof ArrowVector) return values;
    if (ArrayBuffer.isView(values)) return new ArrowVector(Array.from(values), values, 3, batches);
    const all = Array.from(values);
    const isText = all.some((value) => typeof value === "string");
    return isText ? arrowDictionary(all as (string | null)[]) : new ArrowVector(all);
  };
  const vectors = new Map(Object.entries(columns).map(([name, values]) => [name, vectorOf(values)]));
  const numRows = vectors.values().next().value?.length ?? 0;
  return {
    schema: { fields: Array.from(vectors.keys(), (name) => ({ name, nullable: true })) },
    numRows,
    numCols: vectors.size,
    data: [],
    getChild: (name: string): ArrowVector | null => vectors.get(name) ?? null,
    *[Symbol.iterator]() {
      for (let row = 0; row < numRows; ++row) {
        yield Object.fromEntries(Array.from(vectors, ([name, vector]) => [name, vector.get(row)]));
      }
    },
  };
}

/** A table of arquero, of which a filter leaves these rows: `array` and `numRows` speak of them, `data` of all. */
export function arqueroTable(columns: Columns, rows?: readonly number[]) {
  const total = Object.values(columns)[0]?.length ?? 0;
  const kept = rows ?? Array.from({ length: total }, (_, row) => row);
  return {
    totalRows: () => total,
    numRows: () => kept.length,
    numCols: () => Object.keys(columns).length,
    columnNames: () => Object.keys(columns),
    data: () => columns,
    array: (name: string): ArrayLike<unknown> => {
      const values = columns[name] as ArrayLike<unknown>;
      const some = kept.map((row) => values[row]);
      // a typed array stays one
      return ArrayBuffer.isView(values) ? (values.constructor as unknown as typeof Array).from(some) : some;
    },
    *[Symbol.iterator]() {
      for (const row of kept) yield Object.fromEntries(Object.entries(columns).map(([name, all]) => [name, all[row]]));
    },
  };
}

/** A frame of nodejs-polars: `nullCount` of a series is a method, and its array has nulls. No frame has an iterator. */
export function polarsFrame(columns: Columns) {
  const seriesOf = (values: ArrayLike<unknown>) => {
    const all = Array.from(values);
    return {
      length: all.length,
      nullCount: () => all.filter((value) => value === null).length,
      toArray: () => [...all],
      [Symbol.iterator]: () => all[Symbol.iterator](),
    };
  };
  return {
    columns: Object.keys(columns),
    height: Object.values(columns)[0]?.length ?? 0,
    width: Object.keys(columns).length,
    schema: Object.fromEntries(Object.keys(columns).map((name) => [name, "DataType"])),
    nullCount: () => ({}),
    getColumn: (name: string) => seriesOf(columns[name] as ArrayLike<unknown>),
  };
}

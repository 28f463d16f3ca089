import type { Csr } from "../input/csr.ts";
import { forParts } from "../input/rowVector.ts";
import type { RowWeights } from "../input/weights.ts";

/**
 * The columns of sparse rows that most rows store, and what is known of how they depend on each other. The columns of
 * texts and clicks follow a power law: a few hundred hold most entries, and nearly all of the dependence between
 * columns that slows descent in a diagonal metric.
 */
export interface LeadingColumns {
  /** Their numbers, ascending. */
  readonly columns: Uint32Array;
  /**
   * Weighted means of x_j x_k over a sample of the rows, row-major and symmetric; the last row and column are those of
   * a column of ones, the intercept's.
   */
  readonly products: Float64Array;
}

/**
 * Columns up to which there are no leading ones: the Hessian of all is formed where it pays (MOST_COLUMNS_TO_POLISH in
 * solver/smooth/hessianCost.ts).
 */
const FEW_COLUMNS = 512;
/**
 * Number of leading columns. Generated texts of 47,000, 130,000 and 20,000 columns took 28, 28 and 22 passes in the
 * diagonal metric with 20 pairs; with 8 pairs and 64 leading columns 18, 18 and 23, with 128 17, 18 and 19, with 256
 * 15, 13 and 19 (docs/internals/sparse.md). The factorisation takes the cube of it.
 */
const LEADING = 256;
/** The same as the root of this part of all entries, so that a step in the block costs a small part of an epoch. */
const PART_OF_ENTRIES = 1 / 16;
/** Fewer leading columns are not worth their pairs: 2,500 columns of 3,600 entries took a third more epochs with 15. */
const FEWEST = 64;
/**
 * Most products of two entries that are summed, some milliseconds of them: rows are left out evenly until this holds.
 * Four times as many saved no pass (docs/internals/sparse.md).
 */
const MOST_PRODUCTS = 2 ** 20;

/** Rows whose entries are counted for that. */
const ROWS_COUNTED = 2 ** 12;

/**
 * `stored` are the rows that store an entry of each column, `except` the columns that are not to be among the leading
 * ones. Undefined where columns or entries are few, or where no row of the sample counts.
 */
export function leadingColumns(
  csr: Csr,
  { signed, unit }: RowWeights,
  stored: Float64Array,
  except: readonly number[],
): LeadingColumns | undefined {
  const { columns: all, indptr, indices, data } = csr;
  const most = Math.min(LEADING, Math.floor(Math.sqrt(PART_OF_ENTRIES * indices.length)));
  if (all <= FEW_COLUMNS || most < FEWEST) return undefined;
  const counts = stored.slice();
  for (const column of except) counts[column] = 0;
  const columns = mostStored(counts, most);
  const at = new Int16Array(all).fill(-1);
  for (const [position, column] of columns.entries()) at[column] = position;
  const stride = Math.ceil(productsOf(csr, at) / MOST_PRODUCTS);
  const size = columns.length + 1;
  const products = new Float64Array(size * size);
  const places = new Int32Array(size);
  const values = new Float64Array(size);
  let total = 0;
  const add = (row: number, weight: number): void => {
    total += weight;
    let count = 0;
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) {
      const place = at[indices[k] as number] as number;
      if (place < 0) continue;
      places[count] = place;
      values[count++] = data === undefined ? 1 : (data[k] as number);
    }
    places[count] = size - 1;
    values[count++] = 1;
    // indices ascend, and so do places: the upper triangle
    for (let a = 0; a < count; ++a) {
      const from = (places[a] as number) * size;
      const value = weight * (values[a] as number);
      for (let b = a; b < count; ++b) {
        const to = from + (places[b] as number);
        products[to] = (products[to] as number) + value * (values[b] as number);
      }
    }
  };
  forParts(signed, (part, first) => {
    for (let i = (stride - (first % stride)) % stride; i < part.length; i += stride) {
      const weight = unit ? 1 : Math.abs(part[i] as number);
      if (weight !== 0) add(first + i, weight);
    }
  });
  if (total === 0) return undefined;
  for (let j = 0; j < size; ++j) {
    for (let k = j; k < size; ++k) {
      const mean = (products[j * size + k] as number) / total;
      products[j * size + k] = mean;
      products[k * size + j] = mean;
    }
  }
  return { columns, products };
}

/**
 * The columns with at least the mean number of entries, ascending: the `most` of most entries, of equal ones
 * the first.
 */
function mostStored(counts: Float64Array, most: number): Uint32Array {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const falling = counts
    .filter((count) => count >= mean)
    .sort()
    .reverse();
  const least = falling[Math.min(most, falling.length) - 1] ?? Number.POSITIVE_INFINITY;
  let ties = most - falling.indexOf(least);
  const leading: number[] = [];
  for (const [column, count] of counts.entries()) {
    if (count > least || (count === least && ties-- > 0)) leading.push(column);
  }
  return Uint32Array.from(leading);
}

/** Products of two entries of a row among the columns that have a place, over all rows: estimated on some of them. */
function productsOf({ rows, indptr, indices }: Csr, at: Int16Array): number {
  const stride = Math.ceil(rows / ROWS_COUNTED);
  let products = 0;
  for (let row = 0; row < rows; row += stride) {
    let count = 1;
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) if ((at[indices[k] as number] as number) >= 0) ++count;
    products += (count * (count + 1)) / 2;
  }
  return products * stride;
}

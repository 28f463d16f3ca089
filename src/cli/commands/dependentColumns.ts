import type { RowMajorMatrix } from "../../types.ts";

/** A column that is constant plus multiples of columns before it, exactly: R gives it NA. */
export interface DependentColumn {
  readonly column: number;
  /** The columns that it is made of. */
  readonly of: readonly number[];
}

/**
 * What is left of a column is nothing below this part of its deviation: the tolerance of R's glm, epsilon / 1000 with its
 * default epsilon of 1e-8.
 */
const DEPENDENT_PART = 1e-11;

/** Rounding of values far from their mean, in units of float64's spacing at the largest value. */
const ROUNDING = 16 * 2 ** -52;

/** Multiplications that a search may cost: half a second or so on the development machine. */
const MOST_WORK = 5e8;

/** What a column adds to another one, in deviations of that one, is rounding below this. */
const SMALL_MULTIPLE = 1e-8;

/**
 * The columns that depend on those before them, over the rows whose weight is above 0; undefined where the search would take
 * too long. Constant columns are left out. A dependence on all rows is one on any of them: the search is on a few rows, every
 * find is tried on all rows, and the row that contradicts it most joins the few.
 */
export function dependentColumns(X: RowMajorMatrix, weights?: readonly number[]): DependentColumn[] | undefined {
  const n = X.columns;
  const counts = (row: number) => weights === undefined || (weights[row] ?? 0) > 0;
  const few = someRows(X.rows, counts, n + 100);
  // In as few dimensions as there are rows a column is always made of others; no name is of use then.
  if (few.length <= n) return undefined;
  for (let work = searchWork(few, n); work <= MOST_WORK; work += searchWork(few, n)) {
    const found = searchAmong(X, few);
    const contradicting = new Set<number>();
    for (const relation of found) {
      const row = worstRow(X, counts, relation);
      if (row !== undefined) contradicting.add(row);
      work += X.rows * (relation.of.length + 1);
    }
    if (contradicting.size === 0)
      return found.filter(({ of }) => of.length > 0).map(({ column, of }) => ({ column, of }));
    few.push(...contradicting);
  }
  return undefined;
}

function searchWork(rows: readonly number[], n: number): number {
  return 2 * n * n * rows.length;
}

/** Evenly spaced ones of those that count. */
function someRows(rows: number, counts: (row: number) => boolean, wanted: number): number[] {
  let counted = 0;
  for (let row = 0; row < rows; row++) if (counts(row)) counted++;
  const some: number[] = [];
  let passed = 0;
  for (let row = 0; row < rows; row++) {
    if (!counts(row)) continue;
    if (passed * wanted >= some.length * counted) some.push(row);
    passed++;
  }
  return some;
}

interface Relation extends DependentColumn {
  /** x_column = offset + sum of multiples x_of */
  readonly multiples: readonly number[];
  readonly offset: number;
  /** Beyond this distance a row contradicts. */
  readonly tolerance: number;
}

/** A column that adds a dimension. */
interface Kept {
  readonly column: number;
  readonly deviation: number;
  /** The part of it that is new, of length 1, and of what multiples of the centred columns it is made. */
  readonly unit: Float64Array;
  readonly of: Float64Array;
}

/** By orthogonalising the centred columns from left to right (modified Gram-Schmidt, repeated where one pass loses orthogonality). */
function searchAmong({ data, columns: n }: RowMajorMatrix, rows: readonly number[]): Relation[] {
  const kept: Kept[] = [];
  const means = new Float64Array(n);
  const relations: Relation[] = [];
  for (let j = 0; j < n; j++) {
    const x = Float64Array.from(rows, (row) => data[row * n + j] ?? 0);
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    means[j] = mean;
    const rest = x.map((value) => value - mean);
    const deviation = norm(rest) / Math.sqrt(x.length);
    const tolerance = DEPENDENT_PART * deviation + ROUNDING * largest;
    // rest = centred column j - sum of parts[k] times the centred column k
    const parts = new Float64Array(n);
    let before = 0;
    // Twice is enough (W. Kahan in B. N. Parlett, The Symmetric Eigenvalue Problem, 1980), and needed only where little is left.
    do {
      before = norm(rest);
      for (const { unit, of } of kept) {
        const part = dot(unit, rest);
        addTo(rest, unit, -part);
        addTo(parts, of, part);
      }
    } while (norm(rest) < before / 2 && before > tolerance * Math.sqrt(x.length));
    const length = norm(rest);
    if (length <= tolerance * Math.sqrt(x.length)) {
      const isConstant = deviation <= ROUNDING * largest;
      const small = SMALL_MULTIPLE * deviation;
      const used = isConstant ? [] : kept.filter((k) => Math.abs(parts[k.column] ?? 0) * k.deviation > small);
      relations.push(
        relationOf(
          j,
          used.map(({ column }) => column),
          parts,
          means,
          tolerance,
        ),
      );
    } else {
      const of = parts.map((part) => -part / length);
      of[j] = 1 / length;
      kept.push({ column: j, deviation, unit: rest.map((value) => value / length), of });
    }
  }
  return relations;
}

function relationOf(
  column: number,
  of: readonly number[],
  parts: Float64Array,
  means: Float64Array,
  tolerance: number,
): Relation {
  const multiples = of.map((k) => parts[k] ?? 0);
  const offset = of.reduce((sum, k) => sum - (parts[k] ?? 0) * (means[k] ?? 0), means[column] ?? 0);
  return { column, of, multiples, offset, tolerance };
}

/** The row farthest from the relation, if it is too far; undefined where all rows obey. */
function worstRow(
  { data, rows, columns: n }: RowMajorMatrix,
  counts: (row: number) => boolean,
  relation: Relation,
): number | undefined {
  const { column, of, multiples, offset, tolerance } = relation;
  let worst: number | undefined;
  let farthest = 1;
  for (let row = 0; row < rows; row++) {
    if (!counts(row)) continue;
    const x = data[row * n + column] ?? 0;
    let made = offset;
    let size = Math.abs(x) + Math.abs(offset);
    for (const [i, k] of of.entries()) {
      const term = (multiples[i] ?? 0) * (data[row * n + k] ?? 0);
      made += term;
      size += Math.abs(term);
    }
    const distance = Math.abs(x - made) / (100 * tolerance + ROUNDING * size);
    if (distance > farthest) [worst, farthest] = [row, distance];
  }
  return worst;
}

function dot(a: Float64Array, b: Float64Array): number {
  const even = a.length - (a.length % 2);
  let sum = 0;
  let other = 0;
  for (let i = 0; i < even; i += 2) {
    sum += (a[i] ?? 0) * (b[i] ?? 0);
    other += (a[i + 1] ?? 0) * (b[i + 1] ?? 0);
  }
  return sum + other + (a[even] ?? 0) * (b[even] ?? 0);
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function addTo(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (source[i] ?? 0);
}

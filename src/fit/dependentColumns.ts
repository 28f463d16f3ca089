import type { RowSource } from "../input/matrix.ts";
import { addScaled } from "../solver/vectors.ts";

/** A column that is a constant plus multiples of columns before it, exactly: R gives it NA. */
export interface DependentColumn {
  readonly column: number;
  /** The columns that it is made of; none of a column that is constant. */
  readonly of: readonly number[];
}

/** What a search for dependent columns goes by. */
export interface Search {
  /** Whether a row counts: one of weight 0 does not. */
  readonly counts: (row: number) => boolean;
  /** Whether a constant is free to be added. */
  readonly intercept: boolean;
  /** The columns in the order in which they are kept: each one is looked for among those before it. Default: theirs. */
  readonly order?: readonly number[];
}

/**
 * Part of a column's deviation below which what is left of it beside the columns before it is nothing: the tolerance of
 * R's glm, epsilon / 1000 with its default epsilon of 1e-8.
 */
const DEPENDENT_PART = 1e-11;

/**
 * Rounding of a column's values far from their mean, as a part of the largest value: 16 spacings of float64. What is
 * left of a column below it is nothing as well. Chosen by trial; test/fit/dependentColumns.test.ts fails at 0.
 */
const ROUNDING = 16 * 2 ** -52;

/**
 * Multiplications that a search may cost: half a second or so on the development machine. With more no dependence is
 * looked for.
 */
const MOST_WORK = 5e8;

/**
 * What a column adds to another one, in deviations of that one, below which it is rounding and not named as a part of
 * it. Chosen by trial; test/fit/dependentColumns.test.ts fails at 0.
 */
const SMALL_MULTIPLE = 1e-8;

/**
 * Rows that are compared with the finds at a time: enough to spread the cost of a call, few enough to stay in cache. A
 * choice; results do not depend on it.
 */
const BLOCK = 256;

/**
 * The columns that depend on those before them, over the rows that count; undefined where the search would take too
 * long, or where there are no more rows than columns. A dependence on all rows is one on any of them: the search is on
 * a few rows, every find is tried on all rows, and the row that contradicts it most joins the few.
 */
export function dependentColumns(source: RowSource, search: Search): DependentColumn[] | undefined {
  const n = source.columns;
  const few = someRows(source.rows, search.counts, n + 100);
  // With no more rows than columns some column always depends on others, and it is of no use to name one.
  if (few.length <= n) return undefined;
  for (let work = searchWork(few, n); work <= MOST_WORK; work += searchWork(few, n)) {
    const found = searchAmong(source, few, search);
    if (found.length === 0) return [];
    const contradicting = worstRows(source, search.counts, found);
    work += found.reduce((sum, { of }) => sum + source.rows * (of.length + 1), 0);
    if (contradicting.size === 0) return found.map(({ column, of }) => ({ column, of }));
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
  /** Distance from the relation beyond which a row contradicts it. */
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

/**
 * Finds dependences among some rows by orthogonalising the centred columns from left to right (modified Gram-Schmidt,
 * repeated where one pass loses orthogonality).
 */
function searchAmong(source: RowSource, rows: readonly number[], { intercept, order }: Search): Relation[] {
  const n = source.columns;
  const data = new Float64Array(rows.length * n);
  for (const [i, row] of rows.entries()) source.copyRows(data.subarray(i * n, (i + 1) * n), row, 1);
  const kept: Kept[] = [];
  const means = new Float64Array(n);
  const relations: Relation[] = [];
  for (const j of order ?? Array.from(means.keys())) {
    const x = Float64Array.from(rows, (_, i) => data[i * n + j] ?? 0);
    const mean = intercept ? x.reduce((sum, value) => sum + value, 0) / x.length : 0;
    const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    means[j] = mean;
    const rest = x.map((value) => value - mean);
    const deviation = norm(rest) / Math.sqrt(x.length);
    const tolerance = DEPENDENT_PART * deviation + ROUNDING * largest;
    // rest = centred column j - sum of parts[k] times the centred column k
    const parts = new Float64Array(n);
    let before = 0;
    // Twice is enough (W. Kahan in B. N. Parlett, The Symmetric Eigenvalue Problem, 1980), and needed only where little
    // is left.
    do {
      before = norm(rest);
      for (const { unit, of } of kept) {
        const part = dot(unit, rest);
        addScaled(rest, unit, -part);
        addScaled(parts, of, part);
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

/** For each relation that some row is too far from, the row that is farthest. */
function worstRows(source: RowSource, counts: (row: number) => boolean, relations: readonly Relation[]): Set<number> {
  const n = source.columns;
  const worst = new Map<Relation, number>();
  const farthest = new Float64Array(relations.length).fill(1);
  const block = new Float64Array(BLOCK * n);
  for (let first = 0; first < source.rows; first += BLOCK) {
    const count = Math.min(BLOCK, source.rows - first);
    source.copyRows(block, first, count);
    for (const [k, relation] of relations.entries()) {
      for (let i = 0; i < count; i++) {
        if (!counts(first + i)) continue;
        const distance = distanceOf(relation, block.subarray(i * n, (i + 1) * n));
        if (!(distance > (farthest[k] ?? 0))) continue;
        farthest[k] = distance;
        worst.set(relation, first + i);
      }
    }
  }
  return new Set(worst.values());
}

/** How far a row is from a relation, in units of what rounding explains. */
function distanceOf({ column, of, multiples, offset, tolerance }: Relation, row: Float64Array): number {
  const x = row[column] ?? 0;
  let made = offset;
  let size = Math.abs(x) + Math.abs(offset);
  for (let i = 0; i < of.length; i++) {
    const term = (multiples[i] ?? 0) * (row[of[i] ?? 0] ?? 0);
    made += term;
    size += Math.abs(term);
  }
  return Math.abs(x - made) / (100 * tolerance + ROUNDING * size);
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

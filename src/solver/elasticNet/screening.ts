/**
 * The l1 weights of a model, and what is known where it starts: vectors with the n weights first and the intercept
 * last.
 */
interface Start {
  /** The point. */
  readonly u: Float64Array;
  /** Slopes of the smooth part there. */
  readonly g: Float64Array;
  readonly l1: Float64Array;
}

/**
 * Columns that may come in at once, if no more are in, without going through larger penalties first; a crowd of more
 * would mostly have to leave again, at a factorisation each. Chosen by trial; the tests of proximal Newton pass at 1
 * too.
 */
const CROWD = 64;
/** Factor from one of these larger penalties to the next. Chosen by trial. */
const FACTOR = 3;

/**
 * The strong rule (Tibshirani et al. 2012): between two penalties on a path the slopes change about as much as the
 * penalty does. At the solution for a penalty rho times as large, the largest |g_j| / l1_j is rho; a column then comes
 * in only if |g_j| >= (2 - rho) l1_j. Where rho is 2 or more, that tells nothing, and only columns whose KKT condition
 * fails are taken.
 */
export function screened({ u, g, l1 }: Start): number[] {
  let rho = 1;
  for (let j = 0; j < g.length; ++j) {
    const weight = l1[j] ?? 0;
    if (weight > 0) rho = Math.max(rho, Math.abs(g[j] ?? 0) / weight);
  }
  return candidates(u, g, l1, rho < 2 ? 2 - rho : 1);
}

/** The columns whose coefficient is not 0, that have no l1 weight, or whose slope reaches `part` of it. */
export function candidates(v: Float64Array, r: Float64Array, l1: Float64Array, part: number): number[] {
  const found: number[] = [];
  for (let j = 0; j < v.length; ++j) {
    const weight = l1[j] ?? 0;
    if (weight === 0 || v[j] !== 0 || Math.abs(r[j] ?? 0) >= part * weight) found.push(j);
  }
  return found;
}

/**
 * Where the slopes of many columns exceed their l1 weights at once, most of these columns would become nonzero only to
 * return to 0: multiples of the penalty, falling to 1 (not included), at which the model is to be solved roughly first
 * (a path within the model, which costs no epochs: Friedman, Hastie, Tibshirani 2010; Xiao and Zhang 2013).
 */
export function multiples({ u, g, l1 }: Start): number[] {
  let largest = 1;
  let newcomers = 0;
  let present = 0;
  for (let j = 0; j < g.length; ++j) {
    const weight = l1[j] ?? 0;
    if (u[j] !== 0) present += 1;
    else if (weight > 0) {
      const ratio = Math.abs(g[j] ?? 0) / weight;
      if (ratio > 1) newcomers += 1;
      largest = Math.max(largest, ratio);
    }
  }
  if (newcomers <= Math.max(CROWD, present) || !Number.isFinite(largest)) return [];
  const falling: number[] = [];
  for (let multiple = largest / FACTOR; multiple > 1; multiple /= FACTOR) falling.push(multiple);
  return falling;
}

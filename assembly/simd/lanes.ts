/**
 * Sums over the lanes of a vector, always in float64 and always by the same tree.
 *
 *     f32:  [l0 l1 l2 l3]  ->  (l0 + l2) + (l1 + l3)        f64:  [l0 l1]  ->  l0 + l1
 */

// @ts-ignore: decorator
@inline
export function laneSum<T>(x: v128): f64 {
  if (sizeof<T>() == 4) {
    const pairs = f64x2.add(
      f64x2.promote_low_f32x4(x),
      f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3)),
    );
    return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
  }
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** (x0 + x1) + (x2 + x3): how the four vectors of a line are added. */
// @ts-ignore: decorator
@inline
export function lineSum<T>(x0: v128, x1: v128, x2: v128, x3: v128): v128 {
  return v128.add<T>(v128.add<T>(x0, x1), v128.add<T>(x2, x3));
}

/**
 * Keeps four values apart from what follows. V8's optimiser emits a pure operation as late as it can, so that without
 * a fence the loads of a whole loop body come first (and spill), and four independent chains run one after the other
 * (and wait). A branch that is never taken but uses the values makes it compute them here. `at` is a pointer to whole
 * vectors, hence never 1, 2 or 3. Where the values outlive the loop, `if (at == label) break` does the same for less.
 */
// @ts-ignore: decorator
@inline
export function fence(at: usize, label: usize, x0: v128, x1: v128, x2: v128, x3: v128): void {
  if (at == label) {
    v128.store(at, x0);
    v128.store(at, x1, 16);
    v128.store(at, x2, 32);
    v128.store(at, x3, 48);
  }
}

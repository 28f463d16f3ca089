/** The objective in float64, one row at a time with a compensated sum (Neumaier 1974): the oracle of whole fits. */
export function objectiveAt(
  X: { readonly data: ArrayLike<number>; readonly rows: number; readonly columns: number },
  positive: readonly boolean[],
  weights: ArrayLike<number> | undefined,
  coef: ArrayLike<number>,
  intercept: number,
  l2: number,
  penaltyScale: ArrayLike<number>,
): number {
  let sum = 0;
  let lost = 0;
  let total = 0;
  for (let i = 0; i < X.rows; ++i) {
    let z = intercept;
    for (let j = 0; j < X.columns; ++j) z += (X.data[i * X.columns + j] ?? 0) * (coef[j] ?? 0);
    const u = positive[i] ? -z : z;
    const weight = weights?.[i] ?? 1;
    const loss = weight * (Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))));
    total += weight;
    const next = sum + loss;
    lost += Math.abs(sum) >= Math.abs(loss) ? sum - next + loss : loss - next + sum;
    sum = next;
  }
  let penalty = 0;
  for (let j = 0; j < X.columns; ++j) penalty += ((coef[j] ?? 0) * (penaltyScale[j] ?? 1)) ** 2;
  return (sum + lost) / total + (l2 / 2) * penalty;
}

/** Population standard deviation of each column. */
export function deviations(X: { readonly data: ArrayLike<number>; readonly rows: number; readonly columns: number }) {
  return Array.from({ length: X.columns }, (_, j) => {
    let mean = 0;
    for (let i = 0; i < X.rows; ++i) mean += (X.data[i * X.columns + j] ?? 0) / X.rows;
    let variance = 0;
    for (let i = 0; i < X.rows; ++i) variance += ((X.data[i * X.columns + j] ?? 0) - mean) ** 2 / X.rows;
    return Math.sqrt(variance);
  });
}

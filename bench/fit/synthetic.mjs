// Seeded normal data of a given condition number. Every number is a float32, so f32 and f64 see the same problem.

/** Mulberry32 (Tommy Ettinger, 2017), in (0, 1]. */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 1) / 2 ** 32;
  };
}

/** Box and Muller (1958). */
function normal(random) {
  let kept;
  return () => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(random()));
    const angle = 2 * Math.PI * random();
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function dot(a, b) {
  let sum = 0;
  for (let j = 0; j < a.length; ++j) sum += a[j] * b[j];
  return sum;
}

/**
 * Rows are normal with covariance Q S^2 Q^T: S falls geometrically from 1 to 1 / condition, so that X has that condition
 * number, and Q is a product of random reflections, so that no scaling of the columns undoes it. Labels are drawn from a
 * logistic model whose z has mean 0.5 and deviation 2.
 */
export function synthetic({ rows, columns, condition = 1, seed }) {
  const random = uniform(seed);
  const gauss = normal(random);
  const draw = () => Float64Array.from({ length: columns }, gauss);
  const spread = Float64Array.from({ length: columns }, (_, j) => condition ** (-j / Math.max(1, columns - 1)));
  const reflectors = condition === 1 ? [] : Array.from({ length: columns }, draw);
  const halfLengths = reflectors.map((u) => dot(u, u) / 2);
  const rotate = (row) => {
    for (const [k, u] of reflectors.entries()) {
      const twice = dot(u, row) / halfLengths[k];
      for (let j = 0; j < columns; ++j) row[j] -= twice * u[j];
    }
    return row;
  };
  // w = Q v with z = (S g) . v of deviation 2
  const v = draw();
  const deviation = Math.sqrt(v.reduce((sum, value, j) => sum + (value * spread[j]) ** 2, 0));
  const w = rotate(v.map((value) => (2 * value) / deviation));
  const x = new Float64Array(rows * columns);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; ++i) {
    const row = rotate(spread.map((scale) => scale * gauss()));
    for (let j = 0; j < columns; ++j) x[i * columns + j] = Math.fround(row[j]);
    y[i] = random() < 1 / (1 + Math.exp(-0.5 - dot(w, row))) ? 1 : 0;
  }
  return { x, y, rows, columns };
}

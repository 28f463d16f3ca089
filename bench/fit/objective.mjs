// The judge: J, its gradient and its Newton decrement in float64, in plain JavaScript that shares nothing with what it judges.
//
//   J = mean of max(z, 0) - z y + log1p(exp(-|z|)) + l2 / 2 ||w||^2      z = Xw + b

/** J at (w, b). The losses are added up with Neumaier's compensation, so that 1e-15 of J can be seen. */
export function objective({ x, y, rows, columns, l2 }, w, b) {
  let sum = 0;
  let lost = 0;
  for (let i = 0, at = 0; i < rows; ++i, at += columns) {
    let z = b;
    for (let j = 0; j < columns; ++j) z += x[at + j] * w[j];
    const loss = Math.max(z, 0) - z * y[i] + Math.log1p(Math.exp(-Math.abs(z)));
    const next = sum + loss;
    lost += sum >= loss ? sum - next + loss : loss - next + sum;
    sum = next;
  }
  return (sum + lost) / rows + (l2 / 2) * w.reduce((squares, value) => squares + value * value, 0);
}

/**
 * `{ gradientNorm, suboptimality }` at (w, b): the largest entry of the gradient, and g . H^-1 g / 2, which is J - J* but for
 * terms of third order, whatever the scale of the columns.
 */
export function optimality(data, w, b) {
  const { gradient, hessian } = derivatives(data, w, b);
  const gradientNorm = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { gradientNorm, suboptimality: inverseNorm2(hessian, gradient) / 2 };
}

/** The intercept comes last; of H only the lower triangle. */
function derivatives({ x, y, rows, columns, l2 }, w, b) {
  const size = columns + 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const row = new Float64Array(size).fill(1);
  for (let i = 0; i < rows; ++i) {
    row.set(x.subarray(i * columns, (i + 1) * columns));
    let z = b;
    for (let j = 0; j < columns; ++j) z += row[j] * w[j];
    const e = Math.exp(-Math.abs(z));
    const small = e / (1 + e);
    const a = z >= 0 ? 1 / (1 + e) : small;
    // 1 - a without the difference, which would cancel
    const dz = (y[i] === 1 ? -(z >= 0 ? small : 1 / (1 + e)) : a) / rows;
    const curvature = small / (1 + e) / rows;
    for (let j = 0; j < size; ++j) {
      gradient[j] += dz * row[j];
      const d = curvature * row[j];
      if (d !== 0) for (let k = 0, at = j * size; k <= j; ++k) hessian[at + k] += d * row[k];
    }
  }
  for (let j = 0; j < columns; ++j) {
    gradient[j] += l2 * w[j];
    hessian[j * size + j] += l2;
  }
  return { gradient, hessian };
}

/** g . H^-1 g by Cholesky of H scaled to a unit diagonal, so that the units of the columns do not matter. */
function inverseNorm2(hessian, gradient) {
  const size = gradient.length;
  const scale = gradient.map((_, j) => 1 / Math.sqrt(hessian[j * size + j]));
  const solution = new Float64Array(size);
  let sum = 0;
  for (let j = 0; j < size; ++j) {
    const rowJ = hessian.subarray(j * size, (j + 1) * size);
    for (let k = 0; k <= j; ++k) {
      const rowK = hessian.subarray(k * size, (k + 1) * size);
      let value = rowJ[k] * scale[j] * scale[k];
      for (let i = 0; i < k; ++i) value -= rowJ[i] * rowK[i];
      rowJ[k] = k < j ? value / rowK[k] : Math.sqrt(value);
    }
    let value = gradient[j] * scale[j];
    for (let i = 0; i < j; ++i) value -= rowJ[i] * solution[i];
    solution[j] = value / rowJ[j];
    sum += solution[j] ** 2;
  }
  return sum;
}

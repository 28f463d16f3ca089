// What a careful programmer writes without WebAssembly: cost and gradient of row-major typed arrays, one pass over X.

/** Adds to dw (columns numbers, zeroed here) and returns `{ loss, db }`, all sums over the rows. */
export function plainEpoch(dw, x, y, w, b, rows, columns) {
  dw.fill(0);
  let loss = 0;
  let db = 0;
  for (let i = 0, row = 0; i < rows; ++i, row += columns) {
    let z = b;
    for (let j = 0; j < columns; ++j) z += x[row + j] * w[j];
    const e = Math.exp(-Math.abs(z));
    const dz = (z >= 0 ? 1 : e) / (1 + e) - y[i];
    loss += Math.max(z, 0) - z * y[i] + Math.log1p(e);
    db += dz;
    for (let j = 0; j < columns; ++j) dw[j] += x[row + j] * dz;
  }
  return { loss, db };
}

// Problems of any size, made without more memory than they take.

function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

/** `{ X, y }`: uniform columns and labels drawn from a linear model, y a Uint8Array. `about` is X's size in bytes. */
export function problem(dtype, about, columns, seed = 1) {
  const rows = Math.floor(about / columns / (dtype === "f32" ? 4 : 8));
  const data = new (dtype === "f32" ? Float32Array : Float64Array)(rows * columns);
  const y = new Uint8Array(rows);
  const next = generator(seed);
  for (let row = 0; row < rows; ++row) {
    let z = 0.1 * seed;
    for (let j = 0; j < columns; ++j) {
      const value = next();
      data[row * columns + j] = value;
      z += (value * (1 + (j % 3))) / seed;
    }
    y[row] = row < 2 ? row : +(z + 2 * next() > 0);
  }
  return { X: { data, rows, columns }, y };
}

/** The rows of X one after the other, as often as they fit, over data[from .. to - 1] (in rows). */
export function tile(target, labels, { X, y }, from, to) {
  for (let row = from; row < to; row += X.rows) {
    const count = Math.min(X.rows, to - row);
    target.set(X.data.subarray(0, count * X.columns), row * X.columns);
    labels.set(y.subarray(0, count), row);
  }
}

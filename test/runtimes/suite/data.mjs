/**
 * The data sets by name, `{ X: { data, rows, columns }, y, weights }` with X in float64: those that test/runtimes/packData.mjs
 * packed, and one made here. The file is the length of a JSON header in 8 bytes, the header, and the numbers, each part padded
 * to a multiple of 8 bytes; the header's offsets count from the first number.
 */
export function readData(buffer) {
  const headerLength = new Uint32Array(buffer, 0, 1)[0];
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
  const first = 8 + Math.ceil(headerLength / 8) * 8;
  const numbers = ({ type, at, length }) =>
    type === "f32"
      ? Float64Array.from(new Float32Array(buffer, first + at, length))
      : new Float64Array(buffer, first + at, length);
  const sets = header.map(({ name, rows, columns, x, y, weights }) => [
    name,
    { X: { data: numbers(x), rows, columns }, y: Array.from(numbers(y)), weights: numbers(weights) },
  ]);
  return new Map([...sets, ["large", large()]]);
}

/** X in f32, from one in f64. */
export function toF32({ data, rows, columns }) {
  return { data: Float32Array.from(data), rows, columns };
}

export function toRows({ data, rows, columns }) {
  return Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
}

/** 300,000 x 28: more than the 32 MiB, in f32 as in f64, above which rows are streamed. Integers and their sums only. */
function large() {
  const rows = 300_000;
  const columns = 28;
  const next = uniform(5);
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < data.length; ++i) data[i] = Math.fround(next() + next() - 1);
  const y = Array.from({ length: rows }, (_, row) => {
    let z = 4 * (next() + next() - 1);
    for (let j = 0; j < columns; ++j) z += (data[row * columns + j] * ((j % 5) - 2)) / 2;
    return z > 0.5 ? 1 : 0;
  });
  return { X: { data, rows, columns }, y, weights: unevenWeights(rows) };
}

export function unevenWeights(rows) {
  const next = uniform(7);
  return Float64Array.from({ length: rows }, () => 0.5 + next());
}

/** Mulberry32 (T. Ettinger, 2017): numbers in [0, 1) from integer arithmetic. */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

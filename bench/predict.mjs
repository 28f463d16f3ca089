// Prediction as a user calls it, through the library: one row of 30 features in plain JavaScript, many rows in the kernel.
import { LogisticRegression } from "../build/index.js";
import { race } from "./timing.mjs";

const COLUMNS = 30;

/** Numbers in (-1, 1), the same in every run. */
function lcg(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

/** Nanoseconds for one row, given as an array or typed, and GB/s of X for a large batch in f32 and f64. */
export async function measurePredict(rounds, quantile, rows) {
  const next = lcg(1);
  const train = Array.from({ length: 300 }, () => Array.from({ length: COLUMNS }, next));
  const model = new LogisticRegression().fit(
    train,
    train.map((row) => (row[0] + next() > 0 ? 1 : 0)),
  );
  const row = train[0];
  const batch = { data: Float64Array.from({ length: rows * COLUMNS }, next), rows, columns: COLUMNS };
  const single = { ...batch, data: Float32Array.from(batch.data) };
  const typedRow = { data: Float64Array.from(row), rows: 1, columns: COLUMNS };
  let sink = 0;
  const calls = 1000;
  // apart from the batches, whose results of megabytes keep the garbage collector busy
  const one = await race(
    {
      array: () => {
        for (let i = 0; i < calls; ++i) sink += model.predictProba([row])[0];
      },
      typed: () => {
        for (let i = 0; i < calls; ++i) sink += model.predictProba(typedRow)[0];
      },
    },
    rounds,
    quantile,
  );
  const many = await race(
    {
      f32: () => {
        sink += model.predictProba(single)[rows - 1];
      },
      f64: () => {
        sink += model.predictProba(batch)[rows - 1];
      },
    },
    rounds,
    quantile,
  );
  return {
    columns: COLUMNS,
    rows,
    arrayRowNs: (one.array.ms / calls) * 1e6,
    typedRowNs: (one.typed.ms / calls) * 1e6,
    f32GbPerSecond: single.data.byteLength / many.f32.ms / 1e6,
    f64GbPerSecond: batch.data.byteLength / many.f64.ms / 1e6,
    sink,
  };
}

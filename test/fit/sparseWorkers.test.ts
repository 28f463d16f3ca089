import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, type LogisticRegressionOptions, type SparseMatrix } from "../../src/index.ts";
import { SHARE_ROWS } from "../../src/kernel/layout.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { random } from "../support/random.ts";
import { alive, toldOf, WatchedWorker, watchWorkers } from "../support/watchedWorkers.ts";

watchWorkers();

const ROWS = 4 * SHARE_ROWS + 300;
type Sparse = SparseMatrix & { readonly columns: number; readonly indices: Uint32Array; readonly indptr: Uint32Array };

/** Seeded rows of up to nine entries, some of none, and labels that depend on them. */
function rowsOf(seed: number, columns: number, values: "f64" | "f32" | "ones"): { X: Sparse; y: Uint8Array } {
  const next = random(seed);
  const indptr = new Uint32Array(ROWS + 1);
  const indices: number[] = [];
  const data: number[] = [];
  const y = Uint8Array.from({ length: ROWS }, (_, row) => {
    let z = 0;
    // strictly ascending, more entries on the left
    for (let j = Math.floor(next() * 9); j < columns && next() < 0.85; j += 1 + Math.floor((next() * columns) / 9)) {
      const value = values === "ones" ? 1 : Math.fround(3 * next() - 1);
      indices.push(j);
      data.push(value);
      z += value * Math.sin(j);
    }
    indptr[row + 1] = indices.length;
    return z + 3 * next() > 1.5 ? 1 : 0;
  });
  const stored = values === "f32" ? Float32Array.from(data) : Float64Array.from(data);
  const own = { indices: Uint32Array.from(indices), indptr, rows: ROWS, columns };
  return { X: { ...own, ...(values !== "ones" && { data: stored }) }, y };
}

const KINDS = {
  "float64 values": rowsOf(1, 40, "f64"),
  "float32 values": rowsOf(2, 40, "f32"),
  ones: rowsOf(3, 300, "ones"),
  "columns beyond 16 bits": rowsOf(4, 70_000, "f64"),
};
const { X, y } = KINDS["float64 values"];
const next = random(5);
const weights = Float64Array.from(y, (_, row) => (row % 7 === 2 ? 0 : 0.5 + next()));
const offsets = Float64Array.from(y, () => 2 * next() - 1);
const endless: LogisticRegressionOptions = { solver: "gradient-descent", tolerance: 1e-300, maxEpochs: 1_000_000 };

/** All that a fit leaves, times left out. */
function result(model: LogisticRegression) {
  const { seconds: _, ...report } = model.report;
  const { coef, intercept, classes, curvature } = model;
  return { coef, intercept, classes, curvature, report };
}

/** Other kinds of rows with all weights and numbers of workers: `npm run test:heavy`. */
const kinds = Object.entries(KINDS).filter(([name]) => EVERY_SIZE || name === "float64 values");
describe.each(kinds)("fitAsync of sparse rows, %s", (name, { X, y }) => {
  // biome-ignore format: a table
  const OPTIONS: LogisticRegressionOptions[] = [
    { maxEpochs: X.columns > 40 ? 8 : 1000 },
    { l2: 0.01, solver: "newton-cg", classWeight: "balanced", maxEpochs: 8 },
    { l2: 0.01, solver: "lbfgs", fitIntercept: false, maxEpochs: 8 },
    ...(X.columns <= 40 ? [{ l2: 0.01, solver: "newton" } as const, { l1: 0.01 }] : []),
  ];
  // biome-ignore format: a table
  const BESIDE = [
    { beside: {}, counts: [1, 4] },
    { beside: { weights }, counts: [3] },
    { beside: { weights, offsets }, counts: [2, 5] },
  ];

  it.each(OPTIONS)("has the bits of fit for any number of workers: %j", async (options) => {
    const some = [{ beside: { weights, offsets }, counts: name === "ones" ? [2] : [1, 2, 5] }];
    for (const { beside, counts } of EVERY_SIZE ? BESIDE : some) {
      const expected = result(new LogisticRegression(options).fit(X, y, beside));
      for (const workers of counts) {
        WatchedWorker.all = [];
        const model = await new LogisticRegression(options).fitAsync(X, y, { ...beside, workers });
        expect(result(model), `${workers} workers, ${Object.keys(beside)}`).toEqual(expected);
        expect(WatchedWorker.all).toHaveLength(workers);
      }
    }
  });

  it("has the bits of fit for a Dataset, under other weights and while others use its memory", async () => {
    const dataset = Dataset.from(X, y, { weights });
    const maxEpochs = 8;
    for (const options of [{ maxEpochs }, { maxEpochs, classWeight: "balanced" }] as const) {
      const expected = result(new LogisticRegression(options).fit(dataset));
      const fits = [1, 2].map(() => new LogisticRegression(options));
      const onEpoch = () => dataset.propagate(new Float64Array(X.columns), 0);
      await Promise.all(fits.map((model) => model.fitAsync(dataset, undefined, { workers: 3, onEpoch })));
      for (const model of fits) expect(result(model)).toEqual(expected);
    }
  });
});

describe("sparse rows in workers", () => {
  it("are copied once and handed over, share by share, and stay with the caller", async () => {
    const before = structuredClone(X);
    await new LogisticRegression({ maxEpochs: 3 }).fitAsync(X, y, { workers: 2, offsets });
    const told = toldOf("entries");
    expect(told).toHaveLength(5);
    for (const { command } of told) {
      const { indptr, indices, data } = command.part;
      for (const array of [indptr, indices, data, command.signed, command.offsets]) expect(array?.byteLength).toBe(0);
    }
    const bytes = ({ data, indices, indptr }: Sparse) =>
      [data as Float64Array, indices, indptr].map(({ buffer }) => Buffer.from(buffer));
    for (const [i, now] of bytes(X).entries()) expect(bytes(before)[i]?.equals(now)).toBe(true);
    const parts = WatchedWorker.all.map(({ told: [first] }) =>
      first?.command.kind === "start" ? Object.keys(first.command.kernel) : [],
    );
    expect(parts).toEqual([
      ["mathematics", "sparse"],
      ["mathematics", "sparse"],
    ]);
  });

  it("may lie in shared memory or in plain arrays", async () => {
    const expected = result(new LogisticRegression().fit(X, y));
    const shared = <Numbers extends Float64Array | Uint32Array>(
      given: Numbers,
      make: new (buffer: SharedArrayBuffer) => Numbers,
    ) => {
      const copy = new make(new SharedArrayBuffer(given.byteLength));
      copy.set(given as never);
      return copy;
    };
    const data = X.data as Float64Array;
    const forms: SparseMatrix[] = [
      {
        ...X,
        data: shared(data, Float64Array),
        indices: shared(X.indices, Uint32Array),
        indptr: shared(X.indptr, Uint32Array),
      },
      { ...X, data: Array.from(data), indices: Array.from(X.indices), indptr: Array.from(X.indptr) },
      { ...X, indices: Int32Array.from(X.indices), indptr: Int32Array.from(X.indptr) },
    ];
    for (const form of forms) {
      expect(result(await new LogisticRegression().fitAsync(form, y, { workers: 2 }))).toEqual(expected);
    }
  });

  it("of which a sample of the blocks is asked first are asked for the blocks of all rows", async () => {
    const fractions: number[] = [];
    const onEpoch = ({ epoch }: { epoch: number }) => fractions.push(epoch % 1);
    await new LogisticRegression().fitAsync(X, y, { workers: 2, onEpoch });
    expect(fractions.some((fraction) => fraction > 0)).toBe(true);
  });

  it("have no worker by default where they are few entries, however many their zeros", async () => {
    const { X: wide, y: labels } = KINDS["columns beyond 16 bits"];
    expect(wide.indices.length * 2).toBeLessThan(2 ** 20);
    await new LogisticRegression({ maxEpochs: 3 }).fitAsync(wide, labels);
    expect(WatchedWorker.all.length).toBe(0);
  });

  const twoByDefault = async () => {
    const [rows, columns] = [2 * SHARE_ROWS, 128];
    const indices = Uint16Array.from({ length: rows * columns }, (_, k) => k % columns);
    const indptr = Uint32Array.from({ length: rows + 1 }, (_, row) => row * columns);
    const data = Float32Array.from(indices, random(6));
    const labels = Uint8Array.from({ length: rows }, (_, row) => ((data[row * columns] ?? 0) > 0.5 ? 1 : 0));
    const model = new LogisticRegression({ maxEpochs: 2 });
    await model.fitAsync({ data, indices, indptr, rows, columns }, labels);
    expect(WatchedWorker.all.length).toBe(Math.min(2, availableParallelism()));
  };
  // four million entries
  if (EVERY_SIZE) it("have two workers by default from 2^22 entries on, if there are threads for them", twoByDefault);

  it("stay on the calling thread for sgd and for working sets of l1", async () => {
    const { X: wide, y: labels } = KINDS["columns beyond 16 bits"];
    const fits: [LogisticRegressionOptions, Sparse, Uint8Array][] = [
      [{ solver: "sgd", maxEpochs: 2 }, X, y],
      [{ l1: 0.03 }, wide, labels],
    ];
    for (const [options, rows, classes] of fits) {
      const model = await new LogisticRegression(options).fitAsync(rows, classes, { workers: 2 });
      expect(result(model)).toEqual(result(new LogisticRegression(options).fit(rows, classes)));
    }
    expect(WatchedWorker.all.length).toBe(0);
  });

  it("reject with what fit throws", async () => {
    const data = X.data as Float64Array;
    const tiny = { ...X, data: data.map((value, k) => (X.indices[k] === 3 ? 1e-160 * value : value)) };
    const large = { ...X, data: data.map((value, k) => (k === data.length - 5 ? 1e200 : value)) };
    for (const bad of [tiny, large]) {
      const message = (() => {
        try {
          new LogisticRegression().fit(bad, y);
        } catch (error) {
          return (error as Error).message;
        }
        return "fit did not throw";
      })();
      const promise = new LogisticRegression().fitAsync(bad, y, { workers: 2 });
      await expect(promise).rejects.toThrow(message);
    }
  });

  it("reject where the array that they are in goes while they are copied", async () => {
    const own = structuredClone(X);
    const promise = new LogisticRegression().fitAsync(own, y, { workers: 1 });
    structuredClone(own.indices, { transfer: [own.indices.buffer as ArrayBuffer] });
    await expect(promise).rejects.toThrow("X: expected its arrays to stay, got one detached");
  });

  it("are given up when the signal is aborted, between epochs and by a timer", async () => {
    for (const workers of [0, 2]) {
      const controller = new AbortController();
      let epochs = 0;
      const onEpoch = () => void (++epochs === 3 && controller.abort());
      const model = new LogisticRegression(endless);
      const { signal } = controller;
      await expect(model.fitAsync(X, y, { workers, onEpoch, signal })).rejects.toThrow(/abort/);
      expect(epochs).toBe(3);
      expect(() => model.coef).toThrow("not fitted");
      for (const ms of [1, 40, 150]) {
        const timed = new LogisticRegression(endless).fitAsync(X, y, { workers, signal: AbortSignal.timeout(ms) });
        await expect(timed).rejects.toThrow(/timeout/);
        expect(alive()).toBe(0);
      }
    }
  });
});

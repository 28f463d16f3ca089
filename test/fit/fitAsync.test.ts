import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import threads from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Command } from "../../src/driver/workers/messages.ts";
import type { FitState } from "../../src/index.ts";
import {
  Dataset,
  type FitAsyncOptions,
  LogisticRegression,
  type LogisticRegressionOptions,
  type Matrix,
} from "../../src/index.ts";
import { EVERY_SIZE, spread } from "../support/everySize.ts";
import { random, sample } from "../support/random.ts";
import { alive, toldOf, WatchedWorker, watchWorkers } from "../support/watchedWorkers.ts";

const SHARE = 16_384;

watchWorkers();
afterEach(() => void vi.restoreAllMocks());

/** All that a fit leaves, times left out. */
function result(model: LogisticRegression) {
  const { seconds: _, ...report } = model.report;
  const { coef, intercept, classes, curvature } = model;
  return { coef, intercept, classes, curvature, report };
}

const { X, y } = sample(41, 3 * SHARE + 5000, 5);
const uniform = random(42);
const weights = Float64Array.from(y, () => 0.5 + uniform());
const offsets = Float64Array.from(y, () => 4 * uniform() - 1);
const endless: LogisticRegressionOptions = { solver: "gradient-descent", tolerance: 1e-300, maxEpochs: 1_000_000 };

describe("fitAsync gives the bits of fit", () => {
  const variants: [LogisticRegressionOptions, FitAsyncOptions?][] = [
    [{}],
    [{ precision: "f32" }, { weights }],
    [{ solver: "newton", l2: 0.01 }, { penaltyFactors: [0, 1, 2, 1, 1] }],
    [{ solver: "lbfgs", standardize: false, precision: "f32" }],
    [{ solver: "gradient-descent", maxEpochs: 20 }, { weights }],
    [{ classWeight: "balanced" }, { weights }],
    [{ fitIntercept: false, classWeight: [1, 3] }],
    [{ l1: 0.01 }, { weights, curvature: true }],
    [
      { precision: "f32", classWeight: "balanced" },
      { weights, offsets },
    ],
    [{ firth: true }, { weights, offsets, curvature: true }],
    [{ firth: true, precision: "f32", fitIntercept: false }],
    [{ solver: "newton" }, { offsets, prior: new LogisticRegression().fit(X, y), strength: 100 }],
  ];
  for (const [options, extras] of variants) {
    it(`for any number of workers: ${JSON.stringify(options)}, ${Object.keys(extras ?? {})}`, async () => {
      const expected = result(new LogisticRegression(options).fit(X, y, extras));
      for (const workers of spread([0, 1, 2, 3, 7], 0, 3)) {
        WatchedWorker.all = [];
        const model = await new LogisticRegression(options).fitAsync(X, y, { ...extras, workers });
        expect(result(model), `${workers} workers`).toEqual(expected);
        expect(WatchedWorker.all, "no more workers than shares").toHaveLength(Math.min(workers, 4));
      }
    });
  }

  it("for every number of workers up to the shares, each of which answers with the nodes of its run", async () => {
    const shares = 11;
    const given = sample(43, (shares - 1) * SHARE + 77, 2);
    const options: LogisticRegressionOptions = { solver: "newton", maxEpochs: 12 };
    const expected = result(new LogisticRegression(options).fit(given.X, given.y));
    const counts = Array.from({ length: shares }, (_, i) => i + 1);
    for (const workers of spread(counts, 1, 4)) {
      const model = await new LogisticRegression(options).fitAsync(given.X, given.y, { workers });
      expect(result(model), `${workers} workers`).toEqual(expected);
    }
  });

  it("where a sample of the blocks is asked first", async () => {
    const fractions: number[] = [];
    const onEpoch = ({ epoch }: { epoch: number }) => fractions.push(epoch % 1);
    await new LogisticRegression().fitAsync(X, y, { workers: 2, onEpoch });
    expect(fractions.some((fraction) => fraction > 0)).toBe(true);
  });

  it("at sizes around blocks and shares, however X is given", async () => {
    for (const rows of spread([2, 255, 257, SHARE - 1, SHARE, SHARE + 1, 2 * SHARE + 300], 1, 5)) {
      const given = sample(rows, rows, 3);
      const { data } = given.X;
      const single = Float32Array.from(data);
      const lists = Array.from({ length: rows }, (_, i) => Array.from(data.subarray(3 * i, 3 * i + 3)));
      const forms: Matrix[] = [
        given.X,
        { data: single, rows, columns: 3 },
        lists,
        lists.map((row) => Float32Array.from(row)),
      ];
      for (const form of forms) {
        const model = await new LogisticRegression().fitAsync(form, given.y, { workers: 2 });
        expect(result(model), `${rows} rows`).toEqual(result(new LogisticRegression().fit(form, given.y)));
      }
    }
  });

  it("for sgd, which stays on the calling thread", async () => {
    const options = { solver: "sgd", maxEpochs: 4 } as const;
    const model = await new LogisticRegression(options).fitAsync(X, y, { workers: 2 });
    expect(result(model)).toEqual(result(new LogisticRegression(options).fit(X, y)));
    expect(WatchedWorker.all).toEqual([]);
  });

  it("from a start, and with names", async () => {
    const start = new LogisticRegression({ maxEpochs: 3 }).fit(X, y);
    const extras = { start, features: ["a", "b", "c", "d", "e"], target: "t" };
    const model = await new LogisticRegression().fitAsync(X, y, { ...extras, workers: 2 });
    const expected = new LogisticRegression().fit(X, y, extras);
    expect(result(model)).toEqual(result(expected));
    expect([model.features, model.target]).toEqual([expected.features, expected.target]);
  });

  it("for rows that are too many to pack", async () => {
    const { X: large, y: labels } = sample(43, 45_000, 100);
    const expected = result(new LogisticRegression({ maxEpochs: 12 }).fit(large, labels));
    for (const workers of spread([1, 2], 1)) {
      const model = await new LogisticRegression({ maxEpochs: 12 }).fitAsync(large, labels, { workers });
      expect(result(model)).toEqual(expected);
    }
  });

  const hessiansBeyondAMessage = async () => {
    const rows = 2 * SHARE + 10;
    const next = random(44);
    const wide = { data: Float32Array.from({ length: rows * 600 }, next), rows, columns: 600 };
    const labels = Array.from({ length: rows }, (_, i) => ((wide.data[i * 600] ?? 0) + next() > 1 ? 1 : 0));
    const options = { solver: "newton", maxEpochs: 4 } as const;
    const model = await new LogisticRegression(options).fitAsync(wide, labels, { workers: 1 });
    expect(model.report.hessians).toBeGreaterThan(0);
    expect(result(model)).toEqual(result(new LogisticRegression(options).fit(wide, labels)));
  };
  // one Hessian of 600 columns and a share is 6 billion products, in one thread
  if (EVERY_SIZE) it("where the Hessians of a worker's shares do not fit one message", hessiansBeyondAMessage);

  it("for a Dataset, under its weights and the classes' too", async () => {
    const dataset = Dataset.from(X, y, { weights, precision: "f32" });
    for (const options of [{}, { classWeight: "balanced" }] as const) {
      const expected = result(new LogisticRegression(options).fit(dataset));
      for (const workers of [0, 1, 3]) {
        const model = new LogisticRegression(options);
        await model.fitAsync(dataset, undefined, { workers, onEpoch: () => dataset.propagate([0, 0, 0, 0, 0], 0) });
        expect(result(model), `${workers} workers`).toEqual(expected);
      }
    }
  });

  it("when several fits of a Dataset run at once on the calling thread", async () => {
    const dataset = Dataset.from(X, y);
    const models = [{ classWeight: "balanced" }, { classWeight: [1, 4] }, {}] as const;
    const fitted = await Promise.all(
      models.map((options) => new LogisticRegression(options).fitAsync(dataset, undefined, { workers: 0 })),
    );
    for (const [i, options] of models.entries()) {
      expect(result(fitted[i] as LogisticRegression)).toEqual(result(new LogisticRegression(options).fit(dataset)));
    }
  });
});

describe("the rows", () => {
  const rowsTold = () => toldOf("rows");

  it("are copied once and handed over, share by share, and stay with the caller", async () => {
    const before = X.data.slice();
    const bytes = Buffer.from(X.data.buffer);
    await new LogisticRegression().fitAsync(X, y, { workers: 2 });
    const told = rowsTold();
    expect(told.map(({ command }) => command.share).sort()).toEqual([0, 1, 2, 3]);
    for (const { command } of told) expect(command.rows.byteLength, "handed over").toBe(0);
    expect(bytes.equals(Buffer.from(before.buffer))).toBe(true);
  });

  it("are copied with their offsets, out of shared memory too", async () => {
    const data = new Float64Array(new SharedArrayBuffer(X.data.byteLength));
    data.set(X.data);
    const model = await new LogisticRegression().fitAsync({ ...X, data }, y, { workers: 2, offsets });
    expect(result(model)).toEqual(result(new LogisticRegression().fit(X, y, { offsets })));
  });

  it("are read in place by all workers if they are in shared memory", async () => {
    const data = new Float64Array(new SharedArrayBuffer(X.data.byteLength));
    data.set(X.data);
    for (const precision of ["f32", "f64"] as const) {
      WatchedWorker.all = [];
      const model = await new LogisticRegression({ precision }).fitAsync({ ...X, data }, y, { workers: 3 });
      expect(result(model)).toEqual(result(new LogisticRegression({ precision }).fit(X, y)));
      const told = rowsTold();
      expect(told).toHaveLength(4);
      for (const { command, transfer } of told) {
        expect(command.rows.buffer).toBe(data.buffer);
        expect(transfer).not.toContain(data.buffer);
      }
    }
  });

  it("are read there at every epoch, not copied: what becomes of them in the middle of a fit changes it", async () => {
    const data = new Float64Array(new SharedArrayBuffer(X.data.byteLength));
    data.set(X.data);
    const spoil = ({ iteration }: FitState) => void (iteration === 1 && data.fill(0));
    const model = await new LogisticRegression({ maxEpochs: 20, onEpoch: spoil }).fitAsync({ ...X, data }, y, {
      workers: 2,
    });
    expect(result(model)).not.toEqual(result(new LogisticRegression({ maxEpochs: 20 }).fit(X, y)));
  });
});

/** `name code: message` of what the promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error("not rejected"),
    (reason) => reason,
  );
  return `${error.name} ${error.code}: ${error.message}`;
}

describe("what fitAsync rejects with", () => {
  it("is what fit throws, rows counted in all of X", async () => {
    const cases: [number, number, LogisticRegressionOptions?][] = [
      [40_000, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
      [20_000, 1e200],
      [50_000, 1e60, { precision: "f32" }],
    ];
    for (const [row, value, options] of cases) {
      const data = X.data.slice();
      data[row * 5 + 3] = value;
      const bad = { ...X, data };
      let expected = "";
      try {
        new LogisticRegression(options).fit(bad, y);
      } catch (error) {
        expected = (error as Error).message;
      }
      expect(expected).toContain(`at row ${row}, column 3`);
      for (const workers of [0, 2]) {
        const actual = await rejection(new LogisticRegression(options).fitAsync(bad, y, { workers }));
        expect(actual).toBe(`LogitRangeError NON_FINITE: ${expected}`);
      }
    }
  });

  it("names options that it cannot have", async () => {
    const given = (options: object) => rejection(new LogisticRegression().fitAsync(X, y, options as FitAsyncOptions));
    const expected = "workers: expected a whole number, 0 or above, got";
    expect(await given({ workers: -1 })).toBe(`LogitRangeError INVALID_OPTION: ${expected} -1`);
    expect(await given({ workers: 1.5 })).toBe(`LogitRangeError INVALID_OPTION: ${expected} 1.5`);
    expect(await given({ workers: "2" })).toBe(`LogitTypeError INVALID_OPTION: ${expected} "2"`);
    expect(await given({ signal: {} })).toContain("signal: expected an AbortSignal, got an Object");
    expect(await given({ onEpoch: 1 })).toContain("onEpoch: expected a function, got 1");
    expect(await given({ worker: 1 })).toContain('signal, onEpoch; got "worker"');
    expect(await given({ features: ["a"] })).toContain("features: expected 5 names, got 1");
    expect(WatchedWorker.all).toEqual([]);
  });

  it("is what onEpoch throws", async () => {
    for (const workers of [0, 2]) {
      const onEpoch = () => {
        throw new Error("mine");
      };
      const model = new LogisticRegression().fit(X, y);
      const before = model.toJSON();
      expect(await rejection(model.fitAsync(X, y, { workers, onEpoch }))).toBe("Error undefined: mine");
      expect(model.toJSON()).toEqual(before);
    }
  });
});

describe("onEpoch", () => {
  it("sees what it sees in fit, and may stop", async () => {
    const statesOf = async (run: (onEpoch: (state: object) => unknown) => unknown) => {
      const states: object[] = [];
      await run((state) => states.push(state) < 4);
      return states;
    };
    const expected = await statesOf((onEpoch) => new LogisticRegression({ onEpoch }).fit(X, y));
    expect(expected).toHaveLength(4);
    for (const workers of [0, 2]) {
      const model = new LogisticRegression({ onEpoch: () => expect.unreachable() });
      expect(await statesOf((onEpoch) => model.fitAsync(X, y, { workers, onEpoch }))).toEqual(expected);
      expect(model.report.reason).toBe("stopped");
    }
    expect(await statesOf((onEpoch) => new LogisticRegression({ onEpoch }).fitAsync(X, y, { workers: 2 }))).toEqual(
      expected,
    );
  });
});

describe("an AbortSignal", () => {
  it("that is aborted already rejects at once", async () => {
    const signal = AbortSignal.abort();
    expect(await rejection(new LogisticRegression().fitAsync(X, y, { signal, workers: 2 }))).toMatch(/^AbortError/);
    expect(WatchedWorker.all).toEqual([]);
  });

  it("ends the fit before another epoch, whatever the reason, and leaves the model as it was", async () => {
    for (const workers of [0, 1, 2]) {
      for (const reason of [undefined, new Error("enough"), null]) {
        const controller = new AbortController();
        const epochs: number[] = [];
        const onEpoch = ({ epoch }: { epoch: number }) => {
          epochs.push(epoch);
          if (epochs.length === 3) controller.abort(reason);
        };
        const model = new LogisticRegression(endless);
        const caught = await model.fitAsync(X, y, { workers, onEpoch, signal: controller.signal }).catch((e) => e);
        expect(caught).toBe(controller.signal.reason);
        if (reason === undefined) expect(caught.name).toBe("AbortError");
        expect(epochs).toHaveLength(3);
        expect(() => model.coef).toThrow("not fitted");
        expect(alive()).toBe(0);
      }
    }
  });

  it("is heard from a timer, while workers start, while rows are handed over and during epochs", async () => {
    for (const workers of [0, 2]) {
      for (const ms of [1, 20, 60, 200]) {
        const signal = AbortSignal.timeout(ms);
        const message = await rejection(new LogisticRegression(endless).fitAsync(X, y, { workers, signal }));
        expect(message).toMatch(/^TimeoutError/);
        expect(alive()).toBe(0);
      }
    }
  });
});

describe("an l1 fit on working sets", () => {
  const wide = sample(45, 300, 1500);
  const lists = Array.from({ length: 300 }, (_, i) => wide.X.data.subarray(1500 * i, 1500 * (i + 1)));
  const dataset = Dataset.from(wide.X, wide.y);
  const options = { l1: 0.02 };
  const balanced = { ...options, classWeight: "balanced" } as const;
  const given: [string, Matrix | Dataset][] = [
    ["a typed array", wide.X],
    ["rows", lists],
    ["a Dataset", dataset],
  ];
  const fitAsync = (model: LogisticRegression, X: Matrix | Dataset, rest: FitAsyncOptions) =>
    X instanceof Dataset ? model.fitAsync(X, undefined, rest) : model.fitAsync(X, wide.y, rest);

  for (const [name, X] of spread(given, 0, 2)) {
    it(`has the bits of fit from ${name}, under the classes' weights too, and starts no worker`, async () => {
      for (const chosen of [options, balanced]) {
        const expected = result(new LogisticRegression(chosen).fit(wide.X, wide.y));
        expect(expected.coef.filter((value) => value !== 0).length).toBeGreaterThan(10);
        for (const workers of [0, 2]) {
          expect(result(await fitAsync(new LogisticRegression(chosen), X, { workers }))).toEqual(expected);
        }
      }
      expect(WatchedWorker.all).toEqual([]);
    });

    it(`ends before another epoch when it is aborted, and leaves the model as it was: ${name}`, async () => {
      const model = new LogisticRegression({ ...balanced, l1: 0.05 }).fit(wide.X, wide.y);
      const before = model.toJSON();
      const controller = new AbortController();
      let states = 0;
      const onEpoch = () => {
        if (++states === 2) controller.abort();
      };
      expect(await rejection(fitAsync(model, X, { onEpoch, signal: controller.signal }))).toMatch(/^AbortError/);
      expect(states).toBe(2);
      expect(model.toJSON()).toEqual(before);
      expect(result(await fitAsync(model, X, {}))).toEqual(result(model.fit(wide.X, wide.y)));
    });
  }

  it("gives way to the event loop, so that a timer can abort it", async () => {
    let turns = 0;
    let timer = setImmediate(function turn() {
      ++turns;
      timer = setImmediate(turn);
    });
    await new LogisticRegression({ l1: 1e-3 }).fitAsync(wide.X, wide.y);
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(2);
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const aborted = new LogisticRegression({ l1: 1e-3 }).fitAsync(wide.X, wide.y, { signal: controller.signal });
    expect(await rejection(aborted)).toMatch(/^AbortError/);
  });

  it("shares a Dataset with others that use its memory meanwhile", async () => {
    const models = [balanced, options, { ...balanced, l1: 0.03 }, { classWeight: [1, 4] } as const];
    const fitted = await Promise.all(
      models.map((chosen) => {
        const onEpoch = () => dataset.propagate(new Float64Array(1500), 0);
        return new LogisticRegression(chosen).fitAsync(dataset, undefined, { workers: 0, onEpoch });
      }),
    );
    for (const [i, chosen] of models.entries()) {
      expect(result(fitted[i] as LogisticRegression)).toEqual(result(new LogisticRegression(chosen).fit(dataset)));
    }
  });

  it("with offsets has one set of all columns, in workers or not", async () => {
    const few = { data: wide.X.data.subarray(0, 300 * 260), rows: 300, columns: 260 };
    const extras = { offsets: Float64Array.from(wide.y, (_, i) => Math.sin(i)) };
    const expected = result(new LogisticRegression({ l1: 0.05 }).fit(few, wide.y, extras));
    for (const workers of [0, 1]) {
      const model = await new LogisticRegression({ l1: 0.05 }).fitAsync(few, wide.y, { ...extras, workers });
      expect(result(model)).toEqual(expected);
    }
    expect(WatchedWorker.all).toHaveLength(1);
  });
});

describe("a worker that dies", () => {
  const killedAtEpoch = (kill: (worker: WatchedWorker) => unknown) => {
    WatchedWorker.all = [];
    const model = new LogisticRegression(endless);
    let states = 0;
    const onEpoch = () => {
      const [, second] = WatchedWorker.all;
      if (++states === 3 && second !== undefined) kill(second);
    };
    return rejection(model.fitAsync(X, y, { workers: 2, onEpoch }));
  };
  const expected = "LogitRangeError WORKER_FAILED: workers: expected worker 2 of 2 to answer, got";

  it("fails the fit with a clear error, and the others end", async () => {
    expect(await killedAtEpoch((worker) => worker.terminate())).toBe(`${expected} an exit with code 1`);
    expect(alive()).toBe(0);
  });

  it("says what was thrown in it", async () => {
    const nonsense = { kind: "ask" } as Command;
    expect(await killedAtEpoch((worker) => worker.postMessage(nonsense))).toMatch(`${expected} Cannot `);
    const killed = killedAtEpoch((worker) => worker.emit("error", new Error("out of memory")));
    expect(await killed).toBe(`${expected} out of memory`);
  });

  it("while rows are handed over fails the fit too", async () => {
    threads.Worker = class extends WatchedWorker {
      override postMessage(command: Command, transfer: readonly unknown[] = []): void {
        if (command.kind === "scale") this.terminate();
        else super.postMessage(command, transfer);
      }
    };
    expect(await rejection(new LogisticRegression().fitAsync(X, y, { workers: 2 }))).toMatch("WORKER_FAILED");
  });
});

describe("without workers", () => {
  it("the fit is the same and gives way to the event loop", async () => {
    const steps = { solver: "gradient-descent", maxEpochs: 100 } as const;
    const expected = result(new LogisticRegression(steps).fit(X, y));
    const refusals = [
      class {
        constructor() {
          throw new Error("not here");
        }
      },
      class extends WatchedWorker {
        constructor() {
          super("throw new Error('refused by policy')", { eval: true });
        }
      },
    ];
    for (const Refused of [undefined, ...refusals]) {
      if (Refused !== undefined) threads.Worker = Refused as unknown as typeof threads.Worker;
      let turns = 0;
      let timer = setImmediate(function turn() {
        ++turns;
        timer = setImmediate(turn);
      });
      const model = new LogisticRegression(steps);
      await model.fitAsync(X, y, { workers: Refused === undefined ? 0 : 2 });
      clearImmediate(timer);
      expect(result(model)).toEqual(expected);
      expect(turns).toBeGreaterThan(0);
    }
  });

  it("small data is fitted, unless workers are asked for", async () => {
    await new LogisticRegression().fitAsync([[1], [2], [3]], [0, 1, 0]);
    expect(WatchedWorker.all).toEqual([]);
    await new LogisticRegression().fitAsync([[1], [2], [3]], [0, 1, 0], { workers: 5 });
    expect(WatchedWorker.all).toHaveLength(1);
  });
});

describe("many fits", () => {
  it("leave no worker alive, and no listener on the signal", async () => {
    const few = { data: X.data.subarray(0, 5 * 40), rows: 40, columns: 5 };
    const fits = EVERY_SIZE ? 50 : 8;
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    for (let i = 0; i < fits; ++i) {
      await new LogisticRegression().fitAsync(few, y.slice(0, 40), { workers: 1, signal });
      expect(alive()).toBe(0);
    }
    expect(WatchedWorker.all).toHaveLength(fits);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });

  it("of one model at a time: the one that ends last stays", async () => {
    const model = new LogisticRegression();
    const ends: number[] = [];
    const fitted = (rows: number, workers: number) =>
      model
        .fitAsync({ data: X.data.subarray(0, rows * 5), rows, columns: 5 }, y.slice(0, rows), { workers })
        .then(() => ends.push(rows));
    await Promise.all([fitted(50_000, 2), fitted(1000, 0)]);
    const rows = ends.at(-1) ?? 0;
    const last = new LogisticRegression().fit(
      { data: X.data.subarray(0, rows * 5), rows, columns: 5 },
      y.slice(0, rows),
    );
    expect(result(model)).toEqual(result(last));
  });

  it("let the process end by itself, also after a failure, an abort and a death", () => {
    const library = new URL("../../build/index.js", import.meta.url);
    const script = fileURLToPath(new URL("../support/fitAsyncProcess.mjs", import.meta.url));
    const output = execFileSync(process.execPath, [script, library.href], { encoding: "utf8", timeout: 50_000 });
    expect(output).toBe("fitted NON_FINITE AbortError WORKER_FAILED\n");
  });
});

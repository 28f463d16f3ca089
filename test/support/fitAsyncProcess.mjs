// Fits in workers with every kind of end, and leaves it to the process to end by itself: `node fitAsyncProcess.mjs index.js`
import threads from "node:worker_threads";

const { LogisticRegression } = await import(process.argv[2]);
const workers = [];
threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    workers.push(this);
  }
};

const rows = 40_000;
const data = Float64Array.from({ length: rows * 2 }, (_, i) => Math.sin(i * i));
const y = Array.from({ length: rows }, (_, i) => (data[2 * i] + Math.cos(i) > 0 ? 1 : 0));
const endless = { solver: "gradient-descent", tolerance: 1e-300, maxEpochs: 1_000_000 };
const run = (options, how) =>
  new LogisticRegression(options).fitAsync({ data, rows, columns: 2 }, y, { workers: 2, ...how });
const ended = (promise) =>
  promise.then(
    () => "fitted",
    (error) => (error.code && error.name !== "AbortError" ? error.code : error.name),
  );

const ends = [await ended(run({}, {}))];
data[2 * 30_000] = Number.NaN;
ends.push(await ended(run({}, {})));
data[2 * 30_000] = 0;
const controller = new AbortController();
setTimeout(() => controller.abort(), 300);
ends.push(await ended(run(endless, { signal: controller.signal })));
setTimeout(() => workers.at(-1).terminate(), 1000);
ends.push(await ended(run(endless, {})));
console.log(ends.join(" "));

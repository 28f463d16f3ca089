// fit and fitAsync by number of workers:   npm run bench:async -- [--rows N] [--columns N] [--rounds N]
//
// One seeded data set in f32, the default solver and gradient descent of 20 epochs, in rounds: every contender once a round, so
// that a slow second of the machine falls on all alike; medians. Marshalling is all until the first question is asked: starting
// workers, copying their rows, moments of the columns. A full run writes results/async.json and results/async.md.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import threads from "node:worker_threads";
import { LogisticRegression } from "../build/index.js";
import { generator } from "./workload.mjs";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    columns: { type: "string", default: "100" },
    rounds: { type: "string", default: "7" },
  },
});
const [rows, columns, rounds] = [options.rows, options.columns, options.rounds].map(Number);
const complete = rows === 1_000_000 && columns === 100 && rounds >= 7;

/** When the first question of the fit was sent: what a worker is told says when marshalling is over. */
let asked = 0;
threads.Worker = class extends threads.Worker {
  postMessage(message, transfer) {
    if (message.kind === "ask" && asked === 0) asked = performance.now();
    super.postMessage(message, transfer);
  }
};

function makeData() {
  const next = generator(20250101);
  const data = new Float32Array(new SharedArrayBuffer(rows * columns * 4));
  const y = new Uint8Array(rows);
  const w = Float64Array.from({ length: columns }, () => (2 * next()) / Math.sqrt(columns));
  for (let i = 0; i < rows; ++i) {
    let z = 0;
    for (let j = 0; j < columns; ++j) {
      data[i * columns + j] = next() + next() + next();
      z += data[i * columns + j] * w[j];
    }
    y[i] = next() / 2 + 0.5 < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  }
  const own = Float32Array.from(data);
  return { X: { data: own, rows, columns }, shared: { data, rows, columns }, y };
}

const { X, shared, y } = makeData();
const CONTENDERS = {
  fit: undefined,
  "0 workers": { X, workers: 0 },
  "1 worker": { X, workers: 1 },
  "2 workers": { X, workers: 2 },
  "1 worker, shared": { X: shared, workers: 1 },
  "2 workers, shared": { X: shared, workers: 2 },
};
const SOLVERS = {
  auto: {},
  "gradient descent, 20 epochs": { solver: "gradient-descent", maxEpochs: 20, learningRate: 0.1 },
};

async function timed(solver, contender) {
  const model = new LogisticRegression(solver);
  asked = 0;
  const started = performance.now();
  if (contender === undefined) model.fit(X, y);
  else await model.fitAsync(contender.X, y, { workers: contender.workers });
  // not the end of the workers, for which nobody has to wait
  const total = model.report.seconds * 1000;
  const marshalling = asked === 0 ? Number.NaN : asked - started;
  return { total, marshalling, after: total - marshalling, bits: Buffer.from(model.coef.buffer).toString("hex") };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const shown = (ms) => (Number.isNaN(ms) ? "" : ms.toFixed(0));

const report = { node: process.version, cpu: cpus()[0].model.trim(), rows, columns, rounds, solvers: {} };
for (const [title, solver] of Object.entries(SOLVERS)) {
  const results = Object.fromEntries(Object.keys(CONTENDERS).map((name) => [name, []]));
  await timed(solver, undefined);
  for (let round = 0; round < rounds; ++round) {
    for (const [name, contender] of Object.entries(CONTENDERS)) results[name].push(await timed(solver, contender));
  }
  const bits = new Set(Object.values(results).flatMap((runs) => runs.map((run) => run.bits)));
  if (bits.size !== 1) throw new Error(`${title}: ${bits.size} different results`);
  const of = (name, part) => median(results[name].map((run) => run[part]));
  const times = Object.fromEntries(
    Object.keys(CONTENDERS).map((name) => [
      name,
      { marshalling: of(name, "marshalling"), after: of(name, "after"), total: of(name, "total") },
    ]),
  );
  /** Of one round each, so that both saw the same machine. */
  const speedUp = (one, two) => median(results[one].map((run, round) => run.after / results[two][round].after));
  const ratios = {
    copied: speedUp("1 worker", "2 workers"),
    shared: speedUp("1 worker, shared", "2 workers, shared"),
  };
  report.solvers[title] = { times, ratios };
}

const tables = Object.entries(report.solvers).map(([title, { times, ratios }]) => {
  const lines = Object.entries(times).map(
    ([name, t]) => `| ${name} | ${shown(t.marshalling)} | ${shown(t.after)} | ${shown(t.total)} |`,
  );
  return `${title}: 2 workers are ${ratios.copied.toFixed(2)} times as fast as 1 after marshalling, ${ratios.shared.toFixed(2)} times in shared memory

| ms | marshalling | after it | in all |
| --- | --- | --- | --- |
${lines.join("\n")}`;
});
const text = `${rows} x ${columns} in f32, ${report.cpu}, Node ${report.node}, medians of ${rounds} rounds (npm run bench:async)

${tables.join("\n\n")}
`;
console.log(text);
if (complete) {
  const folder = fileURLToPath(new URL("results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}async.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(`${folder}async.md`, text);
}

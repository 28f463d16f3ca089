// Cold start:   npm run bench:start -- [--rounds N] [--json]
//
// Import, first fit of breast cancer (569 x 30) and one prediction, each in a process of its own, against the same process
// without a library; medians of interleaved rounds, and what a browser would download. Peers that are not installed are
// skipped (peers/README.md). Writes results/start.json and results/start.md.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { STEPS } from "./start/breastCancer.mjs";
import { downloadSize } from "./start/size.mjs";

const PEERS = "../peers/";
const CONTENDERS = [
  { id: "nothing", title: "nothing: reads the data", script: "start/nothing.mjs" },
  {
    id: "logit-wasm",
    title: "logit-wasm, to the optimum",
    script: "start/ours.mjs",
    download: {
      entry:
        'import { LogisticRegression } from "../../build/index.js"; globalThis.LogisticRegression = LogisticRegression;',
      from: ".",
    },
  },
  {
    id: "tfjs",
    title: `TensorFlow.js 4.22, WebAssembly backend, ${STEPS} steps`,
    script: "peers/startTfjs.mjs",
    needs: "peers/node_modules/@tensorflow/tfjs-backend-wasm",
    download: {
      entry: `import { add, div, matMul, mean, mul, scalar, setBackend, sigmoid, slice, sub, tensor2d, tidy, zeros } from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
globalThis.tf = { add, div, matMul, mean, mul, scalar, setBackend, sigmoid, slice, sub, tensor2d, tidy, zeros, setWasmPaths };`,
      from: PEERS,
      fetches: [`${PEERS}node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm`],
    },
  },
  {
    id: "ml-logistic-regression",
    title: `ml-logistic-regression 2.0.0, ${STEPS} steps`,
    script: "peers/startMl.mjs",
    needs: "peers/node_modules/ml-logistic-regression",
    download: {
      entry: `import { Matrix } from "ml-matrix"; import LogisticRegression from "ml-logistic-regression";
globalThis.ml = { Matrix, LogisticRegression };`,
      from: PEERS,
    },
  },
];

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "21" }, json: { type: "boolean", default: false } },
});
const rounds = Number(options.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new RangeError(`--rounds: expected a whole number above 0`);

const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));
const present = CONTENDERS.filter(({ needs }) => needs === undefined || existsSync(pathOf(needs)));
const absent = CONTENDERS.filter((contender) => !present.includes(contender)).map(({ title }) => title);

function runOnce({ id, script }) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [pathOf(script)], { encoding: "utf8" });
  const wallMs = performance.now() - start;
  if (status !== 0) throw new Error(`${id}: ${stderr}`);
  return { wallMs, ...JSON.parse(stdout.slice(stdout.lastIndexOf("{"))) };
}

/** Median and the quartiles' distance from each other as a part of it. */
function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q) => sorted[Math.round(q * (sorted.length - 1))];
  return { ms: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) };
}

const times = new Map(present.map(({ id }) => [id, []]));
for (let round = 0; round <= rounds; ++round) {
  for (const contender of present) {
    const result = runOnce(contender);
    // the first round only brings the files into the page cache
    if (round > 0) times.get(contender.id).push(result);
  }
}

const results = [];
for (const { id, title, download } of present) {
  const runs = times.get(id);
  const of = (key) => summary(runs.map((run) => run[key]));
  const bytes = download === undefined ? 0 : await downloadSize(download);
  results.push({
    id,
    title,
    process: of("wallMs"),
    cpu: of("cpuMs"),
    import: of("importMs"),
    use: of("useMs"),
    downloadBytes: bytes,
  });
}
const base = results[0].process.ms;
const report = { node: process.version, cpu: cpus()[0].model.trim(), rounds, absent, results };

const rows = results.map(({ title, process: whole, cpu, import: loading, use, downloadBytes }) => [
  title,
  `${whole.ms.toFixed(0)} ±${(100 * whole.spread).toFixed(0)} %`,
  (whole.ms - base).toFixed(0),
  cpu.ms.toFixed(0),
  loading.ms.toFixed(1),
  use.ms.toFixed(1),
  (downloadBytes / 1024).toFixed(1),
]);
const header = [
  "",
  "process, ms",
  "more than nothing, ms",
  "processor time, ms",
  "import, ms",
  "fit and predict, ms",
  "download, KiB gzipped",
];
const line = (cells) => `| ${cells.join(" | ")} |`;
const table = [line(header), line(header.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
const skipped = absent.length === 0 ? "" : `\nSkipped, not installed: ${absent.join("; ")}.\n`;
const markdown = `# Cold start

Import, first fit of breast cancer (569 x 30) and one prediction in a fresh process: medians of ${rounds} interleaved rounds,
${report.cpu}, Node ${process.version}. Processor time counts all threads, engine's helpers included. \`npm run bench:start\` writes this page.

${table}
${skipped}`;
writeFileSync(pathOf("results/start.json"), `${JSON.stringify(report, undefined, 2)}\n`);
writeFileSync(pathOf("results/start.md"), markdown);
process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : markdown);

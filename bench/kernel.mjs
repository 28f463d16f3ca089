// How far the kernel is from what the machine can do:   npm run bench:kernel -- [--quick] [--json]
//
//   epoch       cost and gradient, panels in linear memory     windowed    the same, rows copied in window by window
//   weighted    an epoch whose rows have weights of their own  plain       a JavaScript loop over typed arrays (plain.mjs)
//   predict     probabilities of rows copied in by windows     bare        a SIMD read of the same bytes (bare.ts), faster of two
//
// "x bare" is the time as a multiple of the bare read's in the same run. Times are medians of interleaved rounds, +- half
// the distance between the quartiles. --quick: fewer rounds, small shapes. --fastest: the tenth of the rounds that was least
// disturbed instead of the median, for a machine that others use too. --shapes 4096x128,... --types f32 --kernel FILE narrow
// the epochs down or measure another build.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createMathProbe } from "../scripts/mathProbe.mjs";
import { measure } from "../scripts/ulp.mjs";
import { compileBare } from "./bare.mjs";
import { measurePredict } from "./predict.mjs";
import { race } from "./timing.mjs";
import { createWorkload } from "./workload.mjs";

const EPOCH_SHAPES = ["1024x32", "4096x128", "100000x28", "20000x784", "1000000x28", "1000000x100"];
const HESSIAN_SHAPES = ["100000x28", "20000x200", "5000x500"];
const QUICK_EPOCH_SHAPES = ["1024x32", "4096x128", "100000x28"];
const QUICK_HESSIAN_SHAPES = ["20000x200"];
/** Rows that stay in the second-level cache: two panels forward in step. */
const IN_CACHE_BYTES = 1 << 20;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    fastest: { type: "boolean", default: false },
    shapes: { type: "string" },
    types: { type: "string", default: "f32,f64" },
    kernel: { type: "string", default: fileURLToPath(new URL("../build/kernel.wasm", import.meta.url)) },
  },
});
const dtypes = options.types.split(",");
const rounds = options.quick ? 5 : 15;
const quantile = options.fastest ? 0.1 : 0.5;

const kernelBytes = readFileSync(options.kernel);
const kernelModule = new WebAssembly.Module(kernelBytes);
const bareModule = await compileBare();
const plainEpochs = Object.fromEntries(
  await Promise.all(dtypes.map(async (dtype) => [dtype, (await import(`./plain.mjs?${dtype}`)).plainEpoch])),
);

function workloadOf(shape, dtype) {
  const [rows, columns] = shape.split("x").map(Number);
  return createWorkload({ kernelModule, bareModule, plainEpoch: plainEpochs[dtype], dtype, rows, columns });
}

async function measureEpochs(shape, dtype) {
  const work = workloadOf(shape, dtype);
  const inStep = work.xBytes <= IN_CACHE_BYTES;
  const epoch = inStep ? work.epochInStep : work.epoch;
  const weighted = inStep ? work.epochWeightedInStep : work.epochWeighted;
  const { bareOr, bareAdd, epochWindowed: windowed, plain, predict } = work;
  const times = await race({ bareOr, bareAdd, epoch, weighted, windowed, plain, predict }, rounds, quantile);
  const bare = times.bareOr.ms < times.bareAdd.ms ? times.bareOr : times.bareAdd;
  const gbPerSecond = ({ ms }) => work.xBytes / ms / 1e6;
  return {
    shape,
    dtype,
    bareMs: bare.ms,
    bareGbPerSecond: gbPerSecond(bare),
    epochMs: times.epoch.ms,
    epochSpread: times.epoch.spread,
    epochGbPerSecond: gbPerSecond(times.epoch),
    epochTimesBare: times.epoch.ms / bare.ms,
    weightedTimesBare: times.weighted.ms / bare.ms,
    windowedMs: times.windowed.ms,
    windowedTimesBare: times.windowed.ms / bare.ms,
    plainMs: times.plain.ms,
    plainTimesEpoch: times.plain.ms / times.epoch.ms,
    predictMs: times.predict.ms,
    predictGbPerSecond: gbPerSecond(times.predict),
    sink: work.sink(),
  };
}

async function measureHessian(shape, dtype) {
  const work = workloadOf(shape, dtype);
  const { hessian } = await race({ hessian: work.hessian }, rounds, quantile);
  return {
    shape,
    dtype,
    ms: hessian.ms,
    spread: hessian.spread,
    gflopPerSecond: work.hessianFlops / hessian.ms / 1e6,
    sink: work.sink(),
  };
}

/** Columns right-aligned, the first one left-aligned. */
function table(title, head, rows) {
  const cells = [head, ...rows];
  const widths = head.map((_, j) => Math.max(...cells.map((row) => row[j].length)));
  const line = (row) => row.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]) : cell.padStart(widths[j]))).join("  ");
  return [title, line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

const percent = (part) => `±${(50 * part).toFixed(0)} %`;

function epochTable(epochs) {
  const head = ["rows x columns", "", "bare GB/s", "epoch ms", "", "GB/s", "x bare"].concat([
    "weighted",
    "windowed ms",
    "x bare",
    "plain JS ms",
    "speed-up",
    "predict GB/s",
  ]);
  const rows = epochs.map((r) => [
    r.shape.replace("x", " x "),
    r.dtype,
    r.bareGbPerSecond.toFixed(1),
    r.epochMs.toFixed(3),
    percent(r.epochSpread),
    r.epochGbPerSecond.toFixed(1),
    r.epochTimesBare.toFixed(2),
    r.weightedTimesBare.toFixed(2),
    r.windowedMs.toFixed(3),
    r.windowedTimesBare.toFixed(2),
    r.plainMs.toFixed(2),
    r.plainTimesEpoch.toFixed(1),
    r.predictGbPerSecond.toFixed(1),
  ]);
  return table("Epoch: cost and gradient of all rows, one thread", head, rows);
}

function hessianTable(hessians) {
  const rows = hessians.map((r) => [
    r.shape.replace("x", " x "),
    r.dtype,
    r.ms.toFixed(2),
    percent(r.spread),
    r.gflopPerSecond.toFixed(1),
  ]);
  return table("Hessian: upper triangle, a multiply-add is 2 flops", ["rows x columns", "", "ms", "", "GFlop/s"], rows);
}

function predictionTable(p) {
  const many = `${p.rows} rows`;
  const rows = [
    ["one row, an array", `${p.arrayRowNs.toFixed(0)} ns`],
    ["one row, typed", `${p.typedRowNs.toFixed(0)} ns`],
    [`${many}, f32`, `${p.f32GbPerSecond.toFixed(1)} GB/s`],
    [`${many}, f64`, `${p.f64GbPerSecond.toFixed(1)} GB/s`],
  ];
  return table(`predictProba of ${p.columns} features, through the library`, ["X", ""], rows);
}

function errorTable(errors) {
  const rows = errors.map((r) => [r.function, r.dtype, r.domain, r.ulp.toFixed(3)]);
  return table("Worst error, sampled (scripts/ulp.mjs)", ["function", "", "domain", "ULP"], rows);
}

const progress = (text) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`);
const ofAll = async (shapes, run) => {
  const results = [];
  for (const dtype of dtypes)
    for (const shape of shapes) {
      progress(`${run.name} ${shape} ${dtype}`);
      results.push(await run(shape, dtype));
    }
  progress("");
  return results;
};

const report = {
  node: process.version,
  cpu: cpus()[0].model.trim(),
  kernelBytes: kernelBytes.length,
  rounds,
  epochs: await ofAll(options.shapes?.split(",") ?? (options.quick ? QUICK_EPOCH_SHAPES : EPOCH_SHAPES), measureEpochs),
  hessians: options.shapes ? [] : await ofAll(options.quick ? QUICK_HESSIAN_SHAPES : HESSIAN_SHAPES, measureHessian),
  prediction: options.shapes ? undefined : await measurePredict(rounds, quantile, options.quick ? 100_000 : 1_000_000),
  errors: options.shapes ? [] : measure(await createMathProbe(), { sample: true, dtypes }),
};

if (options.json) console.log(JSON.stringify(report));
else {
  console.log(`node ${report.node}, ${report.cpu}, kernel.wasm ${report.kernelBytes} bytes, ${rounds} rounds\n`);
  console.log(epochTable(report.epochs));
  if (report.hessians.length > 0) console.log(`\n${hessianTable(report.hessians)}`);
  if (report.prediction) console.log(`\n${predictionTable(report.prediction)}`);
  if (report.errors.length > 0) console.log(`\n${errorTable(report.errors)}`);
}

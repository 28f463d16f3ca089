// What a non-zero of sparse rows costs:   npm run bench:sparse-kernel -- [--quick] [--json] [--kernel FILE]
//
// ns a non-zero of each kernel, beside two limits of the same run: "bare", a SIMD read of the bytes that the kernel reads once
// (indices, values, indptr), and "plain", the same epoch as a JavaScript loop over typed arrays. "gather" is the gradient as
// sums over the rows of each column, from a second copy of the rows by columns, without the forward half: it would take the
// place of "backward". Times are medians of interleaved rounds.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compileBare } from "./bare.mjs";
import { csrLinearMemory, sparseText } from "./sparse/rows.mjs";
import { race } from "./timing.mjs";

/** Rows, columns, words a row: of generated text, and clicks. */
const SHAPES = [
  [32_000, 120, 14],
  [20_000, 47_000, 80],
  [60_000, 12_000, 60],
  [11_000, 130_000, 150],
  [400_000, 100_000, 20],
];
const QUICK_SHAPES = SHAPES.slice(0, 2);
/** Columns up to which a Hessian is formed here. */
const HESSIAN_COLUMNS = 1000;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    kernel: { type: "string", default: fileURLToPath(new URL("../build/kernel.sparse.wasm", import.meta.url)) },
  },
});
const kernelModule = new WebAssembly.Module(readFileSync(options.kernel));
const bareModule = await compileBare();
const rounds = options.quick ? 5 : 9;

function plainEpoch({ indptr, indices, data, v, w, gradient }) {
  let loss = 0;
  for (let i = 0; i + 1 < indptr.length; ++i) {
    // integers for the engine, which takes what a Uint32Array has for doubles
    const from = indptr[i] | 0;
    const end = indptr[i + 1] | 0;
    let z = 0;
    for (let k = from; k < end; ++k) z += data[k] * w[indices[k]];
    const u = v[i] < 0 ? -z : z;
    const e = Math.exp(-Math.abs(u));
    loss += Math.max(u, 0) + Math.log1p(e);
    const dz = (v[i] * (u >= 0 ? 1 : e)) / (1 + e);
    for (let k = from; k < end; ++k) gradient[indices[k]] += data[k] * dz;
  }
  return loss;
}

async function measureShape([rows, columns, words], values) {
  const text = sparseText(rows, columns, words);
  const memory = csrLinearMemory(kernelModule, bareModule, text, values);
  const { calls, bytes, indexType } = memory;
  const plain = { ...text, gradient: new Float64Array(columns) };
  const candidates = { ...calls, plain: () => plainEpoch(plain) };
  if (columns > HESSIAN_COLUMNS) delete candidates.hessian;
  const times = await race(candidates, rounds);
  const nonZeros = text.indices.length;
  const each = Object.fromEntries(Object.entries(times).map(([name, { ms }]) => [name, (ms * 1e6) / nonZeros]));
  return {
    rows,
    columns,
    nonZeros,
    values,
    indexType,
    bytesEach: bytes / nonZeros,
    spread: times.epoch.spread,
    ...each,
  };
}

const results = [];
for (const shape of options.quick ? QUICK_SHAPES : SHAPES) {
  for (const values of ["f32", "f64", "ones"]) results.push(await measureShape(shape, values));
}
if (options.json) {
  console.log(JSON.stringify(results, undefined, 2));
} else {
  const KERNELS = [
    "bare",
    "epoch",
    "weighted",
    "forward",
    "backward",
    "gather",
    "product",
    "moments",
    "hessian",
    "plain",
  ];
  console.log(["rows x columns, non-zeros".padEnd(34), "bytes", ...KERNELS.map((name) => name.padStart(8))].join(" "));
  for (const result of results) {
    const { rows, columns, nonZeros, values, indexType, bytesEach } = result;
    const name = `${rows} x ${columns}, ${(nonZeros / 1e6).toFixed(2)} M ${values} ${indexType}`.padEnd(34);
    const numbers = KERNELS.map((kernel) => (result[kernel]?.toFixed(2) ?? "").padStart(8));
    console.log([name, bytesEach.toFixed(1).padStart(5), ...numbers].join(" "));
  }
}

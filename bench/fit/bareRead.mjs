// Child process: a whole fit, everything included, beside a bare SIMD read of X.   node bareRead.mjs FOLDER ROUNDS
import { LogisticRegression } from "../../build/index.js";
import { compileBare } from "../bare.mjs";
import { race } from "../timing.mjs";
import { load } from "./cache.mjs";

const PAGE_BYTES = 65536;
const OUT_BYTES = 64;

const [folder, rounds] = process.argv.slice(2);
const { x, y, rows, columns, l2 } = load(folder, "f32");
const X = { data: x, rows, columns };
const memory = new WebAssembly.Memory({ initial: Math.ceil((x.byteLength + OUT_BYTES) / PAGE_BYTES) });
new Float32Array(memory.buffer, OUT_BYTES, x.length).set(x);
const bare = new WebAssembly.Instance(await compileBare(), { env: { memory } }).exports;
// 128 bytes at a time
const bytes = x.byteLength - (x.byteLength % 128);
const fitWith = (tolerance) => () => new LogisticRegression({ l2, standardize: false, ...tolerance }).fit(X, y);

const times = await race(
  {
    or: () => bare.or(0, OUT_BYTES, bytes),
    add: () => bare.add(0, OUT_BYTES, bytes),
    fit: fitWith({ tolerance: 1e-6 }),
    fitDefault: fitWith({}),
  },
  Number(rounds),
);
const bareMs = Math.min(times.or.ms, times.add.ms);
const result = { bareMs, fitMs: times.fit.ms, fitDefaultMs: times.fitDefault.ms };
console.log(JSON.stringify({ ready: true, bytes, ...result }));

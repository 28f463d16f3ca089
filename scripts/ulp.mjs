// Worst error of exp, log, log1p, sigmoid and loss, in units in the last place:   node scripts/ulp.mjs [--sample] [--twins] [--json]
//
//   f32   every one of the 2^32 inputs (--sample: one in 4099), against the engine's double functions, whose own error is
//         below 2^-26 ULP of f32
//   f64   four million seeded inputs (--sample: twenty thousand) over every scale, over the range that matters and around the points
//         where exp changes n, against double-double arithmetic
//
// One ULP is the distance between the two neighbouring numbers of the data type around the exact value; a subnormal
// has that of the smallest normal. --twins runs the scalar twins too (half as long again) and counts the inputs on which
// their bits differ from the vectors' (NaN is NaN). A quiet machine needs some five minutes for everything.
import { parseArgs } from "node:util";
import { exp, log, log1p, loss, scale, sigmoid } from "./doubleDouble.mjs";
import { createMathProbe } from "./mathProbe.mjs";

const bits64 = new Float64Array(1);
const words64 = new Int32Array(bits64.buffer);

/** Exponent of |x|, not below that of the smallest normal. */
function exponentOf(x, least) {
  bits64[0] = x;
  return Math.max(((words64[1] >>> 20) & 0x7ff) - 1023, least);
}

const INVERSE_ULP_F32 = Array.from({ length: 512 }, (_, i) => 2 ** (23 - (i - 256)));

function errorF32(got, exact) {
  if (Number.isNaN(exact)) return Number.isNaN(got) ? 0 : Number.POSITIVE_INFINITY;
  if (got === exact) return 0;
  const error = Math.abs(got - exact) * INVERSE_ULP_F32[exponentOf(exact, -126) + 256];
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

function errorF64(got, [high, low, exponent]) {
  const ulpExponent = Math.max(exponentOf(high, -1022) + exponent, -1022) - 52;
  const difference = scale(got, -exponent) - high - low;
  const error = scale(Math.abs(difference), exponent - ulpExponent);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

// Doubles, exact to 2^-50 or better: where the elementary function has nothing left to add, the series does (and is faster)
const TINY = 2 ** -31;
const EXACT_F32 = {
  exp: (x) => (x < -110 ? 0 : x > -TINY ? 1 + x : Math.exp(x)),
  log: Math.log,
  log1p: Math.log1p,
  sigmoid(u) {
    if (u > 40) return 1;
    if (u < -110) return 0;
    if (Math.abs(u) < TINY) return 0.5 + u / 4;
    const e = Math.exp(-Math.abs(u));
    return (u >= 0 ? 1 : e) / (1 + e);
  },
  loss(u) {
    if (u > 40) return u;
    if (u < -110) return 0;
    if (Math.abs(u) < TINY) return Math.LN2 + u / 2;
    return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
  },
};

const EXACT_F64 = { exp, log, log1p, sigmoid, loss };

/** The oracle's value, rounded to a double. */
export function exactF64(name, x) {
  const [high, , exponent] = EXACT_F64[name](x);
  return scale(high, exponent);
}

/** First and last bit pattern of the f32 domain, as unsigned integers; NaN belongs to it. */
const FUNCTIONS = {
  exp: { domain: "x <= 0", first: 0x80000000, last: 0xffffffff },
  log: { domain: "all", first: 0, last: 0xffffffff },
  log1p: { domain: "[0, 1]", first: 0, last: 0x3f800000 },
  sigmoid: { domain: "all", first: 0, last: 0xffffffff },
  loss: { domain: "all", first: 0, last: 0xffffffff },
};

/** Mulberry32 (Tommy Ettinger, 2017). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function inputsF64(name, random) {
  const fine = () => random() + random() * 2 ** -32;
  const anyScale = (least, most) => (1 + fine()) * 2 ** Math.floor(least + random() * (most - least));
  const nearChange = () => (Math.floor(random() * 40) + 0.5) * Math.LN2 * (1 + (fine() - 0.5) * 2 ** -20);
  const distance = () => {
    const kind = random();
    if (kind < 0.4) return fine() * 40;
    if (kind < 0.6) return nearChange();
    if (kind < 0.8) return fine() * 750;
    return anyScale(-60, 10);
  };
  if (name === "exp") return () => -distance();
  if (name === "log1p") return () => (random() < 0.7 ? fine() : Math.min(anyScale(-80, 0), 1));
  if (name === "log")
    return () => (random() < 0.5 ? 0.25 + fine() * 4 : Math.min(anyScale(-1074, 1024), Number.MAX_VALUE));
  return () => (random() < 0.5 ? distance() : -distance());
}

function worse(worst, error, input) {
  if (error > worst.ulp) {
    worst.ulp = error;
    worst.at = input;
  }
}

/** How many of the first `count` numbers have other bits in the other twin; a NaN is a NaN. */
function countDifferent(probe, name, dtype, count) {
  probe.runScalar(name, dtype, Math.ceil(count / 4) * 4);
  const [vector, scalar] = [probe.vector(dtype), probe.scalar(dtype)].map((x) => x.subarray(0, count));
  const [a, b] = [vector, scalar].map((x) => Buffer.from(x.buffer, x.byteOffset, x.byteLength));
  if (a.equals(b)) return 0;
  return vector.reduce((different, x, i) => different + (Object.is(x, scalar[i]) ? 0 : 1), 0);
}

function measureF32(probe, name, stride, worst) {
  const { first, last } = FUNCTIONS[name];
  const exact = EXACT_F32[name];
  const input = probe.input("f32");
  const inputBits = new Int32Array(input.buffer, input.byteOffset, input.length);
  const output = probe.vector("f32");
  worst.inputs = Math.ceil((last - first + 1) / stride);
  for (let done = 0; done < worst.inputs; done += input.length) {
    const used = Math.min(input.length, worst.inputs - done);
    const from = (first + done * stride) | 0;
    for (let i = 0; i < used; ++i) inputBits[i] = from + Math.imul(i, stride);
    probe.runVector(name, "f32", Math.ceil(used / 4) * 4);
    for (let i = 0; i < used; ++i) {
      const value = exact(input[i]);
      // one ULP is more than 2^-24 of the value: most inputs need no exact ULP
      if (Math.abs(output[i] - value) <= worst.ulp * 2 ** -24 * Math.abs(value)) continue;
      worse(worst, errorF32(output[i], value), input[i]);
    }
    if (worst.twins !== undefined) worst.twins += countDifferent(probe, name, "f32", used);
  }
}

function measureF64(probe, name, count, seed, worst) {
  const input = probe.input("f64");
  const output = probe.vector("f64");
  const next = inputsF64(name, generator(seed));
  for (let done = 0; done < count; done += input.length) {
    for (let i = 0; i < input.length; ++i) input[i] = next();
    probe.runVector(name, "f64", input.length);
    const used = Math.min(input.length, count - done);
    for (let i = 0; i < used; ++i) worse(worst, errorF64(output[i], EXACT_F64[name](input[i])), input[i]);
    if (worst.twins !== undefined) worst.twins += countDifferent(probe, name, "f64", used);
  }
  worst.inputs = count;
}

/** One record a function and data type: `{ function, dtype, domain, inputs, ulp, at, twins }`. */
export function measure(probe, { sample = false, twins = false, seed = 20250101, dtypes = ["f32", "f64"] } = {}) {
  return Object.keys(FUNCTIONS).flatMap((name) =>
    dtypes.map((dtype) => {
      const { domain } = FUNCTIONS[name];
      const worst = { function: name, dtype, domain, inputs: 0, ulp: 0, at: Number.NaN, twins: twins ? 0 : undefined };
      if (dtype === "f32") measureF32(probe, name, sample ? 4099 : 1, worst);
      else measureF64(probe, name, sample ? 20_000 : 4_000_000, seed, worst);
      return worst;
    }),
  );
}

if (process.argv[1] === import.meta.filename) {
  const flag = { type: "boolean", default: false };
  const { values } = parseArgs({ options: { sample: flag, twins: flag, json: flag } });
  const started = performance.now();
  const results = measure(await createMathProbe(), values);
  if (values.json) console.log(JSON.stringify(results));
  else {
    console.table(results.map((r) => ({ ...r, ulp: r.ulp.toFixed(4) })));
    console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
}

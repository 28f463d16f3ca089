import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createMathProbe, type Dtype, type MathFunction } from "../../scripts/mathProbe.mjs";
import { exactF64, measure } from "../../scripts/ulp.mjs";
import * as reference from "../../src/math/elementary.ts";
import { EVERY_SIZE } from "../support/everySize.ts";

const SEED = 20250101;
const FUNCTIONS: readonly MathFunction[] = ["exp", "log", "log1p", "sigmoid", "loss"];
const DTYPES: readonly Dtype[] = ["f32", "f64"];
const CASES = FUNCTIONS.flatMap((name) => DTYPES.map((dtype) => [name, dtype] as const));
const REFERENCE: Record<MathFunction, Record<Dtype, (x: number) => number>> = {
  exp: { f32: reference.expF32, f64: reference.expF64 },
  log: { f32: reference.logF32, f64: reference.logF64 },
  log1p: { f32: reference.log1pF32, f64: reference.log1pF64 },
  sigmoid: { f32: reference.sigmoidF32, f64: reference.sigmoidF64 },
  loss: { f32: reference.lossF32, f64: reference.lossF64 },
};

// Correctly rounded by mpmath 1.3 at 400 bits, for example: from mpmath import *; mp.prec = 400; float(log1p(exp(mpf(2.5))))
const GOLDEN: readonly (readonly [MathFunction, number, number])[] = [
  ["exp", -0.1, 0.9048374180359595],
  ["exp", -1, 0.36787944117144233],
  ["exp", -0.3465735902799727, 0.7071067811865475],
  ["exp", -700, 9.85967654375977e-305],
  ["log", 0.2, -1.6094379124341003],
  ["log", 3, 1.0986122886681098],
  ["log", 1.0000001, 9.999999505838704e-8],
  ["log", 1e300, 690.7755278982137],
  ["log1p", 1e-10, 9.999999999500001e-11],
  ["log1p", 0.3, 0.26236426446749106],
  ["log1p", 1, Math.LN2],
  ["sigmoid", 0.5, 0.6224593312018546],
  ["sigmoid", -3.25, 0.03732688734412946],
  ["sigmoid", -40, 4.248354255291589e-18],
  ["loss", -0.7, 0.4031860488854579],
  ["loss", 2.5, 2.5788897342925496],
  ["loss", -30, 9.357622968839737e-14],
];

// Optimised or not, the bits are the same
const probe = await createMathProbe();
const PROBES = [probe, await createMathProbe({ debug: true })];

function inDomain(name: MathFunction, x: number): boolean {
  if (name === "exp") return !(x > 0);
  if (name === "log1p") return !(x < 0 || x > 1);
  return true;
}

/** The first input on which a twin of either build gives other bits than the reference. NaN equals NaN, 0 is not -0. */
function firstDifference(name: MathFunction, dtype: Dtype, inputs: ArrayLike<number>): string | undefined {
  const twin = REFERENCE[name][dtype];
  for (const { input: inputOf, vector: vectorOf, scalar: scalarOf, runVector, runScalar } of PROBES) {
    const [input, vector, scalar] = [inputOf(dtype), vectorOf(dtype), scalarOf(dtype)];
    for (let from = 0; from < inputs.length; from += input.length) {
      const count = Math.min(input.length, inputs.length - from);
      for (let i = 0; i < count; ++i) input[i] = Number(inputs[from + i]);
      runVector(name, dtype, Math.ceil(count / 4) * 4);
      runScalar(name, dtype, Math.ceil(count / 4) * 4);
      for (let i = 0; i < count; ++i) {
        const expected = twin(Number(input[i]));
        if (Object.is(vector[i], expected) && Object.is(scalar[i], expected)) continue;
        return `${name}(${input[i]}), lane ${i % 4}: vector ${vector[i]}, scalar ${scalar[i]}, reference ${expected}`;
      }
    }
  }
  return undefined;
}

function evaluate(name: MathFunction, dtype: Dtype, inputs: readonly number[]): number[] {
  const difference = firstDifference(name, dtype, inputs);
  if (difference) throw new Error(difference);
  return inputs.map((x) => REFERENCE[name][dtype](dtype === "f32" ? Math.fround(x) : x));
}

/** x and its neighbours, as many on either side, in the data type. */
function around(x: number, dtype: Dtype, neighbours: number): number[] {
  const values = dtype === "f32" ? new Float32Array([x]) : new Float64Array([x]);
  const bits = dtype === "f32" ? new Int32Array(values.buffer) : new BigInt64Array(values.buffer);
  const centre = BigInt(bits[0] ?? 0);
  return Array.from({ length: 2 * neighbours + 1 }, (_, i) => {
    const moved = centre + BigInt(i - neighbours);
    if (bits instanceof Int32Array) bits[0] = Number(moved);
    else bits[0] = moved;
    return Number(values[0]);
  });
}

function edges(dtype: Dtype): number[] {
  const [smallest, subnormal, largest] =
    dtype === "f32" ? [2 ** -126, 2 ** -149, 3.4028234663852886e38] : [2 ** -1022, 2 ** -1074, Number.MAX_VALUE];
  const cancelled = [1, Math.SQRT1_2, Math.SQRT2, 0.5, 2, 4, Math.LN2, Math.E];
  const underflow =
    dtype === "f32" ? [87.33654, 87.68311, 103.2789, 103.97208, 104] : [708.396418, 744.44, 745.13, 746];
  const changes = Array.from({ length: dtype === "f32" ? 151 : 1076 }, (_, n) => (n + 0.5) * Math.LN2);
  const finite = [...cancelled, ...underflow, ...changes, smallest, subnormal * 8, largest, 1e-8, 2 ** -24, 2 ** -53];
  const near = finite.flatMap((x) => around(x, dtype, 4));
  const specials = [0, subnormal, subnormal * 3, largest, Number.POSITIVE_INFINITY, Number.NaN];
  return [...near, ...specials].flatMap((x) => [x, -x]);
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Half of them any bit pattern, half in the range that matters. */
function randomInputs(name: MathFunction, dtype: Dtype, count: number): number[] {
  const random = generator(SEED);
  const bits = new Uint32Array(2);
  const values = dtype === "f32" ? new Float32Array(bits.buffer) : new Float64Array(bits.buffer);
  return Array.from({ length: count }, (_, i) => {
    if (i % 2 === 0) {
      bits[0] = random() * 2 ** 32;
      bits[1] = random() * 2 ** 32;
      return Number(values[0]);
    }
    if (name === "exp") return -random() * 50;
    if (name === "log1p") return random();
    return name === "log" ? random() * 4 : (random() - 0.5) * 100;
  }).filter((x) => inDomain(name, x));
}

/** The worst errors that the header comments state. */
function statedBounds(): Record<MathFunction, Record<Dtype, number>> {
  const stated = (file: string) =>
    [
      ...readFileSync(new URL(`../../assembly/math/${file}.ts`, import.meta.url), "utf8").matchAll(
        /worst error +f32 ([\d.]+) ULP.* f64 ([\d.]+) ULP/g,
      ),
    ].map((match) => ({ f32: Number(match[1]), f64: Number(match[2]) }));
  const none = { f32: 0, f64: 0 };
  const [exp = none] = stated("exp");
  const [log1p = none, log = none] = stated("log");
  const [sigmoid = none] = stated("sigmoid");
  const [loss = none] = stated("loss");
  return { exp, log, log1p, sigmoid, loss };
}

describe("SIMD, scalar twin and TypeScript reference give the same bits", () => {
  it.each(CASES)(
    "%s %s at special values, domain edges and next to every change of n, in every lane",
    (name, dtype) => {
      const inputs = edges(dtype).filter((x) => inDomain(name, x));
      for (let lane = 0; lane < 4; ++lane) {
        expect(firstDifference(name, dtype, [...inputs.slice(0, lane), ...inputs])).toBeUndefined();
      }
    },
  );

  it.each(CASES)(`%s %s at random inputs (seed ${SEED})`, (name, dtype) => {
    expect(firstDifference(name, dtype, randomInputs(name, dtype, EVERY_SIZE ? 400_000 : 100_000))).toBeUndefined();
  });

  it.each(FUNCTIONS)("%s f32 at one bit pattern in 16,411", (name) => {
    const bits = Uint32Array.from({ length: Math.floor(2 ** 32 / 16411) }, (_, i) => i * 16411);
    const inputs = new Float32Array(bits.buffer).filter((x) => inDomain(name, x));
    expect(inputs.length).toBeGreaterThan(60_000);
    expect(firstDifference(name, "f32", inputs)).toBeUndefined();
  });
});

describe("special values", () => {
  const { POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity, NaN: nan } = Number;

  it.each(DTYPES)("%s functions are exact at them", (dtype) => {
    expect(evaluate("exp", dtype, [0, -0, minusInfinity, -1e30, nan])).toEqual([1, 1, 0, 0, nan]);
    expect(evaluate("log", dtype, [0, -0, 1, infinity, -1, minusInfinity, nan])).toEqual([
      minusInfinity,
      minusInfinity,
      0,
      infinity,
      nan,
      nan,
      nan,
    ]);
    expect(evaluate("log1p", dtype, [0, -0, nan])).toEqual([0, -0, nan]);
    expect(evaluate("sigmoid", dtype, [0, -0, infinity, minusInfinity, nan])).toEqual([0.5, 0.5, 1, 0, nan]);
    expect(evaluate("loss", dtype, [infinity, minusInfinity, nan, 1e30])).toEqual([
      infinity,
      0,
      nan,
      dtype === "f32" ? Math.fround(1e30) : 1e30,
    ]);
  });

  it.each(CASES)("%s %s keeps a NaN of any payload and sign", (name, dtype) => {
    const input = probe.input(dtype);
    const words = new Uint32Array(input.buffer, input.byteOffset, 64);
    for (let i = 0; i < 64; ++i) {
      const payload = i % 2 === 0 || dtype === "f32" ? 1 << (i % 20) : 0;
      if (dtype === "f32") words[i] = (i & 32 ? 0xff800000 : 0x7f800000) | payload;
      else words[i] = i % 2 === 0 ? payload : (i & 32 ? 0xfff00000 : 0x7ff00000) | (1 << (i % 20));
    }
    const count = dtype === "f32" ? 64 : 32;
    probe.runVector(name, dtype, count);
    probe.runScalar(name, dtype, count);
    expect([...probe.vector(dtype).slice(0, count)].every(Number.isNaN)).toBe(true);
    expect([...probe.scalar(dtype).slice(0, count)].every(Number.isNaN)).toBe(true);
  });

  it("e^x underflows gradually, to the smallest subnormal and then to 0", () => {
    expect(evaluate("exp", "f32", [-103.9, -103.98])).toEqual([2 ** -149, 0]);
    expect(evaluate("exp", "f64", [-745.1, -745.2])).toEqual([2 ** -1074, 0]);
    expect(evaluate("sigmoid", "f64", [-745.1])).toEqual([2 ** -1074]);
    expect(evaluate("loss", "f64", [-745.1])).toEqual([2 ** -1074]);
  });

  it("log1p gives a subnormal back", () => {
    expect(evaluate("log1p", "f32", [2 ** -149, 2 ** -127])).toEqual([2 ** -149, 2 ** -127]);
    expect(evaluate("log1p", "f64", [2 ** -1074, 2 ** -1023])).toEqual([2 ** -1074, 2 ** -1023]);
  });
});

describe("accuracy", () => {
  const bounds = statedBounds();

  it("stays within the bounds of the header comments on a sample (all inputs: scripts/ulp.mjs)", () => {
    for (const worst of measure(probe, { sample: true, twins: true, seed: SEED })) {
      const bound = bounds[worst.function][worst.dtype];
      expect(bound).toBeGreaterThan(0.5);
      expect(worst.ulp, `${worst.function} ${worst.dtype} at ${worst.at}`).toBeLessThanOrEqual(bound);
      expect(worst.ulp, "a sample far below the bound measures something else").toBeGreaterThan(bound / 2);
      expect(worst.twins).toBe(0);
    }
  });

  it.each(GOLDEN)("%s(%d) is within its bound of mpmath's %d, which is the oracle's too", (name, x, exact) => {
    expect(exactF64(name, x)).toBe(exact);
    const [value = Number.NaN] = evaluate(name, "f64", [x]);
    const ulp = 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 52);
    expect(Math.abs(value - exact) / ulp).toBeLessThanOrEqual(bounds[name].f64 + 0.5);
  });
});

describe("mathematics", () => {
  const grid = Array.from({ length: 70_001 }, (_, i) => (i - 35_000) / 1000);

  it.each(DTYPES)("%s functions never decrease along a grid", (dtype) => {
    const increasing = (values: readonly number[]) => values.every((y, i) => i === 0 || y >= Number(values[i - 1]));
    expect(
      increasing(
        evaluate(
          "exp",
          dtype,
          grid.filter((x) => x <= 0),
        ),
      ),
    ).toBe(true);
    expect(
      increasing(
        evaluate(
          "log",
          dtype,
          grid.filter((x) => x > 0),
        ),
      ),
    ).toBe(true);
    expect(
      increasing(
        evaluate(
          "log1p",
          dtype,
          grid.filter((x) => x >= 0 && x <= 1),
        ),
      ),
    ).toBe(true);
    expect(increasing(evaluate("sigmoid", dtype, grid))).toBe(true);
    expect(increasing(evaluate("loss", dtype, grid))).toBe(true);
  });

  it.each(DTYPES)("%s: sigmoid(u) + sigmoid(-u) is 1 to one ULP", (dtype) => {
    const a = evaluate("sigmoid", dtype, grid);
    const worst = Math.max(...a.slice(0, 35_001).map((value, i) => Math.abs(value + Number(a[70_000 - i]) - 1)));
    expect(worst).toBeLessThanOrEqual(dtype === "f32" ? 2 ** -23 : 2 ** -52);
  });

  it.each(DTYPES)("%s: loss(u) - loss(-u) is u to two ULP of the larger", (dtype) => {
    const epsilon = dtype === "f32" ? 2 ** -23 : 2 ** -52;
    const loss = evaluate("loss", dtype, grid);
    const isFar = (u: number, i: number) => {
      const larger = Math.max(Number(loss[i]), Number(loss[70_000 - i]));
      const exact = dtype === "f32" ? Math.fround(u) : u;
      return !(Math.abs(Number(loss[i]) - Number(loss[70_000 - i]) - exact) <= 2 * epsilon * larger);
    };
    expect(grid.filter(isFar)).toEqual([]);
  });

  it.each(DTYPES)("%s: both tails keep their relative accuracy", (dtype) => {
    const epsilon = dtype === "f32" ? 2 ** -23 : 2 ** -52;
    const [a = 0, loss = 0] = [evaluate("sigmoid", dtype, [-60])[0], evaluate("loss", dtype, [-60])[0]];
    expect(Math.abs(a / 8.75651076269652e-27 - 1)).toBeLessThan(2 * epsilon);
    expect(Math.abs(loss / 8.75651076269652e-27 - 1)).toBeLessThan(2 * epsilon);
  });
});

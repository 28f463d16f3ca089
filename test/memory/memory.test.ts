import { describe, expect, it } from "vitest";
import { inChild } from "./inChild.mjs";

const MIB = 2 ** 20;
/** What code, compiled code and garbage that is not collected yet may take beside the data. */
const NOISE = 12 * MIB;

describe("memory stays flat", () => {
  it.each([
    ["fit", 10_000],
    // each with an instance of the kernel: it takes some 3000 until resident memory has found its size
    ["dataset", 8000],
    ["a fit that throws", 1000],
    ["streamed", 20],
  ])("over many calls: %s, %d times", async (kind, times) => {
    const { growth } = await inChild("manyTimes", { kind, times });
    expect(growth).toBeLessThan(NOISE);
  });
});

describe("a fit takes at most 64 MiB beyond the caller's arrays", () => {
  // around the size from which on X stays where it is; with few columns the labels and weights are as large as X
  it.each([
    { dtype: "f32", mib: 16, columns: 28 },
    { dtype: "f64", mib: 30, columns: 28, weighted: true },
    { dtype: "f32", mib: 33, columns: 28 },
    { dtype: "f64", mib: 15.5, columns: 1, weighted: true, options: { classWeight: "balanced" } },
    { dtype: "f32", mib: 31, columns: 1, weighted: true, options: { classWeight: [1, 3], maxEpochs: 10 } },
    { dtype: "f32", mib: 48, columns: 1 },
    { dtype: "f32", mib: 100, columns: 28 },
    { dtype: "f32", mib: 40, columns: 500, options: { maxEpochs: 30 } },
    { dtype: "f64", mib: 40, columns: 16_000, options: { solver: "lbfgs", maxEpochs: 5 } },
    { dtype: "f32", mib: 40, columns: 30_000, options: { solver: "lbfgs", maxEpochs: 5 } },
  ])("%o", async (fit) => {
    const { rise } = await inChild("oneFit", fit);
    expect(rise).toBeLessThan(64 * MIB);
  });

  it("of which an l1 fit of many columns takes the copy of its working set, and next to nothing beside it", async () => {
    const fit = { dtype: "f32", mib: 150, columns: 3000, options: { l1: 0.015 } };
    const { rise = Number.NaN, rows = 0, nonZeros = 0 } = await inChild("oneFit", fit);
    expect(nonZeros).toBeGreaterThan(50);
    // at most 32 columns and three times those that are in
    const workingSet = 4 * rows * (32 + 3 * nonZeros);
    expect(workingSet + NOISE).toBeLessThan(64 * MIB);
    expect(rise).toBeLessThan(workingSet + NOISE);
  });

  it("and leaves next to nothing of it with the model when X was larger than what is kept for the next fit", async () => {
    for (const packed of [false, true]) {
      const { rise, left, columns } = await inChild("givenBack", { mib: 80, packed });
      expect(columns).toBe(512);
      expect(rise).toBeGreaterThan((packed ? 155 : 78) * MIB);
      expect(left).toBeLessThan(NOISE);
    }
  });
});

describe("a Dataset takes one packed copy of X and its weights, and a few per cent", () => {
  it.each([
    { dtype: "f32", mib: 100, columns: 28 },
    { dtype: "f64", mib: 100, columns: 28 },
    { dtype: "f64", mib: 100, columns: 3 },
    { dtype: "f32", mib: 100, columns: 28, pushes: 1000 },
    { dtype: "f64", mib: 100, columns: 3, pushes: 777 },
  ])("%o", async ({ dtype, mib, columns, pushes = 0 }) => {
    const { rise = 0, left = 0, rows = 0, bytes = 0 } = await inChild("oneDataset", { dtype, mib, columns, pushes });
    const packed = bytes * (1 + 1 / columns);
    // a label a row stays beside; a builder has one more while it builds
    expect(left).toBeLessThan(1.02 * packed + rows + NOISE);
    expect(rise).toBeLessThan(1.04 * packed + 2 * rows + NOISE);
  });
});

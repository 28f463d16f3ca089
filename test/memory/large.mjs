// The memory tests that need gigabytes and minutes:   npm run test:memory
// They need 12 GiB of free memory and run one after the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inChild } from "./inChild.mjs";

const MIB = 2 ** 20;

test("10,000 Datasets, made, used and dropped, leave memory flat", async () => {
  const { growth } = await inChild("manyTimes", { kind: "dataset", times: 10_000 });
  assert.ok(growth < 12 * MIB, `growth ${growth}`);
});

test("a fit of 1 GiB takes at most 64 MiB more, whatever the shape", async () => {
  for (const [dtype, columns] of [
    ["f32", 28],
    ["f64", 28],
    ["f32", 1],
    ["f64", 1],
  ]) {
    const { rise, bytes } = await inChild("oneFit", { dtype, mib: 1024, columns, weighted: dtype === "f64" });
    assert.ok(bytes > 1023 * MIB);
    assert.ok(rise < 64 * MIB, `${dtype}, ${columns} columns: ${rise} bytes`);
  }
});

test("a fit under weights of rows and classes takes at most 64 MiB more where they are as large as X", async () => {
  const options = { classWeight: "balanced" };
  const { rise } = await inChild("oneFit", { dtype: "f32", mib: 64, columns: 1, weighted: true, options });
  assert.ok(rise < 64 * MIB, `${rise} bytes`);
});

test("a fit of 1 GiB gives its memory back when the model is all that is kept, streamed or packed", async () => {
  for (const packed of [false, true]) {
    const { rise, left } = await inChild("givenBack", { mib: 1024, packed });
    assert.ok(rise > (packed ? 2048 : 1024) * MIB, `rise ${rise}`);
    assert.ok(left < 16 * MIB, `left ${left}`);
  }
});

test("X of more than 4 GiB just works", async () => {
  const shape = { rows: 40_000_000, columns: 28, change: 38_400_000 };
  const { rise, bytes, converged, actual, expected } = await inChild("beyondFourGiB", shape);
  // 4 GiB end within the first pattern; the second begins beyond
  assert.ok(shape.change * 112 > 2 ** 32 && bytes > 2 ** 32);
  assert.ok(converged);
  assert.ok(rise < 64 * MIB, `rise ${rise}`);
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]) < 2e-5, `coefficient ${i}: ${value}, expected ${expected[i]}`);
  }
});

test("a Dataset beyond 2 GiB answers as the rows that it repeats", async () => {
  const { actual, expected } = await inChild("beyondTwoGiB", { rows: 150_000, columns: 3000, distinct: 1000 });
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]) < 1e-12, `entry ${i}: ${value}, expected ${expected[i]}`);
  }
});

test("Datasets kept until there is no room for another fail clearly, and harm nothing", async () => {
  const { code, count, expected, meanwhile, afterwards } = await inChild("tooManyKept");
  assert.equal(code, "OUT_OF_MEMORY");
  assert.ok(count > 1000, `${count} Datasets`);
  assert.deepEqual(meanwhile, expected);
  assert.deepEqual(afterwards, expected);
});

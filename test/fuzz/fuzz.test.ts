import { describe, expect, it } from "vitest";
import { quickSample } from "./quick.mjs";

/** A few seconds of each suite, with today's seed: `npm run test:fuzz` tries a hundred times as many. */
describe("a sample of the fuzz finds nothing", () => {
  it.each([
    ["fits", 120],
    ["paths", 12],
    ["streams", 10],
    ["sameBits", 8],
    ["modelFiles", 300],
    ["strangeValues", 600],
    ["csvFiles", 30],
    ["metricValues", 100],
    ["sparseRows", 200],
  ] as const)("%s, %d cases", async (name, cases) => {
    expect(await quickSample(name, cases)).toEqual([]);
  });
});

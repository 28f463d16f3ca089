import { describe, expect, it } from "vitest";
import { EVERY_SIZE } from "../support/everySize.ts";
import { quickSample } from "./quick.mjs";

/** Some cases of each suite, with today's seed: test:heavy tries three times, and `npm run test:fuzz` hundreds of times as many. */
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
  ] as const)("%s, %d cases, or a third", async (name, all) => {
    const cases = EVERY_SIZE ? all : Math.ceil(all / 3);
    expect(await quickSample(name, cases)).toEqual([]);
  });
});

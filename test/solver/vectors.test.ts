import { describe, expect, it } from "vitest";
import { addScaled, addScaledAndDot, dot } from "../../src/solver/vectors.ts";
import { random } from "../support/random.ts";

describe("addScaledAndDot", () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 1000, 1003])("has the bits of addScaled and dot over %i numbers", (length) => {
    const next = random(length + 1);
    const vector = (): Float64Array => Float64Array.from({ length }, () => next() - 0.5);
    const [to, x, b] = [vector(), vector(), vector()];
    const apart = to.slice();
    addScaled(apart, x, -0.3);
    expect(addScaledAndDot(to, x, -0.3, b)).toBe(dot(apart, b));
    expect(to).toEqual(apart);
  });
});

import { describe, expect, it } from "vitest";
import { leftAtThisRate, renewalPays } from "../../src/solver/rate.ts";

const LIMIT = 0.25;

/** A run that gains by a constant factor: objectives LIMIT + r^k, decrements in proportion. */
function run(ratio: number, steps: number, part = 1) {
  const gaps = Array.from({ length: steps }, (_, k) => ratio ** k);
  return { objectives: gaps.map((gap) => LIMIT + gap), decrements: gaps.map((gap) => part * gap) };
}

describe("what is left at the rate of the last steps", () => {
  it("is J - J* of a geometric series, however small the decrements are beside it", () => {
    for (const ratio of [0.1, 0.5, 0.9]) {
      for (const part of [1, 1e-6]) {
        const { objectives, decrements } = run(ratio, 9, part);
        expect(leftAtThisRate(decrements, objectives) / ratio ** 8).toBeCloseTo(1, 5);
      }
    }
  });

  it("is judged by the objective where that falls more slowly than the decrement", () => {
    const { objectives } = run(0.9, 9);
    const { decrements } = run(0.5, 9);
    expect(leftAtThisRate(decrements, objectives) / 0.9 ** 8).toBeCloseTo(1, 5);
  });

  it("is not known before five iterates, nor where nothing falls", () => {
    const few = run(0.5, 4);
    expect(leftAtThisRate(few.decrements, few.objectives)).toBe(Number.POSITIVE_INFINITY);
    const flat = run(1, 9);
    expect(leftAtThisRate(flat.decrements, flat.objectives)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("a new Hessian pays", () => {
  const decrements = (ratio: number) => run(ratio, 9, 1e-3).decrements;

  it("where the steps left cost more than it does, and only there", () => {
    // from 1e-3 * 0.9^8 / 2 to 1e-8 at 0.9 a step: 94 steps; at 0.1 a step: none
    expect(renewalPays(decrements(0.9), 1, 1e-8, 80)).toBe(true);
    expect(renewalPays(decrements(0.9), 1, 1e-8, 95)).toBe(false);
    expect(renewalPays(decrements(0.1), 1, 1e-8, 1)).toBe(false);
  });

  it("not while the optimum is far, unless it has been far for long", () => {
    const far = (steps: number) => Array.from({ length: steps }, () => 0.1);
    expect(renewalPays(far(9), 1, 1e-8, 5)).toBe(false);
    expect(renewalPays(far(30), 1, 1e-8, 5)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { epochBudget, withinBudget } from "../../src/solver/budget.ts";
import type { Problem, Question, Solver } from "../../src/solver/protocol.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { normal } from "../support/random.ts";

describe("the work of a fit is bounded where maxEpochs is not given", () => {
  it("by fewer epochs the more numbers X has, and never fewer than a thousand beyond a million", () => {
    expect(epochBudget(3300, 300)).toBe(971);
    expect(epochBudget(1_000_000, 1)).toBe(76);
    expect(epochBudget(1_000_001, 1)).toBe(1000);
    expect(epochBudget(300, 30)).toBeGreaterThan(10_000);
  });

  /** Asks for Hessians for ever. */
  function* endless(): Solver {
    const at = { w: new Float64Array(1), b: 0 };
    const end = { ...at, iterations: 0, objective: 1, initialObjective: 1, gradientNorm: 1, suboptimality: 1 };
    for (let iteration = 0; ; ++iteration) {
      const goOn = yield { kind: "iterate", iteration, objective: 1, gradientNorm: 1 };
      if (goOn === false) return { ...end, iterations: iteration, reason: "stopped" };
      yield { kind: "hessian", at, sampled: false };
    }
  }

  const run = (mostEpochs: number, stopAt: number): { reason: string; hessians: number } => {
    const problem = { hessianEpochs: 50, sample: undefined } as unknown as Problem;
    const asked: Question[] = [];
    const solver = withinBudget(endless(), problem, { rows: 100, mostEpochs, proximal: false });
    let next = solver.next();
    while (next.done !== true) {
      if (next.value.kind === "iterate") next = solver.next(next.value.iteration < stopAt);
      else {
        asked.push(next.value);
        next = solver.next(new Float64Array(4));
      }
    }
    return { reason: next.value.reason, hessians: asked.length };
  };

  it("counts a Hessian at its price", () => {
    expect(run(1000, 1e9)).toEqual({ reason: "max-epochs", hessians: 20 });
  });

  it("leaves a fit that its owner stops as stopped", () => {
    expect(run(1000, 7)).toEqual({ reason: "stopped", hessians: 7 });
  });

  it("whatever offsets and weights make of the rows", () => {
    const next = normal(5);
    const [rows, columns] = EVERY_SIZE ? [3300, 300] : [1100, 100];
    const data = Float64Array.from({ length: rows * columns }, next);
    const y = Array.from({ length: rows }, (_, i) => ((data[i * columns] ?? 0) + next() > 0 ? 1 : 0));
    const beside = { offsets: y.map(() => 1000 * next()), weights: y.map(() => 10 ** (3 * next())) };
    const price = 0.5 + columns / 8 + columns ** 2 / (2 * rows);
    for (const solver of ["auto", "newton"] as const) {
      const { report } = new LogisticRegression({ solver, l2: 0 }).fit({ data, rows, columns }, y, beside);
      // one iterate more may have been under way
      expect(report.epochs + report.hessians * (price - 1)).toBeLessThan(epochBudget(rows, columns) + price + 35);
      expect(report.reason).toBe("max-epochs");
    }
  });
});

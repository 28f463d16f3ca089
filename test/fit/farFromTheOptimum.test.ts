import { describe, expect, it } from "vitest";
import { LogisticRegression, regularizationPath } from "../../src/index.ts";
import { problemOf, solutions } from "../support/problems.ts";
import { normal, random, sample } from "../support/random.ts";

const [first] = solutions();
if (first === undefined) throw new Error("no solutions");
const cancer = problemOf(first);

/** A model whose coefficients are `times` too large for X, so that every row is saturated where it starts. */
function modelOf({ X, y }: typeof cancer, times: number): LogisticRegression {
  return new LogisticRegression().fit({ ...X, data: X.data.map((value) => value / times) }, y);
}

describe("a start far from the optimum, where rows are saturated and the Hessian knows nothing", () => {
  for (const options of [
    {},
    { l1: 1e-3 },
    { solver: "newton" },
    { solver: "newton-cg" },
    { solver: "lbfgs" },
  ] as const) {
    it(`leads to the same optimum: ${JSON.stringify(options)}`, () => {
      const cold = new LogisticRegression(options).fit(cancer.X, cancer.y);
      for (const times of [10, 100, 300, 1e4, 1e6]) {
        const warm = new LogisticRegression(options).fit(cancer.X, cancer.y, { start: modelOf(cancer, times) });
        expect(warm.report, `${times}`).toMatchObject({
          converged: true,
          fallbacks: expect.arrayContaining(["start"]),
        });
        expect(warm.report.objective / cold.report.objective - 1, `${times}`).toBeLessThan(1e-11);
      }
    });
  }

  it("of offsets that contradict the labels: the report does not claim what is not so", () => {
    const { X, y } = sample(77, 300, 4);
    for (const size of [100, 700, 1e4, 1e5]) {
      const offsets = y.map((label) => (label === 1 ? -size : size));
      const results = (["auto", "newton", "lbfgs"] as const).map((solver) => {
        return new LogisticRegression({ solver }).fit(X, y, { offsets }).report;
      });
      const best = Math.min(...results.map(({ objective }) => objective));
      for (const { objective, converged } of results) if (converged) expect(objective / best - 1).toBeLessThan(1e-6);
    }
  });
});

describe("quasi-complete separation is found by proximal Newton too, in columns that no penalty holds", () => {
  const uniform = random(9);
  const next = normal(10);
  const y = Array.from({ length: 200 }, () => (uniform() < 0.5 ? 1 : 0));
  const X = y.map((label) => [next() + label, label === 1 && uniform() < 0.3 ? 1 : 0, next()]);

  it("without a penalty, beside an l1 penalty, and at the end of a path", () => {
    const plain = new LogisticRegression({ l2: 0, solver: "proximal-newton" }).fit(X, y);
    expect(plain.report).toMatchObject({ converged: false, reason: "separation", separation: { columns: [1] } });
    const partly = new LogisticRegression({ l1: 0.01 }).fit(X, y, { penaltyFactors: [1, 0, 1] });
    expect(partly.report).toMatchObject({ reason: "separation", separation: { columns: [1] } });
    const path = regularizationPath(X, y, { lambdas: [0.1, 0.01, 0] });
    expect(path.reason).toBe("separation");
    expect(new LogisticRegression({ l1: 0.01 }).fit(X, y).report.converged).toBe(true);
  });
});

describe("a tolerance, however loose, is an upper estimate", () => {
  const names = ["breast_cancer l2 raw", "spambase MLE"];
  for (const solution of solutions().filter(({ name }) => names.some((start) => name.startsWith(start)))) {
    const { X, y } = problemOf(solution);
    for (const solver of ["auto", "newton", "lbfgs", "newton-cg", "proximal-newton"] as const) {
      it(`${solution.name} (${solver})`, () => {
        for (const l2 of [1e-6, 1e-3]) {
          const optimum = new LogisticRegression({ l2, solver: "newton", standardize: false }).fit(X, y).report
            .objective;
          for (const tolerance of [0.1, 1e-2, 1e-3, 1e-4, 1e-6]) {
            const { report } = new LogisticRegression({ l2, solver, tolerance, standardize: false }).fit(X, y);
            expect(report.converged, `${tolerance}`).toBe(true);
            expect(report.objective / optimum - 1, `l2 ${l2}, tolerance ${tolerance}`).toBeLessThan(tolerance);
          }
        }
      });
    }
  }

  it("below what rounding allows ends for that reason, soon", () => {
    const { report } = new LogisticRegression({ tolerance: 1e-300, solver: "newton" }).fit(cancer.X, cancer.y);
    expect(report.epochs).toBeLessThan(200);
    expect(["precision", "tolerance"]).toContain(report.reason);
  });
});

import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";

const X = [
  [0, 1],
  [1, 0],
  [2, 2],
  [3, 1],
];
const y = [0, 1, 0, 1];
const MODEL = JSON.parse(JSON.stringify(new LogisticRegression().fit(X, y, { curvature: true })));
const modelOf = (more: object): LogisticRegression =>
  LogisticRegression.fromJSON(JSON.stringify({ ...MODEL, ...more }));

function errorOf(use: () => unknown): { code?: string; message: string } {
  try {
    use();
  } catch (error) {
    return error as { code?: string; message: string };
  }
  throw new Error("expected an error");
}

describe("what is too large to compute with is refused, by option and column", () => {
  it("penalty factors times penalties, at every entry", async () => {
    const factors = { penaltyFactors: [1, 1e308] };
    const expected =
      /^penaltyFactors: expected penalties up to 1e\+307, got l2 10 times the factor 1e\+308 in column 1/;
    const options = { l2: 10 };
    for (const use of [
      () => new LogisticRegression(options).fit(X, y, factors),
      () => new LogisticRegression(options).fit(Dataset.from(X, y), undefined, factors),
      () => new LogisticRegression({ ...options, solver: "gradient-descent" }).fit(X, y, factors),
    ]) {
      const { code, message } = errorOf(use);
      expect(code).toBe("INVALID_OPTION");
      expect(message).toMatch(expected);
    }
    await expect(new LogisticRegression(options).fitAsync(X, y, factors)).rejects.toThrow(expected);
    expect(errorOf(() => new LogisticRegression({ l1: 10 }).fit(X, y, factors)).message).toMatch(
      /^penaltyFactors: .* l1 10 times/,
    );
    expect(errorOf(() => regularizationPath(X, y, factors)).code).toBe("INVALID_OPTION");
    const lambdas = { lambdas: [1e307], penaltyFactors: [1, 1e3], l1Ratio: 0.5 };
    expect(errorOf(() => regularizationPath(X, y, lambdas)).message).toMatch(
      /lambdas 1e\+307 times the factor 1000 in column 1/,
    );
    expect(errorOf(() => new LogisticRegression({ l2: 1.7e308 }).fit(X, y)).message).toMatch(
      /^l2: expected penalties up to/,
    );
  });

  it("priors: their coefficients, curvature and strength", () => {
    const cases = [
      { prior: modelOf({ coef: [1e308, 1e308] }) },
      { prior: modelOf({ coef: [1e200, 1] }), strength: 1e150 },
      {
        prior: modelOf({
          curvature: { ...MODEL.curvature, hessian: MODEL.curvature.hessian.map((v: number) => v * 1e307) },
        }),
        strength: 100,
      },
      { prior: modelOf({}), strength: 1.7e308 },
    ];
    for (const extras of cases) {
      for (const fitIntercept of [true, false]) {
        const { code, message } = errorOf(() => new LogisticRegression({ fitIntercept }).fit(X, y, extras));
        expect(code).toBe("INVALID_OPTION");
        expect(message).toMatch(/^prior: expected/);
      }
    }
  });

  it("starts that no number holds beside the columns", () => {
    const large = X.map((row) => row.map((x) => x * 1e10));
    const start = modelOf({ coef: [1e308, 1] });
    expect(errorOf(() => new LogisticRegression().fit(large, y, { start })).message).toMatch(
      /^start: expected coefficients/,
    );
  });

  it("penalties that are large and not too large leave finite numbers, and coefficients of nearly 0", () => {
    for (const l2 of [1e100, 1e200, 1e300]) {
      for (const solver of ["auto", "newton", "lbfgs", "newton-cg"] as const) {
        const model = new LogisticRegression({ l2, solver }).fit(X, y);
        expect(Number.isFinite(model.report.objective) && Number.isFinite(model.report.gradientNorm)).toBe(true);
        expect(model.report.objective).toBeCloseTo(Math.LN2, 12);
        expect(Math.abs(model.coef[0] ?? 1)).toBeLessThan(1e-90);
        const { seconds: _, ...report } = model.report;
        expect(LogisticRegression.fromJSON(JSON.stringify(model)).report).toEqual(report);
      }
    }
  });
});

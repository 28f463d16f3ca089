import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { normal, random, sample } from "../support/random.ts";

describe("the report says where the solver took a safer method", () => {
  it("which it does not, as a rule", () => {
    const { X, y } = sample(3, 20_000, 4);
    for (const l1 of [0, 0.001]) expect(new LogisticRegression({ l1 }).fit(X, y).report.fallbacks).toEqual([]);
  });

  it("a Hessian without curvature in some direction: a column nearly twice, without a penalty", () => {
    const { X, y } = sample(4, 500, 2);
    const rows = y.map((_, i) => [X.data[2 * i] ?? 0, X.data[2 * i + 1] ?? 0, (X.data[2 * i] ?? 0) + 1e-9 * (i % 2)]);
    const model = new LogisticRegression({ l2: 0, solver: "newton" }).fit(rows, y);
    expect(model.report).toMatchObject({ converged: true, fallbacks: ["singular"] });
    const alone = new LogisticRegression({ l2: 0 }).fit(X, y);
    expect(model.report.objective).toBeCloseTo(alone.report.objective, 2);
    const { seconds: _, ...report } = model.report;
    expect(LogisticRegression.fromJSON(JSON.stringify(model)).report).toEqual(report);
  });

  it("a sample that knows nothing of a rare column", () => {
    const next = normal(5);
    const uniform = random(6);
    const X = { data: new Float64Array(40_000), rows: 20_000, columns: 2 };
    const y = new Uint8Array(20_000);
    for (let i = 0; i < 20_000; ++i) {
      X.data[2 * i] = next();
      X.data[2 * i + 1] = i === 300 || i === 700 ? 1 : 0;
      y[i] = uniform() < 1 / (1 + Math.exp(-(X.data[2 * i] ?? 0))) ? 1 : 0;
    }
    y[300] = 0;
    y[700] = 1;
    const { report } = new LogisticRegression({ l2: 0 }).fit(X, y);
    expect(report).toMatchObject({ converged: true, fallbacks: ["sample"] });
  });
});

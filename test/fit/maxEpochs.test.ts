import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { random, sample } from "../support/random.ts";

const SOLVERS = ["auto", "newton", "lbfgs", "newton-cg", "gradient-descent"] as const;

describe("maxEpochs is never passed", () => {
  for (const solver of SOLVERS) {
    it(`whatever the start, the prior and the curvature that is asked for (${solver})`, async () => {
      const uniform = random(3);
      for (let seed = 0; seed < 40; ++seed) {
        const { X, y } = sample(700 + seed, 30, 2);
        const rows = y.map((_, i) => [X.data[2 * i] ?? 0, X.data[2 * i + 1] ?? 0]);
        const other = JSON.parse(JSON.stringify(new LogisticRegression().fit(rows, y)));
        const size = 10 ** (6 * uniform() - 1);
        const start = LogisticRegression.fromJSON(JSON.stringify({ ...other, coef: [size, -size] }));
        const maxEpochs = 1 + (seed % 10);
        const options = { solver, maxEpochs, l2: seed % 3 === 0 ? 0 : 0.01 };
        const extras = {
          ...(seed % 2 === 0 && { start }),
          ...(seed % 5 === 0 && { prior: start, strength: 1 }),
          ...(seed % 3 !== 1 && { curvature: true }),
        };
        const offsets = y.map(() => 10 * (uniform() - 0.5));
        const beside = seed % 4 === 0 ? { ...extras, offsets } : extras;
        const model = new LogisticRegression(options).fit(rows, y, beside);
        expect(model.report.epochs, `seed ${seed}`).toBeLessThanOrEqual(maxEpochs);
        expect((await new LogisticRegression(options).fitAsync(rows, y, beside)).report.epochs).toBe(
          model.report.epochs,
        );
        expect(
          new LogisticRegression(options).fit(Dataset.from(rows, y), undefined, extras).report.epochs,
        ).toBeLessThanOrEqual(maxEpochs);
      }
    });
  }

  it("by samples of the rows either", () => {
    const { X, y } = sample(9, 20_000, 3);
    for (const maxEpochs of [10, 11, 12, 15]) {
      const { report } = new LogisticRegression({ maxEpochs, tolerance: 1e-14 }).fit(X, y, { curvature: true });
      expect(report.epochs).toBeLessThanOrEqual(maxEpochs);
    }
  });

  it("with a pass for the curvature where there are two, and without where there is one", () => {
    const keeping = (maxEpochs: number) =>
      new LogisticRegression({ maxEpochs }).fit([[0], [1], [2], [3]], [0, 1, 0, 1], { curvature: true });
    const { weight, hessian } = keeping(2).curvature ?? { weight: 0, hessian: [] };
    expect(weight).toBe(4);
    // of one column and the intercept, its diagonal above 0
    expect(hessian.length).toBe(4);
    expect(Math.min(hessian[0] ?? 0, hessian[3] ?? 0)).toBeGreaterThan(0);
    expect(keeping(1).curvature).toBeUndefined();
    expect(keeping(1).report).toMatchObject({ reason: "max-epochs", epochs: 1 });
  });
});

import { describe, expect, it } from "vitest";
import { LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { random } from "../support/random.ts";

const SOLVERS = ["auto", "newton", "lbfgs", "newton-cg"] as const;
type Rows = readonly (readonly number[])[];

interface Given {
  readonly weights?: readonly number[];
  readonly offsets?: readonly number[];
  /** Of each coefficient's square, halved. */
  readonly l2?: readonly number[];
}

/** J at coefficients in the units of X. */
function objective(
  X: Rows,
  y: readonly number[],
  { weights, offsets, l2 }: Given,
  coef: ArrayLike<number>,
  intercept: number,
): number {
  let total = 0;
  let sum = 0;
  for (const [i, row] of X.entries()) {
    const z = row.reduce((value, x, j) => value + x * (coef[j] ?? 0), intercept) + (offsets?.[i] ?? 0);
    const weight = weights?.[i] ?? 1;
    total += weight;
    sum += weight * (Math.max(z, 0) - z * (y[i] ?? 0) + Math.log1p(Math.exp(-Math.abs(z))));
  }
  const penalty = (l2 ?? []).reduce((value, part, j) => value + (part * (coef[j] ?? 0) ** 2) / 2, 0);
  return sum / total + penalty;
}

function startAt(coef: readonly number[], intercept: number): LogisticRegression {
  const X = coef.map((_, i) => coef.map((_, j) => Number(i === j)));
  const model = new LogisticRegression({ l2: 1 }).fit(
    [...X, ...X, coef.map(() => 2)],
    [...X.map(() => 0), ...X.map(() => 1), 1],
  );
  return LogisticRegression.fromJSON(JSON.stringify({ ...JSON.parse(JSON.stringify(model)), coef, intercept }));
}

/** No fit ends further above the best of all fits than it says, nor than its tolerance. */
function expectHonest(
  X: Rows,
  y: readonly number[],
  options: LogisticRegressionOptions,
  extras: { weights?: number[]; offsets?: number[]; start?: LogisticRegression },
  l2: number[],
  better = Number.POSITIVE_INFINITY,
): void {
  const given = { ...extras, l2 };
  const fits = SOLVERS.map((solver) => {
    const model = new LogisticRegression({ ...options, solver }).fit(X as number[][], y as number[], extras);
    return { solver, report: model.report, J: objective(X, y, given, model.coef, model.intercept) };
  });
  const best = Math.min(better, ...fits.map(({ J }) => J));
  for (const { solver, report, J } of fits) {
    if (!report.converged) continue;
    const gap = (J - best) / J;
    expect(gap, `${solver}: what is left`).toBeLessThan((options.tolerance ?? 1e-12) + 1e-11);
    expect(gap, `${solver}: what is claimed`).toBeLessThan((report.suboptimality ?? 0) + 1e-11);
  }
}

describe("converged means within the tolerance", () => {
  it("from an absurd start beside offsets: the start gives way to the null model", () => {
    const X = [[31746342], [31746340], [31746340]];
    for (const solver of SOLVERS) {
      const extras = { offsets: [1, -1, -1], start: startAt([1e6], 0) };
      const { report } = new LogisticRegression({ solver }).fit(X, [1, 1, 0], extras);
      const { start: _, ...without } = extras;
      const plain = new LogisticRegression({ solver }).fit(X, [1, 1, 0], without).report;
      expect(report).toMatchObject({ converged: true, fallbacks: ["start"] });
      expect(report.objective / plain.objective).toBeCloseTo(1, 12);
    }
  });

  it("from a start that is no worse than a guess, which is kept, as it is without offsets", () => {
    const model = new LogisticRegression().fit([[0], [1], [2], [3]], [0, 1, 0, 1], { offsets: [0.1, 0.2, -0.1, 0] });
    const again = new LogisticRegression().fit([[0], [1], [2], [3]], [0, 1, 0, 1], {
      offsets: [0.1, 0.2, -0.1, 0],
      start: model,
    });
    expect(again.report.fallbacks).toEqual([]);
    expect(again.report.epochs).toBeLessThan(model.report.epochs);
  });

  it("without an intercept, on columns far from 0", () => {
    // a better point of each is known
    expectHonest(
      [
        [30000, 30000],
        [30000, 29998],
      ],
      [1, 0],
      { fitIntercept: false, tolerance: 6e-5 },
      {},
      [0.5, 0.5],
      0.5931,
    );
    expectHonest(
      [
        [7e8, 107000000.25],
        [7e8, 107000000],
      ],
      [1, 0],
      { fitIntercept: false },
      {},
      [0.5, 0.5 * 0.125 ** 2],
      0.6098,
    );
  });

  it("without an intercept, a column of ones, or of a billion, takes its part", () => {
    const uniform = random(4);
    const x = Array.from({ length: 40 }, () => uniform() * 4);
    const y = x.map((value) => (uniform() < 1 / (1 + Math.exp(2 - value)) ? 1 : 0));
    const plain = new LogisticRegression({ l2: 0 }).fit(
      x.map((value) => [value]),
      y,
    );
    for (const ones of [1, 1e3, 1e6, 1e9]) {
      for (const solver of SOLVERS) {
        const model = new LogisticRegression({ l2: 0, fitIntercept: false, solver }).fit(
          x.map((value) => [ones, value + 1e4]),
          y,
        );
        expect(model.report.reason, `${solver} ${ones}`).toBe("tolerance");
        expect(model.report.objective / plain.report.objective, `${solver} ${ones}`).toBeCloseTo(1, 10);
        expect((model.coef[1] ?? 0) / (plain.coef[0] ?? 1), `${solver} ${ones}`).toBeCloseTo(1, 4);
      }
    }
  });

  it("on columns that are collinear, hardly penalised and not alike in size", () => {
    const X = [
      [-5, -10],
      [-13, -26],
      [7, 14],
    ];
    expectHonest(X, [1, 0, 0], { l2: 1e-6, standardize: false, tolerance: 1e-14 }, {}, [1e-6, 1e-6]);
    expectHonest(X, [1, 0, 0], { l2: 1e-6, standardize: false }, {}, [1e-6, 1e-6]);
  });

  it("on columns that differ by a ten-millionth: the optimum is found, far out as it is", () => {
    const model = new LogisticRegression({ l2: 0 }).fit(
      [
        [0, 4e-7],
        [1, 1],
        [0, 3e-7],
        [1, 1],
      ],
      [1, 1, 0, 0],
    );
    // ln 2 / 2: the first and third row apart, the others alike
    expect(model.report.objective).toBeLessThan(0.35);
    expect(model.report.objective).toBeGreaterThan(Math.LN2 / 2);
  });

  it("on rows of weights over many orders, where a few make all the curvature", () => {
    for (let seed = 0; seed < 40; ++seed) {
      const uniform = random(900 + seed);
      const X = Array.from({ length: 12 }, () => [uniform() * 2 - 1, 10 ** (4 * uniform() - 2)]);
      const y = X.map(([first = 0]) => (uniform() < 1 / (1 + Math.exp(-2 * first)) ? 1 : 0));
      y[0] = 0;
      y[1] = 1;
      const weights = X.map(() => 10 ** (8 * uniform() - 4));
      const tolerance = 10 ** (-1 - 11 * uniform());
      const offsets = seed % 2 === 0 ? X.map(() => 20 * (uniform() - 0.5)) : undefined;
      const extras = { weights, ...(offsets && { offsets }) };
      expectHonest(X, y, { l2: 1e-4, standardize: false, tolerance }, extras, [1e-4, 1e-4]);
    }
  });

  it("and where a fit ends otherwise nothing is claimed", () => {
    const { report } = new LogisticRegression({ maxEpochs: 3 }).fit([[0], [1], [2], [3]], [0, 1, 0, 1]);
    expect(report.reason).toBe("max-epochs");
    expect(report.suboptimality).toBeUndefined();
  });
});

describe("no fit runs on", () => {
  const far: [Rows, number[], number[]][] = [
    [
      [[0], [2], [1]],
      [1, 0, 1],
      [70, 1400, -18],
    ],
    [
      [[0], [0], [0], [1]],
      [1, 1, 0, 0],
      [-3600, -1700, 3400, -2400],
    ],
    [
      [[-400000], [100000], [-700000], [-200000]],
      [1, 0, 1, 1],
      [63000, 17000, -42000, 85000],
    ],
    [
      [[-5000], [10000], [-4000]],
      [0, 1, 0],
      [70000, 4000, 70000],
    ],
    [
      [[1], [0], [1]],
      [0, 1, 0],
      [-60000, 50000, 50000],
    ],
  ];
  for (const solver of SOLVERS) {
    it(`beside offsets that saturate every row (${solver})`, () => {
      for (const [X, y, offsets] of far) {
        const { report } = new LogisticRegression({ solver }).fit(X as number[][], y, { offsets });
        expect(report.epochs).toBeLessThan(1000);
        // a saturated row costs what it lies beyond 0: the optimum is that of a linear program, and convexity bounds it from the ends
        const { report: auto } = new LogisticRegression().fit(X as number[][], y, { offsets });
        if (report.converged) expect(report.objective / auto.objective).toBeCloseTo(1, 6);
      }
    });
  }

  it("L-BFGS without an intercept, and with penalties that hardly hold anything", () => {
    const uniform = random(6);
    const X = Array.from({ length: 16 }, () => [1e5 + uniform(), 1e5 + uniform(), uniform()]);
    const y = X.map((_, i) => i % 2);
    for (const solver of SOLVERS) {
      const { report } = new LogisticRegression({ solver, fitIntercept: false, l2: 1e-9 }).fit(X, y);
      expect(report.epochs, solver).toBeLessThan(3000);
      expect(report.converged, solver).toBe(true);
    }
  });

  it("newton-cg in f32, where two points take turns", () => {
    const start = startAt([-90000], 0.8);
    const model = new LogisticRegression({ l2: 0, solver: "newton-cg", precision: "f32" });
    const { report } = model.fit([[0], [1], [0], [0], [0]], [1, 0, 1, 1, 0], { start });
    expect(report.epochs).toBeLessThan(200);
  });
});

describe("columns that differ by little", () => {
  it.each([1e-2, 1e-3, 1e-4, 1e-6])(
    "are not claimed to be done with while the difference is not, by newton-cg either: %s",
    (eps) => {
      const d = [1, -1, 1, -1, 0.5, -0.5];
      const x = [1, 2, -1, -2, 3, -3];
      const rows = [0, 1, 2].flatMap((k) =>
        x.map((first, i) => ({ first, by: d[i] ?? 0, y: k === 2 ? Number((d[i] ?? 0) > 0) : k })),
      );
      const y = rows.map((row) => row.y);
      // the same model in coordinates of its own for the difference
      const best = new LogisticRegression({ l2: 0 }).fit(
        rows.map(({ first, by }) => [first, by]),
        y,
      ).report.objective;
      for (const solver of ["auto", "newton", "lbfgs", "newton-cg"] as const) {
        for (const tolerance of [1e-2, 1e-4, 1e-8]) {
          const X = rows.map(({ first, by }) => [first, first + eps * by]);
          const { report } = new LogisticRegression({ l2: 0, solver, tolerance }).fit(X, y);
          const gap = (report.objective - best) / best;
          expect(report.reason, `${solver} ${tolerance}`).toBe("tolerance");
          expect(gap, `${solver} ${tolerance}`).toBeLessThan(tolerance);
        }
      }
    },
  );
});

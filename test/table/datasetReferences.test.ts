/** A Dataset has a column for every level; a fit to it without a penalty is that to its rows, references and all. */
import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { expectBits } from "./bits.ts";
import { customers, OPTIONS } from "./customers.ts";

// biome-ignore lint/suspicious/noExplicitAny: options of any table
type Anything = any;

const holed = customers.map((row, i) => (i % 9 === 4 ? { ...row, plan: null } : row));
const doubled = customers.map((row) => ({ ...row, twice: 2 * row.income, always: 7, same: row.plan }));
const colons = customers.map((row, i) => ({ ...row, "plan:sex": `${i % 3}`, city: ["pro:male", "b", "c"][i % 3] }));
// the most frequent level is another by weight
const weights = customers.map(({ plan }, i) => (plan === "team" ? 9 : 1 + (i % 2)));

const TABLES: Readonly<Record<string, readonly [rows: Anything, options: Anything]>> = {
  "of levels": [customers, OPTIONS],
  "of weights": [customers, { ...OPTIONS, weights }],
  "of levels in whose place the average row stands": [holed, { ...OPTIONS, missing: "mean" }],
  "of levels in whose place the most frequent one stands": [holed, { ...OPTIONS, missing: "median" }],
  "of unknown levels": [customers, { ...OPTIONS, columns: { plan: { unknown: "other" } } }],
  "of rare levels": [customers, { ...OPTIONS, columns: { age: { kind: "category", minCount: 2 } } }],
  "of a named reference": [customers, { ...OPTIONS, columns: { plan: { reference: "team" } } }],
  "of first references": [customers, { ...OPTIONS, reference: "first" }],
  "of products": [customers, { ...OPTIONS, interactions: [["age", "plan"]] }],
  "of names and levels with colons": [colons, { ...OPTIONS, interactions: [["plan", "city"]] }],
  "of aliased columns": [doubled, OPTIONS],
};

describe.each(Object.entries(TABLES))("a Dataset %s, without a penalty", (_, [rows, options]) => {
  const dataset = Dataset.from(rows, options);
  const direct = new LogisticRegression({ l2: 0 }).fit(rows, options);
  const through = new LogisticRegression({ l2: 0 }).fit(dataset);

  it("has the coefficients, the encoding and the report of its rows", () => {
    expect(through.coefficients).toEqual(direct.coefficients);
    expectBits(through.coef, direct.coef);
    expect(through.encoding).toEqual(direct.encoding);
    const { seconds: _, ...report } = through.report;
    expect({ ...report, seconds: direct.report.seconds }).toEqual(direct.report);
  });

  it("predicts the rows with the same bits, and itself", () => {
    const z = direct.decisionFunction(rows);
    expectBits(through.decisionFunction(rows), z);
    for (const [row, value] of through.decisionFunction(dataset).entries()) expect(value).toBeCloseTo(z[row] ?? 0, 9);
    const again = LogisticRegression.fromJSON(JSON.stringify(through));
    expectBits(again.decisionFunction(rows), z);
    expect(again.coefficients).toEqual(direct.coefficients);
  });

  it("is fitted off the thread with the same bits", async () => {
    const later = await new LogisticRegression({ l2: 0 }).fitAsync(dataset);
    expectBits(later.coef, direct.coef);
    expect(later.coefficients).toEqual(direct.coefficients);
  });
});

describe("of a Dataset without a penalty", () => {
  const dataset = Dataset.from(customers, OPTIONS);

  it.each([
    { solver: "newton" },
    { solver: "lbfgs" },
    { solver: "newton-cg" },
    { solver: "proximal-newton" },
    { solver: "gradient-descent", maxEpochs: 50 },
    { solver: "sgd", maxEpochs: 5 },
    { solver: "auto", fitIntercept: false },
    { solver: "auto", classWeight: "balanced" },
  ] as const)("every solver gives what it gives of the rows: %o", (options) => {
    const direct = new LogisticRegression({ l2: 0, ...options }).fit(customers, OPTIONS);
    const through = new LogisticRegression({ l2: 0, ...options }).fit(dataset);
    expect(through.coefficients).toEqual(direct.coefficients);
    expect(through.report.objective).toBe(direct.report.objective);
  });

  it("the curvature and the moments are those of the rows, for a prior and a stream", () => {
    const direct = new LogisticRegression({ l2: 0 }).fit(customers, { ...OPTIONS, curvature: true });
    const through = new LogisticRegression({ l2: 0 }).fit(dataset, { curvature: true });
    expect(through.curvature).toEqual(direct.curvature);
    const later = customers.slice(0, 7);
    const streamed = (model: Anything) => LogisticRegression.fromJSON(model.toJSON()).partialFit(later, OPTIONS);
    expectBits(streamed(through).coef, streamed(direct).coef);
    const ofRows = new LogisticRegression().fit(later, { ...OPTIONS, prior: direct } as Anything);
    expectBits(new LogisticRegression().fit(later, { ...OPTIONS, prior: through } as Anything).coef, ofRows.coef);
    const again = new LogisticRegression().fit(dataset, { prior: through });
    expectBits(again.coef, new LogisticRegression().fit(customers, { ...OPTIONS, prior: through } as Anything).coef);
  });

  it("separation is said by the names of the rows' columns", () => {
    const separable = customers.map((row) => ({ ...row, plan: row.churned === "yes" ? "pro" : row.plan }));
    const rows = separable.map((row) => ({
      ...row,
      plan: row.churned === "no" && row.plan === "pro" ? "team" : row.plan,
    }));
    const direct = new LogisticRegression({ l2: 0 }).fit(rows, OPTIONS);
    const through = new LogisticRegression({ l2: 0 }).fit(Dataset.from(rows, OPTIONS));
    expect(direct.report.reason).toBe("separation");
    expect(through.report.separation).toEqual(direct.report.separation);
  });

  it.each(["start", "prior"] as const)("an earlier model as the %s says which levels have a column", (as) => {
    for (const l2 of [0, 0.1]) {
      const first = new LogisticRegression({ l2 }).fit(dataset);
      const given = { [as]: first };
      for (const later of [0, 0.1]) {
        if (as === "prior" && later > 0) continue;
        const direct = new LogisticRegression({ l2: later }).fit(customers, { ...OPTIONS, ...given } as Anything);
        const through = new LogisticRegression({ l2: later }).fit(dataset, given);
        expect(through.coefficients).toEqual(direct.coefficients);
        expect(through.coef.length).toBe(first.coef.length);
      }
    }
  });
});

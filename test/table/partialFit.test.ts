import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { expectBits } from "./bits.ts";
import { customers, encodedByHand, matrixOf, OPTIONS, STANDARDIZE } from "./customers.ts";

const [first, rest] = [customers.slice(0, 40), customers.slice(40)];
const labelsOf = (rows: typeof customers) => rows.map(({ churned }) => churned);

describe("partialFit over tables", () => {
  it("learns from call to call as from rows that were encoded by hand", () => {
    const byHand = new LogisticRegression({ standardize: STANDARDIZE });
    for (const rows of [first, rest]) byHand.partialFit(matrixOf(rows.map(encodedByHand)), labelsOf(rows));
    const model = new LogisticRegression().partialFit(first, OPTIONS).partialFit(rest, OPTIONS);
    expectBits([...model.coef, model.intercept], [...byHand.coef, byHand.intercept]);
  });

  it("needs the target at its first call only, and no column but those it reads", () => {
    const said = new LogisticRegression().partialFit(first, OPTIONS).partialFit(rest, OPTIONS);
    const unsaid = new LogisticRegression().partialFit(first, OPTIONS).partialFit(rest.map(({ id, ...row }) => row));
    expectBits(unsaid.coef, said.coef);
    expect(unsaid.target).toBe("churned");
  });

  it("goes on after a fit, with its encoding", () => {
    const byHand = new LogisticRegression({ standardize: STANDARDIZE }).fit(
      matrixOf(first.map(encodedByHand)),
      labelsOf(first),
    );
    byHand.partialFit(matrixOf(rest.map(encodedByHand)), labelsOf(rest));
    const model = new LogisticRegression().fit(first, OPTIONS).partialFit(rest);
    expectBits([...model.coef, model.intercept], [...byHand.coef, byHand.intercept]);
    const read = LogisticRegression.fromJSON(JSON.stringify(new LogisticRegression().fit(first, OPTIONS)));
    expectBits(read.partialFit(rest).coef, byHand.coef);
  });

  it("refuses a level that the first call did not have, by row, column and value, and stays as it was", () => {
    const model = new LogisticRegression().partialFit(first, OPTIONS);
    const coef = model.coef;
    const other = rest.map((row, i) => (i === 3 ? { ...row, plan: "gold" } : row));
    expect(() => model.partialFit(other)).toThrow(
      'X: expected a level that the first rows had, got "gold" at row 3, column "plan"',
    );
    expectBits(model.coef, coef);
  });

  it("has the levels that it is told, which may come later", () => {
    const columns = { plan: { levels: ["team", "gold", "pro", "basic"] } };
    const model = new LogisticRegression().partialFit(first, { ...OPTIONS, columns });
    expect(model.coefficients.filter(({ name }) => name === "plan").map(({ level }) => level)).toEqual([
      "basic",
      "gold",
      "pro",
      "team",
    ]);
    const other = rest.map((row, i) => (i % 4 === 3 ? { ...row, plan: "gold" } : row));
    model.partialFit(other);
    expect(model.coefficients.find(({ level }) => level === "gold")?.estimate).not.toBe(0);
  });

  it("takes an unknown level for the shares of the first call where that is asked for", () => {
    const columns = { plan: { unknown: "other" } } as const;
    const model = new LogisticRegression().partialFit(first, { ...OPTIONS, columns });
    const shares = ["basic", "pro", "team"].map((level) => first.filter(({ plan }) => plan === level).length / 40);
    const byHand = new LogisticRegression({ standardize: STANDARDIZE });
    byHand.partialFit(matrixOf(first.map(encodedByHand)), labelsOf(first));
    const other = rest.map((row, i) => (i === 3 ? { ...row, plan: "gold" } : row));
    const encoded = other.map(encodedByHand);
    for (const [k, share] of shares.entries()) (encoded[3] as number[])[1 + k] = share;
    byHand.partialFit(matrixOf(encoded), labelsOf(rest));
    expectBits(model.partialFit(other).coef, byHand.coef);
  });

  it("refuses a missing value that the first call did not have, and takes it where a value stands in", () => {
    const holed = rest.map((row, i) => (i === 2 ? { ...row, age: null, plan: null } : row));
    const bare = new LogisticRegression().partialFit(first, OPTIONS);
    expect(() => bare.partialFit(holed)).toThrow(
      'X: expected no missing values, got them in 2 columns ("age" 1, "plan" 1; 1 of 20 rows in all)',
    );
    const filling = new LogisticRegression().partialFit(first, { ...OPTIONS, missing: "mean" });
    const mean = first.reduce((sum, { age }) => sum + age, 0) / 40;
    const byHand = new LogisticRegression({ standardize: STANDARDIZE });
    byHand.partialFit(matrixOf(first.map(encodedByHand)), labelsOf(first));
    const encoded = rest.map(encodedByHand);
    encoded[2]?.splice(
      0,
      4,
      mean,
      ...["basic", "pro", "team"].map((level) => first.filter(({ plan }) => plan === level).length / 40),
    );
    byHand.partialFit(matrixOf(encoded), labelsOf(rest));
    expectBits(filling.partialFit(holed).coef, byHand.coef);
  });

  it("refuses to fill in at a later call what the first gave no value for", () => {
    const holed = rest.map((row, i) => (i === 2 ? { ...row, plan: null } : row));
    const model = new LogisticRegression().partialFit(first, OPTIONS);
    expect(() => model.partialFit(holed, { missing: { plan: "mean" } })).toThrow(
      'missing of "plan": expected none as in the first rows, got "mean"',
    );
    expect(model.partialFit(holed, { missing: "drop" }).report.reason).toBe("stream");
  });

  it("refuses a table after rows without names, whatever its width", () => {
    const model = new LogisticRegression().partialFit(matrixOf(first.map(encodedByHand)), labelsOf(first));
    expect(() => model.partialFit(rest, OPTIONS)).toThrow(
      "X: expected rows of numbers, as in fit, which was given no names of columns (features), got a table",
    );
  });
});

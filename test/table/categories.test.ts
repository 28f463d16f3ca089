import { describe, expect, it } from "vitest";
import { LogisticRegression, regularizationPath } from "../../src/index.ts";
import type { ColumnSettings } from "../../src/table/tableOptions.ts";
import { expectBits } from "./bits.ts";
import { customers, matrixOf } from "./customers.ts";

/** 20 of "c", 12 of "b", 5 of "a", 2 of "e" and 1 of "d"; labels of both kinds at each of more than one row. */
const LEVELS = [..."c".repeat(20), ..."b".repeat(12), ..."a".repeat(5), ..."ee", "d"];
const y = LEVELS.map((level, i) => ((i * 7) % 5 < (level === "c" ? 2 : 3) ? "yes" : "no"));
const table = { it: LEVELS, churned: y };

function fitted(settings: ColumnSettings, model: { l2?: number } = {}, more: object = {}) {
  return new LogisticRegression(model).fit(table, { target: "churned", columns: { it: settings }, ...more });
}
const levelsOf = (model: LogisticRegression): unknown[] => model.coefficients.slice(1).map(({ level }) => level);

/** The fit to columns of 0 and 1, written by hand. */
function byHand(columns: readonly (readonly string[])[], model: { l2?: number } = {}) {
  const rows = LEVELS.map((level) => columns.map((some) => (some.includes(level) ? 1 : 0)));
  return new LogisticRegression({ ...model, standardize: false }).fit(matrixOf(rows), y);
}

describe("the columns of a category", () => {
  it("are one a level under a penalty, by code unit", () => {
    const model = fitted({});
    expect(levelsOf(model)).toEqual(["a", "b", "c", "d", "e"]);
    expectBits(model.coef, byHand([["a"], ["b"], ["c"], ["d"], ["e"]]).coef);
  });

  it("are one a level on a path, which has penalties", () => {
    expect(levelsOf(regularizationPath(table, { target: "churned" }).model(1))).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("are less the most frequent level without a penalty", () => {
    const columns = { it: { minCount: 4 } };
    const model = new LogisticRegression({ l2: 0 }).fit(table, { target: "churned", columns });
    expect(levelsOf(model)).toEqual(["a", "b", "(rare)"]);
    expectBits(model.coef, byHand([["a"], ["b"], ["d", "e"]], { l2: 0 }).coef);
  });

  it("count the most frequent level by weights, where there are any", () => {
    const weights = LEVELS.map((level) => (level === "a" ? 9 : 1));
    const model = fitted({ minCount: 4 }, { l2: 0 }, { weights });
    expect(levelsOf(model)).toEqual(["b", "c", "(rare)"]);
  });

  it("are less the named reference, with a penalty and without one", () => {
    expect(levelsOf(fitted({ reference: "a" }))).toEqual(["b", "c", "d", "e"]);
    expect(levelsOf(fitted({ reference: "a", minCount: 4 }, { l2: 0 }))).toEqual(["b", "c", "(rare)"]);
    expectBits(fitted({ reference: "a" }).coef, byHand([["b"], ["c"], ["d"], ["e"]]).coef);
  });

  it('are less the first by code unit where the reference is "first", for one column or for all', () => {
    for (const model of [fitted({ reference: "first" }), fitted({}, {}, { reference: "first" })])
      expect(levelsOf(model)).toEqual(["b", "c", "d", "e"]);
  });

  it("are one for two levels, under a penalty as well, of the other level where the reference is named", () => {
    const two = { it: y.map((_, i) => (i % 3 ? "m" : "f")), churned: y };
    const options = { target: "churned" } as const;
    expect(levelsOf(new LogisticRegression().fit(two, options))).toEqual(["m"]);
    expect(levelsOf(new LogisticRegression({ l2: 0 }).fit(two, options))).toEqual(["m"]);
    const columns = { it: { reference: "m" } };
    expect(levelsOf(new LogisticRegression().fit(two, { ...options, columns }))).toEqual(["f"]);
  });

  it("have those of levels that are said and not there, with a coefficient of 0", () => {
    const model = fitted({ levels: ["e", "d", "c", "b", "a", "z"] });
    expect(levelsOf(model)).toEqual(["a", "b", "c", "d", "e", "z"]);
    expect(model.coef[5]).toBe(0);
  });
});

describe("rare levels", () => {
  it("of fewer than minCount rows share a column", () => {
    const model = fitted({ minCount: 6 });
    expect(levelsOf(model)).toEqual(["b", "c", "(rare)"]);
    expectBits(model.coef, byHand([["b"], ["c"], ["a", "d", "e"]]).coef);
    expect(model.predictOne({ it: "d" })).toEqual(model.predictOne({ it: "a" }));
  });

  it("and one other level are one column of 0 and 1", () => {
    expect(levelsOf(fitted({ minCount: 15 }))).toEqual(["(rare)"]);
    expect(levelsOf(fitted({ minCount: 15 }, { l2: 0 }))).toEqual(["(rare)"]);
  });

  it("that are one alone are a pool as well, whose coefficient unknown levels take", () => {
    const model = fitted({ minCount: 2, unknown: "other" });
    expect(levelsOf(model)).toEqual(["a", "b", "c", "e", "(rare)"]);
    expectBits(model.coef, byHand([["a"], ["b"], ["c"], ["e"], ["d"]]).coef);
    expect(model.predictOne({ it: "unheard of" })).toEqual(model.predictOne({ it: "d" }));
    expect(model.predictOne({ it: "d" })).not.toEqual(model.predictOne({ it: "a" }));
  });

  it("of which there are none make no pool", () => {
    expect(levelsOf(fitted({ minCount: 1 }))).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("that are one alone keep a column of their own in a model that was written so", () => {
    const json = JSON.parse(JSON.stringify(fitted({})));
    const read = LogisticRegression.fromJSON(json);
    expect(levelsOf(read)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("that are all of them are one column", () => {
    expect(levelsOf(fitted({ minCount: 100 }))).toEqual(["(rare)"]);
  });

  it("of exactly minCount rows are not rare", () => {
    expect(levelsOf(fitted({ minCount: 5 }))).toEqual(["a", "b", "c", "(rare)"]);
  });
});

describe('an unknown level under unknown: "other"', () => {
  const share = (level: string): number => LEVELS.filter((one) => one === level).length / LEVELS.length;
  const zOf = (model: LogisticRegression, row: readonly number[]): number => {
    let z = model.intercept;
    for (const [j, value] of row.entries()) z += value * (model.coef[j] as number);
    return z;
  };

  it("is the pooled level where there is one", () => {
    const model = fitted({ unknown: "other", minCount: 6 });
    expect(model.predictOne({ it: "new" })).toEqual(model.predictOne({ it: "d" }));
  });

  it("is the average row where there is none", () => {
    const model = fitted({ unknown: "other" });
    expectBits([model.predictOne({ it: "new" }).logOdds], [zOf(model, [..."abcde"].map(share))]);
  });

  it("is the average row with a reference as well, and never the reference", () => {
    const model = fitted({ unknown: "other", reference: "c" });
    expectBits([model.predictOne({ it: "new" }).logOdds], [zOf(model, [..."abde"].map(share))]);
    expect(model.predictOne({ it: "new" }).logOdds).not.toBe(model.predictOne({ it: "c" }).logOdds);
  });

  it("is the average row of two levels", () => {
    const two = { it: y.map((_, i) => (i % 4 ? "m" : "f")), churned: y };
    const columns = { it: { unknown: "other" } } as const;
    const model = new LogisticRegression().fit(two, { target: "churned", columns });
    expectBits([model.predictOne({ it: "new" }).logOdds], [zOf(model, [30 / 40])]);
  });

  it("is the same for many rows, and in many rows beside known ones", () => {
    const model = fitted({ unknown: "other" });
    const z = model.decisionFunction({ it: ["new", "a", "newer"] });
    expectBits(
      z,
      ["new", "a", "newer"].map((it) => model.predictOne({ it }).logOdds),
    );
    expect(z[0]).toBe(z[2]);
  });

  it("goes by the weights of the fit", () => {
    const weights = LEVELS.map((level) => (level === "b" ? 3 : 1));
    const model = fitted({ unknown: "other" }, {}, { weights });
    const total = LEVELS.length + 2 * 12;
    const shares = [..."abcde"].map((level) => (share(level) * LEVELS.length * (level === "b" ? 3 : 1)) / total);
    expect(model.predictOne({ it: "new" }).logOdds).toBeCloseTo(zOf(model, shares), 14);
  });
});

describe("levels and references that are no texts", () => {
  const rows = customers.map(({ age, member, churned }, i) => ({ age, member, floor: 1 + (i % 3), churned }));
  const asTexts = rows.map((row) => ({ ...row, floor: String(row.floor), member: String(row.member) }));
  const fittedTo = (data: readonly object[], columns: object) =>
    new LogisticRegression({ l2: 0.1 }).fit(data as typeof rows, { target: "churned", columns } as never);

  it("are the texts that they are among cells", () => {
    const given = { floor: { levels: [1, 2, 3, 4], reference: 2 }, member: { levels: [true, false] } };
    const texts = { floor: { levels: ["1", "2", "3", "4"], reference: "2" }, member: { levels: ["true", "false"] } };
    const model = fittedTo(rows, given);
    expectBits(model.coef, fittedTo(asTexts, texts).coef);
    expect(model.coefficients.map(({ level }) => level)).toEqual(
      fittedTo(asTexts, texts).coefficients.map(({ level }) => level),
    );
    const one = { age: 40, member: true, floor: 3 };
    expect(model.predictOne(one).logOdds).toBe(model.predictOne({ ...one, member: "true", floor: "3" }).logOdds);
  });

  it("are refused where a cell is none of them, and where they are neither texts, numbers nor booleans", () => {
    expect(() => fittedTo(rows, { floor: { levels: [1, 2] } })).toThrow(
      'X: expected one of "1", "2", got "3" at row 2, column "floor"',
    );
    expect(() => fittedTo(rows, { floor: { levels: [1, null] } })).toThrow(
      "columns.floor.levels: expected a text, a number or a boolean, got null",
    );
    expect(() => fittedTo(rows, { floor: { reference: {} } })).toThrow(
      "columns.floor.reference: expected a text, a number",
    );
  });
});

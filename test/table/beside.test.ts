import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { expectBits } from "./bits.ts";
import { customers, encodedByHand, matrixOf, OPTIONS, STANDARDIZE } from "./customers.ts";

// biome-ignore lint/suspicious/noExplicitAny: every entry gets every option
type Anything = any;

const rows = customers.map((row, i) => ({ ...row, w: (i * 5) % 4, o: Math.sin(i) }));
const y = rows.map(({ churned }) => churned);
const weights = rows.map(({ w }) => w);
const X = matrixOf(rows.map(encodedByHand));
const options = { target: "churned", drop: ["id", "o"] };
const path = { count: 4, minRatio: 0.1 };

/** The models of every entry that takes labels and weights. */
const ENTRIES: Readonly<Record<string, (given: Anything[], options: object, model: object) => Anything>> = {
  fit: (given, options, model) => new LogisticRegression(model).fit(...(given as [Anything]), options),
  // a Dataset has its classes before there is a model
  "Dataset.from": (given, options, { classes, positive, ...model }: Anything) => {
    const first = { ...options, ...(classes && { classes }), ...(positive && { positive }) };
    return new LogisticRegression(model).fit((Dataset.from as Anything)(...given, first));
  },
  crossValidate: (given, options, model) =>
    (crossValidate as Anything)(...given, { ...options, ...model, ...path, folds: 3 }).model,
  regularizationPath: (given, options, model) =>
    (regularizationPath as Anything)(...given, { ...options, ...model, ...path }).model(2),
  partialFit: (given, options, model) => new LogisticRegression(model).partialFit(...(given as [Anything]), options),
};

describe.each(Object.entries(ENTRIES))("%s", (_, entry) => {
  const byHand = (more: object): Anything => entry([X, y], more, { standardize: STANDARDIZE });

  it("takes weights as a column, which is none to learn from, and as an array", () => {
    const expected = byHand({ weights });
    const named = entry([rows], { ...options, weights: "w" }, {});
    expectBits(named.coef, expected.coef);
    expect(named.features).toEqual(["age", "plan", "income", "sex", "member"]);
    expectBits(entry([rows], { target: "churned", drop: ["id", "o", "w"], weights }, {}).coef, expected.coef);
  });

  it("takes offsets as a column, which is none to learn from, and as an array; predictions ask for them", () => {
    const offsets = rows.map(({ o }) => o);
    const expected = byHand({ offsets });
    const named = entry([rows], { target: "churned", drop: ["id", "w"], offsets: "o" }, {});
    expectBits(named.coef, expected.coef);
    expect(named.features).toEqual(["age", "plan", "income", "sex", "member"]);
    expectBits(entry([rows], { target: "churned", drop: ["id", "o", "w"], offsets }, {}).coef, expected.coef);
    expect(() => named.predict(rows)).toThrow("offsets: expected 60 numbers, or 0 for none, as the fit had offsets");
    expectBits(named.predictProba(rows, { offsets: "o" }), expected.predictProba(X, { offsets }));
  });

  it("predicts the probability of the label that is to be positive", () => {
    const model = entry([rows], { ...options, drop: ["id", "o", "w"], positive: "no" }, {});
    expect(model.classes).toEqual(["yes", "no"]);
    const expected = entry([X, y], {}, { standardize: STANDARDIZE, classes: ["yes", "no"] });
    expectBits(model.coef, expected.coef);
  });

  it("takes what is to be positive from its constructor as well", () => {
    const model = entry([rows], { ...options, drop: ["id", "o", "w"] }, { positive: "no" });
    expect(model.classes).toEqual(["yes", "no"]);
  });
});

describe("offsets", () => {
  it("are a column or an array, and are needed at prediction", () => {
    const offsets = rows.map(({ o }) => o);
    const expected = new LogisticRegression({ standardize: STANDARDIZE }).fit(X, y, { offsets });
    const named = new LogisticRegression().fit(rows, { target: "churned", drop: ["id", "w"], offsets: "o" });
    expectBits([...named.coef, named.intercept], [...expected.coef, expected.intercept]);
    expect(named.features).toEqual(["age", "plan", "income", "sex", "member"]);
    expect(() => named.predictProba(rows)).toThrow("offsets");
    expectBits(named.predictProba(rows, { offsets }), expected.predictProba(X, { offsets }));
    expectBits(
      [named.predictOne(rows[3] as object, { offset: offsets[3] as number }).logOdds],
      [expected.decisionFunction(X, { offsets })[3] as number],
    );
  });
});

describe("a model before", () => {
  const first = rows.slice(0, 40);
  const later = rows.slice(40);
  const handed = (some: typeof rows) => matrixOf(some.map(encodedByHand));
  const labelsOf = (some: typeof rows) => some.map(({ churned }) => churned);
  const given = { target: "churned", drop: ["id", "w", "o"] } as const;

  it.each(["prior", "start"] as const)("as the %s gives its encoding to the rows of a fit", (as) => {
    const before = new LogisticRegression().fit(first, { ...given, curvature: true });
    const byHand = new LogisticRegression({ standardize: STANDARDIZE }).fit(handed(first), labelsOf(first), {
      curvature: true,
    });
    // rows of two plans only
    const few = later.filter(({ plan }) => plan !== "team");
    const model = new LogisticRegression().fit(few, { ...given, [as]: before });
    const expected = new LogisticRegression({ standardize: STANDARDIZE }).fit(handed(few), labelsOf(few), {
      [as]: byHand,
    });
    expectBits([...model.coef, model.intercept], [...expected.coef, expected.intercept]);
    expect(model.encoding).toEqual(before.encoding);
  });

  it("refuses a level that it does not have", () => {
    const before = new LogisticRegression().fit(first, given);
    const other = later.map((row, i) => (i === 2 ? { ...row, plan: "gold" } : row));
    expect(() => new LogisticRegression().fit(other, { ...given, prior: before })).toThrow(
      'got "gold" at row 2, column "plan"',
    );
  });
});

describe("a Dataset of a table", () => {
  const dataset = Dataset.from(customers, OPTIONS);

  it("has the names and the classes of the table", () => {
    expect(dataset.features).toEqual(["age", "plan", "income", "sex", "member"]);
    expect([dataset.target, dataset.classes]).toEqual(["churned", ["no", "yes"]]);
    expect([dataset.rows, dataset.columns]).toEqual([60, 7]);
  });

  it("is predicted with the bits of its rows", () => {
    const model = new LogisticRegression().fit(dataset);
    expect(model.score(dataset)).toBe(model.score(customers));
    expectBits(
      LogisticRegression.fromJSON(JSON.stringify(model)).predictProba(customers),
      model.predictProba(customers),
    );
  });

  it("fits off the thread with the same bits", async () => {
    expectBits((await new LogisticRegression().fitAsync(dataset)).coef, new LogisticRegression().fit(dataset).coef);
  });
});

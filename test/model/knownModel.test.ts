import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a JavaScript program may give
type Anything = any;

const known = { coef: [0.25, -1.5], intercept: 0.125, features: ["age", "dose"] } as const;
const named = LogisticRegression.of({ ...known, classes: ["well", "ill"], target: "state" });
const rows = [
  [4, 0.5],
  [-2, 1],
];
/** By hand: 1 - 0.75 + 0.125 and -0.5 - 1.5 + 0.125, both exact. */
const z = [0.375, -1.875];

describe("a model of known coefficients", () => {
  it("predicts by the formula", () => {
    expect(Array.from(named.decisionFunction(rows))).toEqual(z);
    expect(named.predict(rows)).toEqual(["ill", "well"]);
    for (const [row, p] of named.predictProba(rows).entries()) {
      expect(p).toBeCloseTo(1 / (1 + Math.exp(-(z[row] as number))), 15);
    }
    expect(named.predictOne({ dose: 0.5, other: "x", age: 4 })).toEqual({
      label: "ill",
      probability: named.predictProba(rows)[0],
      logOdds: 0.375,
    });
    expect(named.predict([{ age: -2, dose: 1 }])).toEqual(["well"]);
    expect(
      named.score([
        { age: 4, dose: 0.5, state: "ill" },
        { age: 4, dose: 0.5, state: "well" },
      ]),
    ).toBe(0.5);
  });

  it("has the classes 0 and 1 and no names unless they are given", () => {
    const plain = LogisticRegression.of({ coef: Float32Array.of(0.25, -1.5), intercept: 0.125 });
    expect(plain.predict(rows)).toEqual([1, 0]);
    expect(plain.classes).toEqual([0, 1]);
    expect([plain.features, plain.target, plain.takesOffsets]).toEqual([undefined, undefined, false]);
    expect(plain.coef).toEqual(Float64Array.of(0.25, -1.5));
    expect(plain.intercept).toBe(0.125);
    expect(plain.coefficients.map(({ name }) => name)).toEqual(["(intercept)", "0", "1"]);
  });

  it("shares nothing with what it was given", () => {
    const given = { coef: [1], intercept: 0, classes: ["a", "b"] as [string, string], features: ["x"] };
    const model = LogisticRegression.of(given);
    given.coef[0] = 5;
    given.classes[0] = "c";
    given.features[0] = "y";
    expect([model.coef[0], model.classes[0], model.features?.[0]]).toEqual([1, "a", "x"]);
  });

  it("goes through JSON, logit-wasm/predict and structuredClone with the same bits", () => {
    const text = JSON.stringify(named);
    const copies = [
      LogisticRegression.fromJSON(text),
      LogisticRegression.fromJSON(structuredClone(named)),
      loadModel(text),
      loadModel(structuredClone(named)),
    ];
    for (const copy of copies) {
      expect(copy.predictProba(rows)).toEqual(named.predictProba(rows));
      expect(copy.predictOne({ age: 4, dose: 0.5 })).toEqual(named.predictOne({ age: 4, dose: 0.5 }));
      expect(copy.target).toBe("state");
    }
    expect(JSON.stringify(copies[0])).toBe(text);
  });

  it("says that there was no fit", () => {
    expect(() => named.report).toThrow("report: expected a model that was fitted, got one of known coefficients");
    expect(inspect(named)).toBe(
      [
        'LogisticRegression: P(state = "ill"), not "well"',
        "  of known coefficients, without a fit",
        "  (intercept)  0.125",
        "  dose         -1.5",
        "  age          0.25",
      ].join("\n"),
    );
    expect(named.coefficients).toEqual([
      { name: "(intercept)", estimate: 0.125, standardized: null },
      { name: "age", estimate: 0.25, standardized: null },
      { name: "dose", estimate: -1.5, standardized: null },
    ]);
    expect(() => named.withPrevalence(0.1)).toThrow(
      "share of its positive rows, got one that does not: say { trained: 0.5 }, its share",
    );
    // log(0.1 / 0.9), as the log-odds of a half are 0
    const shifted = named.withPrevalence(0.1, { trained: 0.5 });
    expect(shifted.intercept - named.intercept).toBeCloseTo(-2.1972245773362196, 13);
    expect(() => named.withPrevalence(0.1, { trained: 1 })).toThrow(
      "trained: expected a number between 0 and 1, got 1",
    );
    expect(named.schema().required).toEqual(["age", "dose"]);
  });

  it("is a prior, a start, and what partialFit goes on from; a fit gives it a report", () => {
    const y = ["ill", "well"];
    const strong = new LogisticRegression({ l2: 0 }).fit(rows, y, { prior: named, strength: 1e9 });
    expect(strong.coef[0]).toBeCloseTo(0.25, 6);
    expect(strong.coef[1]).toBeCloseTo(-1.5, 6);
    const [cold, warm] = [{}, { start: named }].map((options) => new LogisticRegression().fit(rows, y, options));
    expect(warm?.coef[0]).toBeCloseTo(cold?.coef[0] as number, 9);
    const model = LogisticRegression.of({ ...known, classes: ["well", "ill"] });
    model.partialFit(rows, ["ill", "well"]);
    expect(model.report.reason).toBe("stream");
    expect(model.coef).not.toEqual(named.coef);
    expect(model.fit(rows, y).report.converged).toBe(true);
  });
});

describe("LogisticRegression.of refuses", () => {
  const of = LogisticRegression.of as (known: Anything) => unknown;
  const cases: [what: string, given: Anything, message: string][] = [
    [
      "anything but an object",
      [1, 2],
      "LogitTypeError INVALID_OPTION: LogisticRegression.of: expected an object of options, got an array of 2: say { coef } or { classes }",
    ],
    [
      "an unknown name",
      { coefficients: [1], intercept: 0 },
      'LogitRangeError INVALID_OPTION: LogisticRegression.of: expected options coef, intercept, classes, features, target; got "coefficients"',
    ],
    [
      "no coefficients",
      { intercept: 0 },
      "LogitTypeError INVALID_VECTOR: coef: expected an array of numbers, got undefined",
    ],
    [
      "none of them",
      { coef: [], intercept: 0 },
      "LogitRangeError INVALID_VECTOR: coef: expected one number a column, got none",
    ],
    [
      "the two dimensions of coef_ in scikit-learn",
      { coef: [[1, 2]], intercept: 0 },
      "LogitTypeError INVALID_VECTOR: coef[0]: expected a number, got an array of 2",
    ],
    [
      "a coefficient that is not finite",
      { coef: [1, Number.NaN], intercept: 0 },
      "LogitRangeError NON_FINITE: coef[1]: expected a finite number, got NaN",
    ],
    ["no intercept", { coef: [1] }, "LogitTypeError INVALID_VECTOR: intercept: expected a number, got undefined"],
    [
      "an intercept that is not finite",
      { coef: [1], intercept: Number.POSITIVE_INFINITY },
      "LogitRangeError NON_FINITE: intercept: expected a finite number, got Infinity",
    ],
    [
      "three classes",
      { coef: [1], intercept: 0, classes: [1, 2, 3] },
      "LogitTypeError INVALID_LABELS: classes: expected [negative, positive], got an array of 3",
    ],
    [
      "one class twice",
      { coef: [1], intercept: 0, classes: ["a", "a"] },
      'LogitRangeError INVALID_LABELS: classes: expected two distinct labels, got "a" twice',
    ],
    [
      "names of another number",
      { coef: [1], intercept: 0, features: ["a", "b"] },
      "LogitRangeError SHAPE_MISMATCH: features: expected 1 names, got 2",
    ],
    [
      "names that are none",
      { coef: [1], intercept: 0, features: [1] },
      "LogitTypeError INVALID_OPTION: features: expected an array of names, got an array of 1",
    ],
    [
      "a target that is no name",
      { coef: [1], intercept: 0, target: 1 },
      "LogitTypeError INVALID_OPTION: target: expected a string, got 1",
    ],
  ];
  it.each(cases)("%s", (_, given, message) => {
    let got = "nothing thrown";
    try {
      of(given);
    } catch (error) {
      const { name, code, message: said } = error as Anything;
      got = `${name} ${code}: ${said}`;
    }
    expect(got).toBe(message);
  });
});

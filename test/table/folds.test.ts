import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { expectBits } from "./bits.ts";
import { knotsOf, meanOf, quantileOf, splineOf } from "./byHand.ts";
import { matrixOf } from "./customers.ts";

interface Visit {
  readonly age: number | null;
  readonly income: number | null;
  /** Its median among all rows is 0. */
  readonly balance: number | null;
  readonly dose: number;
  /** Of d and e there are 9 in all rows, and 7 or 8 without a fold; of the others 20 and more. */
  readonly plan: string;
  /** All of "far" are in fold 2. */
  readonly city: string | null;
  readonly sold: "yes" | "no";
}

const FOLDS = 5;
const visits: readonly Visit[] = Array.from({ length: 120 }, (_, i) => {
  const age = 20 + ((i * 17) % 53);
  const dose = ((i * 29) % 97) / 7;
  const plan = i % 14 === 7 ? "e" : i % 13 === 4 ? "d" : (["a", "b", "c"][(i * 7) % 3] as string);
  const city = i % 20 === 7 ? "far" : i % 3 === 0 ? "near" : "here";
  const z = (age - 45) / 15 + (plan === "a" ? 1 : plan === "d" ? -1 : 0) + dose / 7 - 1 + 2 * Math.sin(i * i);
  return {
    age: i % 6 === 1 ? null : age,
    income: i % 8 === 3 ? null : ((i * 31) % 41) ** 2,
    balance: i % 4 === 2 ? null : ((i * 9) % 61) - 30,
    dose,
    plan,
    city: i % 9 === 2 ? null : city,
    sold: z > 0 ? "yes" : "no",
  };
});
const foldOf = visits.map((_, i) => i % FOLDS);

/** How one column is asked for, and its cells as the training rows have them encoded. */
interface Asked {
  readonly settings: object;
  readonly isNumber: boolean;
  readonly encode: (training: readonly Visit[]) => (row: Visit) => number[];
}

const levelsOf = (levels: readonly string[], level: string | null): number[] =>
  levels.map((one) => (one === level ? 1 : 0));

const COLUMNS: Readonly<Record<string, Asked>> = {
  age: {
    settings: { missing: "mean" },
    isNumber: true,
    encode: (training) => {
      const mean = meanOf(training.map(({ age }) => age));
      return ({ age }) => [age ?? mean];
    },
  },
  income: {
    settings: { missing: "median" },
    isNumber: true,
    encode: (training) => {
      const median = quantileOf(
        training.map(({ income }) => income),
        0.5,
      );
      return ({ income }) => [income ?? median];
    },
  },
  balance: {
    settings: { missing: "median" },
    isNumber: true,
    encode: (training) => {
      const median = quantileOf(
        training.map(({ balance }) => balance),
        0.5,
      );
      return ({ balance }) => [balance ?? median];
    },
  },
  dose: {
    settings: { transform: { splines: 4 } },
    isNumber: true,
    encode: (training) => {
      const knots = knotsOf(
        training.map(({ dose }) => dose),
        4,
      );
      return ({ dose }) => splineOf(dose, knots);
    },
  },
  plan: {
    settings: { minCount: 8 },
    isNumber: false,
    encode: (training) => {
      const pooled = ["a", "b", "c", "d", "e"].filter((one) => training.filter(({ plan }) => plan === one).length < 8);
      const levels = ["a", "b", "c", "d", "e"].filter((one) => !pooled.includes(one));
      return ({ plan }) => [...levelsOf(levels, plan), ...(pooled.length > 0 ? [pooled.includes(plan) ? 1 : 0] : [])];
    },
  },
  city: {
    settings: { missing: "mean" },
    isNumber: false,
    encode: (training) => {
      const known = training.map(({ city }) => city).filter((city) => city !== null);
      const shares = ["far", "here", "near"].map((one) => known.filter((city) => city === one).length / known.length);
      return ({ city }) => (city === null ? shares : levelsOf(["far", "here", "near"], city));
    },
  },
};

const PATH = { lambdas: [0.1, 0.03, 0.01], l1Ratio: 0.5, tolerance: 1e-12 };

/** The mean log loss at each lambda of a loop that encodes the rows of each fold anew. */
function lossesByHand(names: readonly string[]): number[] {
  const losses = PATH.lambdas.map(() => 0);
  for (let fold = 0; fold < FOLDS; ++fold) {
    const training = visits.filter((_, i) => foldOf[i] !== fold);
    const held = visits.filter((_, i) => foldOf[i] === fold);
    const asked = names.map((name) => COLUMNS[name] as Asked);
    const encoders = asked.map(({ encode }) => encode(training));
    const encoded = (row: Visit): number[] => encoders.flatMap((encode) => encode(row));
    const standardize = encoders.flatMap((encode, j) =>
      encode(training[0] as Visit).map(() => (asked[j] as Asked).isNumber),
    );
    const y = training.map(({ sold }) => sold);
    const path = regularizationPath(matrixOf(training.map(encoded)), y, { ...PATH, standardize });
    for (const k of PATH.lambdas.keys()) {
      const p = path.model(k).predictProba(matrixOf(held.map(encoded)));
      for (const [i, { sold }] of held.entries()) {
        const right = sold === "yes" ? (p[i] as number) : 1 - (p[i] as number);
        losses[k] = (losses[k] as number) - Math.log(right) / visits.length;
      }
    }
  }
  return losses;
}

function optionsFor(names: readonly string[]) {
  const columns = Object.fromEntries(names.map((name) => [name, (COLUMNS[name] as Asked).settings]));
  return { target: "sold", features: names, columns } as never as { readonly target: "sold" };
}

const CASES: readonly (readonly string[])[] = [
  ...Object.keys(COLUMNS).map((name) => [name]),
  Object.keys(COLUMNS),
  ["city", "dose", "age"],
];

describe.each(CASES.map((names) => [names.join(", "), names] as const))("crossValidate over %s", (_, names) => {
  const given = crossValidate(visits, { ...optionsFor(names), ...PATH, foldOf });

  it("equals a loop that encodes the training rows of each fold anew", () => {
    const byHand = lossesByHand(names);
    expect(given.lambdas).toEqual(Float64Array.from(PATH.lambdas));
    // both paths are solved to 1e-12 of the objective, which is 1e-6 of the coefficients and less of a mean loss
    for (const [k, loss] of byHand.entries())
      expect(Math.abs((given.logLoss.mean[k] as number) / loss - 1)).toBeLessThan(1e-8);
  });

  it("gives the same bits through a Dataset", () => {
    const dataset = Dataset.from(visits, optionsFor(names));
    const through = crossValidate(dataset, { ...PATH, foldOf });
    expectBits(through.logLoss.mean, given.logLoss.mean);
    expectBits(through.auc.mean, given.auc.mean);
    expectBits(through.model.coef, given.model.coef);
    expect(through.unseenLevels).toBe(given.unseenLevels);
    expect(through.model.encoding).toEqual(given.model.encoding);
  });

  it("gives a model of the encoding of all rows", () => {
    const all = new LogisticRegression().fit(visits, optionsFor(names));
    expect(given.model.encoding).toEqual(all.encoding);
    expect(given.model.predict(visits).length).toBe(visits.length);
  });
});

describe("levels in folds", () => {
  it("without a training row are counted in the report, and are no error", () => {
    const { unseenLevels } = crossValidate(visits, { ...optionsFor(["city", "plan"]), ...PATH, foldOf });
    expect(unseenLevels).toBe(1);
    expect(crossValidate(visits, { ...optionsFor(["plan", "dose"]), ...PATH, foldOf }).unseenLevels).toBe(0);
    expect(
      crossValidate(
        matrixOf(visits.map(({ dose }) => [dose])),
        visits.map(({ sold }) => sold),
      ).unseenLevels,
    ).toBe(0);
  });

  it("that are the reference stay it, however rare they are among the rows of a fold", () => {
    const columns = { plan: { minCount: 9, reference: "d" } };
    const { model } = crossValidate(visits, { target: "sold", features: ["plan"], columns, ...PATH, foldOf });
    expect(model.encoding?.columns[0]).toMatchObject({ reference: "d" });
    const rarer = { plan: { minCount: 30, reference: "e" } };
    const { encoding } = new LogisticRegression().fit(visits, { target: "sold", features: ["plan"], columns: rarer });
    expect(encoding?.columns[0]).toMatchObject({ reference: "e" });
  });
});

describe("rows that are dropped", () => {
  const options = { target: "sold", features: ["age", "plan"], missing: "drop", ...PATH } as const;
  const kept = visits.filter(({ age }) => age !== null);
  const expected = crossValidate(kept, { ...options, foldOf: kept.map((_, i) => i % FOLDS) });

  it("take no part in folds, which are given for the rows that are left", () => {
    const given = crossValidate(visits, { ...options, foldOf: kept.map((_, i) => i % FOLDS) });
    expectBits(given.logLoss.mean, expected.logLoss.mean);
  });

  it("or for all rows", () => {
    const given = crossValidate(visits, { ...options, foldOf });
    const same = crossValidate(kept, { ...options, foldOf: foldOf.filter((_, i) => visits[i]?.age !== null) });
    expectBits(given.logLoss.mean, same.logLoss.mean);
  });

  it("leave foldOf to be checked as ever", () => {
    expect(() => crossValidate(visits, { ...options, foldOf: null as never })).toThrow(
      "foldOf: expected an array of whole numbers, got null",
    );
  });
});

describe("a column of which a fold holds out all that is there", () => {
  const lone = visits.map(({ dose, sold }, i) => ({ dose, lone: i === 7 ? 3 : null, sold }));
  const given = { target: "sold", foldOf, lambdas: [0.1, 0.01], tolerance: 1e-15 } as const;

  it.each(["mean", "median"] as const)("is constant there, whatever stands in: %s", (missing) => {
    const { logLoss } = crossValidate(lone, { ...given, missing });
    const without = crossValidate(lone, { ...given, drop: ["lone"] });
    for (const [k, loss] of logLoss.mean.entries()) {
      // the same optimum, whose losses are free by the root of the tolerance, 3e-8
      expect(loss).toBeCloseTo(without.logLoss.mean[k] as number, 7);
    }
  });

  it("is refused with splines, by the quantiles of the fold", () => {
    const few = visits.map(({ sold }, i) => ({ x: i % FOLDS === 1 ? -i : i % 6 === 0 ? i + 2 : 1, sold }));
    const columns = { x: { transform: { splines: 3 } } } as const;
    expect(() => crossValidate(few, { ...given, columns })).toThrow(
      /distinct knots for "x", got quantiles that are equal .* take fewer splines, or none \(without the rows of fold 1\)$/,
    );
  });
});

it("standardize by column goes by the names of columns where other levels are rare in a fold", () => {
  const cells = ["u", "v", "w", "q"];
  const rows = Array.from({ length: 90 }, (_, i) => ({
    x: 3 * Math.sin(i),
    kind: cells[Math.min(3, Math.floor(i / 6))] as string,
    sold: Math.sin(i * i) + Math.sin(i) > 0 ? "yes" : "no",
  }));
  // u and v are rare where fold 0 is held out; all three share a column there, and there are fewer columns
  const foldOf = rows.map((_, i) => (i < 3 || (i >= 6 && i < 9) ? 0 : 1 + (i % 2)));
  const options = { target: "sold", columns: { kind: { minCount: 5 } }, foldOf, lambdas: [0.1, 0.01] } as const;
  const byColumn = crossValidate(rows, { ...options, standardize: [true, false, false, false, false] });
  // what a table has by default
  expect(byColumn.logLoss.mean).toEqual(crossValidate(rows, options).logLoss.mean);
});

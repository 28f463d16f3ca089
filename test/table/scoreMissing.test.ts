import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { columnsOf, customers, OPTIONS } from "./customers.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a JavaScript program may give
type Anything = any;

const model = new LogisticRegression().fit(customers.slice(0, 30), OPTIONS);
const filled = new LogisticRegression().fit(
  customers.slice(0, 30).map((row, i) => (i % 7 === 3 ? { ...row, age: null } : row)),
  { ...OPTIONS, missing: { age: "mean" } },
);

/** Customers some of whom miss an age, a plan or the label. */
const holed = customers.map((row, i) => ({
  ...row,
  age: i % 6 === 1 ? null : row.age,
  plan: i % 10 === 3 ? undefined : row.plan,
  churned: i % 20 === 9 ? null : row.churned,
}));
const isWhole = ({ age, plan, churned }: (typeof holed)[number]): boolean =>
  age !== null && plan !== undefined && churned !== null;
const whole = holed.filter(isWhole);
const dropping = { missing: "drop" } as const;

describe("rows with a missing value or label, in score", () => {
  it('are left out by missing: "drop"', () => {
    expect(whole.length).toBeLessThan(holed.length - 10);
    expect(model.score(holed, dropping)).toBe(model.score(whole));
    expect(model.score(columnsOf(holed), dropping)).toBe(model.score(whole));
    expect(model.score(new Set(holed).values() as Anything, dropping)).toBe(model.score(whole));
  });

  it("are left out with their weights, offsets and labels, which may be missing there as well", () => {
    const beside = <Value>(of: (i: number) => Value) => holed.map((row, i) => (isWhole(row) ? of(i) : Number.NaN));
    const weights = beside((i) => 1 + (i % 4));
    const offsets = beside((i) => 3 * Math.sin(i));
    const y = holed.map(({ churned }) => churned);
    const kept = <Value>(values: readonly Value[]): Value[] => values.filter((_, i) => isWhole(holed[i] as never));
    const expected = model.score(whole, { weights: kept(weights), offsets: kept(offsets) });
    expect(expected).not.toBe(model.score(whole));
    expect(model.score(holed, { ...dropping, weights, offsets })).toBe(expected);
    expect(model.score(holed, y as string[], { ...dropping, weights, offsets })).toBe(expected);
    const named = holed.map((row, i) => ({ ...row, w: weights[i], o: offsets[i] }));
    expect(model.score(named, { ...dropping, weights: "w", offsets: "o" })).toBe(expected);
  });

  it("stay where fit has settled what stands in for the value", () => {
    const ofAge = holed.filter(({ plan, churned }) => plan !== undefined && churned !== null);
    expect(filled.score(holed, dropping)).toBe(filled.score(ofAge));
    expect(ofAge.length).toBeGreaterThan(whole.length);
  });

  it("are refused by row and column or by number, with the way out", () => {
    expect(() => model.score(holed.slice(0, 3))).toThrow(
      'X: expected a value, got a missing one (null) at row 1, column "age": say missing: "drop" to leave such rows out',
    );
    const y = 'y: expected no missing labels, got 3 of 60, the first at row 9: say missing: "drop"';
    expect(() => model.score(holed)).toThrow(y);
    expect(() => model.score(customers, holed.map(({ churned }) => churned) as string[])).toThrow(y);
  });

  it("must leave some", () => {
    expect(() => model.score([holed[1], holed[3]] as Anything, dropping)).toThrow(
      "X: expected some row without a missing value, got none of 2",
    );
  });

  it("have a row with an unknown level beside a missing value left out, and refused without one, by its row", () => {
    const gold = (age: number | null) => [...holed, { ...holed[0], plan: "gold", age }] as Anything;
    expect(model.score(gold(null), dropping)).toBe(model.score(whole));
    const refused = 'got "gold" at row 60, column "plan"';
    expect(() => model.score(gold(40), dropping)).toThrow(refused);
    expect(() => filled.score(gold(null), dropping)).toThrow(refused);
  });

  it("have what is wrong with other rows refused by its row", () => {
    const at = (row: number, value: unknown) => holed.map((_, i) => (i === row ? value : 1)) as Anything;
    expect(() => model.score(holed, { ...dropping, weights: at(12, -1) })).toThrow("at row 12");
    expect(() => model.score(holed, { ...dropping, offsets: at(12, Number.NaN) })).toThrow("row 12");
    const y = holed.map(({ churned }, i) => (i === 12 ? "maybe" : churned));
    expect(() => model.score(holed, y as string[], dropping)).toThrow('got "maybe" at row 12');
  });
});

describe('missing: "drop" is refused by score', () => {
  const byHand = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
  it.each<[string, () => unknown, string]>([
    [
      "of a matrix",
      () => byHand.score([[1], [2]], [0, 1], dropping),
      "missing: expected a table beside it: row objects, or columns by name, got an array of 2",
    ],
    [
      "of a Dataset",
      () => model.score(Dataset.from(customers, OPTIONS), dropping),
      'missing: expected none with a Dataset, which has its own, got "drop"',
    ],
    [
      "as another word",
      () => model.score(customers, { missing: "mean" as "drop" }),
      'missing: expected one of drop; got "mean"',
    ],
  ])("%s", (_, call, said) => expect(call).toThrow(said));
});

describe("missing values under an encoding that is taken over", () => {
  const given = { target: "churned", prior: filled } as const;
  const rows = holed.map((row, i) => ({ ...row, churned: customers[i]?.churned }));
  const labelled = rows.filter(({ plan }) => plan !== undefined);
  const ENTRIES: Readonly<Record<string, (rows: Anything, more?: object) => Anything>> = {
    fit: (rows, more) => new LogisticRegression().fit(rows, { ...given, ...more }),
    partialFit: (rows, more) => LogisticRegression.fromJSON(filled.toJSON()).partialFit(rows, { ...more } as Anything),
  };

  it.each(Object.entries(ENTRIES))("are refused by %s with the one way out, which is one", (_, entry) => {
    expect(() => entry(rows)).toThrow('("plan" 6; 6 of 60 rows in all): say missing: { "plan": "drop" }');
    expect(entry(rows, { missing: { plan: "drop" } }).coef).toEqual(entry(labelled).coef);
  });
});

import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";

/** 90 rows with a column of each kind: numbers, whole numbers of 64 bits, three levels, two levels, booleans. */
const rows = Array.from({ length: 90 }, (_, i) => ({
  age: 20 + ((i * 7) % 47),
  plan: ["pro", "team", "basic"][(i * 5) % 3] ?? "",
  since: BigInt(1_600_000_000_000 + ((i * 37) % 41) * 86_400_000),
  paid: (i * 11) % 4 === 0 ? "yes" : "no",
  member: i % 7 < 3,
  churned: Math.sin(i * i) + ((i * 7) % 47) / 30 > 0.8 ? "left" : "stayed",
}));
const names = ["age", "plan", "since", "paid", "member", "churned"] as const;
const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
const y = rows.map(({ churned }) => churned);
const bits = (numbers: ArrayLike<number>) => Array.from(new BigUint64Array(Float64Array.from(numbers).buffer));

describe("what is a matrix stays one", () => {
  const data = rows.map(({ age, member }) => [age, Number(member)]);
  const expected = bits(new LogisticRegression().fit(data, y).coef);

  it.each([
    ["integers in a typed array", { data: Int32Array.from(data.flat()), rows: 90, columns: 2 }],
    ["bytes", { data: Uint8Array.from(data.flat()), rows: 90, columns: 2 }],
    ["an array of numbers", { data: data.flat(), rows: 90, columns: 2 }],
    ["typed rows of integers", data.map((row) => Uint16Array.from(row))],
  ])("%s", (_, matrix) => {
    expect(bits(new LogisticRegression().fit(matrix as never, y).coef)).toEqual(expected);
  });

  it("unless rows and columns are no numbers: then data is a column like others", () => {
    const model = new LogisticRegression().fit(
      { data: columns.age, rows: columns.plan, columns: columns.paid, y } as never,
      {
        target: "y",
      },
    );
    expect(model.features).toEqual(["data", "rows", "columns"]);
  });
});

describe("columns of a table as weights and offsets", () => {
  const weighed = rows.map((row, i) => ({ ...row, times: 1 + (i % 3), known: (i % 5) / 10 }));
  const [times, known] = [weighed.map((row) => row.times), weighed.map((row) => row.known)];
  const drop = { drop: ["times", "known"] } as const;

  it("are those that are given as numbers", () => {
    const named = new LogisticRegression().fit(weighed, { target: "churned", weights: "times", offsets: "known" });
    const numbers = new LogisticRegression().fit(weighed, {
      target: "churned",
      ...drop,
      weights: times,
      offsets: known,
    });
    expect(bits(named.coef)).toEqual(bits(numbers.coef));
    expect(named.features).toEqual(["age", "plan", "since", "paid", "member"]);
    const expected = bits(numbers.predictProba(weighed, { offsets: known }));
    expect(bits(named.predictProba(weighed, { offsets: "known" }))).toEqual(expected);
    expect(bits(named.predictProba(weighed.values(), { offsets: "known" }))).toEqual(expected);
    expect(bits(loadModel(JSON.stringify(named)).predictProba(weighed, { offsets: "known" }))).toEqual(expected);
    const score = numbers.score(weighed, { weights: times, offsets: known });
    expect(named.score(weighed, { weights: "times", offsets: "known" })).toBe(score);
    expect(() => named.predictProba(weighed, { offsets: "knwon" })).toThrow(
      'offsets: expected numbers or a column of X, got "knwon"',
    );
  });
});

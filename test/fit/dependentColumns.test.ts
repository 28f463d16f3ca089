import { describe, expect, test } from "vitest";
import { dependentColumns as search } from "../../src/fit/dependentColumns.ts";
import { rowSourceOf } from "../../src/input/matrix.ts";
import { mulberry32 } from "../../src/solver/random.ts";
import { patientsCsv, workspace } from "../cli/run.ts";

const { succeed, write } = workspace();

/** Constant columns aside. */
function dependentColumns(X: ReturnType<typeof matrix>, weights?: readonly number[]) {
  const counts = (row: number) => weights === undefined || (weights[row] ?? 0) > 0;
  return search(rowSourceOf(X), { counts, intercept: true })?.filter(({ of }) => of.length > 0);
}

function matrix(rows: readonly (readonly number[])[]) {
  return { data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0]?.length ?? 0 };
}

/** Rows of independent normal-like columns, of which `more` makes further ones. */
function rowsOf(count: number, columns: number, more: (x: readonly number[], row: number) => readonly number[]) {
  const random = mulberry32(7);
  return matrix(
    Array.from({ length: count }, (_, row) => {
      const x = Array.from({ length: columns }, () => random() + random() - random());
      return [...x, ...more(x, row)];
    }),
  );
}

describe("columns that follow from others", () => {
  test("are named with these, the later by the earlier", () => {
    const X = rowsOf(300, 3, ([a = 0, b = 0, c = 0]) => [a - 462.24, 2 * b - 3 * c + 1, 7]);
    expect(dependentColumns(X)).toEqual([
      { column: 3, of: [0] },
      { column: 4, of: [1, 2] },
    ]);
  });

  test("a full set of dummies, also of rare ones that a sample of rows does not meet", () => {
    const levels = 40;
    const X = matrix(
      Array.from({ length: 20_000 }, (_, row) => {
        const level = row % 997 === 0 ? 1 + ((row / 997) % (levels - 1)) : 0;
        return Array.from({ length: levels }, (_, j) => (j === level ? 1 : 0));
      }),
    );
    const found = dependentColumns(X) ?? [];
    expect(found.at(0)?.of.length).toBeGreaterThan(0);
    const present = 1 + Math.min(levels - 1, Math.ceil(20_000 / 997));
    expect(found).toEqual([{ column: present - 1, of: Array.from({ length: present - 1 }, (_, j) => j) }]);
  });

  test("one row that contradicts is enough, wherever it is, unless it weighs nothing", () => {
    for (const odd of [0, 1234, 19_999]) {
      const X = rowsOf(20_000, 2, ([a = 0], row) => [row === odd ? a + 1e-3 : a]);
      expect(dependentColumns(X)).toEqual([]);
      const weights = Array.from({ length: 20_000 }, (_, row) => (row === odd ? 0 : 1));
      expect(dependentColumns(X, weights)).toEqual([{ column: 2, of: [0] }]);
    }
  });

  test("scales and distances from zero do not matter", () => {
    const X = rowsOf(200, 2, ([a = 0, b = 0]) => [1e9 * a + 1e-3, 1e-9 * (a + b), 1e6 + b / 1024]);
    expect(dependentColumns(X)).toEqual([
      { column: 2, of: [0] },
      { column: 3, of: [0, 1] },
      { column: 4, of: [1] },
    ]);
  });

  test("nearly is not exactly", () => {
    expect(dependentColumns(rowsOf(200, 2, ([a = 0, b = 0]) => [a + 1e-7 * b * b]))).toEqual([]);
    expect(dependentColumns(rowsOf(200, 1, ([a = 0]) => [a * a, a * a * a]))).toEqual([]);
  });

  test("a constant is made of nothing, but only where an intercept is free", () => {
    const X = rowsOf(200, 2, ([a = 0]) => [7, a + 3]);
    const counts = () => true;
    expect(search(rowSourceOf(X), { counts, intercept: true })).toEqual([
      { column: 2, of: [] },
      { column: 3, of: [0] },
    ]);
    expect(search(rowSourceOf(X), { counts, intercept: false })).toEqual([{ column: 3, of: [0, 2] }]);
  });

  test("in another order others are the ones that follow", () => {
    const X = rowsOf(200, 2, ([a = 0]) => [a + 3]);
    const found = search(rowSourceOf(X), { counts: () => true, intercept: true, order: [1, 2, 0] });
    expect(found).toEqual([{ column: 0, of: [2] }]);
  });

  test("with as many columns as rows there is nothing to say", () => {
    expect(dependentColumns(rowsOf(10, 12, () => []))).toBe(undefined);
  });
});

describe("train names them", () => {
  const content = patientsCsv()
    .trim()
    .split("\n")
    .map((line, i) => (i === 0 ? `${line},cAge,m` : `${line},${(Number.parseFloat(line) - 49.5).toFixed(1)},3`))
    .join("\n");
  write("collinear.csv", content);

  test("in its text, with and without a penalty", () => {
    const text = succeed(["train", "collinear.csv", "-t", "ill", "--l2", "0"]);
    expect(text).toMatch(/^constant {4}m: of no effect, --drop m leaves it out$/m);
    expect(text).toMatch(/^collinear {3}cAge follows from age$/m);
    expect(text).toMatch(/^ {12}it has no coefficient of its own, --drop cAge leaves it out$/m);
    expect(succeed(["train", "collinear.csv", "-t", "ill"])).toMatch(
      /^ {12}the penalty alone shares out the coefficients, --drop cAge leaves it out$/m,
    );
    const advised = succeed(["train", "collinear.csv", "-t", "ill", "--l2", "0", "--drop", "m", "--drop", "cAge"]);
    expect(advised).not.toMatch(/^(?:constant|collinear)/m);
  });

  test("and in its JSON", () => {
    const json = JSON.parse(succeed(["train", "collinear.csv", "-t", "ill", "--json"]));
    expect(json.constantColumns).toEqual(["m"]);
    expect(json.collinearColumns).toEqual([{ column: "cAge", of: ["age"] }]);
  });
});

import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { expectBits } from "./bits.ts";

const y = Array.from({ length: 60 }, (_, i) => (Math.sin(i * i) > 0.1 ? "yes" : "no"));
const namesOf = (model: LogisticRegression) => model.coefficients.slice(1).map(({ name, level }) => [name, level]);

describe("coefficients have names of their own", () => {
  const it60 = ["a", "b", "(rare)", "missing"];
  const cells = y.map((_, i) => (i === 7 ? "x" : i === 9 ? "z" : i % 8 === 5 ? null : it60[(i * 3) % 4]));
  const rows = cells.map((cell, i) => ({ cell, y: y[i] as string }));
  const options = { target: "y", missing: "indicator", columns: { cell: { minCount: 3 } } } as const;

  it("where levels are called as the pool and the indicator are", () => {
    const model = new LogisticRegression().fit(rows, options);
    const levels = ["(rare)", "a", "b", "missing", "((rare))", "(missing)"];
    expect(namesOf(model)).toEqual(levels.map((level) => ["cell", level]));
    const said = new LogisticRegression().fit(
      rows.map(({ cell, y }) => ({ cell: cell && `l${cell}`, y })),
      options,
    );
    expectBits(model.coef, said.coef);
    expectBits(loadModel(JSON.stringify(model)).predictProba(rows), model.predictProba(rows));
    const unlike = namesOf(said).map(([, level]) => level);
    expect(unlike).toEqual(["l(rare)", "la", "lb", "lmissing", "(rare)", "missing"]);
  });

  it("where a model without a penalty predicts the rows of a Dataset, in which more levels have columns", () => {
    const dataset = Dataset.from(rows, options);
    const model = new LogisticRegression({ l2: 0 }).fit(dataset);
    const fromRows = model.predictProba(rows);
    for (const [row, p] of model.predictProba(dataset).entries()) expect(p).toBeCloseTo(fromRows[row] as number, 12);
  });

  it("where products of levels with colons in them look alike", () => {
    const pairs = y.map((label, i) => ({ p: ["a", "a:b"][i % 2], q: ["c", "b:c"][(i >> 1) % 2], y: label }));
    const columns = {
      p: { reference: "z", levels: ["a", "a:b", "z"] },
      q: { reference: "z", levels: ["c", "b:c", "z"] },
    };
    const interactions = [["p", "q"]] as const;
    const model = new LogisticRegression().fit(pairs, { target: "y", columns, interactions });
    expect(namesOf(model).slice(4)).toEqual([
      ['"p":"q"', '"a":"b:c"'],
      ['"p":"q"', '"a":"c"'],
      ['"p":"q"', '"a:b":"b:c"'],
      ['"p":"q"', '"a:b":"c"'],
    ]);
    expect(new Set(namesOf(model).map(String)).size).toBe(8);
  });

  it("where a column is called as a product is", () => {
    const numbers = y.map((label, i) => ({ p: i % 5, q: (i * 7) % 11, "p:q": Math.cos(i), y: label }));
    const model = new LogisticRegression().fit(numbers, { target: "y", interactions: [["p", "q"]] });
    expect(namesOf(model).map(([name]) => name)).toEqual(["p", "q", "p:q", '"p":"q"']);
  });
});

import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a JavaScript program may give
type Anything = any;

/** A row that has the key itself, as JSON.parse makes it, or lacks it. */
function row(name: string, i: number): Anything {
  const cell = i % 5 === 0 ? "" : `, ${JSON.stringify(name)}: ${(i % 4) + Math.sin(i)}`;
  return JSON.parse(`{ "a": ${Math.cos(3 * i)}, "y": ${Math.sin(i * i) > 0 ? 1 : 0}${cell} }`);
}

describe.each(["constructor", "__proto__", "toString", "hasOwnProperty"])("a column that is called %s", (name) => {
  const rows = Array.from({ length: 60 }, (_, i) => row(name, i));
  const plain = rows.map((one, i) => (i % 5 === 0 ? { a: one.a, y: one.y } : { a: one.a, y: one.y, x: one[name] }));
  const options = { target: "y", features: ["a", name], missing: "mean" } as Anything;
  const expected = new LogisticRegression().fit(plain, {
    target: "y",
    features: ["a", "x"],
    missing: "mean",
  } as Anything);
  const model = new LogisticRegression().fit(rows, options);

  it("is missing in a row without that key, whatever every object inherits", () => {
    expect(model.report.missing).toEqual({ droppedRows: 0, filledCells: 12 });
    expect(Array.from(model.coef)).toEqual(Array.from(expected.coef));
    expect(() => new LogisticRegression().fit(rows, { target: "y" })).toThrow(`(${JSON.stringify(name)} 12; 12 of 60`);
  });

  it("is so for a Dataset, in cross-validation, in predictions and behind JSON", () => {
    expect(Array.from(new LogisticRegression().fit(Dataset.from(rows, options)).coef)).toEqual(
      Array.from(expected.coef),
    );
    expect(crossValidate(rows, { ...options, folds: 3 }).model.features).toEqual(["a", name]);
    const expectedOnes = Array.from(expected.predictProba(plain));
    const read = LogisticRegression.fromJSON(JSON.stringify(model));
    for (const one of [model, read, loadModel(JSON.parse(JSON.stringify(model)))] as Anything[]) {
      expect(Array.from(one.predictProba(rows))).toEqual(expectedOnes);
      expect(one.predictOne({ a: 1 }).probability).toBe(expected.predictOne({ a: 1 }).probability);
    }
  });

  it("takes settings by its name and none that it would inherit", () => {
    const columns = JSON.parse(`{ ${JSON.stringify(name)}: { "missing": "mean" } }`);
    const one = new LogisticRegression().fit(rows, { target: "y", columns });
    expect(one.coef.length).toBe(2);
    const none = new LogisticRegression().fit(rows, { target: "y", columns: {}, missing: "mean" });
    expect(none.coef.length).toBe(2);
  });
});

import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { EVERY_SIZE } from "../support/everySize.ts";

const labelsOf = (rows: number) => Array.from({ length: rows }, (_, i) => ((i * 31) % 17) % 2);

const PAIRS = 60_000;
const a = Array.from({ length: PAIRS }, (_, i) => `a${i % 120}`);
const b = Array.from({ length: PAIRS }, (_, i) => `b${(i * 7) % 110}`);
const labels = labelsOf(PAIRS);
const interactions = [["a", "b"]] as const;
const products = { interactions };
const pairs = { a, b };

const ENTRIES: Readonly<Record<string, () => unknown>> = {
  fit: () => new LogisticRegression().fit(pairs, labels, products),
  "fit without a penalty": () => new LogisticRegression({ l2: 0 }).fit(pairs, labels, products),
  "fitAsync without workers": () => new LogisticRegression().fitAsync(pairs, labels, { ...products, workers: 0 }),
  "Dataset.from": () => Dataset.from(pairs, labels, products),
  crossValidate: () => crossValidate(pairs, labels, products),
  regularizationPath: () => regularizationPath(pairs, labels, products),
};

/** Levels times rows beyond one linear memory: nothing of that size may be allocated. */
describe("a table whose encoded rows would not fit", () => {
  const sparse = () => {
    const rows = 540_000;
    const shop = Array.from({ length: rows }, (_, i) => `s${(i * 7) % 1000}`);
    const X = { size: Float64Array.from({ length: rows }, (_, i) => i % 11), shop };
    const y = labelsOf(rows);
    const before = process.memoryUsage().rss;
    const model = new LogisticRegression({ l2: 0.01 }).fit(X, y);
    expect(model.report.converged).toBe(true);
    expect(model.coef).toHaveLength(1001);
    const p = model.predictProba(X);
    expect(loadModel(JSON.stringify(model)).predictProba(X)).toEqual(p);
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
  };
  // manyLevels.test.ts has tables that are encoded so for their width alone
  if (EVERY_SIZE) it("has sparse rows, which are fitted and predicted in the memory of their entries", sparse);

  it.each(Object.keys(ENTRIES))("is refused by the name of its widest product: %s", async (entry) => {
    const before = process.memoryUsage().rss;
    const call = async () => ENTRIES[entry]?.();
    await expect(call()).rejects.toThrow(/expected at most 4 GiB of encoded rows, got 60000 rows of \d+ columns/);
    await expect(call()).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
  });

  it("names a product that makes it wide", () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => ({ a: `a${i % 120}`, b: `b${(i * 7) % 110}`, y: i % 3 > 1 }));
    const call = () => new LogisticRegression().fit(rows, { target: "y", interactions: [["a", "b"]] });
    expect(call).toThrow('"a:b" makes 13200 of the columns: leave it out of interactions');
  });
});

import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";

const ROWS = 1_300_000;
const shop = Array.from({ length: ROWS }, (_, i) => `s${(i * 7) % 1000}`);
const size = Float64Array.from({ length: ROWS }, (_, i) => i % 11);
const y = Array.from({ length: ROWS }, (_, i) => ((i * 31) % 17) % 2);
const X = { size, shop };

const ENTRIES: Readonly<Record<string, () => unknown>> = {
  fit: () => new LogisticRegression().fit(X, y),
  "fit without a penalty": () => new LogisticRegression({ l2: 0 }).fit(X, y),
  "fitAsync without workers": () => new LogisticRegression().fitAsync(X, y, { workers: 0 }),
  "Dataset.from": () => Dataset.from(X, y),
  partialFit: () => new LogisticRegression().partialFit(X, y),
  crossValidate: () => crossValidate(X, y),
  regularizationPath: () => regularizationPath(X, y),
};

/** Levels times rows beyond one linear memory: nothing of that size may be allocated before the answer. */
describe("a table whose encoded rows would not fit", () => {
  it.each(Object.keys(ENTRIES))("is refused by the name of its widest column: %s", async (entry) => {
    const call = async () => ENTRIES[entry]?.();
    const columns = entry === "fit without a penalty" ? [1000, 999, "9.7"] : [1001, 1000, "9.7"];
    const message =
      `X: expected at most 4 GiB of encoded rows, got 1300000 rows of ${columns[0]} columns, which take ${columns[2]} GiB; ` +
      `"shop" makes ${columns[1]} of the columns: say columns: { "shop": { minCount: 100 } } so that rare levels share one, ` +
      'drop: ["shop"], or features without it';
    const before = process.memoryUsage().rss;
    await expect(call()).rejects.toMatchObject({ code: "OUT_OF_MEMORY", message });
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
  });

  it("is asked for in parts in predictions", () => {
    const some = Array.from({ length: 3000 }, (_, i) => i);
    const part = { size: some.map((i) => size[i]), shop: some.map((i) => shop[i]) };
    const model = new LogisticRegression().fit(part, y.slice(0, 3000));
    const message =
      "X: expected at most 536334 rows of 1001 encoded columns at a time, got 1300000: give them in parts";
    const error = expect.objectContaining({ code: "OUT_OF_MEMORY", message });
    expect(() => model.predictProba(X)).toThrow(error);
    expect(() => loadModel(JSON.stringify(model)).predictProba(X)).toThrow(error);
  });

  it("names a product that makes it wide", () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => ({ a: `a${i % 120}`, b: `b${(i * 7) % 110}`, y: i % 3 > 1 }));
    const call = () => new LogisticRegression().fit(rows, { target: "y", interactions: [["a", "b"]] });
    expect(call).toThrow('"a:b" makes 13200 of the columns: leave it out of interactions');
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { logBinomialCoefficients, saturatedLogLikelihood } from "../../src/inference/grouped.ts";
import { rowSourceOf } from "../../src/input/matrix.ts";
import { doubled } from "../../src/table/grouped.ts";
import { random } from "../support/random.ts";

/** What test/fixtures/grouped/grouped.R writes. */
interface Case {
  readonly name: string;
  readonly rows: Readonly<Record<string, readonly number[]>>;
  readonly successes: string;
  readonly failures: string;
  readonly names: readonly string[];
  readonly coefficients: readonly number[];
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood: number;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../fixtures/grouped/grouped.json", import.meta.url), "utf8"),
);

/** The options that a case has, its reference levels as R has them. */
function optionsOf({ rows, successes, failures }: Case) {
  const drop = ["stratum", "pooled.stratum"].filter((name) => name in rows);
  return {
    ...{ successes, failures, reference: "first" as const, drop },
    ...("half" in rows && { offsets: "half" }),
    ...("times" in rows && { weights: "times" }),
  };
}

function named(model: LogisticRegression): Record<string, number | null> {
  return Object.fromEntries(
    model.coefficients.map(({ name, level = "", estimate }) => [
      name === "(intercept)" ? "(Intercept)" : name + level,
      estimate,
    ]),
  );
}

function caseOf(name: string): Case {
  return cases.find((one) => one.name === name) as Case;
}

/** Every row as often as it counts, of either class. */
function written({ rows, successes, failures }: Case) {
  const columns = Object.keys(rows).filter((name) => name !== successes && name !== failures);
  const count = (name: string, i: number): number => rows[name]?.[i] ?? 0;
  return Array.from(rows[successes] ?? [], (_, i) => i).flatMap((i) => {
    const row = Object.fromEntries(columns.map((name) => [name, rows[name]?.[i]]));
    const times = (y: number, name: string) => Array.from({ length: count(name, i) }, () => ({ ...row, y }));
    return [...times(1, successes), ...times(0, failures)];
  });
}

describe("grouped responses", () => {
  for (const given of cases) {
    it(`have the coefficients and the deviance of R's glm: ${given.name}`, async () => {
      const options = optionsOf(given);
      const model = new LogisticRegression({ l2: 0 }).fit(given.rows, options);
      expect(model.report.converged).toBe(true);
      expect(model.classes).toEqual([0, 1]);
      const estimates = named(model);
      for (const [j, name] of given.names.entries()) {
        const expected = given.coefficients[j] ?? 0;
        expect(Math.abs((estimates[name] ?? 0) - expected), name).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
      }
      const { [given.successes]: successes = [], [given.failures]: failures = [], times } = given.rows;
      const total = successes.reduce((sum, s, i) => sum + (s + (failures[i] ?? 0)) * (times?.[i] ?? 1), 0);
      const logLikelihood = -total * model.report.objective;
      const saturated = saturatedLogLikelihood(successes, failures, times);
      expect((2 * (saturated - logLikelihood)) / given.deviance).toBeCloseTo(1, 10);
      if (times === undefined) {
        const whole = logLikelihood + logBinomialCoefficients(successes, failures);
        expect(whole / given.logLikelihood).toBeCloseTo(1, 11);
      }
      const later = await new LogisticRegression({ l2: 0 }).fitAsync(given.rows, options);
      expect(later.coef).toEqual(model.coef);
    });
  }

  it("are the rows written out", () => {
    for (const name of ["esoph", "menarche"]) {
      const given = caseOf(name);
      const { successes, failures, reference } = optionsOf(given);
      const long = written(given);
      for (const options of [{ l2: 0 }, { l2: 0.01 }, { l1: 0.01 }, { firth: true }] as const) {
        const grouped = new LogisticRegression(options).fit(given.rows, { successes, failures, reference });
        const plain = new LogisticRegression(options).fit(long, { target: "y", reference });
        for (const [j, value] of plain.coef.entries()) expect(grouped.coef[j]).toBeCloseTo(value, 7);
        expect(grouped.report.objective).toBeCloseTo(plain.report.objective, 11);
      }
      const model = new LogisticRegression().fit(given.rows, { successes, failures });
      expect(model.score(given.rows, { successes, failures })).toBeCloseTo(model.score(long, { target: "y" }), 12);
    }
  });

  it("change sign with successes and failures, and have the class that is asked for as the positive one", () => {
    const { rows, successes, failures } = caseOf("menarche");
    const model = new LogisticRegression().fit(rows, { successes, failures });
    const swapped = new LogisticRegression().fit(rows, { successes: failures, failures: successes });
    expect(swapped.coef[0]).toBeCloseTo(-(model.coef[0] ?? 0), 10);
    const failing = new LogisticRegression().fit(rows, { successes, failures, positive: 0 });
    expect(failing.classes).toEqual([1, 0]);
    expect(failing.coef[0]).toBeCloseTo(swapped.coef[0] ?? 0, 12);
    const score = model.score(rows, { successes, failures });
    expect(failing.score(rows, { successes, failures })).toBeCloseTo(score, 12);
  });

  it("go with missing values, texts of levels that are sparse, row objects and a weight of 0", () => {
    const uniform = random(7);
    const rows = Array.from({ length: 80 }, (_, i) => ({
      town: `town ${i % 40}`,
      age: i === 5 ? null : 20 + 40 * uniform(),
      yes: i === 5 ? null : Math.floor(5 * uniform()),
      no: Math.floor(5 * uniform()),
      times: i === 7 ? 0 : 2,
    }));
    const options = { successes: "yes", failures: "no", weights: "times", missing: "drop" } as const;
    const model = new LogisticRegression({ l2: 0.01 }).fit(rows, options);
    expect(model.report.missing).toEqual({ droppedRows: 1, filledCells: 0 });
    expect(model.features).toEqual(["town", "age"]);
    const long = rows
      .filter(({ age }, i) => age !== null && i !== 7)
      .flatMap(({ town, age, yes, no }) =>
        [1, 1].flatMap(() => [
          ...Array.from({ length: yes ?? 0 }, () => ({ town, age, y: 1 })),
          ...Array.from({ length: no }, () => ({ town, age, y: 0 })),
        ]),
      );
    const plain = new LogisticRegression({ l2: 0.01 }).fit(long, {
      target: "y",
      columns: { town: { kind: "category" } },
    });
    const known = named(plain);
    for (const [name, value] of Object.entries(named(model))) {
      if (name !== "(Intercept)" && known[name] !== undefined) expect(value, name).toBeCloseTo(known[name] ?? 0, 6);
    }
  });

  const { rows, successes, failures } = caseOf("menarche");
  const table = rows as Record<string, unknown[]>;
  const fitOf = (options: object, constructed: object = {}) =>
    new LogisticRegression(constructed).fit(table, options as never);

  it("are refused by name where they cannot be", () => {
    const refused = (options: object, message: string, constructed = {}): void =>
      expect(() => fitOf(options, constructed)).toThrow(message);
    refused({ successes }, "failures: expected the name of the column that counts them, beside successes, got none");
    refused({ failures }, "successes: expected the name of the column that counts them, beside failures, got none");
    refused({ successes, failures: 3 }, "failures: expected the name of a column, got 3");
    refused({ successes, failures: successes }, "failures: expected another column than that of the successes");
    refused({ successes, failures, target: "Age" }, "target: expected none beside successes and failures");
    refused({ successes, failures: "nobody" }, "failures: expected names of columns");
    refused({ successes, failures, features: ["Age", failures] }, `which is the failures`);
    refused({ successes, failures }, "classes: expected 0, a failure, and 1, a success", { classes: ["a", "b"] });
    const y = rows.Age?.map(() => 0);
    expect(() => new LogisticRegression().fit(table as never, y as never, { successes, failures } as never)).toThrow(
      "y: expected none beside successes and failures",
    );
    const wrong = (count: unknown) => ({ ...table, [failures]: [count, ...(table[failures] ?? []).slice(1)] });
    const of = (data: object) => () => new LogisticRegression().fit(data as never, { successes, failures } as never);
    expect(of(wrong(-1))).toThrow("failures: expected counts, 0 or above, got -1 at row 0");
    expect(of(wrong(null))).toThrow("failures: expected counts, 0 or above, got a missing value at row 0");
    expect(of(wrong("many"))).toThrow("failures: ");
    const matrix = [[1], [2]];
    expect(() => new LogisticRegression().fit(matrix, [0, 1], { successes, failures } as never)).toThrow(
      "successes: expected a table beside it",
    );
    expect(() => Dataset.from(table as never, { successes, failures } as never)).toThrow("successes");
    const dataset = Dataset.from(matrix, [0, 1]);
    expect(() => new LogisticRegression().fit(dataset, { successes, failures } as never)).toThrow(
      "successes: expected none with a Dataset",
    );
    const model = fitOf({ successes, failures });
    expect(() => model.score(table as never, { successes })).toThrow("failures: expected the name of the column");
    expect(() => model.score(dataset, { successes, failures })).toThrow("successes: expected none with a Dataset");
    const other = new LogisticRegression().fit({ Age: [1, 2], y: ["a", "b"] }, { target: "y" });
    expect(() => other.score(table as never, { successes, failures })).toThrow("classes: expected 0");
    expect(() => new LogisticRegression().partialFit(table as never, { successes, failures } as never)).toThrow();
  });

  it("are each row twice, whether rows are dense or sparse", () => {
    const dense = rowSourceOf({ data: Float64Array.of(1, 0, 0, 2, 3, 4), rows: 3, columns: 2 });
    const indices = Uint32Array.of(0, 1, 0, 1);
    const csr = { indptr: Uint32Array.of(0, 1, 2, 4), indices, data: Float64Array.of(1, 2, 3, 4), rows: 3, columns: 2 };
    const twice = [1, 0, 1, 0, 0, 2, 0, 2, 3, 4, 3, 4];
    for (const source of [doubled(dense), doubled(rowSourceOf(csr))]) {
      for (let first = 0; first < 6; ++first) {
        for (let count = 1; first + count <= 6; ++count) {
          const target = new Float64Array(2 * count);
          source.copyRows(target, first, count);
          expect(Array.from(target)).toEqual(twice.slice(2 * first, 2 * (first + count)));
        }
      }
      expect(Array.from(twice.keys(), (at) => source.valueAt(at >> 1, at % 2))).toEqual(twice);
      expect(source.where?.(3, 1)).toContain("row 1, column 1");
    }
    expect(doubled(rowSourceOf(csr)).csr?.indptr).toEqual(Uint32Array.of(0, 1, 2, 3, 4, 6, 8));
  });

  it("has the saturated constant of R's deviance, whatever the counts", () => {
    expect(saturatedLogLikelihood([0, 3], [2, 0])).toBe(0);
    expect(saturatedLogLikelihood([1], [1])).toBeCloseTo(-2 * Math.LN2, 14);
    expect(saturatedLogLikelihood([1], [1], [0])).toBe(0);
    expect(logBinomialCoefficients([2, 5], [2, 0])).toBeCloseTo(Math.log(6), 14);
  });
});

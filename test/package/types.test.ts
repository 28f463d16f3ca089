import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spread } from "../support/everySize.ts";

/** The declarations as people compile against them: strict, checked themselves (no skipLibCheck), with few libraries. */

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every option of every call is given as undefined, as `{ l2: maybe }` does. */
const PROGRAM = `
import * as main from "logit-wasm";
import kernel from "logit-wasm/kernel.wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";

type Undefined<Options> = { [Name in keyof Options]-?: undefined };
type Third<Call extends (...args: never[]) => unknown> = NonNullable<Parameters<Call>[2]>;
declare function all<Options>(): Undefined<Options>;

declare const X: main.DenseMatrix;
declare const y: main.Labels;
const model: main.LogisticRegression = new main.LogisticRegression(all<main.LogisticRegressionOptions>());
const state: main.FitState[] = [];
model.fit(X, y, all<main.FitOptions>()).partialFit(X, y, all<main.PartialFitOptions>());
model.fitAsync(X, y, all<main.FitAsyncOptions>());
model.predict(X, all<main.PredictOptions>());
main.Dataset.from(X, y, all<main.DatasetOptions>());
main.regularizationPath(X, y, all<main.PathOptions>());
main.crossValidate(X, y, all<main.CrossValidationOptions>());
main.gradientDescent(X, y, all<main.GradientDescentOptions>());
metrics.accuracy(y, y, all<Third<typeof metrics.accuracy>>());
metrics.logLoss(y, [0], all<Third<typeof metrics.logLoss>>());
metrics.rocAuc(y, [0], all<Third<typeof metrics.rocAuc>>());
main.setKernelModule(kernel);
const loaded: predict.Predictor = predict.loadModel(model.toJSON());
const numbers: Float64Array = loaded.predictProba(X);
new main.LogisticRegression({ onEpoch: (at) => state.push(at) }).fit(X, y);
export const used = [numbers];

// @ts-expect-error: no such solver
new main.LogisticRegression({ solver: "magic" });
// @ts-expect-error: labels are missing
model.fit(X);
`;

/** What a table's type says of its columns reaches options, models and parts. Every line under a comment must not compile. */
const TABLES = `
import { crossValidate, Dataset, LogisticRegression, regularizationPath, trainTestSplit } from "logit-wasm";
import type { Table, TableOptions } from "logit-wasm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(...equal: Equal<A, B> extends true ? [] : [never]): void;
interface Customer { id: number; plan: string; churned: "yes" | "no"; age: number | null; note?: string }
type Name = "id" | "plan" | "churned" | "age" | "note";
type Yes = LogisticRegression<"yes" | "no">;
declare const rows: Customer[];
declare const X: number[][];
const model = new LogisticRegression();

// names are listed, and checked
same<NonNullable<TableOptions<Customer>["target"]>, Name>();
same<NonNullable<TableOptions<Customer>["drop"]>, readonly Name[]>();
same<NonNullable<TableOptions<Customer, "churned">["positive"]>, "yes" | "no">();
model.fit(rows, { target: "churned", positive: "yes", drop: ["id"], columns: { plan: { kind: "category" } } });
// @ts-expect-error
model.fit(rows, { target: "churn" });
// @ts-expect-error
model.fit(rows, { target: "churned", positive: "maybe" });
// @ts-expect-error
model.fit(rows, { target: "churned", drop: ["ids"] });
// @ts-expect-error
model.fit(rows, { target: "churned", features: ["ages"] });
// @ts-expect-error
model.fit(rows, { target: "churned", columns: { ages: { kind: "number" } } });
// @ts-expect-error
model.fit(rows, { target: "churned", missing: { ages: "mean" } });
// @ts-expect-error
model.fit(rows, { target: "churned", interactions: [["age", "plans"]] });
// @ts-expect-error
model.fit(rows, { target: "churned", weights: "weight" });
// @ts-expect-error
model.fit(rows, { drop: ["id"] });
// @ts-expect-error
model.fit(X, "churned");
// @ts-expect-error
model.fitAsync(rows, { target: "churned", drop: ["ids"] });
// @ts-expect-error
model.partialFit(rows, { target: "churned", positive: "maybe" });
// @ts-expect-error
model.partialFit(rows, { drop: ["ids"] });
// @ts-expect-error
Dataset.from(rows, { target: "churned", drop: ["ids"] });
// @ts-expect-error
regularizationPath(rows, { target: "churned", positive: "maybe" });
// @ts-expect-error
crossValidate(rows, { target: "churned", drop: ["ids"] });
// @ts-expect-error
trainTestSplit(rows, { target: "churn" });
// @ts-expect-error
trainTestSplit(rows, { target: "churned", group: "ids" });
// @ts-expect-error
trainTestSplit(rows, { test: 0.2 });
// @ts-expect-error
LogisticRegression.of({ coef: [1] });

const options = { target: "churned", columns: { plan: { kind: "category" } }, drop: ["id"] } as const;
model.fit(rows, options);

// models predict the labels of the target
const ofRows = model.fit(rows, { target: "churned" });
same<typeof ofRows, Yes>();
const ofSet = model.fit(new Set(rows), { target: "churned" });
same<typeof ofSet, Yes>();
const ofPromise = model.fitAsync(rows, { target: "churned" });
same<typeof ofPromise, Promise<Yes>>();
const ofStream = model.partialFit(rows, { target: "churned" });
same<typeof ofStream, Yes>();
const columns = { age: new Float64Array(3), churned: [] as ("yes" | "no")[] };
const ofColumns = model.fit(columns, { target: "churned", positive: "yes", drop: [] });
same<typeof ofColumns, Yes>();
// @ts-expect-error
model.fit(columns, { target: "churned", drop: ["ages"] });
const ofMissing = model.fit([{ x: 1, y: null }, { x: 1, y: true }], { target: "y", positive: true });
same<typeof ofMissing, LogisticRegression<boolean>>();
const labels = model.fit(X, ["ham", "spam"]).predict(X);
same<typeof labels, ("ham" | "spam")[]>();
const beside = model.fit(rows, ["ham", "spam"], { drop: ["id"] }).predict(rows);
same<typeof beside, ("ham" | "spam")[]>();
const orNull = model.fit(X, ["ham", "spam"]).predict(rows, { invalid: "nan" });
same<typeof orNull, ("ham" | "spam" | null)[]>();
const known = LogisticRegression.of({ coef: [1], intercept: 0, classes: ["ham", "spam"] }).predict(X);
same<typeof known, ("ham" | "spam")[]>();
const plain = LogisticRegression.of({ coef: [1], intercept: 0 }).predict(X);
same<typeof plain, (0 | 1)[]>();
const dataset = Dataset.from(rows, { target: "churned" });
same<typeof dataset, Dataset<"yes" | "no">>();
const ofDataset = model.fit(dataset);
same<typeof ofDataset, Yes>();
const ofDatasetLater = model.fitAsync(dataset);
same<typeof ofDatasetLater, Promise<Yes>>();
const ofNumbers = Dataset.from(X, ["ham", "spam"]).classes;
same<typeof ofNumbers, readonly [negative: "ham" | "spam", positive: "ham" | "spam"]>();
const { model: chosen, path } = crossValidate(rows, { target: "churned" });
same<typeof chosen, Yes>();
const first = path.model(0);
same<typeof first, Yes>();
const chosenOf = [crossValidate(dataset).model, regularizationPath(dataset).model(0), regularizationPath(rows, { target: "churned" }).model(0)];
same<typeof chosenOf, Yes[]>();
const besideFolds = crossValidate(X, ["ham", "spam"]).model.predict(X);
same<typeof besideFolds, ("ham" | "spam")[]>();
const anyDataset: Dataset = dataset;

// tables whose types say nothing take any name and any label
declare const frame: {
  columnNames(): string[];
  numRows(): number;
  array(name: string): unknown;
  [Symbol.iterator](): Iterator<object>;
};
declare const anyTable: Table;
declare const loose: Record<string, unknown>[];
declare const objects: object[];
declare const parsed: ReturnType<typeof JSON.parse>[];
for (const table of [frame, anyTable, loose, objects, parsed]) {
  model.fit(table, { target: "y", positive: "maybe", drop: ["x"] });
}
const anything = { target: "y", positive: 1, drop: ["x"], columns: { z: { missing: "mean" } } } as const;
same<ReturnType<typeof fitted>, LogisticRegression[]>();
function fitted() {
  return [model.fit(frame, anything), model.fit(anyTable, anything), model.fit(loose, anything)].concat(
    model.fit(objects, anything),
    model.fit(parsed, anything),
  );
}

// parts are what was split
const parts = trainTestSplit(rows, { target: "churned", group: "id" });
same<typeof parts.train, Customer[]>();
same<typeof parts.test, Customer[]>();
const ofPart = model.fit(parts.train, { target: "churned" });
same<typeof ofPart, Yes>();
const ofGenerator = trainTestSplit(new Set(rows), { target: "churned" });
same<typeof ofGenerator.test, Customer[]>();
const ofTyped = trainTestSplit(columns, { target: "churned" });
same<typeof ofTyped.test, typeof columns>();
const ofFrame = trainTestSplit(frame, { target: "churned" }).train satisfies Readonly<Record<string, unknown>>;
const xy = trainTestSplit(X, ["ham", "spam"], { test: 1 });
same<typeof xy.train.X, number[][]>();
same<typeof xy.train.y, ("ham" | "spam")[]>();
const flat = trainTestSplit({ data: new Float64Array(4), rows: 4, columns: 1 }, new Uint8Array(4));
same<typeof flat.test.X, { data: Float64Array<ArrayBuffer>; rows: number; columns: number }>();
same<typeof flat.test.y, Uint8Array<ArrayBuffer>>();
export const used = [ofFrame, ofPromise, ofDatasetLater, anyDataset];
`;

const STRICT = {
  target: "es2022",
  module: "nodenext",
  types: [] as string[],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};

let project = "";
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "logit-wasm-types-"));
  mkdirSync(join(project, "node_modules"));
  symlinkSync(root, join(project, "node_modules/logit-wasm"), "dir");
  symlinkSync(join(root, "node_modules/@types"), join(project, "node_modules/@types"), "dir");
  symlinkSync(join(root, "node_modules/undici-types"), join(project, "node_modules/undici-types"), "dir");
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function compile(options: object, program: string): string {
  writeFileSync(join(project, "program.mts"), program);
  const compilerOptions = { ...STRICT, ...options };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.mts"] }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [tsc, "--project", project], { encoding: "utf8" }).stdout;
}

describe("the declarations", () => {
  const variants = [
    { name: "ES2022 alone", options: { lib: ["es2022"] } },
    { name: "ES2022 and the types of Node", options: { lib: ["es2022"], types: ["node"] } },
    { name: "ES2022 and the DOM", options: { lib: ["es2022", "dom"] } },
    { name: "moduleResolution bundler", options: { lib: ["es2022"], module: "esnext", moduleResolution: "bundler" } },
  ];
  it.each(spread(variants, 1))("compile with $name, and take undefined for every option", ({ options }) => {
    expect(compile(options, PROGRAM)).toBe("");
  });

  it("take what the DOM and Node make: a signal and a module", () => {
    const program = `
      import { LogisticRegression, setKernelModule } from "logit-wasm";
      const signal = new AbortController().signal;
      new LogisticRegression().fitAsync([[1], [2]], [0, 1], { signal, workers: 0 });
      const hand: (kernel: WebAssembly.Module) => void = setKernelModule;
      export const used = hand;
    `;
    expect(compile({ lib: ["es2022", "dom"] }, program)).toBe("");
  });

  it("know the columns and the labels of a table by its type", () => {
    expect(compile({ lib: ["es2022"] }, TABLES)).toBe("");
  });

  it("name the columns there are where one is misspelt", () => {
    const program = `
      import { LogisticRegression } from "logit-wasm";
      const rows = [{ id: 1, churned: "yes" }, { id: 2, churned: "no" }];
      new LogisticRegression().fit(rows, { target: "churned", drop: ["ids"] });
    `;
    expect(compile({ lib: ["es2022"] }, program)).toMatch(/"ids".*"id" \| "churned"|"churned" \| "id"/);
  });

  it("show a wrong program, so that the compiler does run here", () => {
    const program = `import { LogisticRegression } from "logit-wasm";\nnew LogisticRegression({ l2: "much" });\n`;
    expect(compile({ lib: ["es2022"] }, program)).toContain("TS2322");
  });
});

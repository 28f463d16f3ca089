import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

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

declare const X: main.Matrix;
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
  it.each([
    { name: "ES2022 alone", options: { lib: ["es2022"] } },
    { name: "ES2022 and the types of Node", options: { lib: ["es2022"], types: ["node"] } },
    { name: "ES2022 and the DOM", options: { lib: ["es2022", "dom"] } },
    { name: "moduleResolution bundler", options: { lib: ["es2022"], module: "esnext", moduleResolution: "bundler" } },
  ])("compile with $name, and take undefined for every option", ({ options }) => {
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

  it("show a wrong program, so that the compiler does run here", () => {
    const program = `import { LogisticRegression } from "logit-wasm";\nnew LogisticRegression({ l2: "much" });\n`;
    expect(compile({ lib: ["es2022"] }, program)).toContain("TS2322");
  });
});

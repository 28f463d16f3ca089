import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spread } from "../support/everySize.ts";

/** Node prints the line that threw beside an error that nobody catches: the bundles' lines must be short, and the names real ones. */

const built = fileURLToPath(new URL("../../build", import.meta.url));

/** As much as a terminal shows at once. */
const MOST_BYTES = 2048;

/** Characters of a line: terser aims at 160 and cannot break everywhere; in cli.js the lines are those of the sources and more. */
const MOST_CHARACTERS = 600;
const MOST_CHARACTERS_OF_CLI = 1000;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logit-wasm-uncaught-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program leaves on stderr that ends by an error. */
function stderrOf(format: Format, program: string): string {
  const file = join(folder, `program.${format.require ? "cjs" : "mjs"}`);
  writeFileSync(file, `${format.load}\n${program}\n`);
  const { status, stderr } = spawnSync(process.execPath, file.endsWith("cjs") ? [file] : [...format.flags, file], {
    encoding: "utf8",
  });
  expect(status).toBe(1);
  return stderr;
}

interface Format {
  readonly name: string;
  readonly require: boolean;
  readonly flags: string[];
  /** Statements that bind `main`, `metrics` and `predict`. */
  readonly load: string;
}

const at = (file: string): string => JSON.stringify(join(built, file));
const imported = (main: string, metrics: string, predict: string): string =>
  `import * as main from ${at(main)}; import * as metrics from ${at(metrics)}; import * as predict from ${at(predict)};`;

/** What an edge runtime has of its own, the import of a WebAssembly module, as a loader of Node. */
const WASM_LOADER = `
import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(\`
  export const load = (url, context, next) =>
    !url.includes(".wasm") ? next(url, context) : {
      format: "module",
      shortCircuit: true,
      source: "import { readFileSync } from 'node:fs';" +
        "export default new WebAssembly.Module(readFileSync(new URL(" + JSON.stringify(url.replace(/[?].*/, "")) + ")));",
    };\`));
`;

const FORMATS: Format[] = [
  { name: "ES modules", require: false, flags: [], load: imported("index.js", "metrics.js", "predict.js") },
  {
    name: "CommonJS",
    require: true,
    flags: [],
    load: `const [main, metrics, predict] = [${["index.cjs", "metrics.cjs", "predict.cjs"].map(at)}].map(require);`,
  },
  {
    name: "the single file",
    require: false,
    flags: [],
    load: imported("logit-wasm.min.js", "logit-wasm.min.js", "logit-wasm.min.js"),
  },
  ...["edge.js", "edge-light.js"].map((file) => ({
    name: file,
    require: false,
    flags: ["--import", `data:text/javascript,${encodeURIComponent(WASM_LOADER)}`],
    load: imported(file, "metrics.js", "predict.js"),
  })),
];

const FIT = "new main.LogisticRegression().fit([[1], [2], [3], [4]], [0, 1, 0, 1])";

/** Programs that end by an error, and what must be seen of it. */
const ERRORS: [program: string, seen: RegExp][] = [
  ["new main.LogisticRegression().fit([[NaN], [1]], [0, 1]);", /LogitRangeError: X: expected finite numbers, got NaN/],
  [
    "new main.LogisticRegression().fitAsync([[NaN], [1]], [0, 1]);",
    /LogitRangeError: X: expected finite numbers, got NaN/,
  ],
  ["new main.LogisticRegression({ solver: 'magic' });", /LogitRangeError.*[\s\S]*at new LogisticRegression /],
  ["main.propagate([[1]], [1], { w: [0, 0], b: 0 });", /LogitRangeError.*[\s\S]*at (\w+\.)?propagate /],
  ["main.Dataset.from([[1], [2]], [0, 2, 1]);", /Logit(Type|Range)Error.*[\s\S]*at \w+\.from /],
  ["predict.loadModel('{}');", /LogitTypeError|LogitRangeError/],
  ["metrics.accuracy([0, 1], [0]);", /LogitRangeError.*[\s\S]*at (\w+\.)?accuracy /],
];

describe.each(FORMATS)("an error that nobody catches in $name", (format) => {
  // every error in one format, and in each of the others one, each a process
  it.each(format === FORMATS[0] ? ERRORS : spread(ERRORS, 0))(
    "is printed in 2 KB, with its name: %s",
    (program, seen) => {
      const stderr = stderrOf(format, `"use strict"; ${program}`);
      expect(stderr.length, stderr.slice(0, 4000)).toBeLessThan(MOST_BYTES);
      expect(stderr).toMatch(seen);
    },
  );

  it("calls a model by its class", () => {
    const setCoef = `(function () { "use strict"; model.coef = []; })();`;
    const stderr = stderrOf(format, `const model = ${FIT}; ${setCoef}`);
    expect(stderr).toContain("Cannot set property coef of #<LogisticRegression>");
  });
});

describe("the command line", () => {
  it("prints its own error, and no line of its file is long, so that no other is either", () => {
    const missing = join(folder, "missing.csv");
    const args = [join(built, "cli.js"), "train", missing, "--target", "y"];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status).not.toBe(0);
    expect(stderr.length).toBeLessThan(MOST_BYTES);
  });
});

describe("the lines", () => {
  it.each([
    ...["index", "errors", "metrics", "predict"].flatMap((name) => [`${name}.js`, `${name}.cjs`]),
    ...["edge.js", "edge-light.js", "logit-wasm.min.js", "cli.js"],
  ])("of %s are short", (file) => {
    const lines = readFileSync(join(built, file), "utf8").split("\n");
    const longest = lines.reduce((longer, line) => (line.length > longer.length ? line : longer), "");
    const most = file === "cli.js" ? MOST_CHARACTERS_OF_CLI : MOST_CHARACTERS;
    expect(longest.length, longest.slice(0, 200)).toBeLessThan(most);
  });
});

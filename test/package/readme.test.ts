import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import * as main from "../../src/index.ts";
import * as metrics from "../../src/metrics/index.ts";
import * as predict from "../../src/predict/index.ts";

/** README's samples, run from the first to the last on what README itself defines. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const kernel = { default: new WebAssembly.Module(readFileSync(join(root, "build/kernel.wasm"))) };

const MODULES: Record<string, object> = {
  "logit-wasm": main,
  "logit-wasm/metrics": metrics,
  "logit-wasm/predict": predict,
  "logit-wasm/kernel.wasm": kernel,
  "logit-wasm/kernel.wasm?module": kernel,
};

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

/** Imports as destructuring of `modules`; the kernel has a default export. */
function withoutImports(code: string): string {
  return code
    .replace(/^import \{(.+)\} from "(.+)";/gm, 'const {$1} = modules["$2"];')
    .replace(/^import (\w+) from "(.+)";/gm, 'const $1 = modules["$2"].default;');
}

/** A line `expression; // ["spam"]` with its value among the checks. */
function withChecks(code: string): string {
  return code.replace(
    /^(?!const )([^;\n]+); \/\/ (\[.*\])$/gm,
    (line, expression, value) => `checks.push([${JSON.stringify(line)}, ${expression}, ${value}]);`,
  );
}

/** Names that a sample defines at its top level. */
function defined(code: string): string[] {
  return Array.from(code.matchAll(/^const (?:\{ ?([^}]+?) ?\}|(\w+)) = /gm), ([, list, name]) => list ?? name ?? "")
    .flatMap((list) => list.split(","))
    .map((name) => name.trim());
}

const SILENT = { log: () => {} };

it("README's samples run in order, and give what they say", async () => {
  const samples = Array.from(readme.matchAll(/^```js\n([\s\S]*?)^```$/gm), ([, code = ""]) => code);
  expect(samples.length).toBeGreaterThan(6);
  const checks: [line: string, actual: unknown, expected: unknown][] = [];
  let scope: Record<string, unknown> = { modules: MODULES, checks, console: SILENT };
  for (const sample of samples) {
    const code = withoutImports(sample);
    const body = `{ ${withChecks(code)}\n return { ${defined(code).join(", ")} }; }`;
    const run = new AsyncFunction(...Object.keys(scope), body);
    try {
      scope = { ...scope, ...(await run(...Object.values(scope))) };
    } catch (error) {
      throw new Error(`${error}\nin README's sample\n${sample}`, { cause: error });
    }
  }
  expect(checks.length).toBeGreaterThan(0);
  for (const [line, actual, expected] of checks) expect(actual, line).toEqual(expected);
});

/** The Markdown files of the package, README among them. */
const PACKED = ["README.md", ...readdirSync(join(root, "docs")).map((file) => `docs/${file}`)];

it.each(PACKED)("the links of %s lead to files that are in the package", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const links = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g), ([, link = ""]) => join(dirname(file), link));
  const packed = /^(docs\/|README\.md$|CHANGELOG\.md$|LICENSE$)/;
  expect(links.filter((link) => !packed.test(link) || !existsSync(join(root, link)))).toEqual([]);
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as csv from "../../src/csv/index.ts";
import * as main from "../../src/index.ts";
import * as metrics from "../../src/metrics/index.ts";
import * as predict from "../../src/predict/index.ts";

/** The pages: their samples run and give the values that their comments state, no link is dead, no line is too wide. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const kernel = { default: new WebAssembly.Module(readFileSync(join(root, "build/kernel.wasm"))) };

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? pagesIn(path) : path.endsWith(".md") ? [path] : [];
  });
}

/** The Markdown files of the package. */
const PACKED = ["README.md", "CHANGELOG.md", ...pagesIn("docs")];
const PAGES = [...PACKED, "CONTRIBUTING.md"];

const MODULES: Record<string, object> = {
  "logit-wasm": main,
  "logit-wasm/metrics": metrics,
  "logit-wasm/predict": predict,
  "logit-wasm/csv": csv,
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

/** What may stand behind `//` as a value: an array, a number, a text, true or false, or NaN. */
const VALUE = String.raw`\[.*\]|-?\d[\d.]*(?:e[-+]?\d+)?|"[^"]*"|true|false|NaN`;

/** Each line `expression; // value` becomes an entry of `checks`. */
function withChecks(code: string): string {
  return code.replace(
    new RegExp(`^(?!const |let |//)([^;\\n]+); // (${VALUE})$`, "gm"),
    (line, expression, value) =>
      `checks.push([${JSON.stringify(line)}, ${expression}, ${value}, ${JSON.stringify(value)}]);`,
  );
}

type Check = [line: string, actual: unknown, expected: unknown, text: string];

/** Names that a sample defines at its top level. */
function defined(code: string): string[] {
  return Array.from(code.matchAll(/^const (?:\{ ?([^}]+?) ?\}|(\w+)) = /gm), ([, list, name]) => list ?? name ?? "")
    .flatMap((list) => list.split(","))
    .map((name) => name.trim());
}

/** Typed arrays as arrays; numbers rounded to the decimals that the comment shows, or left alone where it shows none. */
function rounded(value: unknown, decimals: number): unknown {
  if (typeof value === "number") return decimals === 0 ? value : Number(value.toFixed(decimals));
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, (entry) => rounded(entry, decimals));
  return Array.isArray(value) ? value.map((entry) => rounded(entry, decimals)) : value;
}

function decimalsOf(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/\d\.(\d+)(?!\d*e)/g), ([, digits = ""]) => digits.length));
}

const SILENT = { log: () => {} };

/** Samples in the languages of other libraries and of shells are for reading; a fence `js` is ours, and is run. */
const LANGUAGES = ["js", "ts", "sh", "python", "r", "javascript", "html", "json", "text", "mermaid"];

const samplesOf = (file: string): string[] =>
  Array.from(read(file).matchAll(/^```js\n([\s\S]*?)^```$/gm), ([, code = ""]) => code);

/** The API page is made of doc comments, whose examples examples.test.ts runs. */
const WITH_SAMPLES = PAGES.filter((file) => file !== "docs/api.md" && samplesOf(file).length > 0);

describe("the samples", () => {
  it("are on every page for users", () => {
    expect(WITH_SAMPLES).toEqual(
      expect.arrayContaining([
        "README.md",
        "docs/using.md",
        "docs/options.md",
        "docs/coming-from.md",
        "docs/models.md",
      ]),
    );
  });

  it.each(WITH_SAMPLES)("of %s run in order, and give what they say", async (file) => {
    const checks: Check[] = [];
    let scope: Record<string, unknown> = { modules: MODULES, checks, console: SILENT };
    for (const sample of samplesOf(file)) {
      const code = withoutImports(sample);
      const body = `{ ${withChecks(code)}\n return { ${defined(code).join(", ")} }; }`;
      try {
        const run = new AsyncFunction(...Object.keys(scope), body);
        scope = { ...scope, ...(await run(...Object.values(scope))) };
      } catch (error) {
        throw new Error(`${error}\nin the sample of ${file}\n${sample}`, { cause: error });
      }
    }
    for (const [line, actual, expected, text] of checks) {
      expect(rounded(actual, decimalsOf(text)), `${file}: ${line}`).toEqual(expected);
    }
  });

  it("of README state values, the digits of R's glm among them", () => {
    const readme = samplesOf("README.md").map(withChecks).join("\n");
    expect(readme.match(/checks\.push/g)?.length).toBeGreaterThan(5);
  });

  it.each(PAGES)("of %s have a language that is known", (file) => {
    const fences = Array.from(read(file).matchAll(/^ *```(.*)$/gm), ([, language]) => language);
    const opening = fences.filter((_, i) => i % 2 === 0);
    expect(opening.filter((language) => !LANGUAGES.includes(language ?? ""))).toEqual([]);
  });
});

const REPOSITORY = "https://github.com/logit-wasm/logit-wasm/blob/main/";

/** The anchor that GitHub and npm give a heading. */
function anchorsOf(file: string): string[] {
  return Array.from(read(file).matchAll(/^#+ (.+)$/gm), ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the links", () => {
  const linksOf = (file: string): string[] =>
    Array.from(
      read(file).matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm),
      ([, inline, named]) => inline ?? named ?? "",
    );

  it.each(PAGES)("of %s lead to files that are there, in the package or by the address of the repository", (file) => {
    const packed = /^(docs\/|README\.md$|CHANGELOG\.md$|LICENSE$)/;
    const dead = linksOf(file).filter((link) => {
      if (link.startsWith(REPOSITORY)) return !existsSync(join(root, link.slice(REPOSITORY.length)));
      if (/^https?:/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? file : join(dirname(file), path);
      if (!existsSync(join(root, target)) || (PACKED.includes(file) && !packed.test(target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(dead).toEqual([]);
  });
});

/** What a page of npm shows without scrolling sideways. */
const WIDEST_TABLE = 100;
const WIDEST_LINE = 120;

describe("the width", () => {
  it.each(PAGES)("of a line of %s is at most 120 characters, of a table for users 100", (file) => {
    const internal = file.startsWith("docs/internals/");
    // what a bench printed stays as it was printed
    const tooWide = read(file)
      .replace(/^```text\n[\s\S]*?^```$/gm, "")
      .split("\n")
      .filter((line) => (line.startsWith("|") ? !internal && line.length > WIDEST_TABLE : line.length > WIDEST_LINE));
    expect(tooWide).toEqual([]);
  });
});

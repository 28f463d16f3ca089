import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as csv from "../../src/csv/index.ts";
import * as main from "../../src/index.ts";
import * as metrics from "../../src/metrics/index.ts";
import * as predict from "../../src/predict/index.ts";
import { Cholesky } from "../../src/solver/cholesky.ts";

const source = fileURLToPath(new URL("../../src", import.meta.url));
const library = { ...main, ...metrics, ...predict, ...csv };
const scope = { ...library, Cholesky };

interface Example {
  readonly file: string;
  readonly code: string;
}

/** The @example of every doc comment below src, without the stars. */
function examples(folder = ""): Example[] {
  return readdirSync(join(source, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "cli" ? [] : examples(file);
    const text = readFileSync(join(source, file), "utf8");
    return Array.from(text.matchAll(/@example\n((?:\s*\*(?!\/).*\n)+)/g), ([, block = ""]) => ({
      file,
      code: block.replace(/^\s*\* ?/gm, "").split(/^@/m)[0] ?? "",
    }));
  });
}

/** Comments that are no value (prose, or values with prose behind them) are left alone; at least half the examples have one. */
function isValue(text: string): boolean {
  try {
    new Function(...Object.keys(scope), `return (${text})`)(...Object.values(scope));
    return true;
  } catch {
    return false;
  }
}

/** The constructor of functions that may await. */
const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

/** Runs the code; each line `expression; // value` gives a pair of what it evaluates to and what the comment says. */
async function run(code: string): Promise<{ line: string; actual: unknown; expected: unknown }[]> {
  const checked = code.replace(/^(?!const |let |\/\/)(.+); \/\/ (.+)$/gm, (line, expression, value) =>
    !isValue(value)
      ? line
      : `checks.push({ line: ${JSON.stringify(line)}, actual: (${expression}), expected: (${value}) });`,
  );
  const checks: { line: string; actual: unknown; expected: unknown }[] = [];
  const names = Object.keys(scope);
  await new AsyncFunction(...names, "checks", checked)(...Object.values(scope), checks);
  return checks;
}

/** Typed arrays as arrays, so that a comment may say [1, 2]; numbers rounded where a comment cannot show all digits. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(12));
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

describe("the examples in the doc comments", () => {
  const all = examples();

  it("are there for every public function and class", () => {
    const text = all.map(({ code }) => code).join("\n");
    for (const [name, value] of Object.entries(library)) {
      if (typeof value === "function" && !name.endsWith("Error")) expect(text).toContain(name);
    }
  });

  for (const { file, code } of all) {
    it(`run and give what they say: ${file}: ${code.split("\n")[0]}`, async () => {
      const checks = await run(code);
      for (const { line, actual, expected } of checks) expect(plain(actual), line).toEqual(plain(expected));
    });
  }

  it("check values, most of them", async () => {
    const checks = await Promise.all(all.map(({ code }) => run(code)));
    expect(checks.flat().length).toBeGreaterThan(all.length / 2);
  });
});

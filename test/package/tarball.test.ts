import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The files below a folder, in the order of their paths. */
function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? pagesIn(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

/** What is in the package, declarations apart. */
const FILES = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "build/cli.js",
  "build/csv.cjs",
  "build/csv.js",
  "build/edge-light.js",
  "build/edge.js",
  "build/errors.cjs",
  "build/errors.js",
  "build/index.cjs",
  "build/index.js",
  "build/kernel.wasm",
  "build/logit-wasm.min.js",
  "build/metrics.cjs",
  "build/metrics.js",
  "build/predict.cjs",
  "build/predict.js",
  ...pagesIn("docs"),
  "package.json",
].sort();

let project = "";
let packed: string[] = [];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "logit-wasm-tarball-"));
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", project];
  const [{ filename, files }] = JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8" }));
  packed = files.map(({ path }: { path: string }) => path).sort();
  const modules = join(project, "node_modules");
  mkdirSync(join(modules, "logit-wasm"), { recursive: true });
  execFileSync("tar", ["-xzf", join(project, filename), "-C", join(modules, "logit-wasm"), "--strip-components=1"]);
  cpSync(join(root, "node_modules/@assemblyscript/loader"), join(modules, "@assemblyscript/loader"), {
    recursive: true,
  });
}, 30_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Runs a program in the project that has the tarball installed; what it prints, parsed. */
function run(name: string, program: string): unknown {
  const file = join(project, name);
  writeFileSync(file, program);
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
}

const ENTRIES = ["logit-wasm", "logit-wasm/metrics", "logit-wasm/predict", "logit-wasm/csv"];
const PROGRAM = `
  const { LogisticRegression, LogitRangeError } = main;
  const model = new LogisticRegression().fit([[1], [2], [3], [4]], ["a", "b", "a", "b"]);
  const refused = (call) => { try { call(); } catch (error) { return error instanceof LogitRangeError; } };
  console.log(JSON.stringify({
    labels: metrics.accuracy(["a"], predict.loadModel(JSON.stringify(model)).predict([[1]])),
    same: [() => metrics.accuracy([1], [1, 2]), () => predict.loadModel(model.toJSON()).predict([[1, 2]])].map(refused),
    names: [main, metrics, predict, csv].map((entry) => Object.keys(entry).filter((name) => name !== "default").sort()),
  }));
`;
const names = (file: string) =>
  import(/* @vite-ignore */ join(root, "build", file)).then((entry) => Object.keys(entry).sort());

/** The names behind every path in `exports`, conditions gone through. */
function targets(entry: unknown): string[] {
  return typeof entry === "string" ? [entry] : Object.values(entry as object).flatMap(targets);
}

describe("the tarball", () => {
  it("has the bundles, the kernel, the declarations, the docs and nothing else", () => {
    expect(packed.filter((path) => !path.startsWith("build/types/"))).toEqual(FILES);
  });

  it("has each declaration for import and for require, and none that no entry leads to", () => {
    const types = packed.filter((path) => path.startsWith("build/types/") && !path.endsWith("kernel.wasm.d.ts"));
    expect(types).toContain("build/types/index.d.ts");
    expect(types.filter((path) => !/\.d\.c?ts$/.test(path))).toEqual([]);
    const named = (format: string) =>
      types.filter((path) => path.endsWith(format)).map((path) => path.slice(0, -format.length));
    expect(named(".d.cts")).toEqual(named(".d.ts"));
    const imported = types.flatMap((path) =>
      Array.from(
        readFileSync(join(root, path), "utf8").matchAll(/from "(\.[^"]+)\.(c?js)"/g),
        ([, file = "", format]) => join(dirname(path), `${file}.d.${format === "js" ? "ts" : "cts"}`),
      ),
    );
    const entries = targets(manifest.exports).map((path) => path.replace(/^\.\//, ""));
    expect(types.filter((path) => !imported.includes(path) && !entries.includes(path))).toEqual([]);
    expect(imported.filter((path) => !types.includes(path))).toEqual([]);
  });

  it("has every file that exports, main, module, types and the content networks' fields name", () => {
    const { exports, main, module, types, unpkg, jsdelivr, bin } = manifest;
    const named = targets([exports, main, module, types, unpkg, jsdelivr, bin]);
    const missing = named
      .map((path) => path.replace(/^\.\//, "").replace(/\?module$/, ""))
      .filter((path) => !packed.includes(path));
    expect(missing).toEqual([]);
  });

  it("says types first under every condition, and of the format of the file", () => {
    const pairs = (entry: object): { types: string; default: string }[] =>
      "default" in entry ? [entry as { types: string; default: string }] : Object.values(entry).flatMap(pairs);
    for (const pair of [".", "./metrics", "./predict", "./csv"].flatMap((path) => pairs(manifest.exports[path]))) {
      expect(Object.keys(pair)).toEqual(["types", "default"]);
      expect(pair.types.endsWith(".d.cts")).toBe(pair.default.endsWith(".cjs"));
    }
  });

  it("puts the conditions of edge runtimes before those that they have too", () => {
    const conditions = ["workerd", "edge-light", "import", "require"];
    expect(Object.keys(manifest.exports["."])).toEqual(conditions);
  });

  it("works by import, with one class of error in all entries", async () => {
    const imports = ["main", "metrics", "predict", "csv"].map((name, i) => `import * as ${name} from "${ENTRIES[i]}";`);
    const all = await Promise.all(["index.js", "metrics.js", "predict.js", "csv.js"].map(names));
    expect(run("entries.mjs", imports.join("\n") + PROGRAM)).toEqual({ labels: 1, same: [true, true], names: all });
  });

  it("works by require, with one class of error in all entries and the same names", async () => {
    const requires = ["main", "metrics", "predict", "csv"].map(
      (name, i) => `const ${name} = require("${ENTRIES[i]}");`,
    );
    const all = await Promise.all(["index.js", "metrics.js", "predict.js", "csv.js"].map(names));
    expect(run("entries.cjs", requires.join("\n") + PROGRAM)).toEqual({ labels: 1, same: [true, true], names: all });
  });

  it("gives names to `import` even of the CommonJS files", () => {
    const program = `import { LogisticRegression } from "./node_modules/logit-wasm/build/index.cjs";
      console.log(JSON.stringify(typeof LogisticRegression));`;
    expect(run("mixed.mjs", program)).toBe("function");
  });

  it("has the whole kernel as a file of its own", () => {
    const program = `const { readFileSync } = require("node:fs");
      console.log(WebAssembly.validate(readFileSync(require.resolve("logit-wasm/kernel.wasm"))));`;
    expect(run("kernel.cjs", program)).toBe(true);
  });
});

/** What a bundle imports, as it says it. */
async function importsOf(file: string): Promise<string[]> {
  const entry = join(root, "build", file);
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    outfile: "out.js",
    plugins: [
      {
        name: "all",
        setup: ({ onResolve }) => onResolve({ filter: /^[^/]/ }, ({ path }) => ({ path, external: true })),
      },
    ],
  });
  return Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports.map(({ path }) => path))
    .sort();
}

describe("the sizes", () => {
  const gzipped = (...files: string[]): number =>
    files.map((file) => gzipSync(readFileSync(join(root, "build", file)), { level: 9 }).length).reduce((a, b) => a + b);

  it("of logit-wasm/predict with the errors is about 10 KiB gzipped, and neither has WebAssembly in it", async () => {
    expect(gzipped("predict.js", "errors.js")).toBeLessThan(10.1 * 1024);
    expect(gzipped("predict.cjs", "errors.cjs")).toBeLessThan(10.6 * 1024);
    expect(readFileSync(join(root, "build/predict.js"), "utf8")).not.toContain("WebAssembly");
    expect(await importsOf("predict.js")).toEqual(["./errors.js"]);
  });

  it("of the single file, which imports nothing, is at most 3 KiB above index.js", async () => {
    expect(gzipped("logit-wasm.min.js")).toBeLessThan(gzipped("index.js", "errors.js") + 3 * 1024);
    expect(await importsOf("logit-wasm.min.js")).toEqual([]);
  });

  it("of an edge build is 6 KiB below index.js: the bytes are in kernel.wasm", async () => {
    expect(gzipped("edge.js")).toBeLessThan(gzipped("index.js") - 6 * 1024);
    expect(await importsOf("edge.js")).toEqual(["./errors.js", "./kernel.wasm"]);
    expect(await importsOf("edge-light.js")).toEqual(["./errors.js", "./kernel.wasm?module"]);
  });
});

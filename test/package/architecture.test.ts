import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The folders of src, lowest first: a file imports from its own folder and from lower ranks (docs/design.md). Files of src itself: index 14,
 * all others 0.
 */
const RANKS: Record<string, number> = {
  errors: 0,
  types: 0,
  check: 1,
  math: 1,
  wasm: 2,
  metrics: 2,
  text: 2,
  kernel: 3,
  input: 4,
  rows: 5,
  table: 5,
  csv: 6,
  dataset: 6,
  decision: 6,
  solver: 7,
  driver: 8,
  split: 8,
  functions: 9,
  fit: 9,
  stream: 10,
  modelFile: 11,
  model: 12,
  predict: 12,
  inference: 13,
  path: 13,
  index: 14,
  cli: 15,
};

/** The same of the folders in some of them; files beside these folders come first, but for those named here. */
const INNER_RANKS: Record<string, Record<string, number>> = {
  solver: { smooth: 1, elasticNet: 1, textbook: 1 },
  driver: { workers: 1 },
  cli: { write: 1, read: 2, commands: 3, program: 4, run: 5, main: 6 },
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(path) : path.endsWith(".ts") ? [path] : [];
  });
}

/** The import and export-from lines of a file, paths relative to the root. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const lines = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']/gm);
  return Array.from(lines, ([, type, specifier = ""]) => ({
    from: file,
    to: specifier.startsWith(".") ? relative(root, resolve(root, dirname(file), specifier)) : specifier,
    typeOnly: type !== undefined,
  }));
}

function rankOf(path: string): number {
  const [, part = ""] = path.split("/");
  const rank = RANKS[part.replace(/\.ts$/, "")];
  if (rank === undefined) throw new Error(`${path} has no rank`);
  return rank;
}

/** The rank of a file within its folder. */
function innerRankOf(path: string): number {
  const [, part = "", inner = ""] = path.split("/");
  return INNER_RANKS[part]?.[inner.replace(/\.ts$/, "")] ?? 0;
}

const imports = filesUnder("src").flatMap(importsOf);

/** Chains of imports that end where they began, the first that is found from each file that is in one. */
function circles(lines: readonly Import[]): string[][] {
  const importedBy = new Map<string, string[]>();
  for (const { from, to } of lines) importedBy.set(from, [...(importedBy.get(from) ?? []), to]);
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, chain: readonly string[]): void => {
    const begins = chain.indexOf(file);
    if (begins >= 0) found.push([...chain.slice(begins), file]);
    if (begins >= 0 || done.has(file)) return;
    for (const to of importedBy.get(file) ?? []) walk(to, [...chain, file]);
    done.add(file);
  };
  for (const file of importedBy.keys()) walk(file, []);
  return found;
}

describe("the architecture", () => {
  it("has imports to check", () => expect(imports.length).toBeGreaterThan(100));

  it("lets a file import only from its own rank or a lower one", () => {
    const wrong = imports.filter(({ from, to }) => to.startsWith("src/") && rankOf(to) > rankOf(from));
    expect(wrong).toEqual([]);
  });

  it("has no circle of imports, of types neither", () => {
    expect(circles(imports)).toEqual([]);
  });

  it("finds a circle where there is one, so that the test above can fail", () => {
    const line = (from: string, to: string): Import => ({ from, to, typeOnly: true });
    expect(circles([line("a", "b"), line("b", "c"), line("c", "b"), line("a", "c")])).toEqual([["b", "c", "b"]]);
  });

  it("lets a file import only from its own rank or a lower one within a folder, and keeps folders of one rank in it apart", () => {
    const folder = (path: string) => path.split("/").slice(1, -1).join("/");
    const within = imports.filter(
      ({ from, to }) => from.split("/")[1] === to.split("/")[1] && folder(from) !== folder(to),
    );
    expect(within.length).toBeGreaterThan(50);
    expect(within.filter(({ from, to }) => innerRankOf(to) >= innerRankOf(from))).toEqual([]);
  });

  it("knows the rank of every folder, and has no rank without one", () => {
    const parts = new Set(filesUnder("src").map((path) => path.split("/")[1]?.replace(/\.ts$/, "") ?? ""));
    expect(Array.from(parts).sort()).toEqual(Object.keys(RANKS).sort());
  });

  it("keeps folders of one rank apart", () => {
    const folder = (path: string) => path.split("/")[1];
    const inFolder = (path: string) => /^src\/\w+\//.test(path);
    const wrong = imports
      .filter(({ from, to }) => inFolder(from) && inFolder(to))
      .filter(({ from, to }) => rankOf(to) === rankOf(from) && folder(to) !== folder(from));
    expect(wrong).toEqual([]);
  });

  it("lets solvers and metrics know nothing of the outside but types, checks, exp and log, and the files of rank 0", () => {
    for (const folder of ["src/solver/", "src/metrics/"]) {
      const outside = imports.filter(({ from, to }) => from.startsWith(folder) && !to.startsWith(folder));
      const values = outside.filter(({ to, typeOnly }) => !typeOnly && rankOf(to) > 0);
      expect(values.filter(({ to }) => !/^src\/(check|math)\//.test(to))).toEqual([]);
    }
  });

  it("imports @assemblyscript/loader in one file, and no other package below the command line", () => {
    const packages = imports.filter(({ to }) => !to.includes("/src") && /^[a-z@]/.test(to) && !to.startsWith("src/"));
    const library = packages.filter(({ from, to }) => !from.startsWith("src/cli/") && !to.startsWith("build/"));
    expect(library).toEqual([{ from: "src/wasm/instantiate.ts", to: "@assemblyscript/loader", typeOnly: false }]);
  });

  it("keeps assembly/ to itself", () => {
    const outside = filesUnder("assembly")
      .flatMap(importsOf)
      .filter(({ to }) => !to.startsWith("assembly/"));
    expect(outside).toEqual([]);
  });
});

describe("predictions alone", () => {
  it("come without the names that people bring from other libraries, which all other entries answer", () => {
    const text = (file: string) => readFileSync(join(root, "build", file), "utf8");
    for (const file of ["index.js", "metrics.js"]) expect(text(file), file).toContain("lambdaminratio");
    expect(text("predict.js")).not.toContain("lambdaminratio");
  });
});

describe("the package", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

  it("depends on @assemblyscript/loader and nothing else", () => {
    expect(Object.keys(manifest.dependencies)).toEqual(["@assemblyscript/loader"]);
  });

  it("pins every development dependency", () => {
    for (const version of Object.values(manifest.devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  const lockText = readFileSync(join(root, "package-lock.json"), "utf8");

  it("has a lock file without download addresses", () => {
    expect(lockText).not.toMatch(/"resolved"\s*:\s*"https?:/);
  });

  it("has a lock file that knows every optional package, so that npm ci works on every platform", () => {
    const packages: Record<string, { optionalDependencies?: object }> = JSON.parse(lockText).packages;
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe("docs/design.md", () => {
  it("names files and folders that exist, in full, since a newcomer opens them", () => {
    const page = readFileSync(join(root, "docs/design.md"), "utf8");
    const paths = Array.from(page.matchAll(/`((?:src|assembly|test|docs)\/[\w./-]*)`/g), ([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    // "`src/fit/` fit" for a file in a folder would hide that it has moved
    const rows = page.split("\n").filter((line) => line.startsWith("| "));
    expect(rows.filter((row) => /\/` [a-zA-Z]+\b/.test(row))).toEqual([]);
  });
});

describe("comments", () => {
  it("are at most 120 characters wide, as code is", () => {
    const files = [...filesUnder("src"), ...filesUnder("assembly")];
    const wide = files.flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .flatMap((line, i) => (line.length > 120 && /^\s*(?:\/?\*|\/\/)/.test(line) ? [`${file}:${i + 1}`] : [])),
    );
    expect(wide).toEqual([]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Lower ranks know nothing of higher ones. Files of src itself: index 7, all others 0. */
const RANKS: Record<string, number> = {
  errors: 0,
  hints: 0,
  nearestName: 0,
  types: 0,
  unknownOption: 0,
  values: 0,
  wasm: 1,
  kernel: 2,
  data: 3,
  solver: 4,
  driver: 5,
  metrics: 5,
  model: 6,
  functions: 6,
  predict: 7,
  index: 7,
  cli: 8,
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

  it("keeps folders of one rank apart", () => {
    const folder = (path: string) => path.split("/")[1];
    const inFolder = (path: string) => /^src\/\w+\//.test(path);
    const wrong = imports
      .filter(({ from, to }) => inFolder(from) && inFolder(to))
      .filter(({ from, to }) => rankOf(to) === rankOf(from) && folder(to) !== folder(from));
    expect(wrong).toEqual([]);
  });

  it("lets solvers and metrics know nothing of the outside but types and the files of rank 0", () => {
    for (const folder of ["src/solver/", "src/metrics/"]) {
      const outside = imports.filter(({ from, to }) => from.startsWith(folder) && !to.startsWith(folder));
      expect(outside.filter(({ to, typeOnly }) => !typeOnly && rankOf(to) > 0)).toEqual([]);
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

/**
 * build/runtimes/project: a project that has the packed tarball among its node_modules, as an install would put it there, with
 * the suite, its entries and its data beside. No registry is asked: dependencies come from the node_modules of the repository.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packData } from "./packData.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const build = join(root, "build/runtimes");

/** Packs and lays out; returns the folder. `npm pack` builds the package first. */
export function layOutProject() {
  rmSync(build, { recursive: true, force: true });
  const project = join(build, "project");
  const home = join(project, "node_modules/logit-wasm");
  mkdirSync(home, { recursive: true });
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", build], { cwd: root, encoding: "utf8" });
  const [{ filename }] = JSON.parse(packed);
  execFileSync("tar", ["-xzf", join(build, filename), "-C", home, "--strip-components=1"]);
  const { name, version, dependencies = {} } = readJson(join(home, "package.json"));
  for (const [dependency, wanted] of Object.entries(dependencies)) {
    const from = join(root, "node_modules", dependency);
    const found = readJson(join(from, "package.json")).version;
    if (found !== wanted) throw new Error(`${dependency}: expected ${wanted} in node_modules, got ${found}`);
    cpSync(from, join(project, "node_modules", dependency), { recursive: true });
  }
  const manifest = { private: true, type: "module", dependencies: { [name]: version } };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  cpSync(join(here, "entries"), project, { recursive: true });
  cpSync(join(here, "suite"), join(project, "suite"), { recursive: true });
  writeFileSync(join(project, "data.bin"), packData());
  return project;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

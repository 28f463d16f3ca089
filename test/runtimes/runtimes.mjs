/** The runtimes: where each is found, how it tells its version, how it runs the suite. */
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FROM_EXPORTS, runChromium, runFirefox, SINGLE_FILE } from "./browsers.mjs";
import { outputOf } from "./children.mjs";
import { runWorkerd } from "./workerd.mjs";

const packages = fileURLToPath(new URL("node_modules", import.meta.url));

/** Finds a program of test/runtimes/package.json or, by one of its names, of the system. */
const find = (file, ...names) => {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const ofSystem = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return () => firstProgram(file === undefined ? ofSystem : [join(packages, file), ...ofSystem]);
};

const run = (entry, ...flags) => {
  return async (program, project) => JSON.parse(await outputOf([program, ...flags, entry], { cwd: project }));
};

const DENO = ["run", "--allow-read", "--no-remote", "--no-lock", "--node-modules-dir=manual"];

/** The Node that runs this stands in for a package that is not installed, if it is of that version. */
const node = (major) => () => {
  const own = process.versions.node.startsWith(`${major}.`) ? process.execPath : undefined;
  return find(`node${major}/bin/node`)() ?? own;
};
const bun = find("@oven/bun-linux-x64/bin/bun", "bun");
const deno = find("@deno/linux-x64-glibc/deno", "deno");
const workerd = find("@cloudflare/workerd-linux-64/bin/workerd", "workerd");
const chromium = find(undefined, "chromium", "chromium-browser", "google-chrome");
const firefox = find(undefined, "firefox-esr", "firefox");

export const RUNTIMES = [
  { name: "Node 20", find: node(20), run: run("process.mjs") },
  { name: "Node 20, CommonJS", find: node(20), run: run("commonjs.cjs") },
  { name: "Node 22", find: node(22), run: run("process.mjs") },
  { name: "Node 24", find: node(24), run: run("process.mjs") },
  { name: "Bun", find: bun, run: run("process.mjs") },
  { name: "Deno", find: deno, run: run("process.mjs", ...DENO) },
  { name: "workerd", find: workerd, run: runWorkerd },
  { name: "Chromium", find: chromium, run: runChromium(FROM_EXPORTS) },
  { name: "Chromium, single file", find: chromium, run: runChromium(SINGLE_FILE) },
  { name: "Firefox", find: firefox, run: runFirefox(FROM_EXPORTS) },
  { name: "Firefox, single file", find: firefox, run: runFirefox(SINGLE_FILE) },
];

/** The version that the program prints, without its name; undefined if it does not run. */
export function versionOf(program) {
  try {
    const text = execFileSync(program, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 30_000,
    });
    return /\d[\w.-]+/.exec(text)?.[0];
  } catch {
    return undefined;
  }
}

function firstProgram(files) {
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

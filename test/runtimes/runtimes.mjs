/** The runtimes: where each is found, how it tells its version, how it runs the suite. */
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FROM_EXPORTS, runChromium, runFirefox, SINGLE_FILE } from "./browsers.mjs";
import { outputOf } from "./children.mjs";
import { runWorkerd } from "./workerd.mjs";

const packages = fileURLToPath(new URL("node_modules", import.meta.url));

/** A program of test/runtimes/package.json, or undefined. */
const installed = (file) => () => firstProgram([join(packages, file)]);

/** A program of the system by one of its names, or undefined. */
const onPath = (names) => () => {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return firstProgram(names.flatMap((name) => folders.map((folder) => join(folder, name))));
};

const run = (entry, ...flags) => {
  return async (program, project) => JSON.parse(await outputOf([program, ...flags, entry], { cwd: project }));
};

const DENO = ["run", "--allow-read", "--no-remote", "--no-lock", "--node-modules-dir=manual"];

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"];
const FIREFOX = ["firefox-esr", "firefox"];

export const RUNTIMES = [
  { name: "Node 20", find: installed("node20/bin/node"), run: run("process.mjs") },
  { name: "Node 20, CommonJS", find: installed("node20/bin/node"), run: run("commonjs.cjs") },
  { name: "Node 22", find: installed("node22/bin/node"), run: run("process.mjs") },
  { name: "Node 24", find: installed("node24/bin/node"), run: run("process.mjs") },
  { name: "Bun", find: installed(".bin/bun"), run: run("process.mjs") },
  { name: "Deno", find: installed(".bin/deno"), run: run("process.mjs", ...DENO) },
  { name: "workerd", find: installed(".bin/workerd"), run: runWorkerd },
  { name: "Chromium", find: onPath(CHROMIUM), run: runChromium(FROM_EXPORTS) },
  { name: "Chromium, single file", find: onPath(CHROMIUM), run: runChromium(SINGLE_FILE) },
  { name: "Firefox", find: onPath(FIREFOX), run: runFirefox(FROM_EXPORTS) },
  { name: "Firefox, single file", find: onPath(FIREFOX), run: runFirefox(SINGLE_FILE) },
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

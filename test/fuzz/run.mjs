/**
 * Every suite of the fuzz, each in a process of its own, two at a time: `npm run test:fuzz`. Options: `--seed s` (today's by
 * default), `--library path/to/index.js`, `--seconds s` for each suite at most. Ends with the totals, "N passed, N failed".
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { optionsOf } from "./commandLine.mjs";
import { temporaryFolder } from "./library.mjs";
import { SUITES } from "./suites.mjs";

/** How long a suite may take beyond its own limit before it counts as hanging. */
const PATIENCE_SECONDS = 60;
/** Each suite stops trying cases after this, so that a slow machine tries fewer of them. */
const MOST_SECONDS = 360;
/** The longest first, so that the two processes end at about the same time. */
const ORDER = [
  "fits",
  "sameBits",
  "paths",
  "csvFiles",
  "streams",
  "modelFiles",
  "strangeValues",
  "sparseRows",
  "metricValues",
];

const { seed, library, seconds = MOST_SECONDS } = optionsOf(process.argv.slice(2));
const folder = temporaryFolder();
let passed = 0;
let failed = 0;

function runSuite(name) {
  const progress = join(folder, name);
  const args = ["--seed", String(seed), "--seconds", String(seconds)];
  if (library !== undefined) args.push("--library", library);
  const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, FUZZ_PROGRESS: progress },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  return new Promise((done) => {
    let hangs = false;
    const limit = setTimeout(
      () => {
        hangs = true;
        child.kill("SIGKILL");
      },
      1000 * (seconds + PATIENCE_SECONDS),
    );
    child.on("close", () => {
      clearTimeout(limit);
      report(name, text, hangs ? readFileSync(progress, "utf8").trim() : undefined);
      done();
    });
  });
}

function report(name, text, hanging) {
  const [line, p, f] = text.match(/^(\d+) passed, (\d+) failed$/m) ?? [];
  console.log(text.replace(line ?? "", "").trimEnd());
  passed += Number(p ?? 0);
  failed += Number(f ?? 0);
  if (line !== undefined) console.log(`  ${line}`);
  else {
    ++failed;
    console.log(`  ${name} ended without totals${hanging === undefined ? "" : `, hanging at ${hanging}`}`);
  }
}

if (ORDER.length !== Object.keys(SUITES).length) throw new Error("run.mjs: expected every suite in its order");
const waiting = [...ORDER];
const worker = async () => {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await runSuite(name);
};
await Promise.all([worker(), worker()]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

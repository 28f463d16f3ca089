/**
 * `npm run test:runtimes`: the suite on every runtime, from the packed tarball. Prints a table; the exit code is 0 if every
 * runtime that is installed passed.
 *
 *     --only NAME     only runtimes whose name has NAME in it
 *     --require-all   a runtime that is not installed is a failure
 *     --update        writes digest.txt, if all runtimes agree and pass all checks
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { layOutProject } from "./project.mjs";
import { RUNTIMES, versionOf } from "./runtimes.mjs";
import { problemReport, readDigests, statusOf, tableOf, writeDigests } from "./verdict.mjs";

const FILE = new URL("digest.txt", import.meta.url);

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    "require-all": { type: "boolean", default: false },
    update: { type: "boolean", default: false },
  },
});

async function runOne({ name, find, run }, project) {
  const program = find();
  if (program === undefined) return { name, version: "not installed", seconds: 0, result: undefined };
  const version = versionOf(program);
  if (version === undefined) return { name, version: "", seconds: 0, result: { error: `${program} does not run` } };
  const started = performance.now();
  const result = await run(program, project).catch((error) => ({ error: error.message }));
  return { name, version, seconds: (performance.now() - started) / 1000, result };
}

function rowOf({ name, version, seconds, result }, status) {
  if (result === undefined) return [name, version, "", "", "", status];
  const { checks = [], digest = "" } = result;
  const passed = checks.filter(({ ok }) => ok).length;
  return [name, version, `${passed} of ${checks.length}`, digest.slice(0, 12), `${seconds.toFixed(1)} s`, status];
}

const chosen = RUNTIMES.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()));
const project = layOutProject();
const runs = [];
for (const runtime of chosen) runs.push(await runOne(runtime, project));

if (values.update) {
  const [first, ...others] = runs.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const agreed =
    first !== undefined && [first, ...others].every((result) => statusOf(result, first.digest) === "passed");
  if (agreed) writeFileSync(FILE, writeDigests(first));
  else console.log("digest.txt stays as it was: the runtimes do not agree, or a check failed\n");
}
const expected = readDigests(readFileSync(FILE, "utf8"));
const statuses = runs.map(({ result }) => statusOf(result, expected.digest));
const head = ["runtime", "version", "checks passed", "digest", "time", ""];
console.log(tableOf([head, ...runs.map((run, i) => rowOf(run, statuses[i]))]));
const problems = problemReport(runs, expected);
if (problems !== "") console.log(`\n${problems}`);
const count = (status) => statuses.filter((other) => other === status).length;
console.log(`\nruntimes: ${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
if (count("failed") > 0 || count("passed") === 0 || (values["require-all"] && count("skipped") > 0))
  process.exitCode = 1;

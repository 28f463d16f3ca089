/**
 * `npm run bench:real -- <folder> <reference.json>`: trains on every file of a folder as the command line takes it, without a penalty,
 * and compares with what R's glm gives for the complete rows: deviances to 1e-9, relative, where the classes are not separated;
 * coefficients to 1e-6 of their standard errors where no column is aliased besides; the aliased columns themselves.
 *
 * The reference is a list of { file, target, names, coef, se, deviance, nullDeviance, aliased, separated }, coefficients with the
 * names of R ("sexmale" is level "male" of column "sex").
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, reference] = process.argv.slice(2);
if (reference === undefined) {
  console.error("expected a folder of CSV files and a JSON file with R's solutions");
  process.exit(2);
}
const cli = fileURLToPath(new URL("../build/cli.js", import.meta.url));
const FLAGS = ["--l2", "0", "--missing", "drop", "--reference", "first", "--test-fraction", "0", "--json"];

const relative = (a, b) => Math.abs(a - b) / Math.abs(b);
const plain = (name) => name.replaceAll("`", "");
const nameOf = ({ name, level = "" }) => (name === "(intercept)" ? "(Intercept)" : name + level);

function train({ file, target }) {
  const { status, stdout, stderr } = spawnSync("node", [cli, "train", join(folder, file), "-t", target, ...FLAGS], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return status === 0 ? { json: JSON.parse(stdout) } : { error: stderr.trim() };
}

/** What differs from R, a line each. */
function compared(expected, { deviance, nullDeviance, coefficients }) {
  const lines = [];
  const aliased = coefficients.filter(({ estimate }) => estimate === null).map(nameOf);
  const missed = expected.aliased.map(plain).filter((name) => !aliased.includes(name));
  if (missed.length > 0) lines.push(`not found to be aliased: ${missed.join(", ")}`);
  if (expected.separated) return lines;
  for (const [name, got] of Object.entries({ deviance, nullDeviance })) {
    if (!(relative(got, expected[name]) < 1e-9)) lines.push(`${name} ${got}, R ${expected[name]}`);
  }
  if (expected.aliased.length > 0) return lines;
  const byName = new Map(coefficients.map((one) => [nameOf(one), one.estimate]));
  for (const [i, name] of expected.names.map(plain).entries()) {
    const distance = Math.abs((byName.get(name) ?? Number.NaN) - expected.coef[i]) / expected.se[i];
    if (!(distance < 1e-6)) lines.push(`${name} ${byName.get(name)}, R ${expected.coef[i]}`);
  }
  return lines;
}

let good = 0;
const all = JSON.parse(readFileSync(reference, "utf8"));
for (const expected of all) {
  const { json, error } = train(expected);
  const lines = error === undefined ? compared(expected, json) : [error];
  if (lines.length === 0) ++good;
  for (const line of lines) console.log(`${expected.file}: ${line}`);
}
console.log(`${good} of ${all.length} files as R has them`);
process.exitCode = good === all.length ? 0 : 1;

/** Runs the cases of a suite one after the other, prints what they find and counts. */
import { openSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { optionsOf } from "./commandLine.mjs";
import { loadLibrary } from "./library.mjs";
import { OPEN, tooMany } from "./open.mjs";

/** Cases of a seed lie together, so that no two seeds share one. */
const CASES_A_SEED = 100_000;
/** Where the number of the case in hand is written, so that whoever waits in vain for its end knows it. */
const progress = process.env.FUZZ_PROGRESS;

/**
 * @param suite `{ name, cases, attempt }`: attempt(library, number) gives a list of finds, each with `kind` and `detail`, or a
 * promise of one; `open` says whether the faults of open.mjs are known of it; `conclude`, if there, is asked for further finds at the end, and for what to print
 * @returns `{ passed, failed, kinds }`, a case that shows an open fault alone being among those that passed
 */
export async function runCases(suite, library, options) {
  const {
    seed,
    cases = suite.cases,
    only,
    most = 3,
    print = console.log,
    seconds = Number.POSITIVE_INFINITY,
  } = options;
  const kinds = new Map();
  const started = performance.now();
  const file = progress === undefined ? undefined : openSync(progress, "w");
  let passed = 0;
  let failed = 0;
  for (let k = 0; k < cases && performance.now() - started < 1000 * seconds; ++k) {
    const number = only ?? seed * CASES_A_SEED + k;
    if (file !== undefined) writeSync(file, `${suite.name} --case ${number}\n`.padEnd(60), 0);
    const finds = await attempted(suite, library, number);
    // an open fault is no failure by itself: how many there are is judged at the end
    if (finds.every(({ kind }) => suite.open && kind in OPEN)) ++passed;
    else ++failed;
    for (const { kind, detail } of finds) {
      const known = kinds.get(kind) ?? { count: 0, first: k };
      kinds.set(kind, { ...known, count: known.count + 1 });
      if (known.count < most) print(`  ${kind}: ${detail}   --case ${number}`);
    }
    if (only !== undefined) break;
  }
  for (const [kind, { count, first }] of kinds) print(`  ${count} times "${kind}", first at case ${first}`);
  for (const [kind, { count }] of kinds) {
    if (!(suite.open && kind in OPEN)) continue;
    if (!tooMany(kind, count, passed + failed)) continue;
    print(`  more "${kind}" than are known and open`);
    ++failed;
  }
  if (options.conclusions === false) return { passed, failed, kinds };
  for (const { kind, detail } of suite.conclude?.(print) ?? []) {
    print(`  ${kind}: ${detail}`);
    ++failed;
  }
  return { passed, failed, kinds };
}

/** What the suite's own code trips over is a find as well: it is told apart by its stack. */
async function attempted(suite, library, number) {
  try {
    return await suite.attempt(library, number);
  } catch (error) {
    return [
      {
        kind: "unforeseen",
        detail: String(error?.stack ?? error)
          .split("\n")
          .slice(0, 4)
          .join(" | "),
      },
    ];
  }
}

/** Runs a suite if its file is what node was started with. */
export async function runIfMain(url, suiteOf) {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const options = optionsOf(process.argv.slice(2));
  const suite = suiteOf(options);
  const started = performance.now();
  const library = await loadLibrary(options.library);
  console.log(`${suite.name}: seed ${options.seed}`);
  const { passed, failed } = await runCases(suite, library, options);
  console.log(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

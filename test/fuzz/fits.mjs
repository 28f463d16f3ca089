/** The differential fuzz of fits: `node test/fuzz/fits.mjs [--cases 20000] [--seed s] [--case c] [--library build/index.js]` */
import { fileURLToPath } from "node:url";
import { optionsOf } from "./commandLine.mjs";
import { fitProblemAsync } from "./fitProblem.mjs";
import { judgeFit, tryFit } from "./judge.mjs";
import { loadLibrary } from "./library.mjs";
import { randomProblem } from "./problems.mjs";

/** At most this part of the fits with a finite optimum may end by anything but `tolerance`. */
const MOST_WITHHELD = 0.01;

/** @returns `{ passed, failed, finds, first }`; prints every find as it comes, `most` of each kind */
export async function fuzzFits(library, { seed, cases, only, most = 3, print = console.log, milliseconds = Infinity }) {
  const kinds = new Map();
  const reasons = new Map();
  let failed = 0;
  let finite = 0;
  let withheld = 0;
  let tried = 0;
  const started = performance.now();
  for (let k = 0; k < cases && performance.now() - started < milliseconds; ++k) {
    const number = only ?? seed * 100_000 + k;
    const problem = randomProblem(number);
    const verdict = problem.async
      ? judgeFit(library, problem, await fitProblemAsync(library, problem, 2))
      : tryFit(library, problem);
    ++tried;
    if (verdict.finds.length > 0) ++failed;
    if (verdict.finite) ++finite;
    if (verdict.withheld) ++withheld;
    const { solver = "auto", precision = "f64" } = problem.options;
    const ended = `${solver} ${precision}: ${verdict.withheld ? "withheld, " : ""}${verdict.reason}`;
    reasons.set(ended, (reasons.get(ended) ?? 0) + 1);
    for (const { kind, detail } of verdict.finds) {
      const known = kinds.get(kind) ?? { count: 0, first: k };
      kinds.set(kind, { ...known, count: known.count + 1 });
      if (known.count < most) print(`  ${kind}: ${detail}\n    ${describe(problem)}   --case ${number}`);
    }
    if (only !== undefined) break;
  }
  const rate = finite === 0 ? 0 : withheld / finite;
  print(`  claims withheld: ${withheld} of ${finite} fits with a finite optimum (${(100 * rate).toFixed(2)} %)`);
  for (const [kind, { count, first }] of kinds) print(`  ${kind}: ${count}, first at case ${first}`);
  // so few cases say nothing of a rate
  if (finite > 500 && rate > MOST_WITHHELD) {
    print("  too many claims are withheld");
    ++failed;
  }
  return { passed: tried - Math.min(tried, failed), failed, kinds, reasons, tried };
}

function describe({ X, options, beside, container }) {
  return `${X.length} x ${X[0].length}, ${container}, ${JSON.stringify(options)}, beside ${Object.keys(beside)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { seed, cases = 20_000, only, library, most, dump, verbose } = optionsOf(process.argv.slice(2));
  if (dump) console.log(JSON.stringify(randomProblem(only)));
  console.log(`fits, seed ${seed}`);
  const { passed, failed, reasons } = await fuzzFits(await loadLibrary(library), { seed, cases, only, most });
  if (verbose) for (const [reason, count] of [...reasons].sort()) console.log(`  ${count}  ${reason}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

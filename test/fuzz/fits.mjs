/** Fits of random problems against the reference: `node test/fuzz/fits.mjs [--seed s] [--cases 1000] [--case c] [--library f]` */
import { runIfMain } from "./cases.mjs";
import { fitProblemAsync } from "./fitProblem.mjs";
import { judgeFit, tryFit } from "./judge.mjs";
import { randomProblem } from "./problems.mjs";

/** At most this part of the fits with a finite optimum may end by anything but `tolerance`. */
const MOST_WITHHELD = 0.01;
/** Fewer fits than this say nothing of a rate. */
const ENOUGH = 500;

export function fits({ verbose = false, dump = false } = {}) {
  const ends = new Map();
  let finite = 0;
  let withheld = 0;
  return {
    name: "fits",
    cases: 24_000,
    open: true,
    async attempt(library, number) {
      const problem = randomProblem(number);
      if (dump) console.log(JSON.stringify(problem));
      const verdict = problem.async
        ? judgeFit(library, problem, await fitProblemAsync(library, problem, 2))
        : tryFit(library, problem);
      if (verdict.finite) ++finite;
      if (verdict.withheld) ++withheld;
      const { solver = "auto", precision = "f64" } = problem.options;
      const end = `${solver} ${precision}: ${verdict.withheld ? "withheld, " : ""}${verdict.reason}`;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      return verdict.finds.map(({ kind, detail }) => ({ kind, detail: `${detail}\n    ${described(problem)}` }));
    },
    conclude(print) {
      if (verbose) for (const [end, count] of [...ends].sort()) print(`  ${count}  ${end}`);
      const rate = `${withheld} of ${finite} fits with a finite optimum`;
      print(`  claims withheld: ${rate} (${((100 * withheld) / Math.max(1, finite)).toFixed(2)} %)`);
      return finite > ENOUGH && withheld > MOST_WITHHELD * finite ? [{ kind: "claims withheld", detail: rate }] : [];
    },
  };
}

function described({ X, options, beside, container }) {
  return `${X.length} x ${X[0].length}, ${container}, ${JSON.stringify(options)}, beside ${Object.keys(beside)}`;
}

await runIfMain(import.meta.url, fits);

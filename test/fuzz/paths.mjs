/** Paths and cross-validations of random problems: `node test/fuzz/paths.mjs`, options as in fits.mjs. */
import { runIfMain } from "./cases.mjs";
import { judgePath, judgeValidation } from "./judgePath.mjs";
import { randomPathProblem } from "./pathProblems.mjs";

export function paths({ dump = false } = {}) {
  return {
    name: "paths",
    cases: 1500,
    open: true,
    attempt(library, number) {
      const problem = randomPathProblem(number);
      if (dump) console.log(JSON.stringify(problem));
      const finds = problem.validation === undefined ? judgePath(library, problem) : judgeValidation(library, problem);
      const { X, options, validation } = problem;
      const described = `${X.length} x ${X[0].length}, ${JSON.stringify({ ...options, ...validation })}`;
      return finds.map(({ kind, detail }) => ({ kind, detail: `${detail}\n    ${described.slice(0, 400)}` }));
    },
  };
}

await runIfMain(import.meta.url, paths);

// What the solvers cost, counted rather than timed:   npm run bench:epochs -- [--data a,b]
//
// Epochs to a relative suboptimality of 1e-8 / 1e-12, in f64: passes over the rows for the gradient (a sample of them as its
// fraction), and (in brackets) Hessians, of which each counts as 0.5 + columns / 8 epochs. Problems are those of fit/dataSets.mjs.
import { parseArgs } from "node:util";
import { LogisticRegression } from "../build/index.js";
import { DATA_SETS } from "./fit/dataSets.mjs";

const SOLVERS = ["auto", "newton", "lbfgs", "newton-cg"];
const TOLERANCES = [1e-8, 1e-12];
/** Counting needs no large data; 2000 x 2000 makes Newton wait for its Hessians. */
const LEFT_OUT = ["n1m-28", "n1m-28-k1e3", "n2k-2k"];

const { values } = parseArgs({ options: { data: { type: "string" } } });
const wanted = values.data?.split(",") ?? DATA_SETS.map(({ id }) => id).filter((id) => !LEFT_OUT.includes(id));

function count(problem, solver, tolerance) {
  const { x, y, rows, columns } = problem;
  const model = new LogisticRegression({ l2: 1 / rows, standardize: false, solver, tolerance });
  const { epochs, hessians, converged, reason } = model.fit({ data: x, rows, columns }, y).report;
  if (!converged) return reason;
  const cost = epochs - hessians + hessians * (0.5 + columns / 8);
  return `${cost.toFixed(0)}${hessians > 0 ? ` (${hessians})` : ""}`;
}

console.log(`| data | ${SOLVERS.join(" | ")} |\n| --- | ${SOLVERS.map(() => "---").join(" | ")} |`);
for (const { id, title, make } of DATA_SETS.filter((dataSet) => wanted.includes(dataSet.id))) {
  const problem = make();
  const cells = SOLVERS.map((solver) => TOLERANCES.map((tolerance) => count(problem, solver, tolerance)).join(" / "));
  console.log(`| ${title}, ${problem.rows} x ${problem.columns} (${id}) | ${cells.join(" | ")} |`);
}

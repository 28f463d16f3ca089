// Time to the optimum on sparse rows, ours, scikit-learn's and LIBLINEAR's:   npm run bench:sparse -- [--data a,b] [--python FILE]
//
// The accuracy is (J - J*) / J* <= 1e-8, judged by one evaluator at the coefficients that a contender returns; J* is the least that
// any of them reached. From typed arrays (scipy's csr_matrix) to coefficients, one thread each, in processes of their own, at the
// first of the settings that reaches the accuracy; medians. C = 1: l2 = 1 / rows on columns as they are. l1 beside LIBLINEAR's -s 6
// without an intercept, at equal objective. Peers that are not installed are skipped.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LogisticRegression } from "../build/index.js";
import { Child } from "./fit/child.mjs";
import { DATA_SETS } from "./sparseFit/dataSets.mjs";

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    python: { type: "string", default: "python3" },
    l1: { type: "boolean", default: false },
  },
});
const ACCURACY = 1e-8;
const TOLERANCES = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
const PATIENCE_MS = 120_000;
const wanted = options.data?.split(",") ?? DATA_SETS.map(({ id }) => id);

/** J without and with the penalty: mean loss + ||w||^2 / (2 m), or + ||w||_1 / m. */
function objective({ X, y }, coef, intercept, l1) {
  const { indptr, indices, data, rows } = X;
  let sum = 0;
  for (let row = 0; row < rows; ++row) {
    let z = intercept;
    for (let k = indptr[row]; k < indptr[row + 1]; ++k) z += (data === undefined ? 1 : data[k]) * coef[indices[k]];
    const u = y[row] === 1 ? z : -z;
    sum += u > 0 ? Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u)) - u;
  }
  for (const w of coef) sum += l1 ? Math.abs(w) : (w * w) / 2;
  return sum / rows;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function ours(problem, l1, tolerance) {
  const { rows } = problem.X;
  const penalty = l1 ? { l1: 1 / rows, l2: 0, fitIntercept: false } : { l2: 1 / rows };
  const start = performance.now();
  const model = new LogisticRegression({ ...penalty, standardize: false, tolerance }).fit(problem.X, problem.y);
  return { ms: performance.now() - start, model };
}

async function race(id, title, problem, l1) {
  const folder = fileURLToPath(new URL(`../build/bench/sparse/${id}`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  const { X, y } = problem;
  writeFileSync(`${folder}/shape.json`, JSON.stringify([X.rows, X.columns]));
  writeFileSync(`${folder}/indptr.u32`, X.indptr);
  writeFileSync(`${folder}/indices.u32`, X.indices);
  writeFileSync(`${folder}/data.f64`, X.data ?? new Float64Array(X.indices.length).fill(1));
  writeFileSync(`${folder}/y.f64`, Float64Array.from(y));
  const solvers = l1
    ? ["LIBLINEAR", "liblinear"]
    : ["newton-cg", "lbfgs", "liblinear", ...(X.columns <= 2000 ? ["newton-cholesky"] : []), "LIBLINEAR"];
  const found = [];
  let best = objective(problem, ours(problem, l1, undefined).model.coef, 0, l1);
  const finest = ours(problem, l1, undefined).model;
  best = objective(problem, finest.coef, finest.intercept, l1);
  const own = [];
  for (let run = 0; run < 7; ++run) own.push(ours(problem, l1, ACCURACY));
  const { model } = own[0];
  found.push({
    name: "logit-wasm",
    ms: median(own.map(({ ms }) => ms)),
    J: objective(problem, model.coef, model.intercept, l1),
    epochs: model.report.epochs,
  });
  const child = new Child(options.python, [fileURLToPath(new URL("peers/sparsePeer.py", import.meta.url)), folder]);
  const ready = await child.ask(undefined, PATIENCE_MS);
  if (ready.ready) {
    for (const solver of solvers) {
      for (const tolerance of TOLERANCES) {
        const question = { solver, tolerance, l1, repeats: 1 };
        const first = await child.ask(question, PATIENCE_MS);
        if (first.times === undefined) break;
        const coef = new Float64Array(new Uint8Array(readFileSync(`${folder}/coef.f64`)).buffer);
        const J = objective(problem, coef, first.intercept, l1);
        const isThere = (J - best) / best <= ACCURACY;
        if (!isThere && tolerance > 1e-10) continue;
        const { times } = first.times[0] < 10_000 ? await child.ask({ ...question, repeats: 3 }, PATIENCE_MS) : first;
        found.push({
          name: solver === "LIBLINEAR" ? "LIBLINEAR train" : `sklearn ${solver}`,
          ms: median(times),
          J,
          tolerance,
        });
        break;
      }
    }
    child.close();
  }
  best = Math.min(best, ...found.map(({ J }) => J));
  console.log(`\n${title}${l1 ? ", l1" : ""}`);
  const [{ ms: base }] = found;
  for (const { name, ms, J, epochs, tolerance } of found) {
    const gap = (J - best) / best;
    const note = epochs === undefined ? `tol ${tolerance}` : `${epochs.toFixed(1)} epochs`;
    console.log(
      `  ${name.padEnd(24)} ${ms.toFixed(1).padStart(9)} ms  ${(ms / base).toFixed(2).padStart(6)}x  gap ${gap.toExponential(1)}  ${note}`,
    );
  }
  const there = found.slice(1).filter(({ J }) => (J - best) / best <= 1.01 * ACCURACY);
  return there.length === 0 ? undefined : Math.min(...there.map(({ ms }) => ms)) / base;
}

const ratios = [];
for (const { id, title, make } of DATA_SETS) {
  if (!wanted.includes(id)) continue;
  const problem = make();
  ratios.push(await race(id, title, problem, options.l1));
}
const known = ratios.filter((ratio) => ratio !== undefined);
const mean = Math.exp(known.reduce((sum, ratio) => sum + Math.log(ratio), 0) / known.length);
console.log(
  `\nbest peer over ours: ${known.map((ratio) => ratio.toFixed(2)).join(", ")}; geometric mean ${mean.toFixed(2)}`,
);
process.exit(0);

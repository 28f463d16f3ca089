// Who runs, and by which settings each is tried: ladders, each from the loosest setting to the tightest.
import { fileURLToPath } from "node:url";

/** Relative suboptimality, (J - J*) / J*, that counts as done. */
const ACCURACY = { f64: 1e-8, f32: 1e-6 };
const LARGE_INTERCEPT = [100, 1000, 10_000];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** 10^-from ... 10^-to */
const decades = (from, to) => Array.from({ length: to - from + 1 }, (_, k) => Number(`1e-${from + k}`));
/** Debian's own Python beside the one in the path, which may be another. */
const pythons = [process.env.PYTHON ?? "python3", "/usr/bin/python3"];

function ours(id, title, dtype, ladder) {
  const run = (folder) => ({ command: process.execPath, args: [here("ours.mjs"), folder, dtype] });
  return { id, title, group: "ours", run: [run], ladders: [ladder], accuracy: ACCURACY[dtype] };
}

function python(id, title, script, args, ladders) {
  const run = pythons.map((command) => (folder) => ({ command, args: [here(`../peers/${script}`), folder, ...args] }));
  return { id, title, group: id.split("-")[0], run, ladders, accuracy: ACCURACY.f64 };
}

/** scikit-learn's tolerance bounds a gradient of the sum over the rows (newton-cholesky: of the mean), in the units of X. */
function sklearn(solver, tolerances, more = [{}]) {
  const ladders = more.map((extra) => tolerances.map((tol) => ({ tol, ...extra })));
  return python(`sklearn-${solver}`, solver, "sklearnPeer.py", [solver], ladders);
}

const toleranceLadder = (values, more = {}) => values.map((tolerance) => ({ tolerance, ...more }));
const tight = decades(8, 13);

export const CONTENDERS = [
  ours("ours-f64", "ours f64", "f64", toleranceLadder(tight)),
  ours("ours-f32", "ours f32", "f32", toleranceLadder(decades(6, 9))),
  ours("ours-f64-default", "ours f64, default tolerance", "f64", [{}]),
  ours("ours-f32-default", "ours f32, default tolerance", "f32", [{}]),
  ours("ours-newton", "ours f64, newton", "f64", toleranceLadder(tight, { solver: "newton" })),
  ours("ours-lbfgs", "ours f64, lbfgs", "f64", toleranceLadder(tight, { solver: "lbfgs" })),
  sklearn("lbfgs", decades(0, 10)),
  sklearn("newton-cholesky", decades(1, 12)),
  sklearn("newton-cg", decades(0, 10)),
  // it penalises the intercept as the coefficient of a column of this value, so the value is large
  sklearn(
    "liblinear",
    decades(1, 10),
    LARGE_INTERCEPT.map((intercept_scaling) => ({ intercept_scaling })),
  ),
  sklearn("sag", decades(2, 10)),
  python(
    "liblinear",
    "LIBLINEAR",
    "liblinearPeer.py",
    [],
    LARGE_INTERCEPT.map((bias) => decades(1, 10).map((eps) => ({ eps, bias }))),
  ),
  {
    id: "ml",
    title: "ml-logistic-regression",
    group: "ml",
    run: [(folder) => ({ command: process.execPath, args: [here("../peers/mlLogisticRegression.mjs"), folder] })],
    ladders: [[100, 1000, 10_000, 50_000].map((numSteps) => ({ numSteps }))],
    accuracy: ACCURACY.f64,
  },
];

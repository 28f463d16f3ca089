/** One random problem a seed for regularizationPath or crossValidate. */
import { randomColumns } from "./columns.mjs";
import { labelsOf, weightsOf } from "./problems.mjs";
import { randomOf } from "./random.mjs";

/** @returns `{ X, y, options, validation, container, probes }`: options of a path, those of a validation or nothing */
export function randomPathProblem(seed) {
  const random = randomOf(seed, "path");
  const validates = random.chance(0.25);
  const m = random.chance(0.8) ? random.whole(validates ? 8 : 3, 40) : random.whole(40, 200);
  const n = random.chance(0.02)
    ? random.whole(256, 300)
    : random.chance(0.85)
      ? random.whole(1, 5)
      : random.whole(6, 35);
  const columns = randomColumns(random, m, n);
  const X = random.array(m, (i) => columns.map((column) => column[i]));
  const y = labelsOf(random, X, columns);
  const options = {};
  options.l1Ratio = random.pick([1, 1, 1, 0.5, random.uniform(), 0.01, 0]);
  if (random.chance(0.25)) options.lambdas = random.array(random.whole(1, 8), () => random.magnitude(-5, 1));
  else {
    options.count = random.whole(2, 25);
    if (random.chance(0.5)) options.minRatio = random.chance(0.03) ? 1e-300 : random.magnitude(-4, -0.3);
  }
  if (random.chance(0.3)) options.tolerance = random.magnitude(-12, -4);
  if (random.chance(0.3)) options.standardize = false;
  if (random.chance(0.15)) options.fitIntercept = false;
  if (random.chance(0.2)) [options.precision, options.tolerance] = ["f32", random.magnitude(-7, -4)];
  if (random.chance(0.15)) options.classWeight = random.chance(0.5) ? "balanced" : [random.magnitude(-2, 1), 1];
  if (random.chance(0.2)) {
    options.penaltyFactors = random.array(n, () => random.pick([0, 1, 1, random.magnitude(-3, 3), 1e-6]));
    if (options.penaltyFactors.every((factor) => factor === 0)) options.penaltyFactors[0] = 1;
  }
  if (random.chance(0.4)) options.weights = weightsOf(random, X, y);
  const rarer = Math.min(...[0, 1].map((label) => weighing(y, options.weights, label)));
  const validation = validates && rarer >= 2 ? validationOf(random, y, options.weights, rarer) : undefined;
  const probes = random.array(3, () => random.uniform());
  // each row a fold of its own, so that no fold has both classes and an AUC
  if (validation !== undefined && m <= 16 && random.chance(0.2)) {
    for (const name of ["folds", "seed"]) delete validation[name];
    validation.foldOf = [...y.keys()];
  }
  return { seed, X, y, options, validation, probes, container: random.chance(0.3) ? "dataset" : "rows" };
}

/** Rows of a class that weigh anything beside the others. */
function weighing(y, weights, label) {
  return y.filter((value, i) => value === label && (weights?.[i] ?? 1) >= 1e-6).length;
}

/** Folds of which each leaves rows of both classes to learn from. */
function validationOf(random, y, weights, rarer) {
  const validation = { measure: random.pick(["logLoss", "auc", "accuracy"]), select: random.pick(["1se", "min"]) };
  if (random.chance(0.3)) {
    const folds = random.whole(2, 4);
    const foldOf = y.map((_, i) => (i < folds ? i : random.whole(0, folds - 1)));
    const within = (label, fold) => y.map((value, i) => (foldOf[i] === fold ? 1 - label : value));
    const left = [0, 1].every((label) => foldOf.every((fold) => weighing(within(label, fold), weights, label) > 0));
    if (left) return { ...validation, foldOf };
  }
  return { ...validation, folds: random.whole(2, Math.min(10, rarer)), seed: random.whole(0, 1000) };
}

/** The problem of one solution, as the judge of fits takes it. */
export function modelProblem({ X, y, options }, lambda) {
  const { l1Ratio, weights, penaltyFactors, lambdas, count, minRatio, ...rest } = options;
  const tolerance = options.tolerance ?? (options.precision === "f32" ? 1e-7 : 1e-8);
  return {
    ...{ X, y, container: "rows" },
    options: { ...rest, tolerance, l1: lambda * l1Ratio, l2: lambda * (1 - l1Ratio) },
    beside: { ...(weights && { weights }), ...(penaltyFactors && { penaltyFactors }) },
  };
}

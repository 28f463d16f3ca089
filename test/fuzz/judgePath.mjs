/** What must hold of paths and cross-validations. */
import { overflows } from "./fitProblem.mjs";
import { judgeFit } from "./judge.mjs";
import { objectiveOf, rowLoss } from "./objective.mjs";
import { modelProblem } from "./pathProblems.mjs";
import { minimise } from "./reference.mjs";
import { separationOf } from "./separation.mjs";

/** Milliseconds that no path of these sizes may take. */
const TOO_LONG = 4000;
/** Penalty above which a fold's solution is known to some digits at the tolerance of a path. */
const SURE = 1e-3;

export function judgePath(library, problem) {
  const finds = [];
  const find = (kind, detail) => finds.push({ kind, detail });
  const started = performance.now();
  const path = pathOf(library, problem, library.regularizationPath, {}, find);
  const milliseconds = performance.now() - started;
  if (milliseconds > TOO_LONG) find("time", `${Math.round(milliseconds)} ms for ${path?.lambdas.length} lambdas`);
  if (path === undefined) return finds;
  judgeSolutions(library, problem, path, find);
  return finds;
}

/** The result of the call, or nothing if it threw; what may be thrown is that columns without a penalty separate. */
function pathOf(library, { X, y, options, container }, call, validation, find) {
  try {
    const { weights, ...rest } = options;
    if (container === "rows") return call(X, y, { ...options, ...validation });
    const beside = weights === undefined ? {} : { weights };
    const dataset = library.Dataset.from(X, y, { precision: options.precision ?? "f64", ...beside });
    const { precision, ...others } = rest;
    return call(dataset, undefined, { ...others, ...validation });
  } catch (error) {
    const first = modelProblem({ X, y, options }, 1);
    const objective = objectiveOf(first);
    // a fold may be separable where all rows are not
    const freeInFolds = Object.keys(validation).length > 0 && (options.penaltyFactors?.includes(0) ?? false);
    const separable = freeInFolds || separationOf(objective) !== "overlapping";
    const expected = separable && error.code === "INVALID_OPTION";
    if (!expected && !overflows(objective)) find("throws", `${error.name} ${error.code}: ${error.message}`);
    return undefined;
  }
}

function judgeSolutions(library, problem, path, find) {
  const { lambdas, coef, intercepts, nonZeros, devianceExplained, reports } = path;
  const count = lambdas.length;
  const lengths = [coef.length, intercepts.length, nonZeros.length, devianceExplained.length, reports.length];
  if (lengths.some((length) => length !== count)) find("lengths", `${lengths} of ${count}`);
  for (let k = 0; k < count; ++k) {
    if (k > 0 && !(lambdas[k] < lambdas[k - 1]) && problem.options.lambdas === undefined && lambdas[0] > 0)
      find("lambdas", `${lambdas}`);
    if (!coef[k].every(Number.isFinite) || !Number.isFinite(intercepts[k])) find("not finite", `coefficients ${k}`);
    if (!(devianceExplained[k] <= 1 + 1e-12)) find("not finite", `devianceExplained ${devianceExplained[k]}`);
    if (nonZeros[k] !== coef[k].reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0)) find("nonZeros", `at ${k}`);
  }
  const probes = new Set([0, count - 1, ...problem.probes.map((part) => Math.floor(part * count))]);
  for (const k of probes) {
    if (k < 0 || k >= count) continue;
    const verdict = judgeFit(library, modelProblem(problem, lambdas[k]), { model: path.model(k), milliseconds: 0 });
    for (const { kind, detail } of verdict.finds) find(kind, `solution ${k} of ${count}: ${detail}`);
  }
}

export function judgeValidation(library, problem) {
  const finds = [];
  const find = (kind, detail) => finds.push({ kind, detail });
  const started = performance.now();
  const result = pathOf(library, problem, library.crossValidate, problem.validation, find);
  const milliseconds = performance.now() - started;
  if (milliseconds > 3 * TOO_LONG) find("time", `${Math.round(milliseconds)} ms for ${problem.validation.folds} folds`);
  if (result === undefined) return finds;
  const { lambdas, logLoss, auc, accuracy, foldOf, indexMin, index1se, lambdaMin, lambda1se } = result;
  for (const [name, { mean }] of Object.entries({ logLoss, accuracy })) {
    if (!mean.every(Number.isFinite)) find("not finite", `${name}.mean ${[...mean]}`);
  }
  const defined = foldsWithBoth(problem, foldOf) > 0;
  const wrong = [...auc.mean].find((value) => (defined ? !(value >= 0 && value <= 1) : !Number.isNaN(value)));
  if (wrong !== undefined) find("auc", `${wrong} where it is ${defined ? "" : "not "}defined`);
  if (lambdas[indexMin] !== lambdaMin || lambdas[index1se] !== lambda1se) find("index", `${indexMin}, ${index1se}`);
  if (!(lambda1se >= lambdaMin)) find("lambda1se", `${lambda1se} below ${lambdaMin}`);
  checkChoice(problem, result, defined, find);
  checkHeldOut(problem, result, find);
  const chosen = problem.validation.select === "min" ? lambdaMin : lambda1se;
  const { tolerance, ...options } = modelProblem(problem, chosen).options;
  const given = problem.options.tolerance;
  const one = { ...modelProblem(problem, chosen), options: { ...options, ...(given && { tolerance: given }) } };
  const verdict = judgeFit(library, one, { model: result.model, milliseconds: 0 });
  for (const { kind, detail } of verdict.finds) find(kind, `the model: ${detail}`);
  return finds;
}

function foldsWithBoth({ y, options }, foldOf) {
  const sides = new Map();
  for (const [i, fold] of foldOf.entries()) {
    if (!((options.weights?.[i] ?? 1) > 1e-20)) continue;
    sides.set(fold, (sides.get(fold) ?? 0) | (y[i] === 1 ? 2 : 1));
  }
  return [...sides.values()].filter((both) => both === 3).length;
}

/** The best of the measure that was asked for is what lambdaMin has. Without an AUC the deviance decides. */
function checkChoice({ validation }, result, defined, find) {
  const measure = validation.measure === "auc" && !defined ? "logLoss" : validation.measure;
  const { mean } = result[measure];
  const sign = measure === "logLoss" ? 1 : -1;
  const best = Math.min(...[...mean].filter(Number.isFinite).map((value) => sign * value));
  if (sign * mean[result.indexMin] !== best) find("choice", `${measure} ${mean[result.indexMin]}, best ${sign * best}`);
}

/**
 * One lambda's held-out loss by the reference: each fold left out, the rest solved afresh. Where l2 is less than SURE, solutions
 * of about the same objective may predict other rows otherwise.
 */
function checkHeldOut(problem, { lambdas, logLoss, foldOf }, find) {
  if (problem.X[0].length > 12 || problem.options.fitIntercept === false) return;
  const k = Math.floor(problem.probes[0] * lambdas.length);
  let sum = 0;
  let total = 0;
  for (const fold of new Set(foldOf)) {
    const weights = [...foldOf].map((own, i) => (own === fold ? 0 : (problem.options.weights?.[i] ?? 1)));
    const one = modelProblem({ ...problem, options: { ...problem.options, weights } }, lambdas[k]);
    const classes = new Set(one.y.filter((_, i) => weights[i] > 0));
    if (classes.size < 2) return;
    const objective = objectiveOf(one);
    if (separationOf(objective) !== "overlapping" || objective.l2.some((l2) => l2 < SURE)) return;
    const { v, c, settled } = minimise(objective, undefined, { steps: 100 });
    if (!settled) return;
    for (const [i, own] of foldOf.entries()) {
      const weight = problem.options.weights?.[i] ?? 1;
      if (own !== fold || !(weight > 1e-20)) continue;
      let z = c;
      for (let j = 0; j < v.length; ++j) z += (v[j] * (problem.X[i][j] - objective.mean[j])) / objective.deviation[j];
      sum += weight * rowLoss(z, problem.y[i]).loss;
      total += weight;
    }
  }
  const expected = sum / total;
  const apart = Math.abs(logLoss.mean[k] - expected);
  if (apart > 0.02 * expected) find("held-out loss", `${logLoss.mean[k]}, by the reference ${expected}`);
}

/**
 * What people bring from other libraries, answered with ours: the end of the message that refuses it. Everybody's bundle has
 * these texts, so they are few and short, and predictions alone (src/predict) do without them.
 */
import { nearestName } from "./nearestName.ts";
import type { Hints } from "./unknownOption.ts";
import { isList } from "./values.ts";

/**
 * Ours for theirs, which are in lower case without "_", "-", "." and blanks. Of several of ours, separated by "|", the first
 * whose first word is an option of the function that was called.
 */
const OURS_FOR: readonly (readonly [ours: string, theirs: string])[] = [
  ["l2 = 1 / (C m), with standardize: false for scikit-learn's scale|lambdas, each 1 / (C m) with l1Ratio: 0", "c cs"],
  [
    "l1 and l2, numbers, 0 for none|l1Ratio, 1 for l1 alone, 0 for l2 alone",
    "penalty regularization regularizer reg l1l2",
  ],
  ["l1 = lambda alpha and l2 = lambda (1 - alpha) of glmnet|l1Ratio|learningRate", "alpha"],
  ["l1 = lambda l1Ratio and l2 = lambda (1 - l1Ratio)|lambdas", "lambda l1ratio elasticnetparam regparam"],
  [
    "maxEpochs|epochs",
    "maxepochs maxiter maxit iterations maxiterations niter numiterations nepochs epochs steps maxsteps",
  ],
  ["tolerance", "tol eps epsilon thresh gtol ftol"],
  ["weights", "sampleweight sampleweights weight caseweights obsweights"],
  ["classWeight", "classweights scaleposweight"],
  ["fitIntercept", "intercept bias useintercept addintercept withintercept"],
  ["seed", "randomstate randomseed rng"],
  ["start", "warmstart init coefinit startparams initialweights"],
  ["folds", "cv nfolds kfold kfolds nsplits"],
  ["measure", "scoring typemeasure metric"],
  ["learningRate", "lr eta eta0 stepsize step"],
  ["onEpoch", "verbose callback callbacks onprogress oniteration onepochend"],
  ["workers", "njobs nthreads threads numworkers parallel"],
  ["positive|classes, [negative, positive]", "poslabel positivelabel positiveclass positive"],
  ["classes", "labels levels classnames"],
  ["features", "featurenames columns columnnames colnames featurenamesin"],
  ["standardize", "standardise normalize scale scaling"],
  ["precision", "dtype"],
  ["offsets", "offset basemargin"],
  ["solver", "optimizer algorithm method"],
  ["threshold", "cutoff"],
  ["count", "nlambda nlambdas"],
  ["minRatio", "lambdaminratio"],
  ["l1", "lasso"],
  ["l2", "ridge"],
];

/** Where our options go that were given elsewhere. */
const OPTIONS_OF: readonly (readonly [where: string, names: string])[] = [
  [
    "new LogisticRegression",
    "l1 l2 standardize precision solver learningRate batchSize momentum averaging schedule seed maxEpochs tolerance fitIntercept classWeight classes onEpoch",
  ],
  ["fit", "weights offsets penaltyFactors start prior strength curvature features target"],
  ["fitAsync", "workers signal"],
  ["regularizationPath", "l1Ratio count minRatio lambdas stopEarly"],
  ["crossValidate", "folds foldOf measure select"],
  ["predict", "threshold"],
  ["confusionMatrix, logLoss and rocAuc", "positive"],
];

/** Values of options: ours for theirs, written as above. */
const VALUES_FOR: readonly (readonly [ours: string, theirs: string])[] = [
  ["auto", "saga sag liblinear newtoncholesky newtonraphson irls adam adagrad rmsprop bfgs lbfgsb cg default"],
  ["auc", "rocauc roc auroc areaunderroc"],
  ["logLoss", "neglogloss deviance binomialdeviance crossentropy nll"],
  ["accuracy", "acc class"],
  ["1se", "lambda1se"],
  ["min", "lambdamin best"],
  ["f32", "float32 float single"],
  ["f64", "float64 double"],
];

function ofName(name: string, names: readonly string[]): string {
  const key = plain(name);
  const same = names.find((ours) => plain(ours) === key);
  const candidates = same === undefined ? (oursFor(key, OURS_FOR)?.split("|") ?? [name]) : [same];
  const ours = candidates.find((text) => names.includes(optionOf(text))) ?? candidates[0] ?? name;
  const option = optionOf(ours);
  const where = names.includes(option) ? undefined : OPTIONS_OF.find(([, all]) => all.split(" ").includes(option))?.[0];
  if (ours !== name) return `: say ${ours}${where === undefined ? "" : `, an option of ${where}`}`;
  return where === undefined ? didYouMean(name, names) : `, an option of ${where}`;
}

const isNumber = (given: unknown): boolean => typeof given === "number";

/** Options that are given without their names, and what they look like. */
const PASSED_ALONE: Readonly<Record<string, (given: unknown) => boolean>> = {
  weights: isList,
  lambdas: isList,
  classes: isList,
  offsets: isList,
  threshold: isNumber,
  folds: isNumber,
  count: isNumber,
  workers: isNumber,
  learningRate: isNumber,
  onEpoch: (given) => typeof given === "function",
};

function ofOptions(given: unknown, names: readonly string[], where: string): string {
  if (where === "propagate") return ": say propagate(X, y, { w, b })";
  if (where === "LogisticRegression") return isList(given) ? ": say new LogisticRegression().fit(X, y)" : "";
  const likely = names.filter((name) => PASSED_ALONE[name]?.(given));
  return likely.length === 0 ? "" : `: say ${likely.map((name) => `{ ${name} }`).join(" or ")}`;
}

export const HINTS: Hints = { ofName, ofOptions };

/** The end of a message that refuses a value which is none of the texts that are allowed. */
export function hintOfValue(value: unknown, allowed: readonly string[]): string {
  if (typeof value !== "string") return "";
  const key = plain(value);
  const ours = allowed.find((text) => plain(text) === key) ?? oursFor(key, VALUES_FOR);
  return ours !== undefined && allowed.includes(ours) ? `: say "${ours}"` : didYouMean(value, allowed);
}

function oursFor(key: string, table: typeof OURS_FOR): string | undefined {
  return table.find(([, theirs]) => theirs.split(" ").includes(key))?.[0];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, "");
}

/** The first word: what a text says goes by its option. */
function optionOf(text: string): string {
  return /^\w*/.exec(text)?.[0] ?? "";
}

function didYouMean(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
}

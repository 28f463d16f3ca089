/**
 * What people bring from other libraries, answered with ours: the end of the message that refuses it. Everybody's
 * bundle has these texts, so they are few and short, and predictions alone (src/predict) do without them.
 */
import { nearestName } from "./nearestName.ts";
import type { Hints } from "./unknownOption.ts";
import { isList } from "./values.ts";

/**
 * Names and values of other libraries, in lower case without "_", "-", "." and blanks, and what to write here instead.
 * Where there are several answers, separated by "|", the hint is the first whose first word is an option of the
 * function that was called.
 */
const OURS_FOR: { readonly [theirs: string]: string } = {
  "c cs": "l2 = 1 / (C m), with standardize: false for scikit-learn's scale|lambdas = 1 / (C m) with l1Ratio: 0",
  "penalty regularization": "l1 and l2, numbers, 0 for none|l1Ratio, 1 for l1, 0 for l2",
  alpha: "l1 = lambda alpha and l2 = lambda (1 - alpha)|l1Ratio|learningRate",
  "lambda l1ratio": "l1 = lambda l1Ratio and l2 = lambda (1 - l1Ratio)|lambdas",
  "maxepochs maxiter iterations maxiterations niter numiterations numsteps steps epochs": "maxEpochs|epochs",
  "tol eps": "tolerance",
  thresh: "threshold|tolerance",
  "sampleweight sampleweights weight": "weights",
  "intercept bias": "fitIntercept",
  randomstate: "seed",
  "warmstart init": "start",
  "cv nfolds nsplits k": "folds",
  "scoring metric": "measure",
  "lr eta0 stepsize": "learningRate",
  "verbose callback": "onEpoch",
  "njobs threads": "workers",
  "positive poslabel positivelabel": "positive|classes, [negative, positive]",
  "response labelcolumn targetcolumn stratify": "target",
  "testsize testfraction": "test",
  "dropfirst dropcolumns exclude ignore": "drop",
  "ngramrange ngrams": "words|characters",
  mindf: "minCount",
  maxdf: "maxShare",
  maxfeatures: "maxTerms",
  handleunknown: 'columns: { city: { unknown: "other" } }',
  "handlemissing naaction fillna impute imputer": "missing",
  "categorical categoricalfeatures": 'columns: { city: { kind: "category" } }',
  labels: "classes",
  featurenames: "features",
  normalize: "standardize",
  dtype: "precision",
  optimizer: "solver",
  cutoff: "threshold",
  nlambda: "count",
  lambdaminratio: "minRatio",
  "saga sag liblinear newtoncholesky irls adam": "auto",
  "rocauc roc": "auc",
  "neglogloss deviance": "logLoss",
  lambda1se: "1se",
  lambdamin: "min",
  float32: "f32",
  float64: "f64",
};

/** The functions that take an option which was given to another one. */
const OPTIONS_OF: readonly (readonly [where: string, names: string])[] = [
  [
    "new LogisticRegression",
    "l1 l2 standardize precision solver learningRate batchSize momentum averaging schedule seed maxEpochs tolerance fitIntercept classWeight classes positive onEpoch",
  ],
  [
    "fit",
    "weights offsets penaltyFactors start prior strength curvature features target strict drop columns missing maxLevels interactions reference",
  ],
  ["fitAsync", "workers signal"],
  ["regularizationPath", "l1Ratio count minRatio lambdas stopEarly"],
  ["crossValidate", "folds foldOf measure select"],
  ["predict", "threshold"],
  ["rocAuc, logLoss and confusionMatrix", "positive"],
];

function ofName(name: string, names: readonly string[]): string {
  const ours = oursFor(name, names) ?? name;
  const option = optionOf(ours);
  const where = names.includes(option) ? undefined : OPTIONS_OF.find(([, all]) => all.split(" ").includes(option))?.[0];
  if (where === undefined && !names.includes(option)) return didYouMean(name, names);
  const place = where === undefined ? "" : `, an option of ${where}`;
  return ours === name ? place : `: say ${ours}${place}`;
}

function ofOptions(given: unknown, names: readonly string[], where: string): string {
  if (where === "propagate") return ": say propagate(X, y, { w, b })";
  if (where === "LogisticRegression") return isList(given) ? ": say new LogisticRegression().fit(X, y)" : "";
  const lists = isList(given) ? ["coef", "weights", "lambdas", "classes", "offsets"] : [];
  const numbers = typeof given === "number" ? ["threshold", "folds", "count", "learningRate", "test"] : [];
  const likely = [...lists, ...numbers].filter((name) => names.includes(name)).map((name) => `{ ${name} }`);
  return likely.length === 0 ? "" : `: say ${likely.join(" or ")}`;
}

export const HINTS: Hints = { ofName, ofOptions };

/** The end of a message that refuses a value which is none of the texts that are allowed. */
export function hintOfValue(value: unknown, allowed: readonly string[]): string {
  if (typeof value !== "string") return "";
  const ours = oursFor(value, allowed);
  return ours !== undefined && allowed.includes(ours) ? `: say "${ours}"` : didYouMean(value, allowed);
}

/** The answer to a name of another library: one of the options `here`, if there is one among the answers. */
function oursFor(theirs: string, here: readonly string[]): string | undefined {
  const key = plain(theirs);
  const same = here.find((ours) => plain(ours) === key);
  if (same !== undefined) return same;
  const all = Object.entries(OURS_FOR)
    .find(([names]) => names.split(" ").includes(key))?.[1]
    .split("|");
  return all?.find((text) => here.includes(optionOf(text))) ?? all?.[0];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, "");
}

/** The first word of an answer, which is the name of the option that it is about. */
function optionOf(text: string): string {
  return /^\w*/.exec(text)?.[0] ?? "";
}

function didYouMean(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
}
